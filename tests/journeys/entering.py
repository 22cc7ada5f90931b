"""People who sign in at a real server all at once, as they do on a Monday at nine. Knows the sign-in page alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack

import httpx
import pyotp

from tests.journeys.server import Server


async def everybody_enters(server: Server) -> tuple[list[int], list[int]]:
    """Statuses of all whom `init` made, signing in together; then of the same from browsers that are known by now, and of as
    many strangers. A code is good once, so the second time nobody gets in; passwords are tried all the same."""
    people = server.made["staff"]
    async with AsyncExitStack() as stack:
        browsers = [await stack.enter_async_context(_browser(server)) for _ in people * 2]
        first = await asyncio.gather(*map(_enter, browsers[: len(people)], people))
        second = await asyncio.gather(*map(_enter, browsers, people * 2))
    return list(first), list(second)


def _browser(server: Server) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=server.url, timeout=60)


async def _enter(browser: httpx.AsyncClient, person: Mapping[str, str]) -> int:
    code = pyotp.TOTP(person["totp_secret"]).now()
    fields = {"username": person["username"], "password": person["password"], "code": code}
    return (await browser.post("/desk/sign-in", data=fields)).status_code
