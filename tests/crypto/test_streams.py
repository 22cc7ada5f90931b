"""A stream seals and opens the very envelopes that seal() and open_envelope() know, whatever the pieces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.chunks import CHUNK_BYTES, SEALED_CHUNK_BYTES
from crypto.envelopes import Recipient, content_key_in, open_envelope, seal
from crypto.errors import CryptoError, EnvelopeError, WrongKey
from crypto.headers import header_length
from crypto.keys import key_pair_of
from crypto.streams import OpeningStream, SealingStream

PAIR, STRANGER = key_pair_of(b"\x01" * 32), key_pair_of(b"\x02" * 32)
RECIPIENTS = [Recipient(PAIR.public, "recipient")]
HEADER_BYTES = header_length(1)
LENGTHS = [0, 1, 1023, 1024, 1025, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 300_000]
LONG = bytes(range(256)) * 1200  # five chunks


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def sealed(content: bytes, size: int = 10_000) -> bytes:
    stream = SealingStream(RECIPIENTS)
    return b"".join([*(stream.feed(piece) for piece in pieces(content, size)), *stream.finish()])


def opened(raw: bytes, size: int = 10_000, claimed: int | None = None) -> bytes:
    stream = OpeningStream(partial(content_key_in, pair=PAIR), len(raw) if claimed is None else claimed)
    content = b"".join([stream.feed(piece) for piece in pieces(raw, size)])
    stream.finish()
    return content


@pytest.mark.parametrize("length", LENGTHS)
def test_what_a_stream_seals_opens_in_one_piece(length: int) -> None:
    content = (LONG * 2)[:length]
    raw = sealed(content)
    assert open_envelope(raw, PAIR) == content
    assert len(raw) == len(seal(content, RECIPIENTS, "file"))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_sealed_in_one_piece_opens_as_a_stream(length: int) -> None:
    content = (LONG * 2)[:length]
    assert opened(seal(content, RECIPIENTS, "file")) == content


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200_000), st.integers(1, 90_000), st.integers(1, 90_000))
def test_the_sizes_of_the_pieces_do_not_matter(length: int, written: int, read: int) -> None:
    assert opened(sealed(LONG[:length], written), read) == LONG[:length]


def test_with_the_same_randomness_it_gives_the_same_bytes() -> None:
    one, other = (SealingStream(RECIPIENTS, lambda size: b"\x07" * size) for _ in range(2))
    assert one.feed(LONG) + b"".join(one.finish()) == other.feed(LONG) + b"".join(other.finish())


def swapped(raw: bytes) -> bytes:
    first, second = (
        slice(HEADER_BYTES + i * SEALED_CHUNK_BYTES, HEADER_BYTES + (i + 1) * SEALED_CHUNK_BYTES) for i in (0, 1)
    )
    return raw[:HEADER_BYTES] + raw[second] + raw[first] + raw[second.stop :]


NEIGHBOURS = {
    "cut after a chunk": lambda raw: raw[: HEADER_BYTES + 2 * SEALED_CHUNK_BYTES],
    "cut inside a chunk": lambda raw: raw[:-1],
    "cut inside the header": lambda raw: raw[: HEADER_BYTES - 1],
    "chunks swapped": swapped,
    "header of another file": lambda raw: sealed(b"other")[:HEADER_BYTES] + raw[HEADER_BYTES:],
    "a byte behind it": lambda raw: raw + b"\x00",
    "a byte changed at the end": lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]),
    "padded as a text": lambda _: seal(b"text", RECIPIENTS, "text"),
    "nothing": lambda _: b"",
    "something else": lambda _: b"PK\x03\x04" * 100,
}


@pytest.mark.parametrize("name", NEIGHBOURS)
@pytest.mark.parametrize("size", [777, 1 << 20])
def test_a_malformed_neighbour_never_ends_well(name: str, size: int) -> None:
    with pytest.raises(CryptoError):
        opened(NEIGHBOURS[name](sealed(LONG)), size)


def test_a_file_cut_behind_the_databases_back_is_found_though_its_rest_is_whole() -> None:
    raw = sealed(LONG)
    with pytest.raises(EnvelopeError):
        opened(raw[: HEADER_BYTES + 2 * SEALED_CHUNK_BYTES], claimed=len(raw))


def test_a_stranger_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        OpeningStream(partial(content_key_in, pair=STRANGER), len(sealed(LONG))).feed(sealed(LONG))
