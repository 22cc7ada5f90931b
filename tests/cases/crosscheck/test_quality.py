"""Precision and recall on companies whose truth is known. The floors are what no change may fall below."""

from __future__ import annotations

import pytest

from tests.cases.crosscheck.quality import Quality, measure
from tests.cases.crosscheck.worlds import EASY, HARD, make_world


@pytest.fixture(scope="module")
def easy() -> Quality:
    return measure(make_world(seed=11, claims=3000, mix=EASY))


@pytest.fixture(scope="module")
def hard() -> Quality:
    return measure(make_world(seed=12, claims=4000, mix=HARD))


def test_the_hard_set_is_matched(hard: Quality) -> None:
    assert hard.matches.precision >= 0.995
    assert hard.matches.recall >= 0.995


def test_purchases_past_the_books_are_noticed_on_the_hard_set(hard: Quality) -> None:
    assert hard.missing.precision >= 0.985
    assert hard.missing.recall >= 0.97


def test_the_easy_set_is_matched(easy: Quality) -> None:
    assert easy.matches.precision >= 0.995
    assert easy.matches.recall >= 0.998


@pytest.mark.parametrize(
    "kind",
    [
        "payee_not_company",
        "amount_differs",
        "salesperson_differs",
        "cancelled_but_delivered",
        "order_denied",
        "lead_lost_but_bought",
        "no_order",
    ],
)
def test_each_kind_is_found_and_seldom_cried(easy: Quality, kind: str) -> None:
    assert easy.kinds[kind].precision >= 0.95
    assert easy.kinds[kind].recall >= 0.94


def test_the_grade_finding_is_almost_never_wrong(easy: Quality, hard: Quality) -> None:
    assert easy.findings.precision >= 0.998
    assert hard.findings.precision >= 0.98
