"""Passkeys: made and removed with the password, good at sign-in in the place of a code, and never for anything else."""

from __future__ import annotations

import base64
import dataclasses
import time
from types import SimpleNamespace

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cases.actors import Actor
from cases.people import challenges
from cases.people.account import PasswordWrong
from cases.people.challenges import PasskeyWrong
from cases.people.passkey_entry import ShownPasskey
from cases.people.passkeys import (
    MOST_PASSKEYS,
    PasskeyNameless,
    PasskeysUnavailable,
    PasskeyUnknown,
    TooManyPasskeys,
    add_passkey,
    offer_passkey,
    passkeys_of,
    remove_passkey,
)
from cases.people.record import latest_acts
from cases.people.recovery import help_back_in
from cases.signing_in import SignInRefused, sign_in, sign_in_challenge
from cases.tables import Staff
from crypto.keys import seal_to
from crypto.shares import split_recovery_key
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.people.authenticator import PARTY, Authenticator, Key
from tests.factories import PASSWORD, TOTP_SECRET, make_company, make_staff

pytestmark = pytest.mark.usefixtures("database")
ELSEWHERE = "https://speak.example.net"


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna", with_password=True)


async def added(vault: Vault, actor: Actor, name: str = "Telefon", **told: object) -> Authenticator:
    authenticator = Authenticator(**told)  # type: ignore[arg-type]  # any field of it
    challenge = challenges.new_challenge(
        vault, "passkey-registration", str(actor.id)
    )  # as an offer, without its password
    await add_passkey(vault, actor, PARTY, name, authenticator.make(challenge))
    return authenticator


async def enter(vault: Vault, shown: str, *, username: str = "anna", password: str = PASSWORD) -> bytes:
    passkey = ShownPasskey(shown, PARTY)
    return (await sign_in(vault, username=username, password=password, passkey=passkey))[1]


