"""Customers who did not come back, by whoever served them before: a dozen bytes an order, for a million of them.

Knows customers as blind tokens, half-years by their number counted back; knows no order, no name and nothing usual.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

Person = tuple[str, str]  # store, salesperson


class Away(NamedTuple):
    part: int
    whole: int


class Served:
    """Orders as they are read."""

    def __init__(self) -> None:
        self._people: dict[Person, int] = {}
        self._customers, self._by, self._halves = array("q"), array("I"), array("B")

    def add(self, customer: int, person: Person, half: int) -> None:
        """customer: a token, and no text (TypeError); half: 0 is the half-year that ends today."""
        self._customers.append(customer)
        self._by.append(self._people.setdefault(person, len(self._people)))
        self._halves.append(half)

    def away(self, half: int) -> Mapping[Person, Away]:
        """Of the customers each served in the half-year before `half`, those who bought nothing of anybody in it."""
        customers, halves = np.array(self._customers, np.int64), np.array(self._halves, np.uint8)
        before = halves == half + 1
        by, served = np.array(self._by, np.int64)[before], customers[before]
        sorted_by = np.lexsort((served, by))
        by, served = by[sorted_by], served[sorted_by]
        is_first = np.ones(len(by), bool)  # of one customer with one person
        is_first[1:] = (by[1:] != by[:-1]) | (served[1:] != served[:-1])
        by, served = by[is_first], served[is_first]
        wholes = np.bincount(by, minlength=len(self._people))
        parts = np.bincount(by[~np.isin(served, customers[halves == half])], minlength=len(self._people))
        return {person: Away(int(parts[at]), int(wholes[at])) for person, at in self._people.items() if wholes[at]}
