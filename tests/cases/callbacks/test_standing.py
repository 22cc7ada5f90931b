"""Rounds that run by themselves: who becomes due, once a day, whatever is run how often."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from cases.actors import Actor
from cases.callbacks import Sending, Wanted
from cases.callbacks.standing import ask_for_standing, end, run_standing, set_up, standing_rounds
from cases.callbacks.triggers import Trigger
from cases.people.tables import StaffAct
from cases.records.dates import COMPANY_ZONE
from cases.records.importing import import_file
from crypto.vault import Vault
from portal.relay import drain
from surveys import rounds, steer
from surveys.services import Services
from surveys.tables import Invitation
from tests.cases.callbacks.test_choosing import LEADS, ORDERS
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime.combine(datetime.now(COMPANY_ZONE).date(), time(12), COMPANY_ZONE)


@pytest.fixture
async def investigator(database: None, vault: Vault) -> Actor:
    """The books were imported today."""
    await import_file("orders", ORDERS.encode(), vault)
    await import_file("leads", LEADS.encode(), vault)
    return await make_staff(vault)


async def strike(vault: Vault, days: int) -> set[str]:
    """What the clock and the relay do so many days from now; everybody asked so far."""
    now = NOON + timedelta(days=days)
    await ask_for_standing(now)
    await drain(Services(vault, "https://fk.example", now=lambda: now))
    return {row["subject_ref"] for row in await Invitation.select(Invitation.subject_ref)}


async def begun(actor: Actor, trigger: Trigger = "delivered", days: int = 3, **changed: Any) -> UUID:
    wanted = Wanted(**{"frame": "orders", "share_percent": 100} | changed)
    return await set_up(trigger, days, wanted, Sending("links", name="自动回访"), actor)


@pytest.mark.parametrize(
    ("trigger", "refs"),
    [("delivered", {"XS-1", "XS-3"}), ("cancelled", {"XS-4", "XS-5"}), ("lead_lost", {"L-1", "L-2"})],
)
async def test_whoever_became_due_is_asked(investigator: Actor, vault: Vault, trigger: Trigger, refs: set[str]) -> None:
    await begun(investigator, trigger)
    assert await strike(vault, 2) == set()
    assert await strike(vault, 3) == refs


async def test_customers_of_whoever_left_are_asked_days_after(investigator: Actor, vault: Vault) -> None:
    left = (NOON - timedelta(days=1)).date()
    await import_file("salespeople", f"employee_no,name,left_on\nE1,张伟,{left}\n".encode(), vault)
    await begun(investigator, "leaver", 5)
    assert await strike(vault, 3) == set()
    assert await strike(vault, 4) == {"XS-1", "XS-3", "XS-4", "L-1"}


async def test_a_day_is_run_once_however_often_it_is_asked_for(investigator: Actor, vault: Vault) -> None:
    standing = await begun(investigator)
    await strike(vault, 3)
    now = NOON + timedelta(days=3)
    services = Services(vault, "https://fk.example", now=lambda: now)
    for _ in range(3):
        await run_standing({"standing": str(standing)}, services)
        await strike(vault, 3)
    assert await Invitation.count() == 2
    assert len(await rounds(now.date())) == 1


async def test_a_server_that_stood_still_catches_up_for_a_week(investigator: Actor, vault: Vault) -> None:
    await begun(investigator)
    assert await strike(vault, 9) == {"XS-1", "XS-3"}


async def test_what_is_older_is_let_be(investigator: Actor, vault: Vault) -> None:
    await begun(investigator)
    assert await strike(vault, 11) == set()


async def test_all_days_join_one_round_with_its_population(investigator: Actor, vault: Vault) -> None:
    await begun(investigator, most=1)
    await strike(vault, 3)
    await strike(vault, 4)
    (found,) = await rounds((NOON + timedelta(days=4)).date())
    assert (found.frame, found.name, found.size, found.population) == ("delivered", "自动回访", 2, 4)


async def test_a_paused_round_asks_nobody_and_goes_on(investigator: Actor, vault: Vault) -> None:
    await begun(investigator, most=1)
    await strike(vault, 3)
    (found,) = await rounds(NOON.date())
    await steer(found.id, "paused")
    assert len(await strike(vault, 4)) == 1
    await steer(found.id, "running")
    assert len(await strike(vault, 5)) == 2


async def test_what_was_ended_runs_no_more_and_both_are_on_record(investigator: Actor, vault: Vault) -> None:
    await end(await begun(investigator), investigator)
    assert await strike(vault, 3) == set()
    assert [one.is_active for one in await standing_rounds()] == [False]
    kinds = {row["kind"] for row in await StaffAct.select(StaffAct.kind)}
    assert {"callback_standing", "callback_standing_off"} <= kinds


async def test_a_day_draws_by_a_seed_of_its_own_that_can_be_told(investigator: Actor, vault: Vault) -> None:
    standing = await begun(investigator)
    await strike(vault, 3)
    (found,) = await rounds(NOON.date())
    assert found.seed == f"{standing.hex[:16]}{NOON + timedelta(days=3):%Y%m%d}"
