"""Who works here and in which roles: set up, changed, switched off and on by an administrator, each act on record.

A role that holds keys, or makes others who do, is given by two: whoever asks for it, and another administrator or the
holders of two recovery shares. So nobody can let themselves in, under no name. Roles are taken away by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.actors import Actor
from cases.errors import CaseError
from cases.people.record import note_act
from cases.staff import READING_ROLES, ROLES, NewStaff, Wanted, insert_staff, prepared_staff
from cases.tables import Staff
from crypto.vault import Vault
from surveys.outbox import write_tx

GIVEN_BY_ONE = frozenset({"supervisor", "auditor"})
MUST_REMAIN = ("administrator", *sorted(READING_ROLES))


class PersonUnknown(CaseError):
    sentence = "There is nobody of this name here. Reload the page, then choose again."
    status = 404


class NotYourself(CaseError):
    sentence = "Nobody changes their own roles or switches themselves off. Ask another administrator."
    status = 409


class SecondPersonNeeded(CaseError):
    sentence = "Whoever asked for this role cannot confirm it. Another administrator does, or the holders of two recovery shares."
    status = 409


class NothingWaits(CaseError):
    sentence = "No role of this person waits for a second one any more. Reload the page to see how it stands."
    status = 409


class LastOfTheirKind(CaseError):
    """facts: role."""

    sentence = "Nobody else has this role; without them the portal could not go on. Set up another person first."
    status = 409


class NameMissing(CaseError):
    sentence = "Please write a sign-in name and the person's name."
    status = 422


@dataclass(frozen=True)
class Person:
    """Somebody on the list. `waiting`: roles asked for that a second person has not confirmed."""

    id: UUID
    username: str
    name: str
    roles: tuple[str, ...]
    waiting: tuple[str, ...]
    asked_by: UUID | None
    is_active: bool
    must_change: bool


async def everybody() -> tuple[Person, ...]:
    return tuple(_person(row) for row in await Staff.objects().order_by(Staff.username))


async def person_of(staff_id: UUID) -> Person:
    """Raises PersonUnknown."""
    row = await Staff.objects().where(Staff.id == staff_id).first()
    if row is None:
        raise PersonUnknown
    return _person(row)


async def add_person(vault: Vault, actor: Actor, username: str, name: str, roles: Collection[str]) -> NewStaff:
    """Set somebody up, who chooses a password of their own before anything else. Raises NameTaken, NameMissing."""
    if not username.strip() or not name.strip():
        raise NameMissing
    wanted = _known(roles)
    row, made = await prepared_staff(vault, Wanted(username, name, _in_order(set(wanted) & GIVEN_BY_ONE)))
    row.must_change = True
    async with write_tx():
        await insert_staff(row)
        await note_act("added", made.id, actor=actor.id, detail=" ".join(wanted))
        await _ask(actor, made.id, set(wanted) - GIVEN_BY_ONE)
    return made


async def change_roles(actor: Actor, staff_id: UUID, roles: Collection[str]) -> None:
    """Take roles away at once; give what one may give, ask for the rest. Raises PersonUnknown, NotYourself, LastOfTheirKind."""
    _refuse_oneself(actor, staff_id)
    async with write_tx():
        person = await person_of(staff_id)
        wanted, had = set(_known(roles)), set(person.roles)
        await _refuse_last(person, had - wanted)
        kept = _in_order((wanted & had) | (wanted & GIVEN_BY_ONE))
        await Staff.update({Staff.roles: " ".join(kept)}).where(Staff.id == staff_id)
        await note_act("roles", staff_id, actor=actor.id, detail=" ".join(kept))
        await _ask(actor, staff_id, wanted - set(kept))


async def confirm_roles(actor: Actor, staff_id: UUID) -> None:
    """Give the roles another administrator asked for. Raises PersonUnknown, SecondPersonNeeded."""
    person = await person_of(staff_id)
    if actor.id in (staff_id, person.asked_by):
        raise SecondPersonNeeded
    await _give_waiting(actor, staff_id, "roles_confirmed")


async def confirm_roles_by_shares(actor: Actor, staff_id: UUID) -> None:
    """The same, where the caller has just seen two recovery shares (recovery.recovery_pair). Raises PersonUnknown."""
    await _give_waiting(actor, staff_id, "roles_by_shares")


async def switch_off(actor: Actor, staff_id: UUID) -> None:
    """Nobody signs in by this name, and nothing new is sealed to it; keys and grants stay.

    Raises PersonUnknown, NotYourself, LastOfTheirKind.
    """
    _refuse_oneself(actor, staff_id)
    async with write_tx():
        person = await person_of(staff_id)
        await _refuse_last(person, person.roles)
        await Staff.update({Staff.active: False}).where(Staff.id == staff_id)
        await note_act("switched_off", staff_id, actor=actor.id)


async def switch_on(actor: Actor, staff_id: UUID) -> None:
    """Raises PersonUnknown, NotYourself."""
    _refuse_oneself(actor, staff_id)
    async with write_tx():
        await person_of(staff_id)
        await Staff.update({Staff.active: True}).where(Staff.id == staff_id)
        await note_act("switched_on", staff_id, actor=actor.id)


async def _give_waiting(actor: Actor, staff_id: UUID, kind: str) -> None:
    async with write_tx():
        person = await person_of(staff_id)
        if not person.waiting:
            raise NothingWaits
        roles = " ".join(_in_order({*person.roles, *person.waiting}))
        await Staff.update({Staff.roles: roles, Staff.waiting_roles: "", Staff.asked_by: None}).where(
            Staff.id == staff_id
        )
        await note_act(kind, staff_id, actor=actor.id, detail=roles)


async def _ask(actor: Actor, staff_id: UUID, roles: Collection[str]) -> None:
    """What was asked for before and is asked for no more is forgotten."""
    waiting = " ".join(_in_order(roles))
    await Staff.update({Staff.waiting_roles: waiting, Staff.asked_by: actor.id if waiting else None}).where(
        Staff.id == staff_id
    )
    if waiting:
        await note_act("roles_asked", staff_id, actor=actor.id, detail=waiting)


async def _refuse_last(person: Person, lost: Collection[str]) -> None:
    others = await Staff.select(Staff.roles).where(Staff.active.eq(True), Staff.id != person.id)
    for role in MUST_REMAIN:
        if role in lost and person.is_active and not any(role in row["roles"].split() for row in others):
            raise LastOfTheirKind(role=role)


def _refuse_oneself(actor: Actor, staff_id: UUID) -> None:
    if staff_id == actor.id:
        raise NotYourself


def _known(roles: Collection[str]) -> tuple[str, ...]:
    return _in_order(set(roles) & set(ROLES))


def _in_order(roles: Collection[str]) -> tuple[str, ...]:
    return tuple(role for role in ROLES if role in roles)


def _person(row: Staff) -> Person:
    roles: Sequence[str] = row.roles.split()
    waiting = tuple(row.waiting_roles.split())
    return Person(row.id, row.username, row.name, tuple(roles), waiting, row.asked_by, row.active, row.must_change)
