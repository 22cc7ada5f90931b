"""What a sign-in does with the lock of somebody's private key."""

from __future__ import annotations

import pyotp
import pytest

from cases.actors import Actor
from cases.signing_in import SignInRefused, sign_in
from cases.tables import Staff
from crypto import keys
from crypto.keys import costs_otherwise, unlock
from crypto.vault import Vault
from tests.factories import PASSWORD, TOTP_SECRET, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna", with_password=True)


async def kept_lock(anna: Actor) -> bytes:
    row = await Staff.select(Staff.locked_private_key).where(Staff.id == anna.id).first()
    assert row is not None
    return bytes(row["locked_private_key"])


async def enter(vault: Vault, code: str) -> bytes:
    return (await sign_in(vault, username="anna", password=PASSWORD, code=code))[1]


async def test_a_lock_of_todays_cost_stays(vault: Vault, anna: Actor) -> None:
    before = await kept_lock(anna)
    assert await enter(vault, pyotp.TOTP(TOTP_SECRET).now()) == anna.pair.private
    assert await kept_lock(anna) == before


async def test_a_lock_of_another_cost_opens_and_is_made_anew(
    vault: Vault, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await kept_lock(anna)
    monkeypatch.setattr(keys, "_LOCK_PASSES", keys._LOCK_PASSES + 1)
    assert await enter(vault, pyotp.TOTP(TOTP_SECRET).now()) == anna.pair.private
    after = await kept_lock(anna)
    assert (costs_otherwise(before), costs_otherwise(after)) == (True, False)
    assert unlock(after, PASSWORD) == anna.pair.private


async def test_whoever_has_no_code_changes_no_lock(vault: Vault, anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await kept_lock(anna)
    monkeypatch.setattr(keys, "_LOCK_PASSES", keys._LOCK_PASSES + 1)
    with pytest.raises(SignInRefused):
        await enter(vault, "000000")
    assert await kept_lock(anna) == before
