"""Sealed files in a folder: written in pieces, durable when that is said, dated to the day. Knows no key and no row."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

from cases.evidence.refusals import EvidenceDamaged, PieceElsewhere, UploadUnknown

READ_BYTES = 1 << 20
WRITE_BYTES = 1 << 20
SPARE_BYTES = 1 << 30  # the database must go on writing when files have filled the rest


@dataclass(frozen=True)
class FileStore:
    """A folder of sealed files, each under its random id; several processes may share it. `leaving` is this process's own."""

    folder: Path
    leaving: dict[UUID, float] = field(default_factory=dict, compare=False, repr=False)  # files let go, since when

    def path_of(self, file_id: UUID) -> Path:
        return self.folder / file_id.hex[:2] / file_id.hex

    async def begin(self, file_id: UUID, day: date) -> None:
        """An empty file that survives a power cut. Never replaces one."""
        await asyncio.to_thread(self._begin, file_id, day)

    async def append(
        self, file_id: UUID, offset: int, pieces: AsyncIterator[bytes], *, most_bytes: int, day: date
    ) -> int:
        """Go on writing at `offset`, up to `most_bytes` of the whole; the size reached, durable.

        Raises UploadUnknown, PieceElsewhere if the file does not end there or somebody else is writing. What came before
        a connection broke stays.
        """
        descriptor = await asyncio.to_thread(self._open_at, file_id, offset)
        try:
            size = offset
            async for block in _blocks(pieces):
                size += len(block)
                if size > most_bytes:
                    raise PieceElsewhere(received=offset)
                await asyncio.to_thread(_write_all, descriptor, block)
        finally:
            await asyncio.to_thread(_settle, descriptor, self.path_of(file_id), most_bytes, day)
        return size

    async def size(self, file_id: UUID) -> int:
        """Raises UploadUnknown."""
        try:
            return (await asyncio.to_thread(self.path_of(file_id).stat)).st_size
        except FileNotFoundError:
            raise UploadUnknown from None

    async def digest(self, file_id: UUID) -> bytes:
        """SHA-256 of what is stored. Raises EvidenceDamaged if it is gone."""
        return await asyncio.to_thread(self._digest, file_id)

    async def front(self, file_id: UUID, size: int) -> bytes:
        return await asyncio.to_thread(lambda: next(self._blocks(file_id, size), b""))

    async def read(self, file_id: UUID) -> AsyncIterator[bytes]:
        """The stored bytes in order, a megabyte at a time. Raises EvidenceDamaged if they are gone."""
        blocks = self._blocks(file_id, READ_BYTES)
        while block := await asyncio.to_thread(next, blocks, b""):
            yield block

    async def remove(self, file_id: UUID) -> None:
        await asyncio.to_thread(self.path_of(file_id).unlink, True)

    async def stored(self) -> list[tuple[UUID, date]]:
        """Every file there is, with its day."""
        return await asyncio.to_thread(lambda: list(self._stored()))

    async def has_room_for(self, size_bytes: int) -> bool:
        await asyncio.to_thread(self.folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        usage = await asyncio.to_thread(shutil.disk_usage, self.folder)
        return usage.free > size_bytes + SPARE_BYTES

    def _begin(self, file_id: UUID, day: date) -> None:
        path = self.path_of(file_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _settle(descriptor, path, 0, day)
        for folder in (path.parent, self.folder):
            _sync(folder)

    def _open_at(self, file_id: UUID, offset: int) -> int:
        try:
            descriptor = os.open(self.path_of(file_id), os.O_WRONLY)
        except FileNotFoundError:
            raise UploadUnknown from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise PieceElsewhere(received=offset) from None
        size = os.fstat(descriptor).st_size
        if size != offset:
            os.close(descriptor)
            raise PieceElsewhere(received=size)
        os.lseek(descriptor, offset, os.SEEK_SET)
        return descriptor

    def _digest(self, file_id: UUID) -> bytes:
        sha = hashlib.sha256()
        for block in self._blocks(file_id, READ_BYTES):
            sha.update(block)
        return sha.digest()

    def _blocks(self, file_id: UUID, size: int) -> Iterator[bytes]:
        try:
            with self.path_of(file_id).open("rb") as file:
                while block := file.read(size):
                    yield block
        except OSError:
            raise EvidenceDamaged from None

    def _stored(self) -> Iterator[tuple[UUID, date]]:
        for path in self.folder.glob("??/*"):
            yield UUID(hex=path.name), datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


async def _blocks(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in larger blocks: each is a way to another thread and back."""
    block = bytearray()
    async for piece in pieces:
        block += piece
        if len(block) >= WRITE_BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def _write_all(descriptor: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


def _settle(descriptor: int, path: Path, most_bytes: int, day: date) -> None:
    """To the disk, and dated to midnight: the hour of the last write is the hour in which somebody sat there."""
    if os.fstat(descriptor).st_size > most_bytes:
        os.ftruncate(descriptor, most_bytes)
    midnight = datetime.combine(day, time(), UTC).timestamp()
    os.utime(path, (midnight, midnight))
    os.fsync(descriptor)
    os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
