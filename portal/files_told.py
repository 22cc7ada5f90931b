"""What a page tells of files that came without scripts: cleaned of what, sent as they were, or left out, and why. Only words."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.evidence.errors import REASONS
from cases.evidence.removed import WORDS
from portal.catalogues import translate
from portal.posted_files import Brought, kept_field, left_out_field


@dataclass(frozen=True)
class FileTold:
    """One line. outcome: cleaned, as_it_was or left_out; removed and reason are in the reader's language."""

    name: str = field(repr=False)
    outcome: str
    removed: tuple[str, ...] = ()
    reason: str = ""


def files_told(brought: Brought, language: str) -> tuple[FileTold, ...]:
    sent = [
        FileTold(
            one.note.name,
            "as_it_was" if one.reason else "cleaned",
            tuple(translate(language, WORDS[name]) for name in one.removed),
            _why(one.reason, language),
        )
        for one in brought.files
    ]
    return (*sent, *(FileTold(one.name, "left_out", reason=_why(one.reason, language)) for one in brought.left_out))


def files_context(brought: Brought, language: str) -> dict[str, object]:
    """What templates/reporter/_files.html needs of a form, one that came back above all."""
    problems = [(name, translate(language, sentence, **facts)) for name, (sentence, facts) in brought.problems]
    return {
        "files": [(one.note.name, one.note.size_bytes, kept_field(one)) for one in brought.files],
        "dropped": [(one.name, _why(one.reason, language), left_out_field(one)) for one in brought.left_out],
        "file_problems": problems,
        "sends_uncleaned": brought.sends_uncleaned,
    }


def _why(reason: str, language: str) -> str:
    return translate(language, REASONS[reason].sentence) if reason else ""
