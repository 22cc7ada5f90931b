"""The one guard: every handler names its permission, and is refused to everybody if it names none. Knows roles, not cases.

Permissions are of people, by their roles, or of programs, by the scope of their token.
"""

from __future__ import annotations

from typing import Any  # litestar's connection is generic over user, auth and state
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from portal.programs import SCOPES, is_admitted
from portal.sessions import actor_of, note_use, session_on

PUBLIC = "public"
OWN_KEYS = "own.keys"
ROLES = ("investigator", "ombudsman", "supervisor", "auditor", "custodian", "administrator", "caller")
EVERYBODY = frozenset(ROLES)
READING = frozenset({"investigator", "ombudsman"})

PERMISSIONS: dict[str, frozenset[str]] = {
    "desk": EVERYBODY,
    "own.keys": EVERYBODY,
    "case.read": READING,
    "case.write": READING,
    "case.close": READING,
    "approval.decide": READING | {"custodian"},
    "identity.open": frozenset({"custodian"}),
    "case.share": READING,
    "report.file": frozenset({"investigator"}),
    "records.read": frozenset({"investigator"}),
    "records.audit": frozenset({"auditor"}),
    "records.import": frozenset({"investigator", "administrator"}),
    "callback.send": frozenset({"investigator"}),
    "callback.phone": frozenset({"investigator", "caller"}),
    "answer.read": frozenset({"investigator"}),
    "staff.manage": frozenset({"administrator"}),
    "staff.record": frozenset({"administrator", "auditor"}),
    "terms.read": READING | {"auditor", "administrator"},
    "terms.write": frozenset({"administrator"}),
    "terms.search": frozenset({"administrator", "investigator"}),
    "statistics.read": frozenset({"supervisor", "investigator"}),
    "weights.read": frozenset({"investigator", "supervisor", "auditor", "administrator"}),
    "weights.propose": frozenset({"investigator", "supervisor"}),
    "weights.decide": frozenset({"supervisor", "administrator"}),
    "proof.read": frozenset({"auditor"}),
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class PermissionUnnamed(Exception):
    """A route without a permission: a fault of ours, found at start-up."""


class SignInNeeded(Exception):
    """Nobody is signed in here, or no longer."""


class PasswordStale(Exception):
    """Somebody is signed in by a password that somebody else has seen; first they choose another."""


class RoleLacking(Exception):
    """Somebody is signed in who may not do this."""


class TokenLacking(Exception):
    """A program came without a token, or with one that is unknown, ended or good for something else."""


class ForeignOrigin(Exception):
    """A form of another site tried to act in the name of whoever is signed in."""


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let through what the handler's permission allows; puts the actor on the connection for desk handlers."""
    permission = handler.opt.get("permission")
    if permission == PUBLIC:
        return
    if permission in SCOPES:
        if not await is_admitted(connection.headers.get("authorization", ""), str(permission)):
            raise TokenLacking
        return
    if permission not in PERMISSIONS:
        raise PermissionUnnamed(str(handler))
    refuse_foreign_origin(connection)
    session = session_on(connection)
    found = await actor_of(session) if session else None
    if found is None:
        raise SignInNeeded
    actor, language = found
    connection.scope["state"].update(actor=actor, language=language, session=session)
    if connection.scope.get("method") not in SAFE_METHODS and session:
        await note_use(session)
    if permission != OWN_KEYS and actor.must_change:
        raise PasswordStale
    if not actor.roles & PERMISSIONS[permission]:
        raise RoleLacking


def refuse_foreign_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Browsers say where a form came from; beside SameSite=Strict this is what keeps other sites' forms out.

    Programs send neither header and carry no cookie of ours by accident, so silence is let through.
    """
    if connection.scope.get("method", "GET") in SAFE_METHODS:
        return
    fetched_from = connection.headers.get("sec-fetch-site")
    if fetched_from is not None:
        if fetched_from not in {"same-origin", "none"}:
            raise ForeignOrigin
        return
    origin = connection.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise ForeignOrigin
