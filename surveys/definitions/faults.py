"""What is wrong with a form and where, so that all of it can be said at once. Knows no spreadsheet and no page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from surveys.errors import SurveyError


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a form: the question counted from 0 (-1: the form itself), its field, and the choice likewise."""

    question: int = -1
    field: str = ""
    choice: int = -1
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    place: Place
    error: SurveyError


@dataclass(frozen=True, slots=True)
class At:
    """Where a reader stands, and where it leaves what it refuses. where: what a person would call this place."""

    place: Place
    where: str
    faults: list[Fault]

    def field(self, field: str) -> "At":
        return At(replace(self.place, field=field), self.where, self.faults)

    def choice(self, number: int, where: str) -> "At":
        return At(replace(self.place, choice=number), where, self.faults)

    def refuse(self, error: SurveyError, *, language: str = "") -> None:
        self.faults.append(Fault(replace(self.place, language=language), error))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """As somebody meets them who reads the form from its beginning."""
    return tuple(sorted(faults, key=lambda fault: (fault.place.question, fault.place.choice)))
