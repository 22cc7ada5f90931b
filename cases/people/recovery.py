"""Helps somebody back in who lost password or second factor: with the recovery shares of two people, and nothing less.

The recovery key lives in memory for the length of one call. No administrator's key opens anything here.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pyotp

from cases.people.record import note_act
from cases.people.roster import PersonUnknown
from cases.people.tables import Passkey
from cases.slowness import slowly
from cases.staff import TOTP_COLUMN, NewStaff, made_up_password, recovery_public_key
from cases.tables import Staff
from crypto.errors import ShareError
from crypto.keys import KeyPair, key_pair_of, lock, open_sealed
from crypto.shares import combine
from crypto.vault import Vault
from surveys.outbox import write_tx


async def recovery_pair(shares: Sequence[str]) -> KeyPair:
    """The company's recovery key. Raises ShareError, or one of its children, where the shares are not ours or too few."""
    pair = key_pair_of(combine([share for share in shares if share.strip()]))
    if pair.public != await recovery_public_key():
        raise ShareError
    return pair


async def help_back_in(vault: Vault, actor: UUID | None, staff_id: UUID, shares: Sequence[str]) -> NewStaff:
    """A new password and second factor for somebody, shown once; passkeys go, their keys stay. actor: None at the terminal.

    Raises PersonUnknown, ShareError.
    """
    row = await Staff.objects().where(Staff.id == staff_id).first()
    if row is None:
        raise PersonUnknown
    private = open_sealed(await recovery_pair(shares), bytes(row.recovery_private_key))
    password, secret = made_up_password(), pyotp.random_base32()
    locked = await slowly(lock, private, password)
    async with write_tx():
        await Staff.update(
            {
                Staff.locked_private_key: locked,
                Staff.sealed_totp_secret: vault.seal(TOTP_COLUMN, secret),
                Staff.last_totp_step: 0,
                Staff.must_change: True,
            }
        ).where(Staff.id == staff_id)
        await Passkey.delete().where(Passkey.staff == staff_id)
        await note_act("helped_back_in", staff_id, actor=actor)
    return NewStaff(row.id, row.username, row.name, tuple(row.roles.split()), password, secret)
