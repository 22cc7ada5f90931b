"""What is asked for against floods: little in quiet times, more the more arrives, never more than an old telephone can do."""

from __future__ import annotations

import base64

import pytest

from portal.floods import MOST_UNITS, Work, WorkDone, WorkStale, WorkTooLittle
from portal.floods.load import Load
from portal.floods.work import ARRIVALS_PER_UNIT, MOST_SLOTS_OLD, SLOT_SECONDS, find_units

SUBJECT, OTHER = bytes(32), bytes([1]) * 32
KEY = bytes(32)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def work(clock: Clock) -> Work:
    return Work(KEY, Load(clock), clock)


def done(work: Work, units: int = 1, subject: bytes = SUBJECT) -> WorkDone:
    beacon = base64.b64decode(work.asked().beacon)
    return WorkDone(beacon, find_units(beacon, subject, units))


def arrive(work: Work, times: int) -> None:
    for _ in range(times):
        work.note_arrival()


def test_one_unit_is_asked_for_however_many_come_in_quiet_times(work: Work) -> None:
    arrive(work, ARRIVALS_PER_UNIT)
    assert work.asked().units == 1


def test_more_is_asked_for_the_more_arrives(work: Work) -> None:
    arrive(work, 10 * ARRIVALS_PER_UNIT)
    assert work.asked().units == 10


def test_never_is_more_asked_for_than_an_old_telephone_can_do(work: Work) -> None:
    arrive(work, 100_000)
    assert work.asked().units == MOST_UNITS


def test_when_the_flood_is_over_one_unit_is_asked_for_again(work: Work, clock: Clock) -> None:
    arrive(work, 1000)
    clock.seconds += 600
    assert work.asked().units == 1


def test_what_was_asked_for_is_enough(work: Work) -> None:
    work.refuse_little(done(work), SUBJECT)


def test_too_little_is_refused_and_more_of_the_same_is_enough(work: Work) -> None:
    little = done(work)
    arrive(work, 3 * ARRIVALS_PER_UNIT)
    with pytest.raises(WorkTooLittle):
        work.refuse_little(little, SUBJECT)
    work.refuse_little(done(work, 3), SUBJECT)


def test_work_for_one_report_is_none_for_another(work: Work) -> None:
    with pytest.raises(WorkTooLittle):
        work.refuse_little(done(work), OTHER)


def test_a_unit_counts_once(work: Work) -> None:
    arrive(work, 2 * ARRIVALS_PER_UNIT)
    one = done(work)
    with pytest.raises(WorkTooLittle):
        work.refuse_little(WorkDone(one.beacon, [*one.units, *one.units]), SUBJECT)


def test_a_number_that_is_no_unit_is_refused(work: Work) -> None:
    one = done(work)
    with pytest.raises(WorkTooLittle):
        work.refuse_little(WorkDone(one.beacon, [*one.units, one.units[0] + 1]), SUBJECT)


@pytest.mark.parametrize("beacon", [b"", bytes(20), b"x"])
def test_a_beacon_that_is_not_ours_is_stale(work: Work, beacon: bytes) -> None:
    with pytest.raises(WorkStale):
        work.refuse_little(WorkDone(beacon, find_units(beacon, SUBJECT, 1)), SUBJECT)


def test_a_page_may_be_open_for_half_a_day_and_not_longer(work: Work, clock: Clock) -> None:
    early = done(work)
    clock.seconds += MOST_SLOTS_OLD * SLOT_SECONDS
    work.refuse_little(early, SUBJECT)
    clock.seconds += SLOT_SECONDS
    with pytest.raises(WorkStale):
        work.refuse_little(early, SUBJECT)


def test_whoever_comes_within_ten_minutes_gets_the_same_beacon(work: Work, clock: Clock) -> None:
    clock.seconds -= clock.seconds % SLOT_SECONDS
    first = work.asked()
    clock.seconds += SLOT_SECONDS - 1
    assert work.asked() == first


def test_another_process_takes_what_this_one_asked_for(work: Work, clock: Clock) -> None:
    Work(KEY, Load(clock), clock).refuse_little(done(work), SUBJECT)
