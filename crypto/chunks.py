"""The payload of envelope v1, chunk by chunk: 64 KiB of content each, whatever the size of the whole.

Knows one payload key and the order of chunks; not who holds the key. Nothing here needs the whole content in memory.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nacl import bindings
from nacl.exceptions import CryptoError as SodiumError

from crypto.errors import EnvelopeError
from crypto.keys import TAG_BYTES

CHUNK_BYTES = 64 * 1024
_USED = struct.Struct(">I")
_NONCE_END = struct.Struct(">IB")  # place of the chunk, then 1 for the last
CHUNK_OVERHEAD_BYTES = _USED.size + TAG_BYTES
SEALED_CHUNK_BYTES = CHUNK_BYTES + CHUNK_OVERHEAD_BYTES


@dataclass(frozen=True, repr=False)
class ChunkCipher:
    """Seals and opens single chunks. The nonce is prefix, place, last flag: a moved or missing chunk does not open."""

    key: bytes
    nonce_prefix: bytes
    header_digest: bytes

    def seal(self, place: int, last: bool, content: bytes, size: int) -> bytes:
        """One sealed chunk of `size` + 20 bytes: how many bytes are used, the content, zeros."""
        framed = _USED.pack(len(content)) + content + bytes(size - len(content))
        nonce = self.nonce_prefix + _NONCE_END.pack(place, last)
        return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(framed, self.header_digest, nonce, self.key)

    def open(self, place: int, last: bool, sealed: bytes) -> tuple[int, bytes]:
        """The number of bytes used, as stated, and the chunk's whole content with its padding."""
        nonce = self.nonce_prefix + _NONCE_END.pack(place, last)
        try:
            framed = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, self.header_digest, nonce, self.key)
        except SodiumError:
            raise EnvelopeError("chunk-altered") from None
        return _USED.unpack_from(framed)[0], framed[_USED.size :]


class PayloadReader:
    """Takes sealed chunks in order and hands out what they hold. The content is whole only after `finish`."""

    def __init__(self, cipher: ChunkCipher) -> None:
        self._cipher = cipher
        self._place = 0
        self._length = 0
        self._padded_length = 0

    def open_chunk(self, sealed: bytes, last: bool) -> bytes:
        used, padded = self._cipher.open(self._place, last, sealed)
        if used > len(padded):
            raise EnvelopeError("used-too-large")
        if used and self._length < self._padded_length:
            raise EnvelopeError("content-after-padding")
        if padded.count(0, used) < len(padded) - used:
            raise EnvelopeError("padding-not-zero")
        self._place += 1
        self._length += used
        self._padded_length += len(padded)
        return padded[:used]

    def finish(self, bucket: Callable[[int], int]) -> None:
        """To be called after the last chunk. One content has one padded length, or padding could carry messages."""
        if bucket(self._length) != self._padded_length:
            raise EnvelopeError("padding-not-minimal")


def seal_payload(cipher: ChunkCipher, content: bytes, padded_length: int) -> Iterator[bytes]:
    """The sealed chunks of a content that is in memory, padded to that length."""
    for place, start in enumerate(range(0, padded_length, CHUNK_BYTES)):
        size = min(CHUNK_BYTES, padded_length - start)
        last = start + size == padded_length
        yield cipher.seal(place, last, content[start : start + size], size)


def open_payload(cipher: ChunkCipher, payload: bytes, bucket: Callable[[int], int]) -> bytes:
    """The content of a payload that is in memory. Raises EnvelopeError."""
    reader = PayloadReader(cipher)
    starts = range(0, len(payload), SEALED_CHUNK_BYTES)
    pieces = [reader.open_chunk(payload[i : i + SEALED_CHUNK_BYTES], last=i == starts[-1]) for i in starts]
    reader.finish(bucket)
    return b"".join(pieces)


def sealed_length(padded_length: int) -> int:
    """The bytes of a payload whose content is padded to that length."""
    chunks = -(-padded_length // CHUNK_BYTES)
    return padded_length + chunks * CHUNK_OVERHEAD_BYTES


def padded_length_of(payload_length: int) -> int:
    """Undo `sealed_length`, for any payload; nonsense gives a length that no content is padded to."""
    chunks = -(-payload_length // SEALED_CHUNK_BYTES)
    return payload_length - chunks * CHUNK_OVERHEAD_BYTES
