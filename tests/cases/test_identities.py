"""A reporter's name: an envelope of its own, to custodians and to nobody who investigates; on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actors import Actor
from cases.errors import CaseError
from cases.identities import (
    Given,
    NameMissing,
    NameTooLong,
    NobodyKeeps,
    Person,
    give,
    keepers_chosen,
    possible_keepers,
    standing_of,
    unpacked_person,
)
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.receiving import receive
from cases.tables import Event, Identity, Report
from crypto.envelopes import open_envelope, parse
from crypto.errors import WrongKey
from crypto.headers import key_id_of
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import DAY, RECOVERY, as_readers, filed, named, written
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]
LATER = date(2026, 3, 20)
NAME = "李小雨"


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def carla(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "custodian", username="carla")


async def envelope() -> bytes:
    row = await Identity.objects().first()
    assert row is not None
    return bytes(row.envelope)


async def test_a_custodian_opens_it_and_an_investigator_does_not(anna: Actor, carla: Actor) -> None:
    await filed(anna, given=named(carla))
    assert unpacked_person(open_envelope(await envelope(), carla.pair)) == Person(NAME, "138 0692 0733")
    with pytest.raises(WrongKey):
        open_envelope(await envelope(), anna.pair)


async def test_its_keys_are_those_of_the_custodians_the_reserve_and_the_reporter(anna: Actor, carla: Actor) -> None:
    receipt, _ = await filed(anna, given=named(carla))
    keys = {key.key_id for key in parse(await envelope()).wrapped_keys}
    publics = (carla.pair.public, RECOVERY.public, receipt.key_pair.public)
    assert keys == {key_id_of(public) for public in publics}


async def test_an_anonymous_report_has_none(anna: Actor, carla: Actor) -> None:
    receipt, _ = await filed(anna)
    assert not await Identity.exists()
    assert await standing_of(receipt.mailbox_digest) is None


async def test_names_of_one_and_of_fifty_characters_are_of_one_length(anna: Actor, carla: Actor) -> None:
    await filed(anna, given=named(carla, name="李"))
    await filed(anna, given=named(carla, name="李" * 50))
    rows = await Identity.select(Identity.envelope)
    assert len({len(row["envelope"]) for row in rows}) == 1


async def test_it_is_on_record_by_the_day_and_the_log_holds(anna: Actor, carla: Actor, vault: Vault) -> None:
    _, report = await filed(anna, given=named(carla))
    row = await Event.objects().where(Event.case == report.case, Event.kind == "identity_given").first()
    assert row is not None
    assert (row.day, row.at, row.actor) == (DAY, None, None)
    assert (await check_log(signer_of(vault).key)).faults == ()


async def test_the_same_form_twice_keeps_one(anna: Actor, carla: Actor) -> None:
    receipt = Receipt.new()
    sendings = [await receive(receipt, written(), as_readers(anna), DAY, given=named(carla)) for _ in range(2)]
    assert sendings == ["stored", "repeated"]
    assert (await Identity.count(), await Event.count().where(Event.kind == "identity_given")) == (1, 1)


async def test_a_form_sent_again_with_another_custodian_takes_the_first_ones_key(
    anna: Actor, carla: Actor, vault: Vault
) -> None:
    other = await make_staff(vault, "custodian", username="other")
    receipt = Receipt.new()
    for keeper in (carla, other):
        await receive(receipt, written(), as_readers(anna), DAY, given=named(keeper))
    with pytest.raises(WrongKey):
        open_envelope(await envelope(), carla.pair)
    assert unpacked_person(open_envelope(await envelope(), other.pair)).name == NAME


async def test_it_can_be_given_later(anna: Actor, carla: Actor) -> None:
    receipt, _ = await filed(anna)
    await give(receipt, named(carla), LATER)
    standing = await standing_of(receipt.mailbox_digest)
    assert standing is not None
    assert (standing.given_on, standing.disclosed_on) == (LATER, ())


async def test_given_again_it_takes_the_place_of_the_first_and_the_log_holds(
    anna: Actor, carla: Actor, vault: Vault
) -> None:
    receipt, _ = await filed(anna, given=named(carla))
    await give(receipt, named(carla, name="李晓雨"), LATER)
    assert unpacked_person(open_envelope(await envelope(), carla.pair)).name == "李晓雨"
    assert (await check_log(signer_of(vault).key)).faults == ()


async def test_one_that_vanishes_is_found(anna: Actor, carla: Actor, vault: Vault) -> None:
    await filed(anna, given=named(carla))
    async with write_tx():
        await Identity.delete(force=True)
    assert len((await check_log(signer_of(vault).key)).faults) == 1


@pytest.mark.parametrize(
    ("person", "error"),
    [(Person(" ", "138"), NameMissing), (Person("李" * 201), NameTooLong), (Person("李", "1" * 201), NameTooLong)],
)
async def test_a_name_is_needed_and_short(anna: Actor, carla: Actor, person: Person, error: type[CaseError]) -> None:
    with pytest.raises(error):
        await filed(anna, given=Given(person, as_readers(carla)))
    assert not await Report.exists()


async def test_whoever_also_investigates_keeps_no_name(carla: Actor, vault: Vault) -> None:
    await make_staff(vault, "custodian", "investigator", username="both")
    assert [one.id for one in (await possible_keepers()).people] == [carla.id]


@pytest.mark.parametrize(("left_out", "names"), [(True, ()), (False, (" CARLA",))], ids=["left out", "named"])
async def test_whoever_is_left_out_or_named_keeps_no_name(
    carla: Actor, vault: Vault, left_out: bool, names: tuple[str, ...]
) -> None:
    other = await make_staff(vault, "custodian", username="other")
    ids = {str(carla.id)} if left_out else set()
    chosen = keepers_chosen(await possible_keepers(), (), ids, names)
    assert [one.id for one in chosen.people] == [other.id]


async def test_where_nobody_is_left_it_is_said(carla: Actor) -> None:
    with pytest.raises(NobodyKeeps):
        keepers_chosen(await possible_keepers(), (), {str(carla.id)}, ())


async def test_somebodys_own_program_may_have_sealed_anything() -> None:
    assert unpacked_person("我是李小雨".encode()).name == "我是李小雨"
