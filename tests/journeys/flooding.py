"""Somebody who floods the channel from a process of their own until ended: `python -m tests.journeys.flooding KIND PORT`.

KIND `work` files sealed reports with all the work that is asked for, `forms` sends forms as fast as they are answered.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal  # a channel is JSON

import httpx

from crypto.receipts import Receipt
from tests.journeys.clients import Broken, Client, report_fields, request
from tests.journeys.server import ROOT
from tests.portal.sealing import channel_of, sealed_report, work_done

CONNECTIONS = 8
TEXT = "nothing " * 50
Kind = Literal["work", "forms"]


@contextmanager
def flooding(kind: Kind, port: int) -> Iterator[None]:
    """Somebody floods as long as this lasts."""
    command = [sys.executable, "-m", "tests.journeys.flooding", kind, str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


async def _flood(kind: str, port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        send = _send_sealed if kind == "work" else _send_form
        await asyncio.gather(*(_send_for_ever(send, client, port) for _ in range(CONNECTIONS)))


async def _send_for_ever(send: Any, client: httpx.AsyncClient, port: int) -> None:  # one of the two below
    connection = Client(port)
    while True:
        with suppress(Broken, httpx.HTTPError):
            await send(client, connection)


async def _send_form(_client: httpx.AsyncClient, connection: Client) -> None:
    await connection.send(request("/report", report_fields(Receipt.new(), TEXT)))


async def _send_sealed(client: httpx.AsyncClient, _connection: Client) -> None:
    receipt = Receipt.new()
    body = sealed_report(await channel_of(client), receipt, TEXT)
    while (await client.post("/api/v1/reports", json=body)).status_code == 409:
        asked = json.loads((await client.get("/api/v1/work")).content)
        body["work"] = work_done(asked, receipt.mailbox_digest)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_flood(sys.argv[1], int(sys.argv[2])))
