"""Envelope v1: one content, sealed once, that each of up to 16 keys opens. Byte by byte in docs/envelope-v1.md.

Knows keys and roles, not people; not what the content means. The browser's twin is held to it by shared vectors.
"""

import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crypto.chunks import ChunkCipher, open_payload, padded_length_of, seal_payload, sealed_length
from crypto.errors import EnvelopeError, WrongKey
from crypto.headers import (
    BUCKETS,
    NONCE_PREFIX_BYTES,
    Header,
    Padding,
    Role,
    WrappedKey,
    header_digest,
    header_length,
    key_id_of,
    parse_header,
)
from crypto.keys import KEY_BYTES, KeyPair, derive, key_pair_of, open_sealed, seal_from

MOST_ENVELOPE_BYTES = 10 * 1024 * 1024

_PAYLOAD_LABEL = b"brightline/v1/envelope/payload"
_COMMITMENT_LABEL = b"brightline/v1/envelope/commitment"


@dataclass(frozen=True)
class Recipient:
    """A public key that shall open an envelope, and in which role it stands there."""

    public: bytes
    role: Role


@dataclass(frozen=True)
class Envelope:
    """A well-formed envelope, unopened. Its padding has been checked, as far as lengths can tell."""

    header: Header
    payload: bytes

    @property
    def wrapped_keys(self) -> tuple[WrappedKey, ...]:
        return self.header.wrapped_keys


def seal(
    content: bytes,
    recipients: Sequence[Recipient],
    padding: Padding = "text",
    most_bytes: int = MOST_ENVELOPE_BYTES,
) -> bytes:
    """Seal a content to 1..16 recipients; whatever its length within a bucket, the envelope's length is the same.

    Raises EnvelopeError for a bad list of recipients or a content that `parse` would find too large, WrongKey for a
    public key to which nothing can be sealed.
    """
    payload_length = sealed_length(BUCKETS[padding](len(content)))
    if header_length(len(recipients)) + payload_length > most_bytes:
        raise EnvelopeError("too-large")
    return _seal(content, recipients, padding, os.urandom)


def parse(raw: bytes, most_bytes: int = MOST_ENVELOPE_BYTES) -> Envelope:
    """Read an envelope without opening it: header of 58 + 89 n bytes (n in 1..16), then the chunks.

    Refuses what is larger than `most_bytes`, and any length that no padded content has: trailing bytes, missing bytes,
    a client that did not pad. Raises EnvelopeError, which never quotes the bytes it refused.
    """
    if len(raw) > most_bytes:
        raise EnvelopeError("too-large")
    header = parse_header(raw)
    refuse_unpadded(header, len(raw) - header.size_bytes)
    return Envelope(header, raw[header.size_bytes :])


def refuse_unpadded(header: Header, payload_length: int) -> None:
    """Raises EnvelopeError for a length that no padded content has; needs no key."""
    padded_length = padded_length_of(payload_length)
    if header.bucket(padded_length) != padded_length:
        raise EnvelopeError("unpadded-length")


def open_envelope(raw: bytes, pair: KeyPair, most_bytes: int = MOST_ENVELOPE_BYTES) -> bytes:
    """Parse and open. Raises WrongKey if nothing in it is for this pair, EnvelopeError if it is not whole."""
    envelope = parse(raw, most_bytes)
    return open_with_key(envelope, content_key_of(envelope, pair))


def content_key_of(envelope: Envelope, pair: KeyPair) -> bytes:
    """The 32-byte content key, by the pair's own wrapped key; good for `open_with_key` and for sealing to others."""
    return content_key_in(envelope.header, pair)


def content_key_in(header: Header, pair: KeyPair) -> bytes:
    """`content_key_of`, where only the header is at hand."""
    key_id = key_id_of(pair.public)
    wrapped = next((key for key in header.wrapped_keys if key.key_id == key_id), None)
    if wrapped is None:
        raise WrongKey
    try:
        content_key = open_sealed(pair, wrapped.sealed_key)
    except WrongKey:
        raise EnvelopeError("wrapped-key-altered") from None
    if not _is_committed(header, content_key):
        raise EnvelopeError("wrong-commitment")
    return content_key


def open_with_key(envelope: Envelope, content_key: bytes) -> bytes:
    """Open with a content key had before. Raises WrongKey if it is another envelope's."""
    if len(content_key) != KEY_BYTES or not _is_committed(envelope.header, content_key):
        raise WrongKey
    return open_payload(chunk_cipher(envelope.header, content_key), envelope.payload, envelope.header.bucket)


def chunk_cipher(header: Header, content_key: bytes) -> ChunkCipher:
    """What seals and opens the chunks that belong to this header."""
    return ChunkCipher(derive(content_key, _PAYLOAD_LABEL), header.nonce_prefix, header_digest(header.to_bytes()))


def _seal(
    content: bytes, recipients: Sequence[Recipient], padding: Padding, randomness: Callable[[int], bytes]
) -> bytes:
    header, content_key = sealed_header(recipients, padding, randomness)
    chunks = seal_payload(chunk_cipher(header, content_key), content, header.bucket(len(content)))
    return header.to_bytes() + b"".join(chunks)


def sealed_header(
    recipients: Sequence[Recipient], padding: Padding, randomness: Callable[[int], bytes]
) -> tuple[Header, bytes]:
    """A new header and its content key, drawn in this order: content key, nonce prefix, one ephemeral key a recipient.

    Only the script that makes the vectors passes anything but os.urandom: a nonce or key used twice gives all away.
    """
    content_key = randomness(KEY_BYTES)
    nonce_prefix = randomness(NONCE_PREFIX_BYTES)
    wrapped_keys = tuple(_wrap(content_key, recipient, randomness(KEY_BYTES)) for recipient in recipients)
    return Header(padding, nonce_prefix, derive(content_key, _COMMITMENT_LABEL), wrapped_keys), content_key


def _wrap(content_key: bytes, recipient: Recipient, ephemeral_private: bytes) -> WrappedKey:
    sealed_key = seal_from(key_pair_of(ephemeral_private), recipient.public, content_key)
    return WrappedKey(recipient.role, key_id_of(recipient.public), sealed_key)


def _is_committed(header: Header, content_key: bytes) -> bool:
    return hmac.compare_digest(derive(content_key, _COMMITMENT_LABEL), header.commitment)
