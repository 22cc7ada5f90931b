"""People of a made-up company, valid by default. Knows no page; whoever needs a signed-in browser asks the fixture."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from typing import Any  # a builder takes any field of what it builds
from uuid import uuid4

import pyotp

from cases.actors import Actor
from cases.channels.first import seed_channels
from cases.opening import NewCase, OpenedCase, open_case
from cases.staff import Recipient
from cases.tables import Organisation, Staff
from crypto.keys import KeyPair, key_pair_of, lock, new_key_pair, seal_to
from crypto.signing import signing_pair_of
from crypto.vault import Vault
from surveys.outbox import write_tx

PASSWORD = "four-unrelated-words-here"
TOTP_SECRET = pyotp.random_base32()


async def make_company(name: str = "恒木家居") -> KeyPair:
    """The company, so that a case can be opened; its recovery key pair. Nobody works there yet."""
    recovery = new_key_pair()
    async with write_tx():
        await Organisation.insert(
            Organisation(name=name, recovery_public_key=recovery.public, created_on=date(2026, 1, 5))
        )
        await seed_channels()
    return recovery


async def make_staff(
    vault: Vault, *roles: str, username: str = "", with_password: bool = False, language: str = "en"
) -> Actor:
    """Somebody with these roles (investigator by default). Locking under a password takes 0.6 s, once a name and run."""
    if not await Organisation.exists():
        await make_company()
    worn = roles or ("investigator",)
    named = username or worn[0]
    pair = key_pair_of(hashlib.blake2b(named.encode(), digest_size=32).digest())
    row = Staff(
        id=uuid4(),
        username=named,
        name=named.capitalize(),
        roles=" ".join(worn),
        language=language,
        public_key=pair.public,
        signing_public_key=signing_pair_of(pair.private).public,
        locked_private_key=_locked(pair.private) if with_password else b"",
        recovery_private_key=seal_to(pair.public, pair.private),
        sealed_totp_secret=vault.seal("totp", TOTP_SECRET),
    )
    async with write_tx():
        await Staff.insert(row)
    return Actor(row.id, named, row.name, frozenset(worn), pair)


async def make_case(*readers: Actor, **changed: Any) -> OpenedCase:
    """A case that a finding opened, in triage, which only `readers` can open."""
    people = [Recipient(one.id, one.name, one.roles, one.pair.public) for one in readers]
    values: dict[str, Any] = {"source": "finding", "state": "triage", "channel": "crosscheck", "recipients": people}
    opened_on = changed.pop("opened_on", datetime.now(UTC).date())
    async with write_tx():
        return await open_case(NewCase(**values | changed), opened_on)


@cache
def _locked(private: bytes) -> bytes:
    return lock(private, PASSWORD)
