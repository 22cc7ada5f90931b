"""Sealed files in their folder: durable, dated to the day, continued where they end, never written by two."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from cases.evidence.files import FileStore
from cases.evidence.refusals import EvidenceDamaged, PieceElsewhere, UploadUnknown

DAY = date(2026, 3, 9)
CONTENT = b"sealed" * 400_000  # more than two blocks


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
async def file(store: FileStore) -> UUID:
    file = uuid4()
    await store.begin(file, DAY)
    return file


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def broken(part: bytes) -> AsyncIterator[bytes]:
    yield part
    raise ConnectionResetError


async def append(store: FileStore, file: UUID, offset: int, *parts: bytes, most: int = len(CONTENT)) -> int:
    return await store.append(file, offset, pieces(*parts), most_bytes=most, day=DAY)


async def read(store: FileStore, file: UUID) -> bytes:
    return b"".join([block async for block in store.read(file)])


async def test_what_was_written_in_pieces_is_read_whole(store: FileStore, file: UUID) -> None:
    half = len(CONTENT) // 2
    assert await append(store, file, 0, CONTENT[:half]) == half
    assert await append(store, file, half, CONTENT[half : half + 9], CONTENT[half + 9 :]) == len(CONTENT)
    assert await read(store, file) == CONTENT
    assert await store.digest(file) == hashlib.sha256(CONTENT).digest()


async def test_only_its_owner_reads_the_folder(store: FileStore, file: UUID) -> None:
    path = store.path_of(file)
    assert [oct(one.stat().st_mode & 0o777) for one in (path, path.parent)] == ["0o600", "0o700"]


async def test_it_is_dated_to_midnight(store: FileStore, file: UUID) -> None:
    await append(store, file, 0, b"late at night")
    times = store.path_of(file).stat()
    assert {times.st_mtime, times.st_atime} == {datetime(2026, 3, 9, tzinfo=UTC).timestamp()}


@pytest.mark.parametrize("offset", [3, 7])
async def test_a_piece_for_another_place_is_refused_and_says_where_to_go_on(
    store: FileStore, file: UUID, offset: int
) -> None:
    await append(store, file, 0, b"five!")
    with pytest.raises(PieceElsewhere) as refused:
        await append(store, file, offset, b"x")
    assert refused.value.facts == {"received": 5}
    assert await read(store, file) == b"five!"


async def test_what_came_before_a_connection_broke_stays(store: FileStore, file: UUID) -> None:
    with pytest.raises(ConnectionResetError):
        await store.append(file, 0, broken(b"x" * (1 << 20)), most_bytes=1 << 21, day=DAY)
    assert await store.size(file) == 1 << 20


async def test_more_than_was_foretold_is_cut_off(store: FileStore, file: UUID) -> None:
    with pytest.raises(PieceElsewhere):
        await append(store, file, 0, b"12345678", most=5)
    assert await store.size(file) <= 5


async def test_two_never_write_at_once(store: FileStore, file: UUID) -> None:
    async def intruding() -> AsyncIterator[bytes]:
        yield b"x" * (1 << 20)
        with pytest.raises(PieceElsewhere):
            await append(store, file, 0, b"y", most=1 << 21)

    assert await store.append(file, 0, intruding(), most_bytes=1 << 21, day=DAY) == 1 << 20


async def test_a_file_that_is_gone_is_unknown_to_whoever_writes_and_damage_to_whoever_reads(store: FileStore) -> None:
    with pytest.raises(UploadUnknown):
        await append(store, uuid4(), 0, b"x")
    with pytest.raises(EvidenceDamaged):
        await store.digest(uuid4())


async def test_a_file_is_never_replaced(store: FileStore, file: UUID) -> None:
    with pytest.raises(FileExistsError):
        await store.begin(file, DAY)
