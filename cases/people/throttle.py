"""How fast somebody may try to sign in: a delay that grows with every failure, kept per account and per known device.

Whoever signed in from a browser before has a count of their own there, so strangers' failures cannot lock them out.
Knows no address; a name that does not exist is counted like any other.
"""

from __future__ import annotations

import hashlib
import time
from uuid import uuid4

from cases.errors import CaseError
from cases.people.tables import Attempts
from crypto.vault import Vault
from surveys.outbox import write_tx

FREE_FAILURES = 3
MOST_WAIT_SECONDS = 300
_FORGOTTEN_SECONDS = 24 * 3600


class TooSoon(CaseError):
    """facts: seconds."""

    sentence = (
        "Too many sign-ins failed for this name. Please wait {seconds} seconds, then try again. "
        "From a browser in which you signed in before, you need not wait."
    )
    status = 429


def account_key(vault: Vault, username: str) -> bytes:
    return _digest(vault, b"account:" + username.encode())


def device_key(vault: Vault, device: bytes) -> bytes:
    return _digest(vault, b"device:" + device)


async def count_attempt(key: bytes) -> None:
    """Count a sign-in as failed before it is tried, so that a thousand at once are a thousand. Raises TooSoon.

    One that comes while it must wait is not counted: hammering does not make its owner wait longer.
    """
    now = int(time.time())
    async with write_tx():
        await Attempts.delete().where(Attempts.wait_until < now - _FORGOTTEN_SECONDS)
        row = Attempts(id=uuid4(), key_digest=key, failures=0, wait_until=now)
        await Attempts.insert(row).on_conflict(Attempts.key_digest, "DO NOTHING")
        free = (
            await Attempts.update({Attempts.failures: Attempts.failures + 1})
            .where(Attempts.key_digest == key, Attempts.wait_until <= now)
            .returning(Attempts.failures)
        )
        if free:
            wait = _delay(free[0]["failures"])
            await Attempts.update({Attempts.wait_until: now + wait}).where(Attempts.key_digest == key)
            return
        standing = await Attempts.select(Attempts.wait_until).where(Attempts.key_digest == key).first()
    raise TooSoon(seconds=max(1, standing["wait_until"] - now) if standing else 1)


async def forget_failures(key: bytes) -> None:
    async with write_tx():
        await Attempts.delete().where(Attempts.key_digest == key)


def _delay(failures: int) -> int:
    """Seconds to wait after so many: none for the first three, then 2, 4, 8 … up to five minutes."""
    return 0 if failures <= FREE_FAILURES else int(min(2 ** min(failures - FREE_FAILURES, 16), MOST_WAIT_SECONDS))


def _digest(vault: Vault, what: bytes) -> bytes:
    return hashlib.blake2b(what, key=vault.subkey("sign-in-attempts"), digest_size=16).digest()
