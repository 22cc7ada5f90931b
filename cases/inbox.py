"""The inbox: every case somebody may open, the most pressing first, one row each, in a fixed number of statements.

What people said in a report is not in it: a case born of a report shows its channel until somebody has opened it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # raw rows come untyped from the driver
from uuid import UUID

from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.clocks import Clock, clock_of, limits_on
from cases.findings import open_detail
from cases.grants import CaseKey, with_former_keys
from cases.opening import ENDED
from cases.tables import Case, Finding
from crypto.keys import open_sealed
from crypto.vault import Vault

PAGE_SIZE = 50
SHOWS = ("open", "mine", "unassigned", "overdue", "closed")  # in the order of _COUNTS

_RANK = QueryString("CASE grade WHEN 'finding' THEN 3 WHEN 'review' THEN 2 ELSE 1 END")
_OPEN = QueryString("c.state NOT IN ({}, {}, {})", *sorted(ENDED))
_ROWS = """
SELECT c.id, c.number, c.source, c.channel, c.state, c.outcome, c.severity, c.assignee, c.opened_on, c.acknowledged_on,
       g.sealed_case_key, s.name AS assignee_name, o.was_opened, u.unread, f.strength, f.findings
FROM cases_grant g
JOIN cases_case c ON c.id = g."case"
LEFT JOIN cases_staff s ON s.id = c.assignee
LEFT JOIN (SELECT "case", MAX({}) AS strength, COUNT(*) AS findings
           FROM cases_finding WHERE state = 'open' GROUP BY "case") f ON f."case" = c.id
LEFT JOIN (SELECT "case", COUNT(opened_on) AS was_opened FROM cases_report GROUP BY "case") o ON o."case" = c.id
LEFT JOIN (SELECT r."case", COUNT(*) AS unread FROM cases_report r JOIN cases_message m ON m.report = r.id
           WHERE m.author_role = '' AND NOT m.read GROUP BY r."case") u ON u."case" = c.id
WHERE g.staff = {} AND {}
ORDER BY CASE WHEN {} THEN 0 WHEN {} THEN 1 ELSE 2 END, c.severity DESC, COALESCE(f.strength, 0) DESC,
         c.opened_on, c.number
LIMIT {} OFFSET {}
"""
_COUNTS = """
SELECT COUNT(*) FILTER (WHERE {}) AS open, COUNT(*) FILTER (WHERE {}) AS mine,
       COUNT(*) FILTER (WHERE {}) AS unassigned, COUNT(*) FILTER (WHERE {}) AS overdue,
       COUNT(*) FILTER (WHERE {}) AS closed
FROM cases_grant g JOIN cases_case c ON c.id = g."case"
WHERE g.staff = {}
"""
_BEST = """
SELECT id FROM (
    SELECT id, ROW_NUMBER() OVER (PARTITION BY "case"
                                  ORDER BY {} DESC, COALESCE(probability, 0) DESC, found_on, kind) AS place
    FROM cases_finding WHERE state = 'open' AND {}) ranked
