"""Versions of the weights: proposed by one person with a reason, adopted or refused by another, each on record.

Nobody who sells, or stands above somebody who does, has a hand in it: that is told from the list of salespeople alone, so
that no answer tells anybody whether there is a finding about them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from cases.actors import Actor
from cases.crosscheck.weighing import SHIPPED, Weighing, bounds_of, shipped_values, weighing_of
from cases.naming import keys_of
from cases.records.dates import day_of
from cases.records.tables import SalespersonRecord
from cases.staff import everybody
from cases.tables import Staff
from cases.timeline import note_change, note_in_log
from cases.weights.errors import (
    NothingMoved,
    OwnProposal,
    ProposalDecided,
    ProposalUnknown,
    ProposalWaiting,
    ReasonNeeded,
    Sells,
    ValueUnfit,
)
from cases.weights.tables import WeighingVersion
from crypto.vault import Vault
from surveys.outbox import enqueue, write_tx

REASON_COLUMN = "weighing_reason"
MOST_REASON = 500
RECHECK = "recheck_claims"
WAITING, ADOPTED, REFUSED = "waiting", "adopted", "refused"


@dataclass(frozen=True)
class Version:
    """One line of the history. `moved`: what differs from the shipped values."""

    id: UUID
    number: int
    moved: Mapping[str, float]
    reason: str = field(repr=False)
    proposer_id: UUID | None
    proposer: str
    proposed_at: datetime
    state: str
    decider: str
    decided_at: datetime | None


async def active_weighing() -> Weighing:
    """What is in use: the version adopted last, or the shipped one."""
    row = (
        await WeighingVersion.select(WeighingVersion.number, WeighingVersion.moved)
        .where(WeighingVersion.state == ADOPTED)
        .order_by(WeighingVersion.number, ascending=False)
        .first()
    )
    return weighing_of(json.loads(row["moved"]), row["number"]) if row else SHIPPED


async def propose(
    actor: Actor, values: Mapping[str, float], reason: str, vault: Vault, *, now: datetime | None = None
) -> int:
    """Ask for these values, by name; what is not named is as shipped. The version's number.

    Raises Sells, ValueUnfit, NothingMoved, ReasonNeeded, ProposalWaiting.
    """
    now = now or datetime.now(UTC)
    await _check_impartial(actor)
    moved = _moved(values)
    if not reason.strip():
        raise ReasonNeeded
    words = json.dumps({"salt": secrets.token_hex(16), "reason": reason.strip()[:MOST_REASON]}, ensure_ascii=False)
    async with write_tx():
        if await WeighingVersion.exists().where(WeighingVersion.state == WAITING):
            raise ProposalWaiting
        if moved == _moved_in(await active_weighing()):
            raise NothingMoved
        last = await WeighingVersion.select(Max(WeighingVersion.number)).first()
        row = WeighingVersion(
            id=uuid4(),
            number=((last["max"] if last else None) or 0) + 1,
            moved=json.dumps(moved, sort_keys=True),
            sealed_words=vault.seal(REASON_COLUMN, words),
            words_digest=hashlib.sha256(words.encode()).digest(),
            proposer=actor.id,
            proposed_at=now,
        )
        await WeighingVersion.insert(row)
        await note_in_log(row, day_of(now))
    return int(row.number)


async def decide(actor: Actor, version_id: UUID, *, is_adopted: bool, now: datetime | None = None) -> None:
    """Take a proposal into use and have all claims checked by it, or refuse it.

    Raises Sells, OwnProposal, ProposalUnknown, ProposalDecided.
    """
    now = now or datetime.now(UTC)
    await _check_impartial(actor)
    async with write_tx():
        row = await WeighingVersion.objects().where(WeighingVersion.id == version_id).first()
        if row is None:
            raise ProposalUnknown
        if row.state != WAITING:
            raise ProposalDecided
        if row.proposer == actor.id:
            raise OwnProposal
        decided = (
            await WeighingVersion.update(
                {
                    WeighingVersion.state: ADOPTED if is_adopted else REFUSED,
                    WeighingVersion.decider: actor.id,
                    WeighingVersion.decided_at: now,
                }
            )
            .where(WeighingVersion.id == version_id, WeighingVersion.state == WAITING)
            .returning(WeighingVersion.id)
        )
        if not decided:
            raise ProposalDecided
        await note_change(WeighingVersion, version_id, day_of(now))
        if is_adopted:
            await enqueue(RECHECK, f"weights:{row.number}", {})


async def versions(vault: Vault) -> tuple[Version, ...]:
    """Newest first."""
    rows = await WeighingVersion.objects().order_by(WeighingVersion.number, ascending=False)
    names = {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
    return tuple(
        Version(
            row.id,
            row.number,
            json.loads(row.moved),
            json.loads(vault.open(REASON_COLUMN, bytes(row.sealed_words)))["reason"],
            row.proposer,
            names.get(row.proposer, ""),
            row.proposed_at,
            row.state,
            names.get(row.decider, ""),
            row.decided_at,
        )
        for row in rows
    )


async def is_impartial(actor: Actor) -> bool:
    """False for whoever sells or stands above somebody who does, as the list of salespeople has it."""
    bears = next((one.bears for one in await everybody() if one.id == actor.id), frozenset())
    rows = await SalespersonRecord.select(SalespersonRecord.name)
    return not bears & keys_of(row["name"] for row in rows)


async def _check_impartial(actor: Actor) -> None:
    if not await is_impartial(actor):
        raise Sells


def _moved(values: Mapping[str, float]) -> dict[str, float]:
    """What differs from the shipped values. Raises ValueUnfit."""
    shipped = shipped_values()
    for name in sorted(values.keys() & shipped.keys()):
        least, most = bounds_of(name)
        if not least <= values[name] <= most:
            raise ValueUnfit(name=name.partition(".")[2], least=f"{least:g}", most=f"{most:g}")
    return {name: value for name, value in values.items() if name in shipped and abs(value - shipped[name]) > 1e-9}


def _moved_in(weighing: Weighing) -> dict[str, float]:
    bits = {f"bits.{name}.{level}": value for name, of in weighing.bits.items() for level, value in of.items()}
    trust = {f"trust.{kind}.{grade}": share for kind, of in weighing.trust.items() for grade, share in of.items()}
    return _moved(bits | trust)
