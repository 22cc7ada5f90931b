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
    size: int = 0
    _pieces: list[bytes] = field(default_factory=list, repr=False)

    @property
    def content(self) -> bytes:
        """All that is held, in one piece from then on: nothing is in memory twice for longer than joining takes."""
        if len(self._pieces) > 1:
            self._pieces = [b"".join(self._pieces)]
        return self._pieces[0] if self._pieces else b""

    async def fill(self, pieces: AsyncIterator[bytes], most_bytes: int) -> bool:
        """Take up to about `most_bytes`; whether that was all of it. Raises NoRoomForFiles."""
        async for piece in pieces:
            self.room.take(len(piece))
            self.size += len(piece)
            self._pieces.append(piece)
            if self.size > most_bytes:
                break
        return self.size <= most_bytes

    async def and_then(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The whole file from its beginning on; what was held is let go of as soon as it has gone by."""
        while self._pieces:
            piece = self._pieces.pop(0)
            self._give_back(len(piece))
            async for part in sliced(piece):
                yield part
        async for piece in pieces:
            yield piece

    def let_go(self) -> None:
        self._give_back(self.size)
        self._pieces.clear()

    def _give_back(self, size: int) -> None:
        self.room.give_back(size)
        self.size -= size


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
