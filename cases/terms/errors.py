"""What can be wrong with a list of words, and where. Quotes what was typed into the list, which is nobody's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.errors import CaseError
from surveys.sentences import N_

FAULTS: Mapping[str, str] = {
    "word_missing": N_("There is no word. Write the word first, then a comma and what you want to say about it."),
    "word_empty": N_("“{word}” is no word that could be found in a sentence. Use letters or characters alone."),
    "word_long": N_("“{word}” is too long: at most {most} characters. Take the part that matters."),
    "word_short": N_(
        "“{word}” is too short for Latin letters and would be found inside other words: at least {least}."
    ),
    "detail_unknown": N_(
        "“{detail}” is no weight from 1 to {most}, none of the groups ({groups}), and no pinyin of at least {least} letters."
    ),
    "category_unknown": N_("There is no group “{detail}”. The groups are: {groups}."),
    "twice": N_("“{word}” stands in the list already, in “{group}”. Keep one of the two."),
    "too_many": N_("The list holds more than {most} words. Take some out, or put them into fewer lines."),
}


@dataclass(frozen=True)
class Fault:
    """One line that cannot be taken as it is. place: the group it stands in, or "" for a line of a file."""

    place: str
    line: int
    code: str
    facts: Mapping[str, object]

    @property
    def sentence(self) -> str:
        return FAULTS[self.code]


class TermsUnfit(CaseError):
    """`faults` says which lines, and what to do with each."""

    sentence = "Some lines cannot be taken as they are. Nothing was changed, and what you wrote is still below."
    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


class TermsMoved(CaseError):
    sentence = "Somebody changed the list meanwhile. What you wrote is still below: compare it with version {number}, then save."
    status = 409


class TermsVersionUnknown(CaseError):
    sentence = "There is no such version of the list."
    status = 404


class TermsFileUnfit(CaseError):
    sentence = "This file holds no list of words. Its first row names the columns, “category” and “word” at least."
    status = 422


class SearchUnderWay(CaseError):
    sentence = "The texts are being searched already. Wait until that is done."
    status = 409


class SearchDayUnfit(CaseError):
    sentence = "Choose the first day of the texts to search, today at the latest."
    status = 422
