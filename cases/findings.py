"""Findings as people meet them: listed, marked, dismissed; and the two keys under which their content is sealed.

Kind, grade and probability are clear; who and what are sealed: under the vault if a survey or import said it, under the
case key if a report did. Filing them is the business of `filing.py`, drawing one that of `beside.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any  # sealed JSON comes back untyped
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.errors import CaseError
from cases.finding_acts import note_act
from cases.grants import case_key_for, case_keys_for, open_under
from cases.sight import seen_by
from cases.tables import Case, Finding
from cases.timeline import note_change, note_event
from crypto.keys import encrypt
from crypto.vault import Vault
from surveys.outbox import write_tx

FINDING_COLUMN = "finding"
REASON_COLUMN = "dismissal"
MARKS = ("right", "wrong", "unsure")


class FindingUnknown(CaseError):
    """The finding does not exist, or belongs to a case this person may not know of."""

    sentence = "There is no such finding, or it is not open to you."
    status = 404


class FindingSettled(CaseError):
    sentence = "This finding was withdrawn or dismissed already."
    status = 409


class ReasonMissing(CaseError):
    sentence = "Please write why this finding leads nowhere; whoever reviews the case will ask."
    status = 422


class MarkUnknown(CaseError):
    sentence = "Choose right, wrong or can't say."
    status = 422


@dataclass(frozen=True)
class FindingLine:
    """One line of a list: what the inbox shows."""

    id: UUID
    kind: str
    grade: str
    state: str
    mark: str
    store: str
    summary: str
    found_on: date
    case_id: UUID | None
    case_number: str


def open_detail(row: Finding, vault: Vault, case_key: bytes | None = None) -> dict[str, Any]:
    """What the finding says. One that stems from a report needs its case key."""
    sealed = bytes(row.sealed_detail)
    if row.sealed_by == "vault":
        text = vault.open(FINDING_COLUMN, sealed)
    else:
        text = open_under(case_key or b"", sealed, _context(row.id)).decode()
    return dict(json.loads(text))


def seal_detail(row: Finding, detail: str, vault: Vault, case_key: bytes | None = None) -> bytes:
    if row.sealed_by == "vault":
        return vault.seal(FINDING_COLUMN, detail)
    return encrypt(case_key or b"", detail.encode(), _context(row.id))


async def lines_of(actor: Actor, rows: Sequence[Finding], vault: Vault, language: str) -> tuple[FindingLine, ...]:
    """These rows opened, in their order; all of them must be ones this person may see."""
    numbers = await _numbers({row.case for row in rows if row.case})
    keys = await case_keys_for(actor, {row.case for row in rows if row.sealed_by == "case"})
    return tuple(_line(row, open_detail(row, vault, keys.get(row.case)), numbers, language) for row in rows)


async def finding_for(actor: Actor, finding_id: UUID, vault: Vault) -> tuple[Finding, bytes | None]:
    """The row and, if it belongs to a case, that case's key. Raises FindingUnknown as if it did not exist."""
    row = await Finding.objects().where(Finding.id == finding_id, _raw(await seen_by(actor, vault))).first()
    if row is None:
        raise FindingUnknown
    return row, await case_key_for(actor, row.case) if row.case else None


async def mark_finding(actor: Actor, finding_id: UUID, mark: str, vault: Vault, *, now: datetime | None = None) -> None:
    """Say whether the match is right, wrong or undecided. Raises MarkUnknown, FindingUnknown."""
    if mark not in MARKS:
        raise MarkUnknown
    now = now or datetime.now(UTC)
    async with write_tx():
        row, _ = await finding_for(actor, finding_id, vault)
        await Finding.update({Finding.mark: mark}).where(Finding.id == row.id)
        await note_act(row.id, "marked", actor.id, now, mark)
        await _note(row, "finding_marked", f"{row.kind} {mark}", now, actor)


async def dismiss_finding(actor: Actor, finding_id: UUID, reason: str, vault: Vault) -> None:
    """Put a finding aside with a reason. Raises ReasonMissing, FindingSettled, FindingUnknown."""
    check_reason(reason)
    async with write_tx():
        if not await put_aside(actor, finding_id, reason, vault):
            raise FindingSettled


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


async def put_aside(actor: Actor, finding_id: UUID, reason: str, vault: Vault) -> bool:
    """False, and nothing, if it is settled already. Raises FindingUnknown; needs write_tx()."""
    now = datetime.now(UTC)
    row, case_key = await finding_for(actor, finding_id, vault)
    settled = (
        await Finding.update(
            {Finding.state: "dismissed", Finding.dismissal_reason: _sealed_reason(row, reason, vault, case_key)}
        )
        .where(Finding.id == row.id, Finding.state == "open")
        .returning(Finding.id)
    )
    if settled:
        await note_act(row.id, "dismissed", actor.id, now)
        await _note(row, "finding_dismissed", row.kind, now, actor)
    return bool(settled)


def open_reason(row: Finding, vault: Vault, case_key: bytes | None) -> str:
    """Why it was dismissed, or ""."""
    if not row.dismissal_reason:
        return ""
    sealed = bytes.fromhex(row.dismissal_reason)
    if row.case is not None:
        return open_under(case_key or b"", sealed, _context(row.id)).decode()
    return vault.open(REASON_COLUMN, sealed)


async def _note(row: Finding, kind: str, detail: str, now: datetime, actor: Actor) -> None:
    await note_change(Finding, row.id, now.date())
    if row.case is not None:
        await note_event(row.case, kind, day=now.date(), at=now, actor=actor.id, detail=detail)


def _sealed_reason(row: Finding, reason: str, vault: Vault, case_key: bytes | None) -> str:
    text = reason.strip()[:2000]
    if row.case is not None:
        return encrypt(case_key or b"", text.encode(), _context(row.id)).hex()
    return vault.seal(REASON_COLUMN, text).hex()


def _raw(condition: QueryString) -> WhereRaw:
    return WhereRaw("{}", condition)


def _context(finding_id: UUID) -> bytes:
    return b"finding:" + finding_id.bytes


async def _numbers(case_ids: set[UUID]) -> dict[UUID, str]:
    if not case_ids:
        return {}
    rows = await Case.select(Case.id, Case.number).where(Case.id.is_in(list(case_ids)))
    return {row["id"]: row["number"] for row in rows}


def _line(row: Finding, detail: Mapping[str, Any], numbers: Mapping[UUID, str], language: str) -> FindingLine:
    return FindingLine(
        id=row.id,
        kind=row.kind,
        grade=row.grade,
        state=row.state,
        mark=row.mark,
        store=row.store,
        summary=detail["summary"][language],
        found_on=row.found_on,
        case_id=row.case,
        case_number=numbers.get(row.case, ""),
    )
