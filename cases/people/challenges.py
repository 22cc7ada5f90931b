"""Challenges for authenticators: sealed by the vault, for one account and one purpose, good for minutes and once.

No row is kept of one that was given out. A person's newest spent one is remembered, and an older one is refused.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import time
from typing import Literal
from uuid import UUID

from cases.errors import CaseError
from cases.tables import Staff
from crypto.errors import CryptoError
from crypto.vault import Vault

GOOD_SECONDS = 5 * 60
Purpose = Literal["passkey-sign-in", "passkey-registration"]
_ACCOUNT_BYTES = 16
_NOTE = struct.Struct(f">Q{_ACCOUNT_BYTES}s")  # microseconds, digest of the account
_MICROSECONDS = 1_000_000


class PasskeyWrong(CaseError):
    """Made elsewhere, too late, twice, for another account, or no passkey at all; which of them is not said."""

    sentence = "The passkey came too late, or was not made for this page. Nothing was changed; please start once more."
    status = 422


def new_challenge(vault: Vault, purpose: Purpose, account: str) -> str:
    """In base64url. account: whatever names it, there or not; nothing is looked up."""
    note = _NOTE.pack(int(time.time() * _MICROSECONDS), _digest(account))
    return unpadded(vault.seal_bytes(purpose, note))


def issued_at(vault: Vault, purpose: Purpose, account: str, challenge: bytes) -> int:
    """When we gave it out, in microseconds. Raises PasskeyWrong if we did not, not for this, or too long ago."""
    try:
        issued, digest = _NOTE.unpack(vault.open_bytes(purpose, challenge))
    except (CryptoError, struct.error) as error:
        raise PasskeyWrong from error
    if digest != _digest(account) or time.time() * _MICROSECONDS > issued + GOOD_SECONDS * _MICROSECONDS:
        raise PasskeyWrong
    return int(issued)


async def spend(staff_id: UUID, issued: int) -> None:
    """Needs write_tx(). Raises PasskeyWrong if this challenge, or a later one, was used before."""
    moved = (
        await Staff.update({Staff.last_challenge: issued})
        .where(Staff.id == staff_id, Staff.last_challenge < issued)
        .returning(Staff.id)
    )
    if not moved:
        raise PasskeyWrong


def unpadded(raw: bytes) -> str:
    """Base64url as browsers and authenticators write it."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _digest(account: str) -> bytes:
    return hashlib.blake2b(account.encode(), digest_size=_ACCOUNT_BYTES).digest()
