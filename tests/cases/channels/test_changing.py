"""A channel is changed on record, and never so that nobody would read it or nothing could be reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cases.actors import Actor
from cases.channels.changing import Wanted, add_channel, change_channel, channel_for, history
from cases.channels.errors import (
    ChannelKeyUnfit,
    ChannelMissing,
    ChannelNameless,
    ChannelWithoutReader,
    LanguageMissing,
    LastChannel,
    QuestionnaireUnknown,
)
from cases.channels.first import FIRST, ready_made
from cases.errors import CaseError
from cases.log.checking import ALTERED_ROW, MISSING_ROW, check_log
from cases.log.reading import signer_of
from cases.staff import Staff
from cases.tables import Channel, ChannelChange
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
BOTH_ENGINES = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
NOW = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
WANTED = Wanted(
    "安全", "Safety", "现场的危险。", "Dangers on site.", True, 3, frozenset({"zh", "en"}), False, frozenset(), ""
)


@pytest.fixture
async def admin(vault: Vault) -> Actor:
    return await make_staff(vault, "administrator")


@pytest.fixture
async def reader(vault: Vault, admin: Actor) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def id_of(key: str) -> UUID:
    row = await Channel.select(Channel.id).where(Channel.key == key).first()
    assert row is not None
    return UUID(str(row["id"]))


@BOTH_ENGINES
async def test_a_change_is_kept_with_who_when_and_what(admin: Actor, reader: Actor) -> None:
    channel_id = await id_of("opinion")
    assert await change_channel(admin, channel_id, replace(WANTED, readers=frozenset({str(reader.id)})), now=NOW)
    channel = await channel_for(channel_id)
    assert (channel.key, channel.name.en, channel.readers) == ("opinion", "Safety", {reader.id})
    assert [(line.at, line.who) for line in await history(channel_id)] == [(NOW, admin.name)]


async def test_saving_what_it_is_already_changes_nothing(admin: Actor, reader: Actor) -> None:
    channel_id = await id_of("opinion")
    assert [await change_channel(admin, channel_id, WANTED), await change_channel(admin, channel_id, WANTED)] == [
        True,
        False,
    ]
    assert await ChannelChange.count() == 1


@pytest.mark.parametrize(
    ("behind_its_back", "sentence"),
    [
        (lambda: ChannelChange.delete(force=True), MISSING_ROW),
        (lambda: ChannelChange.update({ChannelChange.became: "{}"}, force=True), ALTERED_ROW),
    ],
)
async def test_a_change_cannot_be_undone_behind_the_logs_back(
    admin: Actor, reader: Actor, vault: Vault, behind_its_back: object, sentence: str
) -> None:
    await change_channel(admin, await id_of("opinion"), WANTED)
    assert (await check_log(signer_of(vault).key)).faults == ()
    async with write_tx():
        await behind_its_back()  # type: ignore[operator]  # a query, made inside the transaction
    assert [fault.sentence for fault in (await check_log(signer_of(vault).key)).faults] == [sentence]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name_en": ""}, ChannelNameless),
        ({"line_zh": ""}, ChannelNameless),
        ({"languages": frozenset({"fr"})}, LanguageMissing),
        ({"questionnaire": "0" * 64}, QuestionnaireUnknown),
        ({"readers": frozenset({"7f1b1f5a-0000-4000-8000-000000000000"})}, ChannelWithoutReader),
    ],
)
async def test_what_could_not_be_offered_is_refused(
    admin: Actor, reader: Actor, changed: dict[str, object], error: type[CaseError]
) -> None:
    with pytest.raises(error):
        await change_channel(admin, await id_of("opinion"), replace(WANTED, **changed))  # type: ignore[arg-type]
    assert await ChannelChange.count() == 0


async def test_an_administrator_is_no_reader(admin: Actor, reader: Actor) -> None:
    with pytest.raises(ChannelWithoutReader):
        await change_channel(admin, await id_of("opinion"), replace(WANTED, readers=frozenset({str(admin.id)})))


async def test_a_channel_needs_somebody_who_may_read_reports(admin: Actor) -> None:
    with pytest.raises(ChannelWithoutReader):
        await change_channel(admin, await id_of("opinion"), WANTED)


async def test_somebody_who_left_is_dropped_from_the_readers(admin: Actor, reader: Actor, vault: Vault) -> None:
    gone = await make_staff(vault, "investigator", username="boris")
    async with write_tx():
        await Staff.update({Staff.active: False}).where(Staff.id == gone.id)
    both = frozenset({str(reader.id), str(gone.id)})
    await change_channel(admin, await id_of("opinion"), replace(WANTED, readers=both))
    assert (await channel_for(await id_of("opinion"))).readers == {reader.id}


async def test_the_last_open_channel_stays_open(admin: Actor, reader: Actor) -> None:
    others = [one.key for one in FIRST if one.key != "opinion"]
    async with write_tx():
        await Channel.update({Channel.is_open: False}).where(Channel.key.is_in(others))
    with pytest.raises(LastChannel):
        await change_channel(admin, await id_of("opinion"), replace(WANTED, is_open=False))


@BOTH_ENGINES
async def test_a_further_channel_is_added_once(admin: Actor, reader: Actor) -> None:
    wanted = replace(WANTED, questionnaire=ready_made("opinion").sha256)
    channel_id = await add_channel(admin, "safety", wanted)
    assert (await channel_for(channel_id)).name.zh == "安全"
    assert len(await history(channel_id)) == 1
    with pytest.raises(ChannelKeyUnfit):
        await add_channel(admin, "safety", wanted)


@pytest.mark.parametrize("key", ["", "S", "9a", "with space", "web", "crosscheck", "a" * 41])
async def test_a_short_name_that_would_not_do_is_refused(admin: Actor, reader: Actor, key: str) -> None:
    with pytest.raises(ChannelKeyUnfit):
        await add_channel(admin, key, WANTED)


async def test_a_channel_that_does_not_exist_is_missing(admin: Actor, reader: Actor) -> None:
    with pytest.raises(ChannelMissing):
        await channel_for(UUID(int=0))
