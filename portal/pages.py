"""How pages are drawn: the template engine, its words and filters. Knows no table; asks access.py what a reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any  # Jinja's context holds whatever a handler put there
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from litestar.connection import ASGIConnection
from litestar.plugins.jinja import JinjaTemplateEngine
from markupsafe import Markup

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


class Page:
    """A page that knows its reader: `language` and `actor` are there without every handler naming them."""

    def __init__(self, name: str, spoken: Mapping[str, Environment]) -> None:
        self._name, self._spoken = name, spoken

    def render(self, *args: Any, **values: Any) -> str:
        request = values.get("request")
        values.setdefault("language", language_of(request) if request is not None else "zh")
        values.setdefault("actor", request.scope.get("state", {}).get("actor") if request is not None else None)
        called = request.headers.get("user-agent", "") if request is not None else ""
        values.setdefault("is_inside_app", is_inside_app(called))
        environment = self._spoken["en" if values["language"] == "en" else "zh"]
        return environment.get_template(self._name).render(*args, **values)


class PageEngine(JinjaTemplateEngine):
    """One environment a language: in each, every sentence of a page that is the same for all readers is part of the page."""

    def __init__(self) -> None:
        self._spoken = {language: _environment(language) for language in LANGUAGES}
        super().__init__(engine_instance=self._spoken["zh"])

    def get_template(self, template_name: str) -> Page:  # type: ignore[override]  # litestar asks for render() alone
        return Page(template_name, self._spoken)


def template_engine() -> PageEngine:
    return PageEngine()


class _Spoken(Environment):
    """Puts translations into pages when they are compiled: a page asks for two dozen, and they never change."""

    language = "zh"

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(_Translated(self.language).visit(source), name, filename, defer_init)


class _Translated(NodeTransformer):
    def __init__(self, language: str) -> None:
        self._gettext = translations(language).gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        match self.generic_visit(node):
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=message)], kwargs=[]):
                words = Markup(self._gettext(message) % {})  # noqa: S704  # our own, and as the i18n extension has it
                return nodes.Const(words, lineno=node.lineno)
            case other:
                return other


def _environment(language: str) -> Environment:
    environment = _Spoken(
        loader=FileSystemLoader(TEMPLATES),
        auto_reload=False,  # a page of a dozen parts would ask the disk a dozen times whether one has changed
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.language = language
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # added by the i18n extension
        translations(language), newstyle=True
    )
    environment.globals["url_with_language"] = partial(_url_with_language, language)
    environment.globals["may"] = _may
    environment.filters["money"] = money
    environment.filters["day"] = day
    return environment


def money(amount_fen: int | None) -> str:
    """Fen as ¥1,234.50; nothing as an en dash."""
    if amount_fen is None:
        return "–"
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}¥{abs(amount_fen) // 100:,}.{abs(amount_fen) % 100:02d}"


def day(value: date | None) -> str:
    return value.isoformat()[:10] if value else "–"


@pass_context
def _may(context: Context, permission: str) -> bool:
    """Whether to offer a link: nothing is guarded by this."""
    actor = context.get("actor")
    return actor is not None and bool(actor.roles & PERMISSIONS[permission])


def _url_with_language(language: str, path: str, **parameters: str) -> str:
    """A link that keeps the reader's language without a cookie."""
    if language == "en":
        parameters = {"lang": "en", **parameters}
    return f"{path}?{urlencode(parameters)}" if parameters else path
