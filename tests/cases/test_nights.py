"""When a night's run is due, who does it, and what it is told to have changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from cases.nights import begin_night, end_night, keep_changes, last_night, night_of, open_findings
from cases.tables import Finding
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.test_sifting import finding, keep
from tests.factories import make_staff

NIGHT = date(2026, 6, 2)
NOW = datetime(2026, 6, 1, 19, 5, tzinfo=UTC)  # five past three in China


@pytest.mark.parametrize(
    ("hour", "minutes", "night"),
    [(3, 0, NIGHT), (3, -6, None), (3, 230, NIGHT), (3, 240, None), (23, 0, None), (1, 0, NIGHT), (0, 0, NIGHT)],
)
def test_a_night_lasts_four_hours_from_the_hour_chosen(hour: int, minutes: int, night: date | None) -> None:
    assert night_of(NOW + timedelta(minutes=minutes), hour) == night


def test_a_night_that_began_before_midnight_is_the_evenings() -> None:
    assert night_of(datetime(2026, 6, 1, 16, 30, tzinfo=UTC), 23) == date(2026, 6, 1)


stored = pytest.mark.usefixtures("database")
both = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


async def begun(**named: bool) -> UUID | None:
    return await begin_night(NIGHT, NOW, **named)


@stored
@both
async def test_a_night_is_begun_once() -> None:
    assert await begun() is not None
    assert await begun() is None


@stored
@both
@pytest.mark.parametrize(("state", "is_taken"), [("stopped", True), ("done", False), ("failed", False)])
async def test_what_was_cut_off_is_taken_up_in_the_same_night(state: str, is_taken: bool) -> None:
    first = await begun()
    assert first is not None
    await end_night(first, state, NOW)
    assert await begun() == (first if is_taken else None)


@stored
async def test_one_without_a_sign_of_life_is_taken_over() -> None:
    first = await begun()
    assert await begin_night(NIGHT, NOW + timedelta(minutes=31)) == first


@stored
async def test_by_hand_it_is_run_again() -> None:
    first = await begun()
    assert first is not None
    await end_night(first, "done", NOW)
    assert await begun(again=True) == first


@stored
@both
async def test_what_came_up_and_what_went_is_told_to_each_by_what_they_may_see(vault: Vault) -> None:
    anna = await make_staff(vault, "investigator", username="anna")
    zhang = await make_staff(vault, "investigator", username="张伟")
    clerk = await make_staff(vault, "administrator", username="clerk")
    run_id = await begun()
    assert run_id is not None
    gone = finding(vault)
    await keep(gone)
    before = await open_findings()
    await keep(finding(vault), finding(vault, salesperson_token=None))
    async with write_tx():
        await Finding.update({Finding.state: "withdrawn"}).where(Finding.id == gone.id)
    assert await keep_changes(run_id, before) == (2, 1)
    told = [await last_night(who, vault) for who in (anna, zhang, clerk)]
    assert [(one.found, one.gone) for one in told if one] == [(2, 1), (1, 0), (None, None)]
