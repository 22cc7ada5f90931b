"""The clocks: days left, and the same limits told two ways."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.clocks import Clock, clock_of, limits_on

TODAY = date(2026, 6, 1)


def clock(age: int, *, is_acknowledged: bool = False, is_ended: bool = False) -> Clock:
    return clock_of(TODAY - timedelta(days=age), TODAY, is_acknowledged=is_acknowledged, is_ended=is_ended)


@pytest.mark.parametrize(
    ("age", "left", "pace"), [(0, 7, "calm"), (4, 3, "calm"), (5, 2, "soon"), (7, 0, "soon"), (8, -1, "overdue")]
)
def test_a_report_is_acknowledged_within_seven_days(age: int, left: int, pace: str) -> None:
    running = clock(age)
    assert (running.waits, running.days_left, running.pace) == ("acknowledge", left, pace)


@pytest.mark.parametrize(
    ("age", "left", "pace"), [(75, 15, "calm"), (76, 14, "soon"), (90, 0, "soon"), (91, -1, "overdue")]
)
def test_an_acknowledged_case_is_answered_within_ninety(age: int, left: int, pace: str) -> None:
    running = clock(age, is_acknowledged=True)
    assert (running.waits, running.days_left, running.pace) == ("feedback", left, pace)


def test_an_ended_case_has_no_clock() -> None:
    assert clock(400, is_ended=True).waits == "ended"


@pytest.mark.parametrize(("age", "used"), [(0, 0), (45, 50), (90, 100), (500, 100)])
def test_the_used_part_stays_within_its_bar(age: int, used: int) -> None:
    assert clock(age, is_acknowledged=True).used == used


@pytest.mark.parametrize("age", range(12))
def test_a_query_by_limits_agrees_with_the_clock_of_acknowledging(age: int) -> None:
    limits, opened_on = limits_on(TODAY), TODAY - timedelta(days=age)
    pace = (
        "overdue"
        if opened_on < limits.acknowledge_overdue
        else "soon"
        if opened_on < limits.acknowledge_soon
        else "calm"
    )
    assert clock(age).pace == pace


@pytest.mark.parametrize("age", range(70, 95))
def test_a_query_by_limits_agrees_with_the_clock_of_feedback(age: int) -> None:
    limits, opened_on = limits_on(TODAY), TODAY - timedelta(days=age)
    pace = "overdue" if opened_on < limits.feedback_overdue else "soon" if opened_on < limits.feedback_soon else "calm"
    assert clock(age, is_acknowledged=True).pace == pace
