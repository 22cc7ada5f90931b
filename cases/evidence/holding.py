"""Bytes of strangers' files held in memory while they are cleaned: how much all of them together may hold. Knows no file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cases.evidence.refusals import NoRoomForFiles

SLICE_BYTES = 1 << 20


@dataclass
class Held:
    """The front of one file, or all of it."""

    room: Room
    content: bytes = field(default=b"", repr=False)
    size: int = 0

    async def fill(self, pieces: AsyncIterator[bytes], most_bytes: int) -> bool:
        """Take up to about `most_bytes`; whether that was all of it. Raises NoRoomForFiles."""
        taken = []
        async for piece in pieces:
            self.room.take(len(piece))
            self.size += len(piece)
            taken.append(piece)
            if self.size > most_bytes:
                break
        self.content = b"".join(taken)
        return self.size <= most_bytes

    async def and_then(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The whole file from its beginning on; what was held is let go of as soon as it has gone by."""
        async for piece in sliced(self.content):
            yield piece
        self.let_go()
        async for piece in pieces:
            yield piece

    def let_go(self) -> None:
        self.room.give_back(self.size)
        self.content, self.size = b"", 0


@dataclass
class Room:
    """What one process may hold of files that wait to be cleaned."""

    most_bytes: int
    taken_bytes: int = 0

    def take(self, size: int) -> None:
        """Raises NoRoomForFiles while others hold too much."""
        if self.taken_bytes + size > self.most_bytes:
            raise NoRoomForFiles
        self.taken_bytes += size

    def give_back(self, size: int) -> None:
        self.taken_bytes -= size

    @contextmanager
    def held(self) -> Iterator[Held]:
        """However it ends, what was held is given back."""
        held = Held(self)
        try:
            yield held
        finally:
            held.let_go()


async def sliced(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), SLICE_BYTES):
        yield content[start : start + SLICE_BYTES]
