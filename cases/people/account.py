"""What somebody does with their own keys: another password, another second factor, another key pair.

Each asks for the password once more, since a session left open should not be enough. Knows no cookie and no page.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from uuid import uuid4

import pyotp
from piccolo.query.functions import Max

from cases.actors import Actor
from cases.errors import CaseError
from cases.people.formerly import former_pairs, opened_with
from cases.people.record import note_act
from cases.people.tables import FormerKey
from cases.people.throttle import count_attempt, device_key, forget_failures
from cases.records.dates import day_of
from cases.signing_in import SignInRefused, accepted_step
from cases.slowness import slowly
from cases.staff import MIN_PASSWORD, TOTP_COLUMN, PasswordTooShort, recovery_public_key
from cases.tables import Grant, Staff
from crypto.errors import CryptoError, WrongPassword
from crypto.keys import KeyPair, lock, new_key_pair, seal_to, unlock
from crypto.signing import signing_pair_of
from crypto.vault import Vault
from surveys.outbox import write_tx

OFFER_SECONDS = 15 * 60
_OFFER_COLUMN = "totp-offer"


class PasswordWrong(CaseError):
    sentence = "The password you have now is another one. Nothing was changed."
    status = 422


class SamePassword(CaseError):
    sentence = "This is the password you have now. Please choose another."
    status = 422


class CodeWrong(CaseError):
    sentence = (
        "The code does not fit yet. Photograph the square again and type the newest code; your old codes still work."
    )
    status = 422


async def change_password(vault: Vault, actor: Actor, old: str, new: str) -> None:
    """Lock the private key under another password. Raises PasswordWrong, PasswordTooShort, SamePassword, TooSoon."""
    if len(new) < MIN_PASSWORD:
        raise PasswordTooShort(least=MIN_PASSWORD)
    await refuse_wrong_password(vault, actor, old)
    if new == old:
        raise SamePassword
    locked = await slowly(lock, actor.pair.private, new)
    async with write_tx():
        await Staff.update({Staff.locked_private_key: locked, Staff.must_change: False}).where(Staff.id == actor.id)
        await note_act("password_changed", actor.id, actor=actor.id)


async def offer_second_factor(vault: Vault, actor: Actor, password: str) -> tuple[str, str]:
    """A new secret and a sealed note of it, good for a quarter of an hour; changes nothing yet. Raises PasswordWrong, TooSoon."""
    await refuse_wrong_password(vault, actor, password)
    secret = pyotp.random_base32()
    note = {"for": str(actor.id), "secret": secret, "until": int(time.time()) + OFFER_SECONDS}
    return secret, vault.seal(_OFFER_COLUMN, json.dumps(note)).hex()


async def take_second_factor(vault: Vault, actor: Actor, offer: str, code: str) -> None:
    """Put the offered secret in the old one's place, once a code shows that it arrived. Raises CodeWrong."""
    secret = offered_secret(vault, actor, offer)
    try:
        step = accepted_step(secret, code, 0)
    except SignInRefused as error:
        raise CodeWrong from error
    async with write_tx():
        await Staff.update(
            {Staff.sealed_totp_secret: vault.seal(TOTP_COLUMN, secret), Staff.last_totp_step: step}
        ).where(Staff.id == actor.id)
        await note_act("second_factor_renewed", actor.id, actor=actor.id)


def offered_secret(vault: Vault, actor: Actor, offer: str) -> str:
    """Raises CodeWrong for a note that is altered, too old or another person's."""
    try:
        note = json.loads(vault.open(_OFFER_COLUMN, bytes.fromhex(offer)))
    except (CryptoError, ValueError) as error:
        raise CodeWrong from error
    if note["for"] != str(actor.id) or note["until"] < time.time():
        raise CodeWrong
    return str(note["secret"])


async def renew_key(vault: Vault, actor: Actor, password: str) -> KeyPair:
    """A new key pair: what comes is sealed to it; what came opens still. Raises PasswordWrong, TooSoon.

    The old private half is kept sealed to the new one. Every grant is sealed anew in the same transaction.
    """
    await refuse_wrong_password(vault, actor, password)
    pair = new_key_pair()
    locked = await slowly(lock, pair.private, password)
    recovery = seal_to(await recovery_public_key(), pair.private)
    async with write_tx():
        await _reseal_grants(actor, pair)
        await _keep_former(actor, pair)
        await Staff.update(
            {
                Staff.public_key: pair.public,
                Staff.signing_public_key: signing_pair_of(pair.private).public,
                Staff.locked_private_key: locked,
                Staff.recovery_private_key: recovery,
            }
        ).where(Staff.id == actor.id)
        await note_act("key_renewed", actor.id, actor=actor.id)
    return pair


async def refuse_wrong_password(vault: Vault, actor: Actor, password: str) -> None:
    """Counted like a sign-in, apart from those. Raises PasswordWrong, TooSoon."""
    counted = device_key(vault, b"own-password:" + actor.id.bytes)
    await count_attempt(counted)
    row = await Staff.select(Staff.locked_private_key).where(Staff.id == actor.id).first()
    try:
        await slowly(unlock, bytes(row["locked_private_key"]) if row else b"", password[:1000])
    except WrongPassword as error:
        raise PasswordWrong from error
    await forget_failures(counted)


async def _keep_former(actor: Actor, pair: KeyPair) -> None:
    found = await FormerKey.select(Max(FormerKey.number)).where(FormerKey.staff == actor.id).first()
    last = found["max"] if found and found["max"] is not None else 0
    row = FormerKey(
        id=uuid4(),
        staff=actor.id,
        number=last + 1,
        public_key=actor.pair.public,
        signing_public_key=signing_pair_of(actor.pair.private).public,
        sealed_private_key=seal_to(pair.public, actor.pair.private),
        replaced_on=day_of(datetime.now(UTC)),
    )
    await FormerKey.insert(row)


async def _reseal_grants(actor: Actor, pair: KeyPair) -> None:
    pairs = (actor.pair, *await former_pairs(actor))
    for row in await Grant.objects().where(Grant.staff == actor.id):
        case_key = opened_with(pairs, bytes(row.sealed_case_key))
        await Grant.update({Grant.sealed_case_key: seal_to(pair.public, case_key)}).where(Grant.id == row.id)
