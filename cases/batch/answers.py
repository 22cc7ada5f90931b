"""The files a run writes: findings a line each, and the match of each claim. A killed run's files are taken up again.

Until the run is done they bear `.part`, beside a note of how far it came that holds no content.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

from cases.batch.running import FIRST, Step
from cases.crosscheck.engine import Finding, finding_json

MATCH_COLUMNS = ("claim_no", "order_no", "probability", "grade")
AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Answers:
    """Files being written. `mark` names the run: an unfinished one with another mark is begun anew."""

    out: Path
    matches: Path | None
    mark: str
    last: UUID = FIRST
    claims: int = 0
    findings: int = 0
    _sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._take_up()
        for path in self._paths():
            part = _part(path)
            with part.open("ab") as file:
                file.truncate(self._sizes.get(path.name, 0))
        if self.matches is not None and not self._sizes.get(self.matches.name):
            self._append(self.matches, _csv([MATCH_COLUMNS]))

    def add(self, step: Step) -> None:
        """Write a step's findings and matches, durable before the note says so."""
        lines = [(fact.claim_no, one) for fact, verdict in step.verdicts for one in verdict.findings]
        self._append(self.out, _lines(lines))
        if self.matches is not None:
            self._append(self.matches, _csv(_match_rows(step)))
        self.last = step.last
        self.claims += len(step.verdicts)
        self.findings += len(lines)
        self._note_progress()

    def writing(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings between records, which no claim raised (a null claim_no), written as they pass by."""
        waiting = iter(findings)
        while some := list(islice(waiting, AT_ONCE)):
            self._append(self.out, _lines([(None, one) for one in some]))
            self.findings += len(some)
            yield from some

    def finish(self) -> None:
        for path in self._paths():
            _part(path).replace(path)
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.out.with_name(f"{self.out.name}.progress")

    def _paths(self) -> list[Path]:
        return [path for path in (self.out, self.matches) if path is not None]

    def _take_up(self) -> None:
        try:
            known = json.loads(self._note.read_text())
        except (FileNotFoundError, ValueError):
            return
        if known.get("mark") == self.mark and all(_part(path).exists() for path in self._paths()):
            self.last, self._sizes = UUID(known["last"]), known["sizes"]
            self.claims, self.findings = known["claims"], known["findings"]

    def _note_progress(self) -> None:
        text = json.dumps(
            {
                "mark": self.mark,
                "last": str(self.last),
                "sizes": {path.name: _part(path).stat().st_size for path in self._paths()},
                "claims": self.claims,
                "findings": self.findings,
            }
        )
        new = self._note.with_name(f"{self._note.name}.new")
        new.write_text(text)
        new.replace(self._note)

    def _append(self, path: Path, text: str) -> None:
        with _part(path).open("ab") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _lines(findings: Sequence[tuple[str | None, Finding]]) -> str:
    return "".join(json.dumps(finding_json(claim_no, one), ensure_ascii=False) + "\n" for claim_no, one in findings)


def _match_rows(step: Step) -> Iterable[Sequence[str]]:
    for fact, verdict in step.verdicts:
        match = verdict.match
        yield fact.claim_no, match.order_no or "", f"{match.probability:.4f}", match.grade


def _csv(rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([_inert(cell) for cell in row] for row in rows)
    return file.getvalue()


def _inert(cell: str) -> str:
    """No spreadsheet shall run what a file brought in."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
