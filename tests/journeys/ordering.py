"""What somebody tries who has a data folder and wants to know who came before whom: every place that could keep an order.

Reads bytes and rows; knows the file format of SQLite as far as a page's kind. Rank correlation says how well a method did.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

INDEX_LEAF, TABLE_LEAF = 0x0A, 0x0D
HEADER_BYTES = 100  # before the first page's own header
LEAST_SHARE = 0.5  # a method that knows fewer reports than this is none

Scores = Mapping[bytes, float]  # a mailbox digest, and the later the larger


@dataclass(frozen=True)
class Folder:
    """A copy of a data folder, and what marks each report in it."""

    path: Path
    log: Path
    digests: Sequence[bytes]
    marks: Mapping[bytes, Mapping[str, Sequence[bytes]]] = field(repr=False)
    rows: Mapping[str, Scores] = field(repr=False)

    @property
    def database(self) -> bytes:
        return (self.path / "brightline.sqlite").read_bytes()


def taken(data: Path, log: Path, copy: Path) -> Folder:
    """Copy first: opening a database changes it."""
    shutil.copytree(data, copy)
    opened = copy.with_name(f"{copy.name}-opened")
    shutil.copytree(data, opened)
    connection = sqlite3.connect(opened / "brightline.sqlite")
    reports = connection.execute('SELECT id, "case", mailbox_digest, envelope FROM cases_report').fetchall()
    marks = {
        digest: {
            "digest": (digest,),
            "report": _written(report),
            "case": _written(case),
            "envelope": (envelope[-48:],),
            "log entries": [
                salt for (salt,) in connection.execute("SELECT salt FROM cases_log_entry WHERE subject = ?", (report,))
            ],
        }
        for report, case, digest, envelope in reports
    }
    rows = dict(_rows(connection))
    connection.close()
    return Folder(copy, log, list(marks), marks, rows)


def attempts(folder: Folder) -> dict[str, Scores]:
    """Every method that has an opinion about at least half of the reports."""
    found = dict(folder.rows)
    kinds = ("digest", "report", "case", "envelope", "log entries")
    for kind in kinds:
        found[f"{kind}: first place in the file"] = _places(folder, kind, folder.database, min)
        found[f"{kind}: last place in the file"] = _places(folder, kind, folder.database, max)
        for name in ("brightline.sqlite-wal", "brightline.sqlite-shm"):
            if (folder.path / name).exists():
                found[f"{kind}: place in {name[-3:]}"] = _places(folder, kind, (folder.path / name).read_bytes(), min)
        found[f"{kind}: place in the log"] = _places(folder, kind, folder.log.read_bytes(), min)
        found[f"{kind}: cells of index pages"] = _cells(folder, kind, INDEX_LEAF)
        found[f"{kind}: cells of table pages"] = _cells(folder, kind, TABLE_LEAF)
    kept = {name: scores for name, scores in found.items() if len(scores) >= LEAST_SHARE * len(folder.digests)}
    return {name: scores for name, scores in kept.items() if len(set(scores.values())) > 1}


def together(methods: Sequence[Scores]) -> Scores:
    """All methods as one: the mean of a report's ranks."""
    ranked = [_ranks(scores) for scores in methods]
    known = {digest for ranks in ranked for digest in ranks}
    return {digest: fmean(ranks[digest] for ranks in ranked if digest in ranks) for digest in known}


def correlation(scores: Scores, truth: Sequence[bytes]) -> float:
    """Spearman's, with the order in which they came: 1 is that order, -1 its reverse, about 0 is chance."""
    known = [digest for digest in truth if digest in scores]
    guessed = _ranks({digest: scores[digest] for digest in known})
    middle = (len(known) - 1) / 2
    pairs = [(guessed[digest] - middle, place - middle) for place, digest in enumerate(known)]
    spread = (sum(x * x for x, _ in pairs) * sum(y * y for _, y in pairs)) ** 0.5
    return sum(x * y for x, y in pairs) / spread


def _ranks(scores: Scores) -> dict[bytes, float]:
    """From 0; equal scores share the mean of their places."""
    places: dict[float, list[int]] = {}
    for place, score in enumerate(sorted(scores.values())):
        places.setdefault(score, []).append(place)
    return {digest: fmean(places[score]) for digest, score in scores.items()}


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str, Scores]]:
    """Row numbers of everything that belongs to a report, and places in the tree of the log."""
    of_reports = "SELECT r.mailbox_digest, MIN(x.rowid) FROM cases_report r JOIN"
    asked = {
        "report": f"{of_reports} cases_report x ON x.id = r.id GROUP BY 1",
        "case": f'{of_reports} cases_case x ON x.id = r."case" GROUP BY 1',
        "grant": f'{of_reports} cases_grant x ON x."case" = r."case" GROUP BY 1',
        "event": f'{of_reports} cases_event x ON x."case" = r."case" GROUP BY 1',
        "log entry": f"{of_reports} cases_log_entry x ON x.subject = r.id GROUP BY 1",
        "log entry of the case": f'{of_reports} cases_log_entry x ON x.subject = r."case" GROUP BY 1',
        "outbox": f"{of_reports} surveys_outbox x ON x.payload LIKE '%' || r.id || '%' GROUP BY 1",
        "place in the tree": "SELECT mailbox, MIN(position) FROM cases_log_entry WHERE position IS NOT NULL GROUP BY 1",
    }
    for name, sql in asked.items():
        yield f"rows: {name}", {bytes(digest): place for digest, place in connection.execute(sql)}


def _places(folder: Folder, kind: str, raw: bytes, choose: Callable[[list[int]], int]) -> Scores:
    found = {digest: list(_found(raw, folder.marks[digest][kind])) for digest in folder.digests}
    return {digest: choose(places) for digest, places in found.items() if places}


def _cells(folder: Folder, kind: str, page_kind: int) -> Scores:
    """Cells fill a page from its end, so that the earlier stands behind the later, whatever order its keys are in."""
    raw = folder.database
    page_bytes = int.from_bytes(raw[16:18]) or 65536
    scores = {}
    for digest in folder.digests:
        places = [
            place for place in _found(raw, folder.marks[digest][kind]) if _kind(raw, place, page_bytes) == page_kind
        ]
        if places:
            scores[digest] = -fmean(place % page_bytes for place in places)
    return scores


def _kind(raw: bytes, place: int, page_bytes: int) -> int:
    start = place - place % page_bytes
    return raw[start or HEADER_BYTES]


def _found(raw: bytes, marks: Sequence[bytes]) -> Iterator[int]:
    for mark in marks:
        place = raw.find(mark)
        while place >= 0:
            yield place
            place = raw.find(mark, place + 1)


def _written(identifier: str | bytes) -> tuple[bytes, ...]:
    return (identifier.encode(),) if isinstance(identifier, str) else (bytes(identifier),)
