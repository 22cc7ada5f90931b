"""Where the bytes of a file come from: memory, a path, or a sealed file.

Opened as often as it is read, held whole only where it must be.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol  # Any: what a buffer is, and what goes between processes

from crypto.envelopes import content_key_in
from crypto.keys import key_pair_of
from crypto.streams import OpeningStream

HEAD_BYTES = 4096
PIECE_BYTES = 1 << 18


class Content(Protocol):
    """`open()` begins anew each time."""

    @property
    def size_bytes(self) -> int: ...

    def open(self) -> BinaryIO: ...


@dataclass(frozen=True)
class InMemory:
    data: bytes = field(repr=False)

    @property
    def size_bytes(self) -> int:
        return len(self.data)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


@dataclass(frozen=True)
class OnDisk:
    """A file in clear that somebody else put there; it is read, never copied."""

    path: Path

    @property
    def size_bytes(self) -> int:
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        return self.path.open("rb")


def content_of(source: bytes | Content) -> Content:
    return InMemory(source) if isinstance(source, bytes) else source


def head_of(content: Content) -> bytes:
    with content.open() as stream:
        return stream.read(HEAD_BYTES)


def whole_of(content: Content) -> bytes:
    """For spreadsheets, which cannot be read as a stream."""
    if isinstance(content, InMemory):
        return content.data
    with content.open() as stream:
        return stream.read()


@dataclass(frozen=True)
class SealedOnDisk:
    """A file sealed as an envelope under a key of its own; opened piece by piece, never in clear on the disk."""

    path: Path
    private_key: bytes = field(repr=False)
    size_bytes: int  # of the content

    def open(self) -> BinaryIO:
        return io.BufferedReader(_Opening(self.path, self.private_key), buffer_size=PIECE_BYTES)


class _Opening(io.RawIOBase):
    """The content as a stream that can be read, and asked how far it is."""

    def __init__(self, path: Path, private_key: bytes) -> None:
        pair = key_pair_of(private_key)
        self._sealed = path.open("rb")
        self._stream = OpeningStream(lambda header: content_key_in(header, pair), path.stat().st_size)
        self._ready = b""
        self._place = 0

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        while not self._ready:
            piece = self._sealed.read(PIECE_BYTES)
            if not piece:
                self._stream.finish()
                return 0
            self._ready = self._stream.feed(piece)
        taken = self._ready[: len(room)]
        room[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        self._place += len(taken)
        return len(taken)

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        self._sealed.close()
        super().close()


def spoken_of(content: Content) -> list[Any]:
    """A content as plain data, for a process of its own."""
    if isinstance(content, SealedOnDisk):
        return ["sealed", str(content.path), content.private_key, content.size_bytes]
    if isinstance(content, OnDisk):
        return ["disk", str(content.path.resolve())]
    return ["memory", whole_of(content)]


def content_spoken_of(spoken: list[Any]) -> Content:
    """The way back."""
    match spoken:
        case ["sealed", path, key, size]:
            return SealedOnDisk(Path(path), key, size)
        case ["disk", path]:
            return OnDisk(Path(path))
        case [_, data]:
            return InMemory(data)
    raise ValueError("no content")
