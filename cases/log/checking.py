"""Holds the log against the database: every entry's row, every head's root, and the heads that others kept. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from piccolo.table import Table

from cases.log.leaves import COVER, KINDS, digest, expected_leaf
from cases.tables import LogEntry, LogHead
from crypto.errors import HeadError, ProofError
from crypto.heads import Head, HeadKey, check_head
from crypto.merkle import Tree
from surveys.sentences import N_

LATE = timedelta(days=1)  # an act at midnight may carry the day before
_CHUNK = 200

ALTERED_ENTRY = N_("Entry {position} of the log was altered ({kind} {subject}).")
MISSING_ENTRY = N_("Entry {position} is missing from the log.")
MISSING_ROW = N_("A row is gone that the log holds: {kind} {subject}, of {day}.")
ALTERED_ROW = N_("A row was altered after it was logged: {kind} {subject}, of {day}.")
UNLOGGED_ROW = N_("A row was never logged: {kind} {subject}.")
BACK_DATED = N_("A row was back-dated: {kind} {subject} says {day}, but came after the head of {head_day}.")
FORGED_HEAD = N_("The head of {day} is not signed by this log.")
WRONG_HEAD = N_("The head of {day} does not fit the leaves: an entry was added, removed or altered.")
KEPT_FOREIGN = N_("The head you kept is not signed by this log.")
KEPT_LARGER = N_(
    "The head you kept, of {day}, has {size} entries, the log {here}: entries were removed, or it is an old copy."
)
KEPT_OTHER = N_("The head you kept, of {day}, has another root: the log was rewritten.")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `sentence` is a message id of the catalogues; `facts` fill its placeholders."""

    sentence: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Checked:
    entries: int
    heads: int
    faults: tuple[Fault, ...]


async def check_log(key: HeadKey, kept: Sequence[str] = ()) -> Checked:
    """Every fault there is. key: this log's; kept: texts of heads that somebody outside kept."""
    entries = await LogEntry.objects().order_by(LogEntry.position)
    rows = await LogHead.objects().order_by(LogHead.size)
    placed = [entry for entry in entries if entry.position is not None]
    tree = Tree(bytes(entry.leaf) for entry in placed)
    heads, faults = _heads(rows, tree, key)
    faults += [*_altered(entries), *_gaps(placed), *_late(entries, heads)]
    faults += [fault for kind, table in KINDS.items() for fault in await _rows(kind, table, entries)]
    faults += [fault for text in kept for fault in _kept(text, tree, key)]
    return Checked(len(placed), len(rows), tuple(faults))


def _heads(rows: Sequence[LogHead], tree: Tree, key: HeadKey) -> tuple[list[Head], list[Fault]]:
    good, faults = [], []
    for row in rows:
        try:
            head = check_head(row.text, key)
            is_right = (head.size, head.day, head.root) == (row.size, row.day, tree.root(head.size))
        except HeadError:
            faults.append(Fault(FORGED_HEAD, {"day": row.day}))
            continue
        except ProofError:  # fewer leaves than the head says
            is_right = False
        if is_right:
            good.append(head)
        else:
            faults.append(Fault(WRONG_HEAD, {"day": row.day}))
    if len(tree) > (rows[-1].size if rows else 0):
        faults.append(Fault(WRONG_HEAD, {"day": rows[-1].day if rows else "–"}))
    return good, faults


def _altered(entries: Sequence[LogEntry]) -> Iterator[Fault]:
    for entry in entries:
        if expected_leaf(entry) != bytes(entry.leaf):
            yield Fault(ALTERED_ENTRY, _facts(entry) | {"position": "–" if entry.position is None else entry.position})


def _gaps(placed: Sequence[LogEntry]) -> Iterator[Fault]:
    there = {entry.position for entry in placed}
    last = max(there, default=-1)
    return (Fault(MISSING_ENTRY, {"position": position}) for position in sorted(set(range(last)) - there))


def _late(entries: Sequence[LogEntry], heads: Sequence[Head]) -> Iterator[Fault]:
    """An entry belongs before the head of its next day: the last head without it must not be of a later day."""
    for entry in entries:
        before = [head for head in heads if entry.position is None or head.size <= entry.position]
        if before and entry.day + LATE < before[-1].day:
            yield Fault(BACK_DATED, _facts(entry) | {"head_day": before[-1].day})


async def _rows(kind: str, table: type[Table], entries: Sequence[LogEntry]) -> list[Fault]:
    """Each row must look as its last entry says; and none may stand there without an entry."""
    last: dict[UUID, LogEntry] = {}
    for entry in sorted((entry for entry in entries if entry.kind == kind), key=lambda entry: entry.number):
        last[entry.subject] = entry
    id_column = table._meta.primary_key
    here = {row["id"] for row in await table.select(id_column)}
    faults = [Fault(MISSING_ROW, _facts(entry)) for subject, entry in last.items() if subject not in here]
    faults += [Fault(UNLOGGED_ROW, {"kind": kind, "subject": subject}) for subject in here - set(last)]
    known = sorted(here & set(last))
    for start in range(0, len(known), _CHUNK):
        for row in await table.objects().where(id_column.is_in(known[start : start + _CHUNK])):
            entry = last[row["id"]]
            if digest(row) != bytes(entry.content):
                faults.append(Fault(ALTERED_ROW, _facts(entry)))
    return faults


def _kept(text: str, tree: Tree, key: HeadKey) -> Iterator[Fault]:
    try:
        head = check_head(text, key)
    except HeadError:
        yield Fault(KEPT_FOREIGN, {})
        return
    facts = {"day": head.day, "size": head.size, "here": len(tree)}
    if head.size > len(tree):
        yield Fault(KEPT_LARGER, facts)
    elif tree.root(head.size) != head.root:
        yield Fault(KEPT_OTHER, facts)


def _facts(entry: LogEntry) -> dict[str, object]:
    return {"kind": entry.kind, "subject": entry.subject or COVER, "day": entry.day}
