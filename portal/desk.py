"""The desk's own door: signing in, signing out, the language somebody reads in. Knows sessions and no case."""

from __future__ import annotations

import re
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.errors import CaseError
from cases.people.authenticators import relying_party
from cases.people.devices import device_for
from cases.people.passkey_entry import ShownPasskey
from cases.people.throttle import TooSoon
from cases.signing_in import SignInRefused, sign_in
from cases.slowness import TooManyAtOnce
from cases.staff import choose_language, is_set_up
from crypto.vault import Vault
from portal.access import refuse_foreign_origin
from portal.demo.codes import DemoSignIn
from portal.sessions import (
    DEVICE_COOKIE,
    device_cookie,
    end_session,
    no_cookie,
    session_cookie,
    session_on,
    start_session,
)
from portal.settings import Settings
from surveys.forms import Form, read_form

MAX_BYTES = 16 << 10
_WITHIN_DESK = re.compile(r"/desk(?:/[\w-]+)*", re.ASCII)


@get("/desk/sign-in", permission="public", include_in_schema=False)
async def show_sign_in(
    request: Request[Any, Any, Any],
    settings: NamedDependency[Settings],
    demo_sign_ins: NamedDependency[tuple[DemoSignIn, ...]],
) -> Response[Any]:
    if not await is_set_up():
        return Redirect("/desk/set-up", status_code=303)
    onward = path_within_desk(str(request.query_params.get("next", "")))
    return _sign_in_page(settings, "", onward, demo_sign_ins)


@post("/desk/sign-in", permission="public", include_in_schema=False)
async def enter(
    request: Request[Any, Any, Any],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    demo_sign_ins: NamedDependency[tuple[DemoSignIn, ...]],
) -> Response[Any]:
    """A session with a new secret, whatever cookie the browser brought. Which of the three was wrong is not said."""
    refuse_foreign_origin(request)
    form = await read_form(request, max_bytes=MAX_BYTES)
    onward = path_within_desk(form.text("next"))
    try:
        staff_id, private_key = await sign_in(
            vault,
            username=form.text("username"),
            password=form.text("password"),
            code=form.text("code"),
            passkey=_passkey(form, settings),
            device=request.cookies.get(DEVICE_COOKIE, ""),
        )
    except (SignInRefused, TooSoon, TooManyAtOnce) as refused:
        return _sign_in_page(settings, form.text("username"), onward, demo_sign_ins, refused)
    former = session_on(request)
    if former is not None:
        await end_session(former)
    session = await start_session(staff_id, private_key)
    cookie = session_cookie(session, secure=settings.secure_cookies)
    device = device_cookie(await device_for(vault, staff_id), secure=settings.secure_cookies)
    return Redirect(onward, status_code=303, cookies=[cookie, device])


@post("/desk/sign-out", permission="own.keys", include_in_schema=False)
async def leave(request: Request[Any, Any, Any], settings: NamedDependency[Settings]) -> Redirect:
    await end_session(request.scope["state"]["session"])
    cookie = no_cookie(secure=settings.secure_cookies)
    return Redirect("/desk/sign-in", status_code=303, cookies=[cookie])


@post("/desk/language", permission="own.keys", include_in_schema=False)
async def set_language(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Redirect:
    """Kept with the person, so that the next sign-in speaks it too."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    await choose_language(actor.id, form.text("language"))
    return Redirect(path_within_desk(form.text("next")), status_code=303)


HANDLERS: tuple[Any, ...] = (show_sign_in, enter, leave, set_language)


def path_within_desk(wanted: str) -> str:
    """Where to go on: a plain path of the desk, or its first page for anything else somebody put into a link."""
    return wanted if _WITHIN_DESK.fullmatch(wanted) else "/desk"


def _passkey(form: Form, settings: Settings) -> ShownPasskey | None:
    brought = form.text("passkey")
    return ShownPasskey(brought, relying_party(settings.base_url)) if brought else None


def _sign_in_page(
    settings: Settings,
    username: str,
    onward: str,
    demo_sign_ins: tuple[DemoSignIn, ...],
    refused: CaseError | None = None,
) -> Template:
    context = {
        "username": username,
        "onward": onward,
        "problem": refused,
        "demo_sign_ins": demo_sign_ins,
        "has_passkeys": relying_party(settings.base_url) is not None,
    }
    return Template("desk/sign_in.html", context=context, status_code=refused.status if refused else 200)
