"""Somebody's own page: password, second factor, key, sessions. Each form is posted; what is new is shown once."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

import pyotp
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from markupsafe import Markup

from cases.actors import Actor
from cases.errors import CaseError
from cases.people.account import (
    CodeWrong,
    PasswordWrong,
    SamePassword,
    change_password,
    offer_second_factor,
    offered_secret,
    renew_key,
    take_second_factor,
)
from cases.people.passkeys import passkeys_of
from cases.people.throttle import TooSoon
from cases.staff import MIN_PASSWORD, PasswordTooShort
from crypto.vault import Vault
from portal.sessions import (
    SessionKey,
    end_one_session,
    end_sessions_of,
    session_cookie,
    sessions_of,
    start_session,
)
from portal.set_up import ISSUER
from portal.settings import Settings
from surveys import qr_svg
from surveys.forms import read_form
from surveys.sentences import N_

MAX_BYTES = 16 << 10
DONE = {
    "password": N_("Your password is changed; all your other sessions are ended."),
    "factor": N_("Your authenticator is renewed; the old one gives no good codes any more."),
    "passkey": N_("Your passkey is kept. At the next sign-in it can stand in for the code."),
    "passkey-removed": N_(
        "The passkey is removed; it signs in nobody any more. You may delete it on your device, too."
    ),
    "key": N_("Your key is renewed; all your other sessions are ended. What came before opens as it did."),
    "sessions": N_("The session is ended."),
}


@get("/desk/account", permission="own.keys", include_in_schema=False)
async def show_account(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Template:
    return await account_page(request, actor, done=DONE.get(str(request.query_params.get("done", "")), ""))


@post("/desk/account/password", permission="own.keys", include_in_schema=False)
async def set_password(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await change_password(vault, actor, form.text("old"), form.text("new"))
    except (PasswordWrong, PasswordTooShort, SamePassword, TooSoon) as refusal:
        return await account_page(request, actor, refusal)
    await end_sessions_of(actor.id, but=_session(request))
    return back_to_account("password")


@post("/desk/account/key", permission="own.keys", include_in_schema=False)
async def renew(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Sessions hold the former key, so all of them end and this browser gets a new one."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        pair = await renew_key(vault, actor, form.text("password"))
    except (PasswordWrong, TooSoon) as refusal:
        return await account_page(request, actor, refusal)
    await end_sessions_of(actor.id)
    session = await start_session(actor.id, pair.private)
    request.scope["state"]["session"] = session
    cookie = session_cookie(session, secure=settings.secure_cookies)
    return Redirect("/desk/account?done=key", status_code=303, cookies=[cookie])


@post("/desk/account/second-factor", permission="own.keys", status_code=200, include_in_schema=False)
async def offer_factor(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    """Shows a new secret; the old one works until a code of the new one has come."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        secret, offer = await offer_second_factor(vault, actor, form.text("password"))
    except (PasswordWrong, TooSoon) as refusal:
        return await account_page(request, actor, refusal)
    return _factor_page(actor, secret, offer)


@post("/desk/account/second-factor/confirm", permission="own.keys", status_code=200, include_in_schema=False)
async def take_factor(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    offer = form.text("offer")
    try:
        secret = offered_secret(vault, actor, offer)
    except CodeWrong as refusal:
        return await account_page(request, actor, refusal)
    try:
        await take_second_factor(vault, actor, offer, form.text("code"))
    except CodeWrong as refusal:
        return _factor_page(actor, secret, offer, refusal)
    return back_to_account("factor")


@post("/desk/account/sessions", permission="own.keys", include_in_schema=False)
async def end_sessions(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Redirect:
    """One of them, or all but this one."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    if form.text("which") == "others":
        await end_sessions_of(actor.id, but=_session(request))
    else:
        await end_one_session(actor.id, id_written(form.text("which")))
    return back_to_account("sessions")


HANDLERS: tuple[Any, ...] = (show_account, set_password, renew, offer_factor, take_factor, end_sessions)


async def account_page(
    request: Request[Any, Any, Any], actor: Actor, refusal: CaseError | None = None, done: str = ""
) -> Template:
    context = {
        "passkeys": await passkeys_of(actor.id),
        "sessions": await sessions_of(actor.id, _session(request)),
        "least": MIN_PASSWORD,
        "problem": refusal,
        "done": done,
    }
    return Template("desk/account.html", context=context, status_code=refusal.status if refusal else 200)


def back_to_account(what: str) -> Redirect:
    """what: a key of DONE, whose sentence is shown there."""
    return Redirect(f"/desk/account?done={what}", status_code=303)


def id_written(text: str) -> UUID:
    """One that nothing has, where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _factor_page(actor: Actor, secret: str, offer: str, refusal: CaseError | None = None) -> Template:
    uri = pyotp.TOTP(secret).provisioning_uri(name=actor.username, issuer_name=ISSUER)
    picture = Markup(qr_svg(uri))  # noqa: S704  # a drawing of ours, without text
    context = {"secret": secret, "offer": offer, "picture": picture, "problem": refusal}
    return Template("desk/second_factor.html", context=context, status_code=refusal.status if refusal else 200)


def _session(request: Request[Any, Any, Any]) -> SessionKey:
    session: SessionKey = request.scope["state"]["session"]
    return session
