"""A browser in which somebody signed in before: a mark only we can make, good for one account until its password changes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from cases.tables import Staff
from crypto.vault import Vault

_MARK_BYTES = 16
_MAC_BYTES = 32


@dataclass(frozen=True)
class Device:
    mark: bytes


async def device_for(vault: Vault, staff_id: UUID) -> str:
    """What the browser of somebody who has just signed in may keep."""
    staff = await Staff.objects().where(Staff.id == staff_id).first()
    mark = secrets.token_bytes(_MARK_BYTES)
    return base64.urlsafe_b64encode(mark + _mac(vault, mark, staff)).decode() if staff else ""


def known_device(vault: Vault, brought: str, staff: Staff | None) -> Device | None:
    """The device, if we marked it for this very account and its password is the same still."""
    try:
        raw = base64.urlsafe_b64decode(brought.encode()) if staff else b""
    except (binascii.Error, ValueError):
        return None
    if staff is None or len(raw) != _MARK_BYTES + _MAC_BYTES:
        return None
    mark, mac = raw[:_MARK_BYTES], raw[_MARK_BYTES:]
    return Device(mark) if hmac.compare_digest(mac, _mac(vault, mark, staff)) else None


def _mac(vault: Vault, mark: bytes, staff: Staff) -> bytes:
    bound = staff.id.bytes + hashlib.blake2b(bytes(staff.locked_private_key), digest_size=16).digest()
    return hashlib.blake2b(mark + bound, key=vault.subkey("known-device"), digest_size=_MAC_BYTES).digest()
