"""`brightline recover-staff NAME`: a new password and second factor, for whoever brings two recovery shares to the terminal."""

from __future__ import annotations

import argparse
import asyncio
import sys
from getpass import getpass

from cases.people.recovery import help_back_in
from cases.people.roster import PersonUnknown, everybody
from cases.staff import NewStaff
from portal.opening import opened
from portal.sessions import end_sessions_of
from portal.settings import Settings

SHARES_ASKED = 2


def recover_staff(arguments: argparse.Namespace) -> int:
    """Shares come from the terminal, unseen, or as lines of the input; never from the command line, which others can list."""
    shares = [_share(place) for place in range(1, SHARES_ASKED + 1)]
    made = asyncio.run(_recover(arguments.settings, arguments.name, shares))
    print("Shown once. Write it down now. 以下内容只显示一次，请立即抄写。")
    print(f"  sign-in name 登录名  {made.username}")
    print(f"  password 密码        {made.password}")
    print(f"  second factor 动态码密钥  {made.totp_secret}")
    return 0


def _share(place: int) -> str:
    if sys.stdin.isatty():
        return getpass(f"Recovery share {place} 恢复码 {place}: ")
    return sys.stdin.readline()


async def _recover(settings: Settings, username: str, shares: list[str]) -> NewStaff:
    async with opened(settings) as vault:
        found = [person for person in await everybody() if person.username == username.strip().lower()]
        if not found:
            raise PersonUnknown
        made = await help_back_in(vault, None, found[0].id, shares)
        await end_sessions_of(made.id)
        return made
