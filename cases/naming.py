"""Who bears which name, and who stands above whom: a person is kept from reports about them or about anybody below them.

Knows names and lines of management, no report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, permutations, product
from uuid import UUID

from cases.crosscheck.fields import name_in_order, plain_name
from cases.crosscheck.traditional import simplified, written_as
from cases.records.values import name_key

MOST_WORDS, MOST_SPELLINGS = 4, 64  # of a name; nobody's real one has more
_BETWEEN = re.compile(r"[,，、;；/\n]+")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Person:
    """Somebody who works here. aliases: further names, one a line; manager: who stands above them."""

    id: UUID
    name: str
    aliases: str
    manager: UUID | None


def names_in(text: str) -> tuple[str, ...]:
    """The names in a line of them, however they are parted."""
    return tuple(name.strip() for name in _BETWEEN.split(text) if name.strip())


def key_of(name: str) -> str:
    """What all spellings of a person's name share, as claims and records are compared: 张伟 for 張 偉. Empty for no name."""
    return name_in_order(name)


def keys_of(names: Iterable[str]) -> frozenset[str]:
    """Names as they are compared, without empty ones."""
    return frozenset(key for name in names if (key := key_of(name)))


def spellings_of(names: Iterable[str]) -> frozenset[str]:
    """`name_key` of every way in which these may be written: for whoever compares marks of names, and cannot fold them."""
    return frozenset(chain.from_iterable(map(_spellings, names))) - {""}


def borne_by(
    people: Sequence[Person], of: Callable[[Iterable[str]], frozenset[str]] = keys_of
) -> Mapping[UUID, frozenset[str]]:
    """For each person the names, as `of` spells them, that keep them from a report: their own, and those of everybody
    below them."""
    borne = {person.id: of((person.name, *names_in(person.aliases))) for person in people}
    above = {person.id: person.manager for person in people}
    found = {person.id: set(borne[person.id]) for person in people}
    for person in people:
        seen, manager = {person.id}, person.manager
        while manager in found and manager not in seen:  # somebody may have entered a circle
            found[manager] |= borne[person.id]
            seen.add(manager)
            manager = above[manager]
    return {person: frozenset(keys) for person, keys in found.items()}


def _spellings(name: str) -> set[str]:
    """In simplified and traditional characters, or words of Latin letters in any order; first of all as it stands."""
    words = [word for word in _NO_LETTER.split(name.lower()) if word] if name.isascii() else []
    if 1 < len(words) <= MOST_WORDS:
        return {name_key(name), *map("".join, permutations(words))}
    bases = {simplified(name_key(name)), plain_name(name)}
    either = chain.from_iterable(
        map("".join, islice(product(*map(written_as, base)), MOST_SPELLINGS)) for base in bases
    )
    return {name_key(name), *either}
