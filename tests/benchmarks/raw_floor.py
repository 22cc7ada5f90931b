"""The floor: what no server of this stack can do without. Bare ASGI, one sqlite3 thread, libsodium, the same durable commit.

Run as a program by bench_reports. It seals what the design asks for (content key to five, case key to four), writes one
row where the product writes nine, and answers with a fixed page. It checks nothing and protects nothing.
"""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any  # ASGI's messages are untyped
from urllib.parse import parse_qsl

import uvicorn
from nacl import bindings

READERS = 5  # three recipients, the recovery key, the reporter
GRANTS = 4  # three recipients, the recovery key
ANSWER = b"x" * 3500
HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html"), (b"content-length", str(len(ANSWER)).encode())],
}
Job = tuple[bytes, "asyncio.Future[None]", asyncio.AbstractEventLoop]


class RawFloor:
    def __init__(self, path: str) -> None:
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._keys = [bindings.crypto_box_keypair()[0] for _ in range(READERS)]
        threading.Thread(target=self._write, args=(path,), daemon=True).start()

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if scope["method"] == "POST":
            loop = asyncio.get_running_loop()
            written: asyncio.Future[None] = loop.create_future()
            self._jobs.put((self._sealed(dict(parse_qsl(body.decode()))["text"].encode()), written, loop))
            await written
        await send(HEAD)
        await send({"type": "http.response.body", "body": ANSWER})

    def _sealed(self, text: bytes) -> bytes:
        key, nonce = os.urandom(32), os.urandom(24)
        keys = (*self._keys, *self._keys[:GRANTS])
        wrapped = b"".join(bindings.crypto_box_seal(key, public) for public in keys)
        padded = text.ljust(1024, b"\0")
        return wrapped + nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, b"", nonce, key)

    def _write(self, path: str) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE report (id BLOB PRIMARY KEY, digest BLOB UNIQUE, envelope BLOB)")
        while True:
            sealed, written, loop = self._jobs.get()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO report VALUES (?, ?, ?)", (os.urandom(16), os.urandom(32), sealed))
            connection.execute("COMMIT")
            loop.call_soon_threadsafe(written.set_result, None)


if __name__ == "__main__":
    uvicorn.run(
        RawFloor(sys.argv[2]),
        port=int(sys.argv[1]),
        access_log=False,
        log_config=None,
        loop="uvloop",
        http="httptools",
        lifespan="off",
    )
