"""What every response carries before it leaves: security headers, and a fresh session mark. Knows no page."""

from __future__ import annotations

from collections.abc import Mapping

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from portal.onion import onion_page
from portal.sessions import refreshed, session_cookie

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
SPEAKING_PAGES = frozenset({"/report", "/mailbox"})  # there, and nowhere else, somebody may record a voice message
SPEAKING_HEADERS = {
    **HEADERS,
    "content-security-policy": f"{POLICY}; media-src blob:",
    "permissions-policy": HEADERS["permissions-policy"].replace("microphone=()", "microphone=(self)"),
}


def _encoded(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


_PAIRS, _SPEAKING_PAIRS = _encoded(HEADERS), _encoded(SPEAKING_HEADERS)


async def finish(message: Message, scope: Scope) -> None:
    """Litestar's before_send hook; unlike middleware it also runs for routes that do not exist."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    path = scope["path"]
    there = {name for name, _ in headers.headers}  # a handler may be stricter
    wanted = _SPEAKING_PAIRS if path in SPEAKING_PAGES else _PAIRS
    headers.headers.extend(pair for pair in wanted if pair[0] not in there)
    # no-referrer would make browsers send "Origin: null" with the desk's own forms
    headers["referrer-policy"] = "same-origin" if path.startswith("/desk") else "no-referrer"
    headers["cache-control"] = "public, max-age=3600" if path.startswith("/static/") else "no-store"
    _name_onion(headers, scope)
    _keep_session(headers, scope)


def _name_onion(headers: MutableScopeHeaders, scope: Scope) -> None:
    settings = scope["litestar_app"].state.settings
    if settings.onion is None or "public" not in settings.doors:
        return
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    page = onion_page(settings.onion, scope["path"], scope.get("query_string", b""), host)
    if page:
        headers["onion-location"] = page


def _keep_session(headers: MutableScopeHeaders, scope: Scope) -> None:
    session = scope.get("state", {}).get("session")
    newer = refreshed(session) if session else None
    if newer is not None and "set-cookie" not in headers:
        secure = scope["litestar_app"].state.settings.secure_cookies
        headers["set-cookie"] = session_cookie(newer, secure=secure).to_header(header="")
