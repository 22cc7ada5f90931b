"""A share and the interval told beside it."""

from __future__ import annotations

import pytest

from cases.records.shares import share_of


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 10, 0.0, 0.278), (9, 10, 0.596, 0.982), (50, 100, 0.404, 0.596)]
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    share = share_of(part, whole)
    assert (share.low, share.high) == (pytest.approx(low, abs=1e-3), pytest.approx(high, abs=1e-3))


def test_few_marks_are_not_comparable() -> None:
    assert not share_of(9, 9).is_comparable
    assert share_of(9, 10).is_comparable
