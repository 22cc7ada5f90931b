"""What somebody does with their own keys: it asks for the password, and what was sealed before opens still."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pyotp
import pytest

from cases.actors import Actor
from cases.casefile import case_file
from cases.casework import add_note
from cases.contents import Content
from cases.mailbox import add_from_reporter, messages_for
from cases.people import throttle
from cases.people.account import (
    CodeWrong,
    PasswordWrong,
    SamePassword,
    change_password,
    offer_second_factor,
    renew_key,
    take_second_factor,
)
from cases.people.formerly import signing_keys_of
from cases.people.record import latest_acts
from cases.people.throttle import TooSoon
from cases.receiving import open_report
from cases.signing_in import SignInRefused, sign_in
from cases.staff import PasswordTooShort, recipients
from cases.tables import LogEntry, Staff
from crypto.keys import open_sealed
from crypto.signing import sign, signing_pair_of, verify_any
from crypto.vault import Vault
from tests.cases.reports import DAY, TEXT, filed
from tests.factories import PASSWORD, TOTP_SECRET, make_company, make_staff

pytestmark = pytest.mark.usefixtures("database")
NEW = "quite-another-password"


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna", with_password=True)


async def acts() -> list[str]:
    return [act.kind for act in await latest_acts()]


async def test_the_new_password_signs_in_and_the_old_one_does_not(vault: Vault, anna: Actor) -> None:
    await change_password(vault, anna, PASSWORD, NEW)
    code = pyotp.TOTP(TOTP_SECRET).now()
    with pytest.raises(SignInRefused):
        await sign_in(vault, username="anna", password=PASSWORD, code=code)
    assert await sign_in(vault, username="anna", password=NEW, code=code) == (anna.id, anna.pair.private)


async def test_a_password_is_changed_by_whoever_knows_it(
    vault: Vault, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "time", SimpleNamespace(time=lambda: 1_700_000_000))
    for _ in range(4):
        with pytest.raises(PasswordWrong):
            await change_password(vault, anna, "somebody-at-the-desk", NEW)
    with pytest.raises(TooSoon):
        await change_password(vault, anna, PASSWORD, NEW)
    assert await acts() == []


async def test_a_short_or_the_same_password_is_refused(vault: Vault, anna: Actor) -> None:
    with pytest.raises(PasswordTooShort):
        await change_password(vault, anna, PASSWORD, "short")
    with pytest.raises(SamePassword):
        await change_password(vault, anna, PASSWORD, PASSWORD)


async def test_an_act_is_on_record_and_in_the_log(vault: Vault, anna: Actor) -> None:
    await change_password(vault, anna, PASSWORD, NEW)
    assert [(act.kind, act.who, act.about) for act in await latest_acts()] == [("password_changed", "Anna", "Anna")]
    assert await LogEntry.count().where(LogEntry.kind == "staffact") == 1


async def test_a_second_factor_counts_once_its_code_has_come(vault: Vault, anna: Actor) -> None:
    secret, offer = await offer_second_factor(vault, anna, PASSWORD)
    assert await acts() == []
    with pytest.raises(CodeWrong):
        await take_second_factor(vault, anna, offer, "000000")
    await take_second_factor(vault, anna, offer, pyotp.TOTP(secret).now())
    row = await Staff.objects().where(Staff.id == anna.id).first()
    assert row is not None
    assert vault.open("totp", row.sealed_totp_secret) == secret


async def test_an_offer_is_one_persons(vault: Vault, anna: Actor) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    secret, offer = await offer_second_factor(vault, anna, PASSWORD)
    for brought in (offer, "00", "x"):
        with pytest.raises(CodeWrong):
            await take_second_factor(vault, boris, brought, pyotp.TOTP(secret).now())


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_with_a_new_key_everything_opens_as_before(vault: Vault, anna: Actor) -> None:
    receipt, report = await filed(anna)
    await open_report(anna, report.id, vault)
    await add_note(anna, report.case, "before")
    once = dataclasses.replace(anna, pair=await renew_key(vault, anna, PASSWORD))
    await add_from_reporter(receipt, Content("dazwischen"), b"a", DAY)
    twice = dataclasses.replace(anna, pair=await renew_key(vault, once, PASSWORD))
    await add_from_reporter(receipt, Content("danach"), b"b", DAY)
    assert (await open_report(twice, report.id, vault)).text == TEXT
    assert [message.text for message in await messages_for(twice, report.id)] == ["dazwischen", "danach"]
    notes = [moment.note for moment in (await case_file(twice, report.case, DAY)).timeline if moment.note]
    assert notes == ["before"]


async def test_what_comes_is_sealed_to_the_new_key(vault: Vault, anna: Actor) -> None:
    pair = await renew_key(vault, anna, PASSWORD)
    assert [person.public_key for person in await recipients()] == [pair.public]


async def test_the_new_key_signs_in_with_the_same_password(vault: Vault, anna: Actor) -> None:
    pair = await renew_key(vault, anna, PASSWORD)
    code = pyotp.TOTP(TOTP_SECRET).now()
    assert await sign_in(vault, username="anna", password=PASSWORD, code=code) == (anna.id, pair.private)


async def test_the_recovery_key_opens_the_new_one(vault: Vault) -> None:
    recovery = await make_company()
    anna = await make_staff(vault, "investigator", username="anna", with_password=True)
    pair = await renew_key(vault, anna, PASSWORD)
    row = await Staff.objects().where(Staff.id == anna.id).first()
    assert row is not None
    assert open_sealed(recovery, bytes(row.recovery_private_key)) == pair.private


async def test_a_signature_of_before_can_be_checked_still(vault: Vault, anna: Actor) -> None:
    signed = sign(signing_pair_of(anna.pair.private), "approval", b"yes")
    await renew_key(vault, anna, PASSWORD)
    keys = (await signing_keys_of([anna.id]))[anna.id]
    assert len(keys) == 2
    verify_any(keys, "approval", b"yes", signed)


async def test_a_key_is_renewed_by_whoever_knows_the_password(vault: Vault, anna: Actor) -> None:
    with pytest.raises(PasswordWrong):
        await renew_key(vault, anna, "somebody-at-the-desk")
