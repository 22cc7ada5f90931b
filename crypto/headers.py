"""The header of envelope v1: who can open it, the commitment to its key, and nothing of what it says.

Knows the bytes of docs/envelope-v1.md; opens nothing. Reading needs no key, so the server can check what it stores.
"""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crypto.errors import EnvelopeError
from crypto.keys import KEY_BYTES, SEALED_BOX_OVERHEAD_BYTES
from crypto.padding import file_bucket, text_bucket

Role = Literal["recipient", "recovery", "reporter"]
Padding = Literal["text", "file"]

MAGIC = b"BLEN"
VERSION = 1
MOST_RECIPIENTS = 16
NONCE_PREFIX_BYTES = 19
KEY_ID_BYTES = 8
WRAPPED_KEY_BYTES = KEY_BYTES + SEALED_BOX_OVERHEAD_BYTES

_FRONT = struct.Struct(f">4sBBB{NONCE_PREFIX_BYTES}s{KEY_BYTES}s")  # magic, version, flags, n, nonce prefix, commitment
FRONT_BYTES = _FRONT.size
_ENTRY = struct.Struct(f">B{KEY_ID_BYTES}s{WRAPPED_KEY_BYTES}s")  # role, key id, sealed content key
_ROLES: dict[int, Role] = {1: "recipient", 2: "recovery", 3: "reporter"}
_ROLE_BYTES = {role: byte for byte, role in _ROLES.items()}
_PADDINGS: dict[int, Padding] = {0: "text", 1: "file"}
_FLAG_BYTES = {padding: byte for byte, padding in _PADDINGS.items()}
BUCKETS: dict[Padding, Callable[[int], int]] = {"text": text_bucket, "file": file_bucket}


@dataclass(frozen=True)
class WrappedKey:
    """The content key sealed to one public key, which `key_id` names."""

    role: Role
    key_id: bytes
    sealed_key: bytes


@dataclass(frozen=True)
class Header:
    padding: Padding
    nonce_prefix: bytes
    commitment: bytes
    wrapped_keys: tuple[WrappedKey, ...]

    def to_bytes(self) -> bytes:
        """58 bytes, then 89 for each wrapped key. Raises EnvelopeError for none, more than 16, or one key twice."""
        _refuse_bad_keys(self.wrapped_keys)
        count = len(self.wrapped_keys)
        flags = _FLAG_BYTES[self.padding]
        front = _FRONT.pack(MAGIC, VERSION, flags, count, self.nonce_prefix, self.commitment)
        return front + b"".join(_ENTRY.pack(_ROLE_BYTES[k.role], k.key_id, k.sealed_key) for k in self.wrapped_keys)

    @property
    def size_bytes(self) -> int:
        return header_length(len(self.wrapped_keys))

    @property
    def bucket(self) -> Callable[[int], int]:
        """From the length of a content to the length it must be padded to."""
        return BUCKETS[self.padding]


def parse_header(raw: bytes) -> Header:
    """Read the header at the front of an envelope; what follows is not looked at. Raises EnvelopeError."""
    count = key_count_of(raw)
    _, _, flags, _, nonce_prefix, commitment = _FRONT.unpack_from(raw)
    if len(raw) < header_length(count):
        raise EnvelopeError("too-short")
    wrapped_keys = tuple(_parse_entry(raw, header_length(i)) for i in range(count))
    _refuse_bad_keys(wrapped_keys)
    return Header(_PADDINGS[flags], nonce_prefix, commitment, wrapped_keys)


def key_count_of(front: bytes) -> int:
    """How many wrapped keys follow the first FRONT_BYTES. Raises EnvelopeError if they are no front of ours."""
    if len(front) < FRONT_BYTES:
        raise EnvelopeError("too-short")
    magic, version, flags, count, _, _ = _FRONT.unpack_from(front)
    if magic != MAGIC:
        raise EnvelopeError("bad-magic")
    if version != VERSION:
        raise EnvelopeError("unknown-version")
    if flags not in _PADDINGS:
        raise EnvelopeError("unknown-flags")
    if not 1 <= count <= MOST_RECIPIENTS:
        raise EnvelopeError("recipient-count")
    return int(count)


def header_length(recipient_count: int) -> int:
    return _FRONT.size + recipient_count * _ENTRY.size


def key_id_of(public: bytes) -> bytes:
    """8 bytes that name a public key in headers; not secret, and the same in every envelope."""
    return hashlib.blake2b(public, digest_size=KEY_BYTES, person=b"brightline-keyid").digest()[:KEY_ID_BYTES]


def header_digest(header_bytes: bytes) -> bytes:
    """32 bytes that every chunk authenticates, so no bit of the header can change."""
    return hashlib.blake2b(header_bytes, digest_size=KEY_BYTES, person=b"brightline-head1").digest()


def _parse_entry(raw: bytes, offset: int) -> WrappedKey:
    role, key_id, sealed_key = _ENTRY.unpack_from(raw, offset)
    if role not in _ROLES:
        raise EnvelopeError("unknown-role")
    return WrappedKey(_ROLES[role], key_id, sealed_key)


def _refuse_bad_keys(wrapped_keys: tuple[WrappedKey, ...]) -> None:
    if not 1 <= len(wrapped_keys) <= MOST_RECIPIENTS:
        raise EnvelopeError("recipient-count")
    if len({key.key_id for key in wrapped_keys}) < len(wrapped_keys):
        raise EnvelopeError("recipient-twice")
