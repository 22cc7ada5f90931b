"""Asking for what nobody does alone, and deciding it: each step an event and a log entry, each consent signed by who gave it.

Who may ask and whose consent counts: acts.py. Does none of the acts itself; whoever does one calls `use` in its transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any  # selected rows come untyped from Piccolo
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.acts import ACTS, GOOD_FOR, Act, is_met
from cases.conflicts import excluded_people
from cases.errors import CaseError, CaseUnknown
from cases.grants import case_key_for
from cases.identities import keepers_in, keepers_of
from cases.people.formerly import signing_keys_of
from cases.records.dates import day_of
from cases.staff import KEEPING_ROLE, READING_ROLES
from cases.tables import Approval, Case, Consent, Grant, Staff
from cases.timeline import note_change, note_event, note_in_log
from crypto.envelopes import Recipient, open_envelope, parse, seal
from crypto.errors import WrongKey
from crypto.headers import MOST_RECIPIENTS, key_id_of
from crypto.signing import sign, signing_pair_of, verify_any
from surveys.outbox import write_tx

MOST_REASON = 2000
STATEMENT = "approval"


class ReasonMissing(CaseError):
    sentence = "Please write why this is needed; whoever decides reads it."
    status = 422


class ReasonTooLong(CaseError):
    sentence = "This reason is too long: at most {most} characters. Please say it more briefly."
    status = 422


class NobodyToApprove(CaseError):
    sentence = "There are not enough people whose consent this needs. An administrator has to set up a custodian first."
    status = 409


class AlreadyAsked(CaseError):
    sentence = "You have asked for this already. Wait for the decision; it is in the list of approvals."
    status = 409


class ApprovalUnknown(CaseError):
    """No such request, or not one this person may know of."""

    sentence = "There is no such request, or it is not yours to decide."
    status = 404


class AlreadyDecided(CaseError):
    sentence = "This request is decided, or its time has run out. Reload the page to see how it stands."
    status = 409


class ApprovalMissing(CaseError):
    sentence = "This needs the consent of others first. Ask for it on the case page, with a reason."
    status = 403


@dataclass(frozen=True)
class Asked:
    """A request as its asker or somebody who may decide it sees it. `reason` is opened with their key."""

    id: UUID
    case: UUID
    case_number: str
    act: str
    subject: UUID
    requester: UUID
    requester_name: str
    reason: str = field(repr=False)
    asked_at: datetime
    expires_at: datetime
    state: str  # of the row, or "expired"
    consents: int
    is_mine_to_decide: bool
    is_mine_to_do: bool


async def ask(
    actor: Actor, case_id: UUID, act_name: str, subject: UUID, reason: str, *, now: datetime | None = None
) -> UUID:
    """Ask for consent. Raises CaseUnknown, CannotTell, ReasonMissing, ReasonTooLong, AlreadyAsked, NobodyToApprove."""
    now = now or datetime.now(UTC)
    act = ACTS.get(act_name)
    if act is None or not actor.roles & act.askers:
        raise CaseUnknown
    _refuse_bad(reason)
    async with write_tx():
        await case_key_for(actor, case_id)
        if await _standing(actor, act_name, subject, now):
            raise AlreadyAsked
        row = await _row(actor, case_id, act_name, act, subject, reason.strip(), now)
        await Approval.insert(row)
        await note_in_log(row, day_of(now))
        await note_event(case_id, "approval_asked", day=day_of(now), at=now, actor=actor.id, detail=act_name)
    return UUID(str(row.id))


async def decide(actor: Actor, approval_id: UUID, *, is_given: bool, now: datetime | None = None) -> None:
    """Consent, or refuse. Raises ApprovalUnknown, AlreadyDecided."""
    now = now or datetime.now(UTC)
    async with write_tx():
        row = await Approval.objects().where(Approval.id == approval_id).first()
        if row is None or not _may_decide(actor, row) or not await _could_consent(actor, row):
            raise ApprovalUnknown
        consents = await Consent.objects().where(Consent.approval == approval_id)
        if row.state != "waiting" or row.expires_at <= now or any(one.staff == actor.id for one in consents):
            raise AlreadyDecided
        consent = Consent(id=uuid4(), approval=row.id, staff=actor.id, is_given=is_given, decided_at=now)
        consent.signature = sign(signing_pair_of(actor.pair.private), STATEMENT, statement_of(row, is_given))
        await Consent.insert(consent)
        await note_in_log(consent, day_of(now))
        kind = "approval_given" if is_given else "approval_refused"
        await note_event(row.case, kind, day=day_of(now), at=now, actor=actor.id, detail=row.act)
        given = [actor.id, *(one.staff for one in consents)]
        if not is_given:
            await _move(row.id, "waiting", "refused", now)
        elif is_met(ACTS[row.act], await _roles_of(given)):
            await _move(row.id, "waiting", "approved", now)


async def approved_for(actor: Actor, act_name: str, subject: UUID, *, now: datetime | None = None) -> bool:
    """Whether this person asked for this act and may do it now."""
    rows = await _standing(actor, act_name, subject, now or datetime.now(UTC))
    return any(row.state == "approved" for row in rows)


async def use(actor: Actor, act_name: str, subject: UUID, *, now: datetime | None = None) -> Approval:
    """Spend a consent, once. Needs write_tx(): the act and its being spent stand or fall together. Raises ApprovalMissing."""
    now = now or datetime.now(UTC)
    rows = await _standing(actor, act_name, subject, now)
    row = next((row for row in rows if row.state == "approved"), None)
    if row is None:
        raise ApprovalMissing
    await _refuse_forged(row)
    await _move(row.id, "approved", "used", now)
    return row


async def use_for_asker(actor: Actor, approval_id: UUID, act_name: str, *, now: datetime) -> Approval:
    """Spend a consent as one of those who gave it, where the act takes their key. Needs write_tx().

    Raises ApprovalUnknown, AlreadyDecided, ApprovalMissing.
    """
    row = await Approval.objects().where(Approval.id == approval_id, Approval.act == act_name).first()
    if row is None or not _may_decide(actor, row) or not await _could_consent(actor, row):
        raise ApprovalUnknown
    consents = await Consent.objects().where(Consent.approval == approval_id)
    if row.expires_at <= now or not _is_to_do(actor, row, consents):
        raise AlreadyDecided
    await _refuse_forged(row)
    await _move(row.id, "approved", "used", now)
    return row


async def state_for(actor: Actor, act_name: str, subject: UUID, *, now: datetime | None = None) -> str:
    """How what this person asked for stands: waiting, approved, or "" where nothing does."""
    rows = await _standing(actor, act_name, subject, now or datetime.now(UTC))
    return str(rows[0].state) if rows else ""


async def states_of(
    actor: Actor, act_name: str, subjects: Sequence[UUID], *, now: datetime | None = None
) -> dict[UUID, str]:
    """The same for many things at once; those for which nothing stands are missing."""
    rows = await _standing_of(actor, act_name, subjects, now or datetime.now(UTC)) if subjects else []
    return {row.subject: str(row.state) for row in rows}


async def requests_of(actor: Actor, *, now: datetime | None = None) -> tuple[Asked, ...]:
    """What waits for this person's decision, first; then what they asked for or decided themselves, newest first."""
    now = now or datetime.now(UTC)
    rows = await Approval.objects().order_by(Approval.asked_at, ascending=False)
    seen = [row for row in rows if row.requester == actor.id or _may_decide(actor, row)]
    if not seen:
        return ()
    numbers, names = await _numbers(seen), await _names(seen)
    consents = await Consent.objects().where(Consent.approval.is_in([row.id for row in seen]))
    shown = [
        _shown(actor, row, [one for one in consents if one.approval == row.id], numbers, names, now) for row in seen
    ]
    return tuple(sorted(shown, key=lambda one: not (one.is_mine_to_decide or one.is_mine_to_do)))


