"""A sign-in that fails makes the next one wait; its owner is not locked out, and strangers hold up nobody."""

from __future__ import annotations

import asyncio
import threading

import pyotp
import pytest

from cases import slowness
from cases.actors import Actor
from cases.people import throttle
from cases.people.devices import device_for, known_device
from cases.people.tables import Attempts
from cases.people.throttle import TooSoon, account_key, count_attempt, forget_failures
from cases.signing_in import SignInRefused, sign_in
from cases.slowness import TooManyAtOnce, slowly, slowly_for_strangers
from cases.tables import Staff
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import PASSWORD, TOTP_SECRET, make_staff

pytestmark = pytest.mark.usefixtures("database")
KEY = b"k" * 16


class Clock:
    now = 1_700_000_000

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(throttle, "time", clock)
    return clock


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna", with_password=True)


async def seconds_to_wait() -> int:
    with pytest.raises(TooSoon) as refused:
        await count_attempt(KEY)
    return int(str(refused.value.facts["seconds"]))


async def fail(times: int) -> None:
    for _ in range(times):
        await count_attempt(KEY)


async def right(vault: Vault, device: str = "") -> Actor | object:
    code = pyotp.TOTP(TOTP_SECRET).now()
    return (await sign_in(vault, username="anna", password=PASSWORD, code=code, device=device))[0]


async def test_three_failures_cost_nothing_and_a_fourth_a_moment(clock: Clock) -> None:
    await fail(4)
    assert await seconds_to_wait() == 2


async def test_the_wait_doubles_up_to_five_minutes(clock: Clock) -> None:
    await fail(4)
    for expected in (4, 8, 16, 32, 64, 128, 256, 300, 300):
        clock.now += 1000
        await fail(1)
        assert await seconds_to_wait() == expected


async def test_trying_while_one_must_wait_makes_nobody_wait_longer(clock: Clock) -> None:
    await fail(4)
    waits = [await seconds_to_wait() for _ in range(20)]
    assert set(waits) == {2}


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_of_many_tries_at_once_few_are_let_through(clock: Clock) -> None:
    got = await asyncio.gather(*(count_attempt(KEY) for _ in range(40)), return_exceptions=True)
    assert got.count(None) == throttle.FREE_FAILURES + 1


async def test_a_success_forgets_the_failures(clock: Clock) -> None:
    await fail(4)
    await forget_failures(KEY)
    await fail(3)


async def test_failures_of_a_day_ago_are_gone(clock: Clock) -> None:
    await fail(4)
    clock.now += 25 * 3600
    await count_attempt(b"o" * 16)
    assert await Attempts.count() == 1


async def test_an_unknown_name_waits_like_a_known_one(vault: Vault, anna: Actor, clock: Clock) -> None:
    for name in ("anna", "nobody"):
        for _ in range(4):
            await count_attempt(account_key(vault, name))
        with pytest.raises(TooSoon) as refused:
            await sign_in(vault, username=name, password="whatever-it-may-be", code="000000")
        assert refused.value.facts == {"seconds": 2}


async def test_the_count_holds_no_name(vault: Vault, anna: Actor) -> None:
    with pytest.raises(SignInRefused):
        await sign_in(vault, username="anna", password="whatever-it-may-be", code="000000")
    rows = await Attempts.select(Attempts.key_digest, Attempts.failures)
    assert [len(bytes(row["key_digest"])) for row in rows] == [16]
    assert account_key(vault, "anna") != account_key(Vault(bytes(32)), "anna")


async def test_the_owner_gets_in_from_a_known_browser_whatever_strangers_do(
    vault: Vault, anna: Actor, clock: Clock
) -> None:
    device = await device_for(vault, anna.id)
    for _ in range(4):
        await count_attempt(account_key(vault, "anna"))
    with pytest.raises(TooSoon):
        await right(vault)
    assert await right(vault, device) == anna.id


async def test_a_known_browser_has_a_count_of_its_own(vault: Vault, anna: Actor, clock: Clock) -> None:
    device = await device_for(vault, anna.id)
    for _ in range(4):
        with pytest.raises(SignInRefused):
            await sign_in(vault, username="anna", password="not-the-right-one", code="1", device=device)
    with pytest.raises(TooSoon):
        await right(vault, device)
    assert await right(vault) == anna.id


async def test_a_browser_is_known_for_one_account_and_until_its_password_changes(vault: Vault, anna: Actor) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    mark = await device_for(vault, anna.id)
    rows = {row.id: row for row in await Staff.objects()}
    assert known_device(vault, mark, rows[anna.id])
    assert not known_device(vault, mark, rows[boris.id])
    assert not known_device(vault, "x" + mark[1:], rows[anna.id])
    assert not known_device(vault, "ä", rows[anna.id])
    async with write_tx():
        await Staff.update({Staff.locked_private_key: b"another"}).where(Staff.id == anna.id)
    changed = await Staff.objects().where(Staff.id == anna.id).first()
    assert not known_device(vault, mark, changed)


async def test_of_a_crowd_of_strangers_the_last_is_sent_away_and_one_at_most_goes_before_whoever_is_known() -> None:
    gate, begun, order = threading.Event(), threading.Event(), list[str]()

    def stranger() -> None:
        begun.set()
        assert gate.wait(10)
        order.append("stranger")

    crowd = [asyncio.ensure_future(slowly_for_strangers(stranger)) for _ in range(slowness.MOST_STRANGERS)]
    assert await asyncio.to_thread(begun.wait, 10)
    with pytest.raises(TooManyAtOnce):
        await slowly_for_strangers(stranger)
    known = asyncio.ensure_future(slowly(order.append, "known"))
    while not slowness._next.locked():
        await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(known, *crowd)
    assert order == ["stranger", "known", *["stranger"] * (slowness.MOST_STRANGERS - 1)]
    assert await slowly_for_strangers(lambda: "next") == "next"
