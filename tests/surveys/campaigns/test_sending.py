"""Messages on their way: when they go, when they do not, what reminds, and what stops it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from crypto.vault import Vault
from portal.relay import drain
from surveys import Invited, Schedule, invitations_of, invite, round_of
from surveys.answering.submitting import open_link, submit
from surveys.campaigns.peace import opt_out, opt_out_invited
from surveys.campaigns.plans import ZONE
from surveys.campaigns.sending import ask_for_sending
from surveys.campaigns.steering import steer
from surveys.delivery.recording import RecordedMessage, recorded
from surveys.errors import LinkClosed, RoundStopped
from surveys.outbox import write_tx
from surveys.services import Services
from surveys.tables import Delivery, Invitation, Recorded
from tests.surveys.factories import NO_PURCHASE, make_plan, make_transaction

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 6, 1)


def at(days: int = 0, hour: int = 10) -> datetime:
    return datetime.combine(DAY + timedelta(days=days), time(hour), ZONE)


Clock = Callable[[datetime], Any]


@pytest.fixture
def clock(vault: Vault) -> Clock:
    """What the clock and the relay do at a moment; answers with every message so far, oldest first."""

    async def strike(now: datetime) -> list[RecordedMessage]:
        services = Services(vault, "https://fk.example", recorded_channels=frozenset({"sms"}), now=lambda: now)
        await ask_for_sending(now)
        await drain(services)
        return (await recorded(vault))[::-1]

    return strike


async def by_sms(vault: Vault, now: datetime | None = None, people: int = 1, **schedule: Any) -> Invited:
    plan = make_plan(channel="sms", schedule=Schedule(**schedule))
    return await invite([make_transaction(number) for number in range(1, people + 1)], plan, vault, now or at())


def link_in(message: RecordedMessage) -> str:
    return message.text.rpartition("/s/")[2]


async def state_of(invited: Invited, vault: Vault, now: datetime) -> list[str]:
    return [line.state for line in await invitations_of(invited.campaign_id, vault, now.date())]


async def test_a_message_goes_at_once_by_day(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault)
    messages = await clock(at())
    assert [message.address for message in messages] == ["13900000001"]
    assert (await open_link(link_in(messages[0]), vault, at())).shown["company"].zh == "恒木家居"
    assert await state_of(invited, vault, at()) == ["sent"]


@pytest.mark.parametrize("hour", [0, 3, 8, 20, 22, 23])
async def test_nobody_is_written_to_at_night(vault: Vault, clock: Clock, hour: int) -> None:
    invited = await by_sms(vault, at(hour=hour))
    assert await clock(at(hour=hour)) == []
    assert await state_of(invited, vault, at()) == ["waiting"]
    assert len(await clock(at(1, 9))) == 1


async def test_a_round_starts_on_its_day(vault: Vault, clock: Clock) -> None:
    await by_sms(vault, starts_on=DAY + timedelta(days=3))
    assert await clock(at(2)) == []
    assert len(await clock(at(3))) == 1


async def test_who_has_not_answered_is_reminded_as_often_as_planned_and_no_more(vault: Vault, clock: Clock) -> None:
    await by_sms(vault, reminders=2, remind_after_days=3)
    counts = [len(await clock(at(day))) for day in range(13)]
    assert counts == [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3]


async def test_a_reminder_brings_the_same_link_and_both_open(vault: Vault, clock: Clock) -> None:
    await by_sms(vault, reminders=1)
    await clock(at())
    messages = await clock(at(3))
    assert len({link_in(message) for message in messages}) == 1
    assert (await open_link(link_in(messages[1]), vault, at(3))).definition.name == "callback"


async def test_who_answered_is_not_reminded_and_their_link_is_nowhere(vault: Vault, clock: Clock) -> None:
    await by_sms(vault, reminders=2)
    messages = await clock(at())
    await submit(link_in(messages[0]), NO_PURCHASE, "zh", vault, at(1))
    assert len(await clock(at(9))) == 1
    assert [row["sealed_token"] for row in await Delivery.select(Delivery.sealed_token)] == [None, None]


async def test_who_wants_peace_is_not_reminded(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault, reminders=2)
    messages = await clock(at())
    await opt_out(link_in(messages[0]), vault, at(1).date())
    assert len(await clock(at(9))) == 1
    assert await state_of(invited, vault, at(9)) == ["opted_out"]


async def test_a_round_by_messages_stays_open_beyond_its_last_reminder(vault: Vault, clock: Clock) -> None:
    await by_sms(vault, reminders=3, remind_after_days=7)
    for day in range(0, 22):
        messages = await clock(at(day))
    assert len(messages) == 4
    assert await open_link(link_in(messages[3]), vault, at(22))


async def test_a_pause_holds_everything_and_resuming_lets_it_go(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault, at(hour=23), people=2)
    await steer(invited.campaign_id, "paused")
    assert await clock(at(1)) == []
    await steer(invited.campaign_id, "running")
    assert len(await clock(at(1))) == 2


async def test_a_pause_between_asking_and_sending_loses_nothing(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault)  # its job waits already
    await steer(invited.campaign_id, "paused")
    assert await clock(at()) == []
    await steer(invited.campaign_id, "running")
    assert len(await clock(at(hour=11))) == 1


async def test_a_stop_sends_nothing_more_but_closes_no_link_that_is_out(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault, reminders=2)
    messages = await clock(at())
    await steer(invited.campaign_id, "stopped")
    assert len(await clock(at(9))) == 1
    assert await open_link(link_in(messages[0]), vault, at(9))


async def test_what_was_never_sent_is_said_to_be_stopped(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault, at(hour=23))
    await steer(invited.campaign_id, "stopped")
    await clock(at(1))
    assert await state_of(invited, vault, at(1)) == ["stopped"]
    assert [row["sealed_token"] for row in await Delivery.select(Delivery.sealed_token)] == [None]


async def test_what_is_stopped_stays_stopped(vault: Vault) -> None:
    invited = await by_sms(vault)
    await steer(invited.campaign_id, "stopped")
    with pytest.raises(RoundStopped):
        await steer(invited.campaign_id, "running")


async def test_a_message_that_failed_is_tried_again_the_next_hour_and_goes_once(vault: Vault, clock: Clock) -> None:
    await by_sms(vault)
    away = Services(vault, "https://fk.example", mail=None, now=at)
    row = await Delivery.objects().first()
    assert row is not None
    await drain(replace(away, recorded_channels=frozenset({"sms"})))
    assert len(await clock(at(hour=11))) == 1
    assert len(await clock(at(hour=12))) == 1


async def test_two_strokes_of_the_clock_ask_for_a_message_once(vault: Vault) -> None:
    await by_sms(vault, at(hour=23))
    assert [await ask_for_sending(at(1)), await ask_for_sending(at(1, 11))] == [1, 0]


async def test_without_an_answer_somebody_may_ring_up_after_the_last_message_had_its_time(
    vault: Vault, clock: Clock
) -> None:
    invited = await by_sms(vault, reminders=1, remind_after_days=3, phone_follow_up=True)
    await clock(at())
    await clock(at(3))
    assert await state_of(invited, vault, at(5)) == ["sent"]
    assert await state_of(invited, vault, at(6)) == ["phone"]


async def test_who_says_so_on_the_phone_is_left_in_peace(vault: Vault) -> None:
    invited = await by_sms(vault)
    row = await Invitation.objects().first()
    assert row is not None
    async with write_tx():
        await opt_out_invited(row.id, "phone", vault, DAY)
    assert await state_of(invited, vault, at()) == ["opted_out"]


async def test_no_table_tells_a_number_or_a_link_of_what_was_recorded(vault: Vault, clock: Clock) -> None:
    await by_sms(vault)
    messages = await clock(at())
    content = b"".join(bytes(value) for row in await _rows() for value in row.values() if isinstance(value, bytes))
    assert link_in(messages[0]).encode() not in content
    assert b"13900000001" not in content


async def _rows() -> list[dict[str, Any]]:
    return list(await Recorded.select())


async def test_a_round_counts_its_states_and_its_end(vault: Vault, clock: Clock) -> None:
    invited = await by_sms(vault, people=3, reminders=1)
    messages = await clock(at())
    await submit(link_in(messages[0]), NO_PURCHASE, "zh", vault, at())
    await clock(at(3))
    found = await round_of(invited.campaign_id, at(3).date())
    assert found is not None
    assert (found.states, found.size, found.settled, found.reminded) == ({"answered": 1, "sent": 2}, 3, 1, 2)


async def test_a_link_of_nobody_opts_nobody_out(vault: Vault) -> None:
    with pytest.raises(LinkClosed):
        await opt_out("A" * 22, vault, DAY)
