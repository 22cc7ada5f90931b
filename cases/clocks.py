"""How long somebody has been waiting: days left to acknowledge and to answer, from day to day. Pure; knows no case row.

Seven days to say "we have it", three months to say what came of it (EU 2019/1937; the company may promise less).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

ACKNOWLEDGE_DAYS = 7
FEEDBACK_DAYS = 90
SOON_ACKNOWLEDGE_DAYS = 2
SOON_FEEDBACK_DAYS = 14

Waits = Literal["acknowledge", "feedback", "ended"]
Pace = Literal["calm", "soon", "overdue"]


@dataclass(frozen=True)
class Clock:
    """The clock that runs out next. `days_left` below zero is overdue by so many days; `used` is 0..100."""

    waits: Waits
    due_on: date | None
    days_left: int
    pace: Pace
    used: int


STOPPED = Clock("ended", None, 0, "calm", 100)


@dataclass(frozen=True)
class Limits:
    """Days of opening that put a case over a limit today: opened before it, the clock is overdue or soon will be."""

    acknowledge_overdue: date
    acknowledge_soon: date
    feedback_overdue: date
    feedback_soon: date


def clock_of(opened_on: date, today: date, *, is_acknowledged: bool, is_ended: bool) -> Clock:
    """A case that nobody waits to have acknowledged counts as acknowledged."""
    if is_ended:
        return STOPPED
    if is_acknowledged:
        return _running("feedback", FEEDBACK_DAYS, SOON_FEEDBACK_DAYS, opened_on, today)
    return _running("acknowledge", ACKNOWLEDGE_DAYS, SOON_ACKNOWLEDGE_DAYS, opened_on, today)


def limits_on(today: date) -> Limits:
    """The same limits as days to compare `opened_on` with, for a query over many cases."""
    return Limits(
        acknowledge_overdue=today - timedelta(days=ACKNOWLEDGE_DAYS),
        acknowledge_soon=today - timedelta(days=ACKNOWLEDGE_DAYS - SOON_ACKNOWLEDGE_DAYS - 1),
        feedback_overdue=today - timedelta(days=FEEDBACK_DAYS),
        feedback_soon=today - timedelta(days=FEEDBACK_DAYS - SOON_FEEDBACK_DAYS - 1),
    )


def _running(waits: Waits, days: int, soon: int, opened_on: date, today: date) -> Clock:
    left = days - (today - opened_on).days
    pace: Pace = "overdue" if left < 0 else "soon" if left <= soon else "calm"
    return Clock(
        waits, opened_on + timedelta(days=days), left, pace, max(0, min(100, round((days - left) / days * 100)))
    )
