"""The short queue of forms without scripts: nobody waits in quiet times, and in a flood nobody for more than a minute."""

from __future__ import annotations

import pytest

from portal.floods import Patience, TooSoon
from portal.floods.load import Load
from portal.floods.patience import MOST_SECONDS
from tests.portal.floods.test_work import Clock

FORM, OTHER = bytes(16), bytes([1]) * 16
KEY = bytes(32)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(KEY, Load(clock), clock)


@pytest.fixture
def flooded(patience: Patience) -> Patience:
    for _ in range(10_000):
        patience.note_arrival()
    return patience


def test_in_quiet_times_nobody_waits(patience: Patience) -> None:
    patience.refuse_haste("", FORM)


def test_in_a_flood_a_new_form_waits_a_minute_at_most(flooded: Patience) -> None:
    with pytest.raises(TooSoon) as refused:
        flooded.refuse_haste(flooded.ticket(FORM), FORM)
    assert refused.value.facts == {"seconds": MOST_SECONDS}


def test_whoever_wrote_for_a_minute_does_not_wait(flooded: Patience, clock: Clock) -> None:
    ticket = flooded.ticket(FORM)
    clock.seconds += MOST_SECONDS
    flooded.refuse_haste(ticket, FORM)


def test_what_was_waited_for_counts(flooded: Patience, clock: Clock) -> None:
    ticket = flooded.ticket(FORM)
    clock.seconds += 1
    with pytest.raises(TooSoon) as refused:
        flooded.refuse_haste(flooded.kept(ticket, FORM), FORM)
    assert refused.value.facts == {"seconds": MOST_SECONDS - 1}


@pytest.mark.parametrize("ticket", ["", "?", "é", "AAAA", "A" * 32])
def test_a_ticket_that_is_not_ours_waits_from_now_on(flooded: Patience, clock: Clock, ticket: str) -> None:
    kept = flooded.kept(ticket, FORM)
    clock.seconds += MOST_SECONDS
    flooded.refuse_haste(kept, FORM)
    with pytest.raises(TooSoon):
        flooded.refuse_haste(ticket, FORM)


def test_a_ticket_is_of_one_form(flooded: Patience, clock: Clock) -> None:
    ticket = flooded.ticket(OTHER)
    clock.seconds += MOST_SECONDS
    with pytest.raises(TooSoon):
        flooded.refuse_haste(ticket, FORM)


def test_when_the_flood_is_over_nobody_waits(flooded: Patience, clock: Clock) -> None:
    clock.seconds += 600
    flooded.refuse_haste("", FORM)
