"""Somebody who keeps every page of every day and subtracts them from each other. A bar.

They know who answered when, in which store and round, and in which sums each answer stands; only what was said is hidden.
All sums of one question are linear in that: they solve for it, over fractions, then in whole numbers.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from fractions import Fraction
from uuid import UUID

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from crypto.vault import Vault
from surveys.results.counting import slip_in
from surveys.results.layout import layout_of
from surveys.results.sums import counts_in
from surveys.results.tables import ResultSlip, ResultSum
from tests.surveys.results.making import FORM, Maker

pytestmark = pytest.mark.usefixtures("database")
STORES = ["East"] * 6 + ["West"] * 3 + ["North", "South", "Lake"]
LAYOUT = layout_of(FORM)
HAPPY = next(one for one in LAYOUT.questions if one.name == "happy")
PART = 1 + LAYOUT.questions.index(HAPPY)
CONTENT = HAPPY.place(HAPPY.categories.index("5"))

Said = tuple[
    UUID, str
]  # one thing somebody said, at first or corrected; its value is 1 if that was "5", which is hidden


class Watcher:
    """Looks after every act: who is in each sum, with which of the things they said, and what the sum is."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.seen: dict[tuple[Said, ...], int] = {}
        self.people: dict[UUID, tuple[str, int]] = {}

    async def look(self) -> None:
        for row in await ResultSum.objects():
            inside = tuple(sorted([one async for one in self._inside(row)]))
            value = counts_in(row, LAYOUT, self.maker.vault).at(CONTENT).count
            assert self.seen.setdefault(inside, value) == value

    async def _inside(self, row: ResultSum) -> AsyncIterator[Said]:
        for slip_row in await ResultSlip.objects().where(ResultSlip.month == row.month):
            slip = slip_in(slip_row.sealed_slip, LAYOUT, self.maker.vault)
            level, own = slip.levels[PART], slip_row.campaign.bytes if slip_row.campaign else None
            where = {"all": level > 0, "store": 0 < level < 3 and bytes(slip_row.store_token) == bytes(row.scope_token)}
            where["campaign"] = level == 1 and own == bytes(row.scope_token)
            if where[row.scope] and slip.parts[PART]:
                yield slip_row.id, HAPPY.categories[slip.parts[PART][0]]


@pytest.fixture
async def watcher(vault: Vault) -> Watcher:
    """Two months of random answers, a third of which are corrected later, each followed by a look at everything."""
    watcher, chance = Watcher(Maker(vault)), random.Random(34)
    rounds = [None, await watcher.maker.campaign(), await watcher.maker.campaign()]
    told: list[tuple[UUID, str, str]] = []
    for number in range(70):
        store, month = chance.choice(STORES), 5 + number // 40
        await watcher.maker.close(date(2026, month, 15))
        score = chance.choice("15")
        answer = await watcher.maker.answer(
            happy=score, store=store, day=date(2026, month, 3), campaign=chance.choice(rounds)
        )
        watcher.people[answer] = store, month
        told.append((answer, score, store))
        await watcher.look()
        if number % 3 == 2:  # the answer before is another's: it may be in a sum already, or wait
            answer, score, store = told[-2]
            await watcher.maker.correct(answer, happy="5" if score == "1" else "1", store=store)
            await watcher.look()
    await watcher.maker.close(date(2026, 8, 1))
    await watcher.look()
    return watcher


async def test_no_combination_of_sums_comes_down_to_fewer_than_five(watcher: Watcher) -> None:
    """Over fractions."""
    said = sorted({one for inside in watcher.seen for one in inside})
    reduced = _reduced([[Fraction(one in inside) for one in said] for inside in map(set, watcher.seen)])
    people = [len({said[place][0] for place, cell in enumerate(row) if cell}) for row in reduced if any(row)]
    assert (len(people) > 5, min(people) >= 5) == (True, True)


async def test_what_a_hidden_group_said_stays_open(watcher: Watcher) -> None:
    """In whole numbers: the content of every store and month under five answers may be at least two numbers."""
    said = sorted({one for inside in watcher.seen for one in inside})
    matrix = np.array([[one in inside for one in said] for inside in map(set, watcher.seen)], float)
    known = LinearConstraint(matrix, list(watcher.seen.values()), list(watcher.seen.values()))
    groups = Counter(watcher.people.values())
    hidden = [group for group, size in groups.items() if size < 5]
    spans = [_span([watcher.people[person] == group for person, _ in said], known) for group in hidden]
    assert (len(hidden) > 3, min(spans) > 0) == (True, True)


def _span(inside: list[bool], known: LinearConstraint) -> float:
    goal = np.array(inside, float)
    if not goal.any():
        return 1.0  # in no sum at all
    ends = [
        milp(sign * goal, constraints=known, integrality=np.ones(len(goal)), bounds=Bounds(0, 1)).fun
        for sign in (1, -1)
    ]
    return float(round(-ends[1] - ends[0]))


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan."""
    rows, at = [row[:] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((place for place in range(at, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [cell / rows[at][column] for cell in rows[at]]
        for place, row in enumerate(rows):
            if place != at and row[column]:
                rows[place] = [cell - row[column] * lead for cell, lead in zip(row, rows[at], strict=True)]
        at += 1
    return rows
