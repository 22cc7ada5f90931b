"""Who bears which name, and who stands above whom: a person is kept from reports about them or about anybody below them.

Knows names and lines of management, no report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.records.values import name_key

_BETWEEN = re.compile(r"[,，、;；/\n]+")


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


def keys_of(names: Iterable[str]) -> frozenset[str]:
    """Names as they are compared, without empty ones."""
    return frozenset(key for name in names if (key := name_key(name)))


def borne_by(people: Sequence[Person]) -> Mapping[UUID, frozenset[str]]:
    """For each person the names, folded, that keep them from a report: their own, and those of everybody below them."""
    borne = {person.id: keys_of((person.name, *names_in(person.aliases))) for person in people}
    above = {person.id: person.manager for person in people}
    found = {person.id: set(borne[person.id]) for person in people}
    for person in people:
        seen, manager = {person.id}, person.manager
        while manager in found and manager not in seen:  # somebody may have entered a circle
            found[manager] |= borne[person.id]
            seen.add(manager)
            manager = above[manager]
    return {person: frozenset(keys) for person, keys in found.items()}
