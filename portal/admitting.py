"""`brightline programs`: which programs may read by themselves; a token for another one; an end to one."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace

from portal.opening import opened
from portal.programs import admit, admitted, dismiss
from portal.settings import Settings


def show(arguments: Namespace) -> int:
    asyncio.run(_show(arguments.settings))
    return 0


def let_in(arguments: Namespace) -> int:
    token = asyncio.run(_let_in(arguments.settings, arguments.name, arguments.scope))
    print(
        "Shown once; the program sends it as `Authorization: Bearer …`. 只显示一次，程序每次请求时带上它。",
        file=sys.stderr,
    )
    print(token)
    return 0


def let_go(arguments: Namespace) -> int:
    if asyncio.run(_let_go(arguments)):
        return 0
    print("there is no such program; `brightline programs list` shows them", file=sys.stderr)
    return 1


async def _show(settings: Settings) -> None:
    async with opened(settings):
        for row in await admitted():
            print(f"{row.id}  {row.scope}  {row.admitted_on}  {row.name}")


async def _let_in(settings: Settings, name: str, scope: str) -> str:
    async with opened(settings):
        return await admit(name, scope)


async def _let_go(arguments: Namespace) -> bool:
    async with opened(arguments.settings):
        return await dismiss(arguments.id)
