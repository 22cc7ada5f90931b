"""Signing in: name, password and a code that is good once, or a passkey in the place of the code.

Knows no cookie; what it returns is for the session to seal.
"""

from __future__ import annotations

import secrets
import time
from uuid import UUID

import pyotp

from cases.errors import CaseError
from cases.people.challenges import PasskeyWrong, new_challenge
from cases.people.devices import Device, known_device
from cases.people.passkey_entry import ShownPasskey, accept_passkey
from cases.people.throttle import account_key, count_attempt, device_key, forget_failures
from cases.slowness import refuse_crowd, slowly, slowly_for_strangers
from cases.staff import TOTP_COLUMN
from cases.tables import Staff
from crypto.errors import WrongPassword
from crypto.keys import costs_otherwise, key_pair_of, lock, unlock
from crypto.vault import Vault
from surveys.outbox import write_tx

TOTP_STEP_SECONDS = 30
MOST_NAME = 60


class SignInRefused(CaseError):
    """Name, password or code is wrong; which one is not said."""

    sentence = "Name, password and code do not fit together. Check all three; the code changes every 30 seconds."
    status = 403


class PasskeyRefused(SignInRefused):
    """The same with a passkey in the place of the code."""

    sentence = "Name, password and passkey do not fit together. Try once more, or use a code from your authenticator."


def sign_in_challenge(vault: Vault, username: str) -> str:
    """For whoever wants to show a passkey. Nothing is looked up, so every name gets one of the same shape."""
    return new_challenge(vault, "passkey-sign-in", _named(username))


async def sign_in(
    vault: Vault,
    *,
    username: str,
    password: str,
    code: str = "",
    passkey: ShownPasskey | None = None,
    device: str = "",
) -> tuple[UUID, bytes]:
    """The person's id and private key. device: the mark their browser brought from an earlier sign-in, or "".

    A passkey stands in for the code and opens nothing: the password does.
    Raises SignInRefused; an unknown name costs as much time as a wrong password. Raises TooSoon, TooManyAtOnce.
    """
    named = _named(username)
    staff = await Staff.objects().where(Staff.username == named, Staff.active.eq(True)).first()
    known = known_device(vault, device, staff)
    if known is None:
        refuse_crowd()
    counted = device_key(vault, known.mark) if known else account_key(vault, named)
    await count_attempt(counted)
    private = await _unlocked(staff, password, known)
    if staff is None or private is None:
        raise PasskeyRefused if passkey else SignInRefused
    if passkey:
        await _show(vault, staff, passkey)
    else:
        secret = vault.open(TOTP_COLUMN, staff.sealed_totp_secret)
        await _spend(staff, accepted_step(secret, code, int(staff.last_totp_step)))
    await forget_failures(counted)
    await _lock_anew(staff, private, password)
    return staff.id, private


def _named(username: str) -> str:
    return username.strip().lower()[:MOST_NAME]


async def _show(vault: Vault, staff: Staff, passkey: ShownPasskey) -> None:
    try:
        await accept_passkey(vault, staff, passkey)
    except PasskeyWrong as error:
        raise PasskeyRefused from error


async def _spend(staff: Staff, step: int) -> None:
    async with write_tx():
        moved = (
            await Staff.update({Staff.last_totp_step: step})
            .where(Staff.id == staff.id, Staff.last_totp_step < step)
            .returning(Staff.id)
        )
    if not moved:
        raise SignInRefused


async def _unlocked(staff: Staff | None, password: str, known: Device | None) -> bytes | None:
    locked = bytes(staff.locked_private_key) if staff else await _nobodys_lock()
    run = slowly if known else slowly_for_strangers
    try:
        private = await run(unlock, locked, password[:1000])
    except WrongPassword:
        return None
    return key_pair_of(private).private if staff else None


async def _lock_anew(staff: Staff, private: bytes, password: str) -> None:
    """A lock made at another cost becomes one of today's. Other browsers that knew its owner have to be shown them once more."""
    former = bytes(staff.locked_private_key)
    if not costs_otherwise(former):
        return
    locked = await slowly(lock, private, password[:1000])
    async with write_tx():
        await Staff.update({Staff.locked_private_key: locked}).where(
            Staff.id == staff.id, Staff.locked_private_key == former
        )


_decoy: list[bytes] = []


async def _nobodys_lock() -> bytes:
    if not _decoy:
        _decoy.append(await slowly(lock, bytes(32), secrets.token_hex()))
    return _decoy[0]


def accepted_step(secret: str, code: str, last_step: int) -> int:
    """The time step this code is good for, one step either side of now. Raises SignInRefused for a wrong or used one."""
    totp = pyotp.TOTP(secret)
    now = int(time.time()) // TOTP_STEP_SECONDS
    digits = "".join(code.split())
    for step in (now, now - 1, now + 1):
        if step > last_step and secrets.compare_digest(totp.generate_otp(step), digits):
            return step
    raise SignInRefused
