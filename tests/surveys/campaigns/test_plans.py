"""When messages may go: the company's day, whatever a form says."""

from datetime import date, datetime

import pytest

from surveys.campaigns.plans import ZONE, Schedule, schedule_of, schedule_text


@pytest.mark.parametrize(("first", "last", "bounded"), [(0, 24, (8, 21)), (23, 2, (20, 21)), (10, 10, (10, 11))])
def test_a_window_never_reaches_into_the_night(first: int, last: int, bounded: tuple[int, int]) -> None:
    schedule = Schedule(from_hour=first, to_hour=last).bounded()
    assert (schedule.from_hour, schedule.to_hour) == bounded


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-06-01T08:59", "2026-06-01T09:00"),
        ("2026-06-01T09:00", "2026-06-01T09:00"),
        ("2026-06-01T19:59", "2026-06-01T19:59"),
        ("2026-06-01T20:00", "2026-06-02T09:00"),
        ("2026-06-30T23:30", "2026-07-01T09:00"),
    ],
)
def test_outside_the_window_the_next_opening_is_waited_for(now: str, opens: str) -> None:
    moment, opening = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (now, opens))
    assert Schedule().opening(moment) == opening


def test_a_schedule_comes_back_from_its_row_as_it_was() -> None:
    schedule = Schedule(date(2026, 6, 3), 10, 18, 2, 4, phone_follow_up=True)
    assert schedule_of(schedule_text(schedule)) == schedule
    assert schedule_of("{}") == Schedule()