WHERE place = 1
"""


@dataclass(frozen=True)
class InboxRow:
    """One lead. is_sealed: its report was opened by nobody yet. `strength` 0..3; `summary` and `kind` are empty until
    something was found that this person may read."""

    id: UUID
    number: str
    source: str
    channel: str
    state: str
    outcome: str
    severity: int
    opened_on: date
    is_sealed: bool
    clock: Clock
    strength: int
    findings: int
    kind: str
    summary: str
    store: str
    assignee: str
    is_mine: bool
    unread: int


@dataclass(frozen=True)
class Inbox:
    """One page of rows and how many cases each filter would show."""

    rows: tuple[InboxRow, ...]
    counts: Mapping[str, int]
    show: str
    channel: str
    page: int
    pages: int


async def inbox_of(
    actor: Actor, vault: Vault, language: str, today: date, *, show: str = "open", channel: str = "", page: int = 1
) -> Inbox:
    """What `show` (one of SHOWS, else open) holds for this person, of one channel or of all ("").

    Cases without a grant leave no trace, counts included.
    """
    show = show if show in SHOWS else SHOWS[0]
    filters = _filters(actor, today, channel)
    counts = await _counts(actor, filters)
    pages = max(1, -(-counts[show] // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = await _rows(actor, today, filters[show], (page - 1) * PAGE_SIZE)
    best = await _best_findings([row["id"] for row in rows])
    sealed = {row["id"]: bytes(row["sealed_case_key"]) for row in rows if _is_sealed(best.get(row["id"]))}
    keys = await with_former_keys({case_id: open_sealed(actor.pair, key) for case_id, key in sealed.items()})
    shown = tuple(_row(row, best.get(row["id"]), keys.get(row["id"]), actor, vault, language, today) for row in rows)
    return Inbox(shown, counts, show, channel, page, pages)


def _filters(actor: Actor, today: date, channel: str) -> dict[str, QueryString]:
    limits = limits_on(today)
    filters = {
        "open": _OPEN,
        "mine": QueryString("{} AND c.assignee = {}", _OPEN, actor.id),
        "unassigned": QueryString("{} AND c.assignee IS NULL", _OPEN),
        "overdue": _opened_before(limits.acknowledge_overdue, limits.feedback_overdue),
        "closed": QueryString("NOT ({})", _OPEN),
    }
    if not channel:
        return filters
    return {show: QueryString("({}) AND c.channel = {}", one, channel) for show, one in filters.items()}


def _opened_before(acknowledge: date, feedback: date) -> QueryString:
    """Open cases past the one day while nobody acknowledged them, or past the other."""
    waits = "c.source = 'report' AND c.acknowledged_on IS NULL AND c.opened_on < {}"
    return QueryString(f"({{}} AND (({waits}) OR c.opened_on < {{}}))", _OPEN, acknowledge, feedback)


async def _counts(actor: Actor, filters: Mapping[str, QueryString]) -> dict[str, int]:
    found = await _fetch(QueryString(_COUNTS, *(filters[show] for show in SHOWS), actor.id))
    return {show: int(found[0][show]) for show in SHOWS}


async def _rows(actor: Actor, today: date, shown: QueryString, offset: int) -> list[dict[str, Any]]:
    limits = limits_on(today)
    overdue = _opened_before(limits.acknowledge_overdue, limits.feedback_overdue)
    soon = _opened_before(limits.acknowledge_soon, limits.feedback_soon)
    return await _fetch(QueryString(_ROWS, _RANK, actor.id, shown, overdue, soon, PAGE_SIZE, offset))


async def _best_findings(case_ids: Sequence[UUID]) -> dict[UUID, Finding]:
    """The strongest open finding of each case: the one whose sentence stands in the row."""
    if not case_ids:
        return {}
    among = QueryString('"case" IN (' + ", ".join("{}" for _ in case_ids) + ")", *case_ids)
    ids = [row["id"] for row in await _fetch(QueryString(_BEST, _RANK, among))]
    found = await Finding.objects().where(Finding.id.is_in(ids)) if ids else []
    return {finding.case: finding for finding in found}


async def _fetch(query: QueryString) -> list[dict[str, Any]]:
    return list(await Case._meta.db.run_querystring(query))


def _is_sealed(finding: Finding | None) -> bool:
    return finding is not None and finding.sealed_by == "case"


def _row(
    row: Mapping[str, Any],
    best: Finding | None,
    key: CaseKey | None,
    actor: Actor,
    vault: Vault,
    language: str,
    today: date,
) -> InboxRow:
    detail = open_detail(best, vault, key) if best else None
    is_acknowledged = row["source"] != "report" or row["acknowledged_on"] is not None
    return InboxRow(
        id=row["id"],
        number=row["number"],
        source=row["source"],
        channel=row["channel"],
        state=row["state"],
        outcome=row["outcome"],
        severity=row["severity"],
        opened_on=row["opened_on"],
        is_sealed=row["source"] == "report" and not row["was_opened"],
        clock=clock_of(row["opened_on"], today, is_acknowledged=is_acknowledged, is_ended=row["state"] in ENDED),
        strength=row["strength"] or 0,
        findings=row["findings"] or 0,
        kind=best.kind if best else "",
        summary=str(detail["summary"][language]) if detail else "",
        store=best.store if best else "",
        assignee=row["assignee_name"] or "",
        is_mine=row["assignee"] == actor.id,
        unread=row["unread"] or 0,
    )
