"""Several findings at once: put aside with one reason, or taken into a case, each with its event and log entries.

Nobody comes to see a finding by this who could not see it before, but whoever holds the case it is taken into; whoever
bears the name of the salesperson it is about holds no such case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from cases.actors import Actor
from cases.errors import CaseError
from cases.finding_acts import note_act
from cases.findings import check_reason, finding_for, open_detail, put_aside
from cases.grants import case_key_for
from cases.joining import FIRST_STATE, PERSON_LABEL, is_open
from cases.naming import key_of
from cases.opening import ENDED, NewCase, open_case
from cases.records.dates import day_of
from cases.sight import tokens_borne
from cases.staff import recipients
from cases.tables import Case, Claim, Finding, Grant
from cases.timeline import note_event
from crypto.vault import Vault
from surveys.outbox import write_tx

MOST = 200


class NothingChosen(CaseError):
    sentence = "No finding is ticked. Tick at least one, then choose what to do with them."
    status = 422


class TooManyChosen(CaseError):
    sentence = "At most {most} findings can be settled at once. Please do it in parts."
    status = 422


class StaysWhereItIs(CaseError):
    """What a report said stays in its case; what belongs to another case would be shown to people who do not hold that."""

    sentence = (
        "One of these findings belongs to a case that others may not see, or is settled. It stays where it is; "
        "nothing was changed."
    )
    status = 409


class CaseEnded(CaseError):
    sentence = "This case is closed. Reopen it first, or take the findings into another one."
    status = 409


class SomebodyInvolved(CaseError):
    sentence = (
        "Somebody who would read the case bears the name of a salesperson it would be about, or stands above them. "
        "Take these into a new case; if that is you, ask a colleague to."
    )
    status = 409


@dataclass(frozen=True)
class OpenCase:
    """One case that findings can be taken into."""

    id: UUID
    number: str
    state: str
    opened_on: date


async def dismiss_several(actor: Actor, ids: Sequence[UUID], reason: str, vault: Vault) -> int:
    """How many were put aside; those settled already stay as they are. Raises ReasonMissing, FindingUnknown and, with
    that, changes none."""
    _check_number(ids)
    check_reason(reason)
    async with write_tx():
        return sum([await put_aside(actor, one, reason, vault) for one in ids])


async def take_up(
    actor: Actor, ids: Sequence[UUID], case_id: UUID | None, vault: Vault, *, now: datetime | None = None
) -> UUID:
    """Take findings into a case this person holds, or into a new one (None); all of them or none. Returns the case.

    Raises CaseUnknown, CaseEnded, FindingUnknown, StaysWhereItIs, SomebodyInvolved.
    """
    _check_number(ids)
    now = now or datetime.now(UTC)
    async with write_tx():
        rows = [(await finding_for(actor, one, vault))[0] for one in ids]
        tokens = {bytes(row.salesperson_token) for row in rows if row.salesperson_token}
        if case_id is None:
            case_id = await _new_case(actor, rows, tokens, vault, day_of(now))
        await case_key_for(actor, case_id)
        if not await is_open(case_id):
            raise CaseEnded
        holders = await _holders(case_id)
        if any(tokens & set(tokens_borne(one, vault)) for one in await recipients() if one.id in holders):
            raise SomebodyInvolved
        for row in rows:
            await _move(actor, row, case_id, holders, now)
    return case_id


async def cases_to_choose(actor: Actor) -> tuple[OpenCase, ...]:
    """Open cases this person holds, the latest first."""
    granted = Grant.select(Grant.case).where(Grant.staff == actor.id)
    wanted = (Case.id, Case.number, Case.state, Case.opened_on)
    rows = await Case.select(*wanted).where(Case.id.is_in(granted)).order_by(Case.opened_on, ascending=False)
    return tuple(OpenCase(**row) for row in rows if row["state"] not in ENDED)


async def _move(actor: Actor, row: Finding, case_id: UUID, holders: set[UUID], now: datetime) -> None:
    if row.case == case_id:
        return
    if row.state != "open" or row.sealed_by != "vault" or (row.case and not holders <= await _holders(row.case)):
        raise StaysWhereItIs
    await note_act(row.id, "moved" if row.case else "taken", actor.id, now)
    if row.case is not None:
        await _note(actor, row, row.case, "finding_moved", now)
    await Finding.update({Finding.case: case_id}).where(Finding.id == row.id)
    if row.claim is not None:
        await Claim.update({Claim.case: case_id}).where(Claim.id == row.claim)
    await _note(actor, row, case_id, "finding_taken", now)


async def _note(actor: Actor, row: Finding, case_id: UUID, kind: str, now: datetime) -> None:
    await note_event(case_id, kind, day=day_of(now), at=now, actor=actor.id, detail=f"{row.kind} {row.grade}")


async def _new_case(actor: Actor, rows: Sequence[Finding], tokens: set[bytes], vault: Vault, today: date) -> UUID:
    """Later doubts about the same salesperson join it, where all of these are about one."""
    readers = tuple(one for one in await recipients() if not tokens & set(tokens_borne(one, vault)))
    if not any(one.id == actor.id for one in readers):
        raise SomebodyInvolved
    people = {key_of(open_detail(row, vault)["salesperson"] or "") for row in rows if row.sealed_by == "vault"} - {""}
    person = vault.token(PERSON_LABEL, people.pop()) if len(people) == 1 else None
    new = NewCase("finding", FIRST_STATE, channel="crosscheck", salesperson_token=person, recipients=readers)
    return (await open_case(new, today)).id


async def _holders(case_id: UUID) -> set[UUID]:
    return {row["staff"] for row in await Grant.select(Grant.staff).where(Grant.case == case_id)}


def _check_number(ids: Sequence[UUID]) -> None:
    if not ids:
        raise NothingChosen
    if len(ids) > MOST:
        raise TooManyChosen(most=MOST)
