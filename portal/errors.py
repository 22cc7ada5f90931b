"""Turns every error into a page or problem+json in the reader's language, once, at the door. Quotes no input and no trace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar  # litestar's request is generic over user, auth and state

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template

from cases.errors import CaseError
from crypto.errors import CryptoError
from portal.access import ForeignOrigin, PasswordStale, PermissionUnnamed, RoleLacking, SignInNeeded, TokenLacking
from portal.catalogues import translate
from portal.pages import language_of
from surveys.errors import SurveyError

log = structlog.get_logger("portal")
LAYOUTS = {"desk": "_desk.html", "s": "_customer.html", "feedback": "_customer.html", "complaint": "_customer.html"}


class PortalError(Exception):
    """Root of the doors' own errors. `sentence` is a message id of the catalogues; `facts` fill its placeholders."""

    sentence: ClassVar[str] = "This did not work. Please go back and try again."
    status: ClassVar[int] = 400

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence)
        self.facts = facts


class PageUnknown(PortalError):
    sentence = "There is no such page. Please check the address, or start again from the first page."
    status = 404


class MethodUnfit(PortalError):
    sentence = "This address cannot be used this way. Please go back and use the button on the page."
    status = 405


class NotAllowed(PortalError):
    sentence = "Your role does not include this. If it should, ask the administrator."
    status = 403


class FromElsewhere(PortalError):
    sentence = "This form came from another site, so nothing was done. Open the page here and use its own button."
    status = 403


class SignedOut(PortalError):
    sentence = "You are signed out. Sign in again to go on."
    status = 401


class TokenNeeded(PortalError):
    sentence = (
        "This is for the company's own programs. Send a token that is good for it, or ask whoever runs the server."
    )
    status = 401


class Unexpected(PortalError):
    sentence = "Something went wrong on our side. Nothing you sent was half saved. Please try again in a minute."
    status = 500


Sentenced = CaseError | SurveyError | PortalError
BY_STATUS: dict[int, type[PortalError]] = {404: PageUnknown, 405: MethodUnfit, 401: SignedOut, 403: NotAllowed}


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The one exception handler of the application."""
    if isinstance(error, SignInNeeded) and not _wants_json(request):
        return _to_sign_in(request)
    if isinstance(error, PasswordStale):
        return Redirect("/desk/account", status_code=303)
    known = _named(error)
    if isinstance(known, Unexpected):
        # the type alone: a driver's message can carry row values
        log.error("unexpected", error=type(error).__name__, route=_route(request))
    language = language_of(request)
    words = translate(language, known.sentence, **known.facts)
    if _wants_json(request):
        return _problem(known, words)
    layout = LAYOUTS.get(_route(request).split("/")[1] if "/" in _route(request) else "", "_reporter.html")
    if layout == "_desk.html" and request.scope["state"].get("actor") is None:
        layout = "_reporter.html"
    context = {"sentence": words, "layout": layout, "status": known.status, "request": request}
    return Template(template_name="error.html", context=context, status_code=known.status)


def _named(error: Exception) -> Sentenced:
    if isinstance(error, CaseError | SurveyError | PortalError):
        return error
    if isinstance(error, RoleLacking | PermissionUnnamed):
        return NotAllowed()
    if isinstance(error, ForeignOrigin):
        return FromElsewhere()
    if isinstance(error, SignInNeeded):
        return SignedOut()
    if isinstance(error, TokenLacking):
        return TokenNeeded()
    if isinstance(error, CryptoError):
        return PortalError()
    if isinstance(error, HTTPException) and error.status_code < 500:
        return BY_STATUS.get(error.status_code, PortalError)()
    return Unexpected()


def _to_sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """Back to where they were after signing in, for pages only: a posted form is not repeated behind somebody's back."""
    here = request.url.path if request.method == "GET" else "/desk"
    if request.headers.get("hx-request"):
        return Response(None, status_code=204, headers={"HX-Redirect": "/desk/sign-in"})
    return Redirect(f"/desk/sign-in?next={here}", status_code=303)


def _problem(known: Sentenced, words: str) -> Response[Mapping[str, object]]:
    code = re.sub(r"(?<!^)(?=[A-Z])", "-", type(known).__name__).lower()
    body = {"type": f"urn:brightline:{code}", "title": words, "status": known.status}
    headers = {"www-authenticate": "Bearer"} if isinstance(known, TokenNeeded) else {}
    return Response(body, status_code=known.status, media_type="application/problem+json", headers=headers)


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith("/api/") or request.headers.get("accept", "").startswith("application/json")


def _route(request: Request[Any, Any, Any]) -> str:
    """The route's pattern, never the path: a path can hold a link token."""
    handler = request.scope.get("route_handler")
    if handler is not None and getattr(handler, "paths", None):
        return str(sorted(handler.paths)[0])
    return "/desk" if request.url.path.startswith("/desk") else "/"
