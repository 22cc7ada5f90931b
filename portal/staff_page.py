"""The administrator's page of those who work here: add, change roles, switch off and on, help back in; and the staff log.

Whatever is shown once is shown in the answer to a POST and kept nowhere. Recovery shares are read and forgotten.
"""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.errors import CaseError
from cases.people.record import latest_acts
from cases.people.recovery import help_back_in, recovery_pair
from cases.people.roster import (
    add_person,
    change_roles,
    confirm_roles,
    confirm_roles_by_shares,
    everybody,
    person_of,
    switch_off,
    switch_on,
)
from cases.people.standing import change_standing, standing_of
from cases.staff import ROLES, NewStaff
from crypto.errors import ShareError
from crypto.vault import Vault
from portal.access import PERMISSIONS
from portal.sessions import end_sessions_of
from portal.set_up import picture_of
from surveys.forms import Form, read_form
from surveys.sentences import N_

MAX_BYTES = 32 << 10
ROLE_WORDS = {
    "investigator": N_("Investigator"),
    "supervisor": N_("Compliance supervisor"),
    "auditor": N_("Auditor"),
    "custodian": N_("Custodian of identities"),
    "administrator": N_("Administrator"),
    "ombudsman": N_("Ombudsman"),
    "caller": N_("Caller (rings up customers)"),
}
ACT_WORDS = {
    "added": N_("added"),
    "roles": N_("has the roles"),
    "roles_asked": N_("roles asked for"),
    "roles_confirmed": N_("roles confirmed by a second person"),
    "roles_by_shares": N_("roles confirmed by recovery shares"),
    "standing": N_("further names or superior changed"),
    "switched_off": N_("switched off"),
    "switched_on": N_("switched on"),
    "helped_back_in": N_("helped back in by recovery shares"),
    "password_changed": N_("password changed"),
    "second_factor_renewed": N_("authenticator renewed"),
    "key_renewed": N_("key renewed"),
    "results_exported": N_("survey answers taken along"),
    "program_admitted": N_("a program may read by itself"),
    "program_dismissed": N_("a program may no longer read by itself"),
    "passkey_added": N_("passkey added"),
    "passkey_removed": N_("passkey removed"),
    "callback_started": N_("started a round of call-backs"),
    "callback_paused": N_("paused a round of call-backs"),
    "callback_running": N_("resumed a round of call-backs"),
    "callback_stopped": N_("stopped a round of call-backs"),
    "callback_opted_out": N_("noted that a customer wants no questions"),
    "callback_standing": N_("set up call-backs that run by themselves"),
    "callback_standing_off": N_("ended call-backs that ran by themselves"),
}
Refusal = CaseError | ShareError


@get("/desk/staff", permission="staff.record", include_in_schema=False)
async def show_staff(actor: NamedDependency[Actor]) -> Template:
    return await _page(actor)


@post("/desk/staff", permission="staff.manage", status_code=200, include_in_schema=False)
async def add(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        made = await add_person(vault, actor, form.text("username"), form.text("name"), form.texts("roles"))
    except CaseError as refusal:
        return await _page(actor, refusal, typed=form)
    return _shown_once(made)


@post("/desk/staff/{staff_id:uuid}/roles", permission="staff.manage", include_in_schema=False)
async def set_roles(
    request: Request[Any, Any, Any], staff_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await change_roles(actor, staff_id, form.texts("roles"))
    except CaseError as refusal:
        return await _page(actor, refusal)
    return _back()


@post("/desk/staff/{staff_id:uuid}/confirm", permission="staff.manage", include_in_schema=False)
async def confirm(
    request: Request[Any, Any, Any], staff_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Response[Any]:
    """By another administrator, or, where shares are typed, by those who hold them."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        if any(share.strip() for share in form.texts("share")):
            await recovery_pair(form.texts("share"))
            await confirm_roles_by_shares(actor, staff_id)
        else:
            await confirm_roles(actor, staff_id)
    except (CaseError, ShareError) as refusal:
        return await _page(actor, refusal)
    return _back()


@post("/desk/staff/{staff_id:uuid}/standing", permission="staff.manage", include_in_schema=False)
async def set_standing(
    request: Request[Any, Any, Any], staff_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Response[Any]:
    """Further names and superior: whom a report names is kept away, and so is whoever stands above them."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await change_standing(actor, staff_id, form.text("aliases"), _person_in(form.text("manager")))
    except CaseError as refusal:
        return await _page(actor, refusal)
    return _back()


@post("/desk/staff/{staff_id:uuid}/switch", permission="staff.manage", include_in_schema=False)
async def switch(
    request: Request[Any, Any, Any], staff_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        if form.text("to") == "off":
            await switch_off(actor, staff_id)
            await end_sessions_of(staff_id)
        else:
            await switch_on(actor, staff_id)
    except CaseError as refusal:
        return await _page(actor, refusal)
    return _back()


@post("/desk/staff/{staff_id:uuid}/help", permission="staff.manage", status_code=200, include_in_schema=False)
async def help_in(
    request: Request[Any, Any, Any],
    staff_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Response[Any]:
    """With the shares of two people typed in, and no key of the administrator's."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        made = await help_back_in(vault, actor.id, staff_id, form.texts("share"))
    except (CaseError, ShareError) as refusal:
        return await _page(actor, refusal)
    await end_sessions_of(staff_id)
    return _shown_once(made)


@get("/desk/staff/{staff_id:uuid}", permission="staff.manage", include_in_schema=False)
async def show_person(staff_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Template:
    person = await person_of(staff_id)
    others = [one for one in await everybody() if one.id != person.id]
    context = {
        "person": person,
        "roles": _roles(),
        "is_oneself": person.id == actor.id,
        "standing": await standing_of(staff_id),
        "others": others,
    }
    return Template("desk/staff_person.html", context=context)


HANDLERS: tuple[Any, ...] = (show_staff, add, set_roles, confirm, set_standing, switch, help_in, show_person)


async def _page(actor: Actor, refusal: Refusal | None = None, typed: Form | None = None) -> Template:
    context = {
        "people": await everybody(),
        "roles": _roles(),
        "acts": await latest_acts(),
        "act_words": ACT_WORDS,
        "problem": refusal,
        "may_manage": bool(actor.roles & PERMISSIONS["staff.manage"]),
        "typed": {name: typed.text(name) if typed else "" for name in ("username", "name")},
        "chosen": typed.texts("roles") if typed else (),
    }
    return Template("desk/staff.html", context=context, status_code=refusal.status if refusal else 200)


def _person_in(text: str) -> UUID | None:
    """Nobody, if nothing was chosen; what is no id is nobody's, and the domain says so."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


def _shown_once(made: NewStaff) -> Template:
    return Template("desk/staff_once.html", context={"person": made, "picture": picture_of(made)})


def _roles() -> dict[str, str]:
    return {role: ROLE_WORDS.get(role, role) for role in ROLES}


def _back() -> Redirect:
    return Redirect("/desk/staff", status_code=303)
