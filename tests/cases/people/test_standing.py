"""Further names and superiors: kept by an administrator, on record, and reports heed them at once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.people.record import latest_acts
from cases.people.roster import NotYourself, PersonUnknown
from cases.people.standing import Standing, StandsBelow, change_standing, standing_of
from cases.readers import possible_readers, readers_chosen
from crypto.vault import Vault
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def admin(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "administrator", username="admin")


@pytest.fixture
async def anna(admin: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def boris(admin: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


async def test_names_and_superior_are_kept_and_a_report_heeds_them(admin: Actor, anna: Actor, boris: Actor) -> None:
    await change_standing(admin, boris.id, "小鲍、Bo", anna.id)
    assert await standing_of(boris.id) == Standing(("小鲍", "Bo"), anna.id)
    clara = await possible_readers()
    assert [person.id for person in clara.people if person.bears >= {"小鲍", "bo"}] == [anna.id, boris.id]


async def test_whoever_stands_above_the_named_is_left_out(
    admin: Actor, anna: Actor, boris: Actor, vault: Vault
) -> None:
    clara = await make_staff(vault, "investigator", username="clara")
    await change_standing(admin, boris.id, "小鲍", anna.id)
    chosen = readers_chosen(await possible_readers(), (), (), ["小鲍"])
    assert [person.id for person in chosen.people] == [clara.id]


async def test_every_change_is_on_record(admin: Actor, boris: Actor) -> None:
    await change_standing(admin, boris.id, "", None)
    assert [(act.kind, act.about, act.detail) for act in await latest_acts()] == [("standing", "Boris", "")]


async def test_the_record_names_the_superior(admin: Actor, anna: Actor, boris: Actor) -> None:
    await change_standing(admin, boris.id, "", anna.id)
    assert [act.detail for act in await latest_acts()] == ["Anna"]


async def test_nobody_stands_above_their_own_superior(admin: Actor, anna: Actor, boris: Actor, vault: Vault) -> None:
    clara = await make_staff(vault, "investigator", username="clara")
    await change_standing(admin, boris.id, "", anna.id)
    await change_standing(admin, clara.id, "", boris.id)
    with pytest.raises(StandsBelow):
        await change_standing(admin, anna.id, "", clara.id)
    assert (await standing_of(anna.id)).manager is None


async def test_nobody_changes_their_own(admin: Actor) -> None:
    with pytest.raises(NotYourself):
        await change_standing(admin, admin.id, "x", None)


async def test_a_superior_who_is_not_there_is_refused(admin: Actor, boris: Actor) -> None:
    with pytest.raises(PersonUnknown):
        await change_standing(admin, boris.id, "小鲍", uuid4())
    assert await standing_of(boris.id) == Standing((), None)


async def test_nobody_stands_above_themselves(admin: Actor, boris: Actor) -> None:
    await change_standing(admin, boris.id, "", boris.id)
    assert (await standing_of(boris.id)).manager is None
