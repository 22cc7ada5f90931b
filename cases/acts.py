"""Acts that one person alone may not do: who may ask for them, and whose consent they need. A table; no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations

from surveys.sentences import N_

GOOD_FOR = timedelta(hours=72)
HANDLERS = frozenset({"investigator", "ombudsman"})
CUSTODIAN = frozenset({"custodian"})
EITHER = frozenset({"custodian", "investigator", "ombudsman"})


@dataclass(frozen=True)
class Act:
    """`needs`: one consent for each entry, from another person each, who holds one of its roles.

    An investigator's consent counts only with a key to the case; a custodian needs none and sees nothing of the case.
    """

    words: str
    askers: frozenset[str]
    needs: tuple[frozenset[str], ...]
    done_by: frozenset[str] = (
        frozenset()
    )  # whose key the act takes, of those who consented; nobody's: the asker does it


ACTS: Mapping[str, Act] = {
    "open_original": Act(N_("Open an original file, with all it may say about its sender"), HANDLERS, (EITHER,)),
    "disclose_identity": Act(N_("Learn the name of a reporter"), HANDLERS, (CUSTODIAN, EITHER), done_by=CUSTODIAN),
}


def is_met(act: Act, consents: Iterable[frozenset[str]]) -> bool:
    """Whether these people's roles, one set a person, fill every need; of consents given, or of people who could give one."""
    people = list(consents)
    return any(
        all(roles & need for roles, need in zip(chosen, act.needs, strict=True))
        for chosen in permutations(people, len(act.needs))
    )