async def waiting_count(actor: Actor, *, now: datetime | None = None) -> int:
    """How many requests wait for this person."""
    return sum(one.is_mine_to_decide or one.is_mine_to_do for one in await requests_of(actor, now=now))


def statement_of(row: Approval, is_given: bool) -> bytes:
    """What a consent signs: this request, about this act and thing, until this time, and which way it went."""
    way = "given" if is_given else "refused"
    words = (row.id, row.case, row.act, row.subject, row.requester, row.expires_at.astimezone(UTC).isoformat(), way)
    return "\n".join(map(str, words)).encode()


async def _row(
    actor: Actor, case_id: UUID, act_name: str, act: Act, subject: UUID, reason: str, now: datetime
) -> Approval:
    kept_away = await excluded_people(actor, case_id)
    could = await _approvers(case_id, act_name, subject, actor.id)
    approvers = [person for person in could if person.id not in kept_away]
    if not is_met(act, [frozenset(person.roles.split()) for person in approvers]):
        raise NobodyToApprove
    keys = [actor.pair.public, *(bytes(person.public_key) for person in approvers)][:MOST_RECIPIENTS]
    return Approval(
        id=uuid4(),
        case=case_id,
        act=act_name,
        subject=subject,
        requester=actor.id,
        sealed_reason=seal(reason.encode(), [Recipient(key, "recipient") for key in keys]),
        asked_at=now,
        expires_at=now + GOOD_FOR,
        state="waiting",
    )


async def _approvers(case_id: UUID, act_name: str, subject: UUID, asker: UUID) -> list[Staff]:
    """Who could consent: active, not the asker; an investigator only with a key to the case.

    About an identity, a custodian only with a key to it: whom the reporter left out does not learn that it is asked for.
    About anything else, only one with a key to every name that was given in this case, if any was.
    """
    granted = {row["staff"] for row in await Grant.select(Grant.staff).where(Grant.case == case_id)}
    wanted = frozenset[str]().union(*ACTS[act_name].needs)
    rows = await Staff.objects().where(Staff.active.eq(True), Staff.id != asker).order_by(Staff.username)
    is_name = act_name == "disclose_identity"
    keepers = await (keepers_of(subject, rows) if is_name else keepers_in(case_id, rows))
    return [row for row in rows if wanted & _counting_roles(row, granted, keepers)]


