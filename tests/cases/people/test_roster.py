"""Who comes and goes: keys are given by two, taken away by one, and every act is on record."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.people.record import latest_acts
from cases.people.recovery import help_back_in, recovery_pair
from cases.people.roster import (
    LastOfTheirKind,
    NameMissing,
    NotYourself,
    PersonUnknown,
    SecondPersonNeeded,
    add_person,
    change_roles,
    confirm_roles,
    confirm_roles_by_shares,
    everybody,
    person_of,
    switch_off,
    switch_on,
)
from cases.staff import NameTaken, recipients
from cases.tables import Staff
from crypto.errors import ShareError, SharesTooFew
from crypto.keys import key_pair_of, new_key_pair, seal_to, unlock
from crypto.shares import split_recovery_key
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_company, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def shares(database: None) -> list[str]:
    return split_recovery_key((await make_company()).private)


@pytest.fixture
async def admin(shares: list[str], vault: Vault) -> Actor:
    return await make_staff(vault, "administrator", username="admin")


@pytest.fixture
async def anna(admin: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def roles_of(person: Actor) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = await person_of(person.id)
    return found.roles, found.waiting


async def test_a_role_that_holds_keys_waits_for_a_second_person(vault: Vault, admin: Actor, anna: Actor) -> None:
    made = await add_person(vault, admin, "boris", "Boris", ["investigator", "auditor"])
    person = await person_of(made.id)
    assert (person.roles, person.waiting, person.must_change) == (("auditor",), ("investigator",), True)
    assert made.id not in {one.id for one in await recipients()}


async def test_whoever_asked_does_not_confirm_and_another_administrator_does(
    vault: Vault, admin: Actor, anna: Actor
) -> None:
    second = await make_staff(vault, "administrator", username="second")
    made = await add_person(vault, admin, "boris", "Boris", ["investigator"])
    with pytest.raises(SecondPersonNeeded):
        await confirm_roles(admin, made.id)
    await confirm_roles(second, made.id)
    assert made.id in {one.id for one in await recipients()}


async def test_nobody_makes_an_administrator_to_confirm_for_them(vault: Vault, admin: Actor) -> None:
    made = await add_person(vault, admin, "puppet", "Puppet", ["administrator"])
    assert (await person_of(made.id)).roles == ()


async def test_nobody_confirms_their_own_role(vault: Vault, admin: Actor) -> None:
    second = await make_staff(vault, "administrator", username="second")
    await change_roles(admin, second.id, ["administrator", "investigator"])
    with pytest.raises(SecondPersonNeeded):
        await confirm_roles(second, second.id)


async def test_recovery_shares_confirm_where_there_is_one_administrator(
    vault: Vault, admin: Actor, shares: list[str]
) -> None:
    made = await add_person(vault, admin, "boris", "Boris", ["custodian"])
    await recovery_pair(shares[1:])
    await confirm_roles_by_shares(admin, made.id)
    assert (await person_of(made.id)).roles == ("custodian",)


async def test_a_role_is_taken_away_at_once(vault: Vault, admin: Actor, anna: Actor) -> None:
    boris = await make_staff(vault, "investigator", "auditor", username="boris")
    await change_roles(admin, boris.id, ["auditor"])
    assert await roles_of(boris) == (("auditor",), ())


async def test_what_was_asked_for_can_be_taken_back(vault: Vault, admin: Actor, anna: Actor) -> None:
    auditor = await make_staff(vault, "auditor")
    await change_roles(admin, auditor.id, ["auditor", "custodian"])
    assert await roles_of(auditor) == (("auditor",), ("custodian",))
    await change_roles(admin, auditor.id, ["auditor"])
    assert await roles_of(auditor) == (("auditor",), ())


async def test_the_last_of_their_kind_stays(vault: Vault, admin: Actor, anna: Actor) -> None:
    second = await make_staff(vault, "administrator", username="second")
    with pytest.raises(LastOfTheirKind):
        await switch_off(admin, anna.id)
    with pytest.raises(LastOfTheirKind):
        await change_roles(admin, anna.id, ["auditor"])
    await switch_off(admin, second.id)
    assert not (await person_of(second.id)).is_active


async def test_whoever_is_switched_off_gets_nothing_new_and_can_come_back(
    vault: Vault, admin: Actor, anna: Actor
) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await switch_off(admin, boris.id)
    assert {one.id for one in await recipients()} == {anna.id}
    await switch_on(admin, boris.id)
    assert {one.id for one in await recipients()} == {anna.id, boris.id}


async def test_nobody_changes_themselves(admin: Actor) -> None:
    with pytest.raises(NotYourself):
        await change_roles(admin, admin.id, ["administrator", "investigator"])
    with pytest.raises(NotYourself):
        await switch_off(admin, admin.id)


async def test_a_name_is_taken_once_and_not_empty(vault: Vault, admin: Actor) -> None:
    with pytest.raises(NameTaken):
        await add_person(vault, admin, " Admin ", "Another", [])
    with pytest.raises(NameMissing):
        await add_person(vault, admin, " ", "Another", [])
    assert len(await everybody()) == 1
    assert await latest_acts() == ()


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_every_act_is_on_record(vault: Vault, admin: Actor, anna: Actor) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await switch_off(admin, boris.id)
    await switch_on(admin, boris.id)
    await change_roles(admin, boris.id, ["auditor", "custodian"])
    assert [(act.kind, act.detail, act.who, act.about) for act in reversed(await latest_acts())] == [
        ("switched_off", "", "Admin", "Boris"),
        ("switched_on", "", "Admin", "Boris"),
        ("roles", "auditor", "Admin", "Boris"),
        ("roles_asked", "custodian", "Admin", "Boris"),
    ]


async def recoverable(anna: Actor, shares: list[str]) -> None:
    """Anna's private key as `create_staff` would have sealed it to this company's recovery key."""
    recovery = await recovery_pair(shares)
    async with write_tx():
        sealed = seal_to(recovery.public, anna.pair.private)
        await Staff.update({Staff.recovery_private_key: sealed}).where(Staff.id == anna.id)


async def test_two_shares_help_somebody_back_in_with_the_same_key(
    vault: Vault, admin: Actor, anna: Actor, shares: list[str]
) -> None:
    await recoverable(anna, shares)
    made = await help_back_in(vault, admin.id, anna.id, shares[:2])
    row = await Staff.objects().where(Staff.id == anna.id).first()
    assert row is not None
    assert key_pair_of(unlock(bytes(row.locked_private_key), made.password)) == anna.pair
    assert vault.open("totp", row.sealed_totp_secret) == made.totp_secret
    assert (await person_of(anna.id)).must_change
    assert [act.kind for act in await latest_acts()] == ["helped_back_in"]


async def test_one_share_or_another_companys_help_nobody(
    vault: Vault, admin: Actor, anna: Actor, shares: list[str]
) -> None:
    for brought in (shares[:1], [shares[0], ""], [shares[0], shares[0]], []):
        with pytest.raises(SharesTooFew):
            await help_back_in(vault, admin.id, anna.id, brought)
    with pytest.raises(ShareError):
        await help_back_in(vault, admin.id, anna.id, split_recovery_key(new_key_pair().private))
    assert await latest_acts() == ()


async def test_nobody_unknown_is_helped(vault: Vault, admin: Actor, shares: list[str]) -> None:
    with pytest.raises(PersonUnknown):
        await help_back_in(vault, admin.id, uuid4(), shares)