async def acts() -> list[str]:
    return [act.kind for act in await latest_acts()]


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_password_and_passkey_open_the_desk_time_and_again(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    for _ in range(2):
        shown = authenticator.show(sign_in_challenge(vault, " Anna "))
        assert await enter(vault, shown) == anna.pair.private


@pytest.mark.parametrize(
    "key", [Ed25519PrivateKey.generate(), rsa.generate_private_key(65537, 2048)], ids=["EdDSA", "RS256"]
)
async def test_every_kind_of_key_we_ask_for_signs_in(vault: Vault, anna: Actor, key: Key) -> None:
    authenticator = await added(vault, anna, key=key)
    assert await enter(vault, authenticator.show(sign_in_challenge(vault, "anna"))) == anna.pair.private


async def test_an_authenticator_that_does_not_count_signs_in_too(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna, counts=False)
    await enter(vault, authenticator.show(sign_in_challenge(vault, "anna")))
    assert await enter(vault, authenticator.show(sign_in_challenge(vault, "anna"))) == anna.pair.private


async def test_a_code_works_beside_it(vault: Vault, anna: Actor) -> None:
    await added(vault, anna)
    code = pyotp.TOTP(TOTP_SECRET).now()
    assert await sign_in(vault, username="anna", password=PASSWORD, code=code) == (anna.id, anna.pair.private)


async def test_a_passkey_alone_opens_nothing(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    with pytest.raises(SignInRefused):
        await enter(vault, authenticator.show(sign_in_challenge(vault, "anna")), password="not-this-one-at-all")


async def test_a_shown_passkey_is_good_once(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna, counts=False)
    shown = authenticator.show(sign_in_challenge(vault, "anna"))
    await enter(vault, shown)
    with pytest.raises(SignInRefused):
        await enter(vault, shown)


async def test_a_challenge_that_was_used_serves_no_other_passkey(vault: Vault, anna: Actor) -> None:
    first, second = await added(vault, anna), await added(vault, anna, "Stick")
    challenge = sign_in_challenge(vault, "anna")
    await enter(vault, first.show(challenge))
    with pytest.raises(SignInRefused):
        await enter(vault, second.show(challenge))


async def test_a_challenge_is_good_for_minutes(vault: Vault, anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    authenticator = await added(vault, anna)
    shown = authenticator.show(sign_in_challenge(vault, "anna"))
    later = time.time() + challenges.GOOD_SECONDS + 1
    monkeypatch.setattr(challenges, "time", SimpleNamespace(time=lambda: later))
    with pytest.raises(SignInRefused):
        await enter(vault, shown)


async def test_a_challenge_is_one_accounts(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    await make_staff(vault, "auditor", username="boris", with_password=True)
    with pytest.raises(SignInRefused):
        await enter(vault, authenticator.show(sign_in_challenge(vault, "boris")))


async def test_a_passkey_is_one_accounts(vault: Vault, anna: Actor) -> None:
    boris = await make_staff(vault, "auditor", username="boris", with_password=True)
    theirs = await added(vault, boris)
    with pytest.raises(SignInRefused):
        await enter(vault, theirs.show(sign_in_challenge(vault, "anna")))


async def test_a_challenge_of_our_own_making_serves_one_purpose(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    offer = await offer_passkey(vault, anna, PARTY, PASSWORD)
    with pytest.raises(SignInRefused):
        await enter(vault, authenticator.show(offer.challenge))
    with pytest.raises(PasskeyWrong):
        await add_passkey(vault, anna, PARTY, "Stick", Authenticator().make(sign_in_challenge(vault, str(anna.id))))


@pytest.mark.parametrize(
    "lie", [{"origin": ELSEWHERE}, {"party": "speak.example.net"}], ids=lambda lie: next(iter(lie))
)
async def test_a_passkey_shown_at_another_site_is_refused(vault: Vault, anna: Actor, lie: dict[str, str]) -> None:
    authenticator = dataclasses.replace(await added(vault, anna), **lie)  # type: ignore[arg-type]  # fields of it
    with pytest.raises(SignInRefused):
        await enter(vault, authenticator.show(sign_in_challenge(vault, "anna")))


@pytest.mark.parametrize(
    "lie", [{"origin": ELSEWHERE}, {"party": "speak.example.net"}], ids=lambda lie: next(iter(lie))
)
async def test_a_passkey_made_at_another_site_is_refused(vault: Vault, anna: Actor, lie: dict[str, str]) -> None:
    with pytest.raises(PasskeyWrong):
        await added(vault, anna, **lie)
    assert await acts() == []


async def test_another_key_under_the_same_id_is_refused(vault: Vault, anna: Actor) -> None:
    forged = Authenticator(credential_id=(await added(vault, anna)).credential_id)
    with pytest.raises(SignInRefused):
        await enter(vault, forged.show(sign_in_challenge(vault, "anna")))


async def test_a_copy_whose_count_lags_behind_is_refused(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    copy = dataclasses.replace(authenticator)
    await enter(vault, authenticator.show(sign_in_challenge(vault, "anna")))
    with pytest.raises(SignInRefused):
        await enter(vault, copy.show(sign_in_challenge(vault, "anna")))


async def test_a_removed_passkey_signs_in_no_more(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    (own,) = await passkeys_of(anna.id)
    await remove_passkey(vault, anna, own.id, PASSWORD)
    with pytest.raises(SignInRefused):
        await enter(vault, authenticator.show(sign_in_challenge(vault, "anna")))
    assert await acts() == ["passkey_removed", "passkey_added"]


async def test_nobody_removes_another_persons(vault: Vault, anna: Actor) -> None:
    boris = await make_staff(vault, "auditor", username="boris", with_password=True)
    await added(vault, boris)
    (theirs,) = await passkeys_of(boris.id)
    with pytest.raises(PasskeyUnknown):
        await remove_passkey(vault, anna, theirs.id, PASSWORD)
    assert await passkeys_of(boris.id) == (theirs,)


async def test_adding_and_removing_ask_for_the_password(vault: Vault, anna: Actor) -> None:
    await added(vault, anna)
    (own,) = await passkeys_of(anna.id)
    with pytest.raises(PasswordWrong):
        await offer_passkey(vault, anna, PARTY, "somebody-at-the-desk")
    with pytest.raises(PasswordWrong):
        await remove_passkey(vault, anna, own.id, "somebody-at-the-desk")
    assert await passkeys_of(anna.id) == (own,)


async def test_an_offer_is_one_persons_and_good_once(vault: Vault, anna: Actor) -> None:
    boris = await make_staff(vault, "auditor", username="boris", with_password=True)
    offer = await offer_passkey(vault, anna, PARTY, PASSWORD)
    with pytest.raises(PasskeyWrong):
        await add_passkey(vault, boris, PARTY, "Telefon", Authenticator().make(offer.challenge))
    await add_passkey(vault, anna, PARTY, "Telefon", Authenticator().make(offer.challenge))
    with pytest.raises(PasskeyWrong):
        await add_passkey(vault, anna, PARTY, "Stick", Authenticator().make(offer.challenge))


async def test_one_passkey_is_kept_once(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    with pytest.raises(PasskeyWrong):
        await added(vault, anna, credential_id=authenticator.credential_id)


async def test_an_offer_names_those_there_are(vault: Vault, anna: Actor) -> None:
    authenticator = await added(vault, anna)
    offer = await offer_passkey(vault, anna, PARTY, PASSWORD)
    assert [base64.urlsafe_b64decode(known + "=") for known in offer.known] == [authenticator.credential_id]


async def test_a_passkey_has_a_name(vault: Vault, anna: Actor) -> None:
    with pytest.raises(PasskeyNameless):
        await added(vault, anna, "  ")
    await added(vault, anna, "  My \n telephone " + "x" * 99)
    assert [len(own.name) for own in await passkeys_of(anna.id)] == [60]


async def test_so_many_are_kept_and_no_more(vault: Vault, anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_PASSKEYS == 10
    monkeypatch.setattr("cases.people.passkeys.MOST_PASSKEYS", 1)
    await added(vault, anna)
    with pytest.raises(TooManyPasskeys):
        await added(vault, anna)


async def test_whoever_is_helped_back_in_starts_without_passkeys(vault: Vault) -> None:
    recovery = await make_company()
    anna = await make_staff(vault, "investigator", username="anna", with_password=True)
    async with write_tx():
        sealed = seal_to(recovery.public, anna.pair.private)
        await Staff.update({Staff.recovery_private_key: sealed}).where(Staff.id == anna.id)
    await added(vault, anna)
    await help_back_in(vault, None, anna.id, split_recovery_key(recovery.private)[:2])
    assert await passkeys_of(anna.id) == ()


@pytest.mark.parametrize(
    "brought",
    ["", "{}", "[]", "null", "[" * 9000, '{"rawId": "AA", "response": {"clientDataJSON": "e30"}}', '{"rawId": 1}'],
    ids=lambda text: text[:8] or "nothing",
)
async def test_what_is_no_answer_is_refused_as_one(vault: Vault, anna: Actor, brought: str) -> None:
    with pytest.raises(SignInRefused):
        await enter(vault, brought)
    with pytest.raises(PasskeyWrong):
        await add_passkey(vault, anna, PARTY, "Telefon", brought)


async def test_every_name_gets_a_challenge_of_one_shape(vault: Vault, anna: Actor) -> None:
    await added(vault, anna)
    got = [sign_in_challenge(vault, name) for name in ("anna", "nobody", "", "x" * 500)]
    assert len({len(challenge) for challenge in got}) == 1


async def test_where_the_portal_has_no_name_there_are_none(vault: Vault, anna: Actor) -> None:
    with pytest.raises(PasskeysUnavailable):
        await offer_passkey(vault, anna, None, PASSWORD)