def _counting_roles(row: Staff, granted: Collection[UUID], keepers: Collection[UUID]) -> frozenset[str]:
    roles = frozenset(row.roles.split()) - (frozenset() if row.id in granted else READING_ROLES)
    return roles if row.id in keepers else roles - {KEEPING_ROLE}


def _may_decide(actor: Actor, row: Approval) -> bool:
    """Those to whom the reason was sealed: who they are was settled when it was asked, with the asker's key to the case."""
    if row.requester == actor.id:
        return False
    return key_id_of(actor.pair.public) in {key.key_id for key in parse(bytes(row.sealed_reason)).wrapped_keys}


async def _could_consent(actor: Actor, row: Approval) -> bool:
    """Whoever lost the case or their role meanwhile decides no more."""
    return any(person.id == actor.id for person in await _approvers(row.case, row.act, row.subject, row.requester))


def _is_to_do(actor: Actor, row: Approval, consents: Sequence[Consent]) -> bool:
    """Whether it is approved and waits for this person, whose key the act takes."""
    has_consented = any(one.staff == actor.id and one.is_given for one in consents)
    return row.state == "approved" and has_consented and bool(ACTS[row.act].done_by & actor.roles)


async def _standing(actor: Actor, act_name: str, subject: UUID, now: datetime) -> list[Approval]:
    return await _standing_of(actor, act_name, [subject], now)


async def _standing_of(actor: Actor, act_name: str, subjects: Sequence[UUID], now: datetime) -> list[Approval]:
    return await Approval.objects().where(
        Approval.requester == actor.id,
        Approval.act == act_name,
        Approval.subject.is_in(list(subjects)),
        Approval.state.is_in(["waiting", "approved"]),
        Approval.expires_at > now,
    )


async def _refuse_forged(row: Approval) -> None:
    """A consent written into the database by somebody without the key of whoever it names counts for nothing."""
    consents = await Consent.objects().where(Consent.approval == row.id, Consent.is_given.eq(True))
    publics = await signing_keys_of([one.staff for one in consents])
    for one in consents:
        verify_any(publics[one.staff], STATEMENT, statement_of(row, True), bytes(one.signature))
    if not is_met(ACTS[row.act], await _roles_of([one.staff for one in consents])):
        raise ApprovalMissing


async def _move(approval_id: UUID, before: str, to: str, now: datetime) -> None:
    moved = (
        await Approval.update({Approval.state: to})
        .where(Approval.id == approval_id, Approval.state == before)
        .returning(Approval.id)
    )
    if not moved:
        raise AlreadyDecided
    await note_change(Approval, approval_id, day_of(now))


async def _staff(ids: Sequence[UUID]) -> list[dict[str, Any]]:
    columns = (Staff.id, Staff.name, Staff.roles)
    return await Staff.select(*columns).where(Staff.id.is_in(list(ids))) if ids else []


async def _roles_of(ids: Sequence[UUID]) -> list[frozenset[str]]:
    return [frozenset(str(row["roles"]).split()) for row in await _staff(ids)]


async def _names(rows: Sequence[Approval]) -> dict[object, str]:
    return {row["id"]: str(row["name"]) for row in await _staff([row.requester for row in rows])}


async def _numbers(rows: Sequence[Approval]) -> dict[object, str]:
    found = await Case.select(Case.id, Case.number).where(Case.id.is_in([row.case for row in rows]))
    return {row["id"]: row["number"] for row in found}


def _shown(
    actor: Actor,
    row: Approval,
    consents: Sequence[Consent],
    numbers: dict[object, str],
    names: dict[object, str],
    now: datetime,
) -> Asked:
    is_over = row.state in ("waiting", "approved") and row.expires_at <= now
    has_decided = any(one.staff == actor.id for one in consents)
    return Asked(
        id=row.id,
        case=row.case,
        case_number=numbers.get(row.case, ""),
        act=row.act,
        subject=row.subject,
        requester=row.requester,
        requester_name=names.get(row.requester, ""),
        reason=_reason(actor, row),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state="expired" if is_over else row.state,
        consents=sum(one.is_given for one in consents),
        is_mine_to_decide=row.state == "waiting" and not is_over and not has_decided and row.requester != actor.id,
        is_mine_to_do=not is_over and _is_to_do(actor, row, consents),
    )


def _reason(actor: Actor, row: Approval) -> str:
    """Empty for an asker whose key was renewed since."""
    try:
        return open_envelope(bytes(row.sealed_reason), actor.pair).decode()
    except WrongKey:
        return ""


def _refuse_bad(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
    if len(reason) > MOST_REASON:
        raise ReasonTooLong(most=MOST_REASON)
