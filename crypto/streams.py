"""Envelope v1 as a stream: a file is sealed and opened piece by piece, whatever its size. Knows no file and no disk.

The bytes are those of crypto/envelopes.py with file padding. Neither side needs to know the length of the content beforehand.
"""

import os
from collections.abc import Callable, Iterator, Sequence

from crypto.chunks import CHUNK_BYTES, SEALED_CHUNK_BYTES, PayloadReader, padded_length_of
from crypto.envelopes import Recipient, chunk_cipher, sealed_header
from crypto.errors import EnvelopeError
from crypto.headers import (
    BUCKETS,
    FRONT_BYTES,
    MOST_RECIPIENTS,
    Header,
    header_length,
    key_count_of,
    parse_header,
)

MOST_HEADER_BYTES = header_length(MOST_RECIPIENTS)


class SealingStream:
    """Takes a content in pieces of any size; hands out sealed bytes as soon as whole chunks of them are there."""

    def __init__(self, recipients: Sequence[Recipient], randomness: Callable[[int], bytes] = os.urandom) -> None:
        """Raises EnvelopeError for a bad list of recipients, WrongKey for a key to which nothing can be sealed."""
        header, content_key = sealed_header(recipients, "file", randomness)
        self._cipher = chunk_cipher(header, content_key)
        self.header = header.to_bytes()
        self._ready = self.header
        self._rest = bytearray()
        self._place = 0
        self.length = 0  # of the content so far, in bytes

    def feed(self, piece: bytes) -> bytes:
        """A chunk that is full still waits for the next byte: only then is it known not to be the last."""
        self._rest += piece
        self.length += len(piece)
        sealed = [self._ready]
        self._ready = b""
        while len(self._rest) > CHUNK_BYTES:
            sealed.append(self._cipher.seal(self._place, False, bytes(self._rest[:CHUNK_BYTES]), CHUNK_BYTES))
            del self._rest[:CHUNK_BYTES]
            self._place += 1
        return b"".join(sealed)

    def finish(self) -> Iterator[bytes]:
        """The last of the content, and padding to Padmé's length."""
        yield self._ready
        padded_length = BUCKETS["file"](self.length)
        content = bytes(self._rest)
        for start in range(self._place * CHUNK_BYTES, padded_length, CHUNK_BYTES):
            size = min(CHUNK_BYTES, padded_length - start)
            yield self._cipher.seal(start // CHUNK_BYTES, start + size == padded_length, content, size)
            content = b""


class OpeningStream:
    """Takes an envelope's bytes in pieces and hands out its content. What came out is whole only after `finish`."""

    def __init__(self, content_key_of: Callable[[Header], bytes], size_bytes: int) -> None:
        """content_key_of: how its header is opened; size_bytes: of the whole envelope, as stored. Nothing is opened yet."""
        self._content_key_of = content_key_of
        self._remaining = size_bytes
        self._rest = bytearray()
        self._reader: PayloadReader | None = None

    def feed(self, piece: bytes) -> bytes:
        """Raises what opening the header raises, EnvelopeError if it is not whole."""
        self._rest += piece
        if self._reader is None:
            self._begin()
        return b"".join(self._opened()) if self._reader else b""

    def finish(self) -> None:
        """To be called after the last piece. Raises EnvelopeError if something is missing."""
        if self._reader is None or self._remaining or self._rest:
            raise EnvelopeError("too-short")
        self._reader.finish(BUCKETS["file"])

    def _begin(self) -> None:
        """Once the whole header is there; a size that no padded content has is refused before anything is opened."""
        if len(self._rest) < FRONT_BYTES or len(self._rest) < header_length(
            key_count_of(bytes(self._rest[:FRONT_BYTES]))
        ):
            return
        header = parse_header(bytes(self._rest[:MOST_HEADER_BYTES]))
        if header.padding != "file":
            raise EnvelopeError("unknown-flags")
        del self._rest[: header.size_bytes]
        self._remaining -= header.size_bytes
        refuse_unpadded(self._remaining)
        self._reader = PayloadReader(chunk_cipher(header, self._content_key_of(header)))

    def _opened(self) -> Iterator[bytes]:
        assert self._reader is not None
        while self._rest:
            size = min(SEALED_CHUNK_BYTES, self._remaining)
            if not size:
                raise EnvelopeError("unpadded-length")
            if len(self._rest) < size:
                return
            self._remaining -= size
            sealed = bytes(self._rest[:size])
            del self._rest[:size]
            yield self._reader.open_chunk(sealed, last=not self._remaining)


def refuse_unpadded(payload_length: int) -> None:
    """Raises EnvelopeError for a payload whose length no padded file has."""
    padded_length = padded_length_of(payload_length)
    if padded_length < 1 or BUCKETS["file"](padded_length) != padded_length:
        raise EnvelopeError("unpadded-length")
