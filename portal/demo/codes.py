"""Who may sign in to the demo, with the codes that are good right now: only in a process that runs over a marked demo.

So that nobody needs a telephone to try it. Anywhere else there is nobody on the list.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import pyotp
from litestar.di import NamedDependency

from cases.signing_in import TOTP_STEP_SECONDS
from cases.staff import TOTP_COLUMN
from cases.tables import Staff
from crypto.vault import Vault
from portal.demo.people import PASSWORD, STAFF
from portal.settings import Settings


@dataclass(frozen=True)
class DemoSignIn:
    """One of the demo's people. code is "" for half a minute after two codes were used up in a row."""

    username: str
    name: str
    password: str = field(repr=False)
    code: str = field(repr=False)


async def demo_sign_ins(settings: NamedDependency[Settings], vault: NamedDependency[Vault]) -> tuple[DemoSignIn, ...]:
    """Everybody of the demo, in the order they are introduced; nobody unless settings.demo (see marking.py)."""
    if not settings.demo:
        return ()
    rows = {row.username: row for row in await Staff.objects().where(Staff.active.eq(True))}
    now = int(time.time()) // TOTP_STEP_SECONDS
    return tuple(
        DemoSignIn(
            row.username, row.name, PASSWORD, _unused_code(vault.open(TOTP_COLUMN, row.sealed_totp_secret), row, now)
        )
        for person in STAFF
        if (row := rows.get(person.username)) is not None
    )


def _unused_code(secret: str, staff: Staff, now: int) -> str:
    """A code is good once, but that of the next half minute is taken too."""
    step = max(now, int(staff.last_totp_step) + 1)
    return str(pyotp.TOTP(secret).generate_otp(step)) if step <= now + 1 else ""
