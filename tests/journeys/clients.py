"""Clients that speak HTTP over a bare socket: cheap enough to measure a server with, and honest about a broken connection.

A client keeps one connection; when the server dies it says so and can be asked again.
"""

from __future__ import annotations

import asyncio
import base64
import re
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

from crypto.receipts import Receipt
from crypto.vault import Vault, load_root_key
from portal.floods import floods_over


class Broken(Exception):
    """The connection ended before a whole answer came: nobody knows whether the request was done."""


@dataclass
class Client:
    """One browser, one connection."""

    port: int
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None, repr=False)

    async def post(self, path: str, fields: list[tuple[str, str]]) -> tuple[int, str]:
        return await self.send(request(path, fields))

    async def send(self, whole_request: bytes) -> tuple[int, str]:
        """Status and body. Raises Broken."""
        try:
            reader, writer = await self._connected()
            writer.write(whole_request)
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.close()
            raise Broken from error
        return int(head[9:12]), body.decode()

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        return self._streams


def request(path: str, fields: list[tuple[str, str]]) -> bytes:
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def ticket_of(data: Path, receipt: Receipt, age_seconds: float) -> str:
    """The ticket of a form that the server over this data folder handed out so long ago."""
    patience = floods_over(Vault(load_root_key(data / "root.key"))).patience
    return replace(patience, now=lambda: time.time() - age_seconds).ticket(receipt.entropy)


def report_fields(receipt: Receipt, text: str, ticket: str = "") -> list[tuple[str, str]]:
    """A report form as the page hands it out: whose receipt this is was decided when the page was made."""
    return [
        ("entropy", base64.urlsafe_b64encode(receipt.entropy).decode().rstrip("=")),
        ("ticket", ticket),
        ("text", text),
        ("order_no", "XS-2603-004211"),
        ("salesperson", "张伟"),
        ("amount", "6800"),
        ("payee_kind", "personal"),
    ]


def _length(head: bytes) -> int:
    found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    assert found, "an answer without a length"
    return int(found[1])
