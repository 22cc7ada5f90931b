"""A reporter's name, shown to whoever asked for it, once a custodian and one more person consented. Knows no page.

The custodian opens it with their key, in their session, and seals it again to the asker alone. The reporter is told the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.approvals import ApprovalUnknown, state_for, use_for_asker
from cases.errors import CaseError
from cases.identities import Person, unpacked_person
from cases.people.formerly import former_pairs
from cases.records.dates import day_of
from cases.tables import Approval, Disclosure, Grant, Identity, Report, Staff
from cases.timeline import note_event, note_in_log
from crypto.envelopes import Recipient, open_envelope, seal
from crypto.errors import WrongKey
from surveys.outbox import write_tx

ACT = "disclose_identity"


class SealedToOthers(CaseError):
    sentence = (
        "This name was sealed before you became a custodian, so your key does not open it. Another custodian can."
    )
    status = 403


@dataclass(frozen=True)
class Named:
    """A reporter who gave a name. `person` is there for whoever it was shown to; `asked`: how their request stands."""

    id: UUID
    given_on: date
    person: Person | None = field(repr=False)
    asked: str


async def hand_over(actor: Actor, approval_id: UUID, *, now: datetime | None = None) -> None:
    """Show a name to whoever asked for it. Raises ApprovalUnknown, AlreadyDecided, ApprovalMissing, SealedToOthers."""
    now = now or datetime.now(UTC)
    async with write_tx():
        approval = await use_for_asker(actor, approval_id, ACT, now=now)
        identity, report, asker = await _concerned(approval)
        content = await _opened(actor, bytes(identity.envelope))
        row = Disclosure(
            id=uuid4(),
            identity=identity.id,
            approval=approval.id,
            staff=asker.id,
            custodian=actor.id,
            envelope=seal(content, [Recipient(bytes(asker.public_key), "recipient")]),
            disclosed_at=now,
        )
        await Disclosure.insert(row)
        await note_in_log(row, day_of(now), mailbox=bytes(report.mailbox_digest))
        who = str(asker.id)
        await note_event(report.case, "identity_disclosed", day=day_of(now), at=now, actor=actor.id, detail=who)


async def named_for(actor: Actor, report_id: UUID) -> Named | None:
    """What somebody who holds the case sees of its reporter's name; None: anonymous. Checks no grant; changes nothing."""
    row = await Identity.select(Identity.id, Identity.given_on).where(Identity.report == report_id).first()
    if row is None:
        return None
    shown = await (
        Disclosure.select(Disclosure.envelope)
        .where(Disclosure.identity == row["id"], Disclosure.staff == actor.id)
        .order_by(Disclosure.disclosed_at, ascending=False)
        .first()
    )
    person = await _person(actor, bytes(shown["envelope"])) if shown else None
    return Named(row["id"], row["given_on"], person, await state_for(actor, ACT, row["id"]))


async def _concerned(approval: Approval) -> tuple[Identity, Report, Staff]:
    """What the request is about, and who asked. Raises ApprovalUnknown where that is no more: a case lost, a name of another."""
    identity = await Identity.objects().where(Identity.id == approval.subject).first()
    report = await Report.objects().where(Report.id == identity.report).first() if identity else None
    asker = await Staff.objects().where(Staff.id == approval.requester, Staff.active.eq(True)).first()
    holds = await Grant.exists().where(Grant.case == approval.case, Grant.staff == approval.requester)
    if identity is None or report is None or asker is None or report.case != approval.case or not holds:
        raise ApprovalUnknown
    return identity, report, asker


async def _person(actor: Actor, raw: bytes) -> Person | None:
    """None for a row that somebody wrote into the database: it keeps nobody from the case."""
    try:
        return unpacked_person(await _opened(actor, raw))
    except SealedToOthers:
        return None


async def _opened(actor: Actor, raw: bytes) -> bytes:
    """With today's key, or one this person had before. Raises SealedToOthers."""
    for pair in (actor.pair, *await former_pairs(actor)):
        try:
            return open_envelope(raw, pair)
        except WrongKey:
            continue
    raise SealedToOthers
