"""How pages are drawn: the template engine, its words and filters. Knows no table; asks access.py what a reader may do."""

from __future__ import annotations

from datetime import date
from typing import Any  # Jinja's context holds whatever a handler put there
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from litestar.connection import ASGIConnection
from litestar.plugins.jinja import JinjaTemplateEngine

from portal.access import PERMISSIONS
from portal.catalogues import ROOT, translations
from portal.inside_apps import is_inside_app

TEMPLATES = ROOT / "templates"
LANGUAGES = ("zh", "en")


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The reader's language: what ?lang= says, else what a signed-in person chose, else Chinese."""
    asked = connection.query_params.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    chosen = connection.scope.get("state", {}).get("language")
    return chosen if chosen in LANGUAGES else "zh"


class PageTemplate(Template):
    """A page that knows its reader: `language` and `actor` are there without every handler naming them."""

    def render(self, *args: Any, **values: Any) -> str:
        request = values.get("request")
        values.setdefault("language", language_of(request) if request is not None else "zh")
        values.setdefault("actor", request.scope.get("state", {}).get("actor") if request is not None else None)
        called = request.headers.get("user-agent", "") if request is not None else ""
        values.setdefault("is_inside_app", is_inside_app(called))
        return super().render(*args, **values)


def template_engine() -> JinjaTemplateEngine:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        auto_reload=False,  # a page of a dozen parts would ask the disk a dozen times whether one has changed
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.template_class = PageTemplate
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        _gettext, _ngettext, newstyle=True
    )
    environment.globals["url_with_language"] = _url_with_language
    environment.globals["may"] = _may
    environment.filters["money"] = money
    environment.filters["day"] = day
    return JinjaTemplateEngine.from_environment(environment)


def money(amount_fen: int | None) -> str:
    """Fen as ¥1,234.50; nothing as an en dash."""
    if amount_fen is None:
        return "–"
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}¥{abs(amount_fen) // 100:,}.{abs(amount_fen) % 100:02d}"


def day(value: date | None) -> str:
    return value.isoformat()[:10] if value else "–"


def _reader_language(context: Context) -> str:
    chosen = context.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return "zh"


@pass_context
def _may(context: Context, permission: str) -> bool:
    """Whether to offer a link: nothing is guarded by this."""
    actor = context.get("actor")
    return actor is not None and bool(actor.roles & PERMISSIONS[permission])


@pass_context
def _gettext(context: Context, message: str) -> str:
    return translations(_reader_language(context)).gettext(message)


@pass_context
def _ngettext(context: Context, one: str, many: str, n: int) -> str:
    return translations(_reader_language(context)).ngettext(one, many, n)


@pass_context
def _url_with_language(context: Context, path: str, **parameters: str) -> str:
    """A link that keeps the reader's language without a cookie."""
    if _reader_language(context) == "en":
        parameters = {"lang": "en", **parameters}
    return f"{path}?{urlencode(parameters)}" if parameters else path
