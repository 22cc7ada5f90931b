"""Who does the computing of an import: a thread for a small file, processes of their own for a large one.

An interpreter computes on one core only, and a server that parses a million rows answers nobody meanwhile. Requests go
to a process and answers come back as msgpack, which cannot carry code: what reads a stranger's file is not trusted.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any, Protocol  # Any: requests and answers are plain data

from cases.records import errors
from cases.records.content import Content, spoken_of
from cases.records.contract import Kind
from cases.records.messages import receive, send
from cases.records.reader import Reader
from cases.records.sealer import Sealer
from crypto.vault import Vault

LARGE_BYTES = 2 << 20  # a process takes half a second to begin
_COMMAND = (sys.executable, "-I", "-m")


class Helper(Protocol):
    async def ask(self, what: str, *arguments: Any) -> Any: ...


class InThread:
    """Asks an object of this process, one question at a time."""

    def __init__(self, who: Reader | Sealer) -> None:
        self._who = who
        self._turn = asyncio.Lock()

    async def ask(self, what: str, *arguments: Any) -> Any:
        async with self._turn:
            return await asyncio.to_thread(getattr(self._who, what), *arguments)


class InProcess:
    """Asks a process of its own, one question at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # both are pipes
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self._turn = Lock()

    async def ask(self, what: str, *arguments: Any) -> Any:
        return await asyncio.to_thread(self._ask, what, arguments)

    def _ask(self, what: str, arguments: tuple[Any, ...]) -> Any:
        with self._turn:
            try:
                send(self._to, [what, arguments])
                answer = receive(self._from)
            except (OSError, ValueError):
                answer = None
        if answer is None:
            raise errors.FileTooDemanding
        if "error" in answer:
            raise _error(answer)
        return answer["answer"]


def _error(answer: dict[str, Any]) -> errors.FileUnreadable:
    kind = getattr(errors, answer["error"], None)
    if not (isinstance(kind, type) and issubclass(kind, errors.FileUnreadable)):
        return errors.FileTooDemanding()
    return kind(**answer["facts"])


@asynccontextmanager
async def reader_of(kind: Kind, content: Content, encoding: str) -> AsyncIterator[Helper]:
    """Somebody who reads this file, for as long as the block lasts."""
    if content.size_bytes < LARGE_BYTES:
        yield InThread(Reader(kind, content, encoding))
        return
    async with _process("reader", [kind, spoken_of(content), encoding]) as helper:
        yield helper


@asynccontextmanager
async def sealer_of(kind: Kind, vault: Vault, size_bytes: int) -> AsyncIterator[Helper]:
    """Somebody who seals the rows of a file of that size."""
    if size_bytes < LARGE_BYTES:
        yield InThread(Sealer(kind, vault))
        return
    async with _process("sealer", [kind, vault.as_bytes()]) as helper:
        yield helper


@asynccontextmanager
async def _process(who: str, task: list[Any]) -> AsyncIterator[InProcess]:
    """Its task goes by its input, never by its arguments, which every user of the machine can read."""
    process = await asyncio.to_thread(
        lambda: subprocess.Popen(  # noqa: S603  # words of ours
            [*_COMMAND, f"cases.records.{who}_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
    )
    try:
        await asyncio.to_thread(send, process.stdin, task)
        yield InProcess(process)
    finally:
        process.kill()
        await asyncio.shield(asyncio.to_thread(process.wait))
