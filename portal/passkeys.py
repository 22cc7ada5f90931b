"""Passkeys at the desk: a challenge for whoever signs in, and somebody's own ones, made and removed on their page."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.actors import Actor
from cases.people.account import PasswordWrong
from cases.people.authenticators import relying_party
from cases.people.challenges import PasskeyWrong
from cases.people.passkeys import (
    MOST_NAME,
    PasskeyNameless,
    PasskeysUnavailable,
    PasskeyUnknown,
    TooManyPasskeys,
    add_passkey,
    offer_passkey,
    remove_passkey,
)
from cases.people.throttle import TooSoon
from cases.signing_in import sign_in_challenge
from crypto.vault import Vault
from portal.access import refuse_foreign_origin
from portal.account import MAX_BYTES, account_page, back_to_account, id_written
from portal.settings import Settings
from surveys.forms import read_form


@post("/desk/sign-in/challenge", permission="public", status_code=200, include_in_schema=False)
async def challenge(
    request: Request[Any, Any, Any], vault: NamedDependency[Vault], settings: NamedDependency[Settings]
) -> dict[str, str]:
    """The same for names that are there and names that are not; touches no database."""
    refuse_foreign_origin(request)
    party = relying_party(settings.base_url)
    if party is None:
        raise PasskeysUnavailable
    form = await read_form(request, max_bytes=MAX_BYTES)
    return {"party": party.name, "challenge": sign_in_challenge(vault, form.text("username"))}


@post("/desk/account/passkeys", permission="desk", status_code=200, include_in_schema=False)
async def offer(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The page on which the browser makes one; nothing is kept until it has."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        offered = await offer_passkey(vault, actor, relying_party(settings.base_url), form.text("password"))
    except (PasskeysUnavailable, PasswordWrong, TooSoon, TooManyPasskeys) as refusal:
        return await account_page(request, actor, refusal)
    return Template("desk/passkey.html", context={"offer": offered, "longest": MOST_NAME})


@post("/desk/account/passkeys/confirm", permission="desk", include_in_schema=False)
async def take(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    party = relying_party(settings.base_url)
    try:
        await add_passkey(vault, actor, party, form.text("name"), form.text("passkey"))
    except (PasskeysUnavailable, PasskeyNameless, PasskeyWrong, TooManyPasskeys) as refusal:
        return await account_page(request, actor, refusal)
    return back_to_account("passkey")


@post("/desk/account/passkeys/remove", permission="own.keys", include_in_schema=False)
async def remove(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await remove_passkey(vault, actor, id_written(form.text("which")), form.text("password"))
    except (PasswordWrong, TooSoon, PasskeyUnknown) as refusal:
        return await account_page(request, actor, refusal)
    return back_to_account("passkey-removed")


HANDLERS: tuple[Any, ...] = (challenge, offer, take, remove)
