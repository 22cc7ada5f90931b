"""Signed tree heads: a few lines of text that say how large the log is, its root and its day, and who vouches for that.

The form is that of a C2SP checkpoint. A signature covers its role as well, so that a witness's is never taken for the
log's. Knows nothing of what the leaves stand for, and no company: the log's name is the fingerprint of its key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from crypto.errors import HeadError
from crypto.merkle import HASH_BYTES

Role = Literal["log", "witness"]

MOST_TEXT = 16 << 10
_SIGNATURE_BYTES = 64
_KEY_ID_BYTES = 4
_BASE64 = r"[A-Za-z0-9+/]+={0,2}"
_NAME = r"[^\s+]{1,100}"
_BODY = re.compile(rf"({_NAME})\n(0|[1-9]\d{{0,15}})\n({_BASE64})\nday (\d{{4}}-\d\d-\d\d)\n")
_SIGNATURE = re.compile(rf"— ({_NAME}) ({_BASE64})\n")
_KEY = re.compile(rf"({_NAME})\+([a-z]+)\+({_BASE64})")


@dataclass(frozen=True)
class HeadKey:
    """Whose signature to look for: name, role and Ed25519 public key. As text, one line that can be printed or mailed."""

    name: str
    role: Role
    public: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.role}+{_base64(self.public)}"

    @classmethod
    def read(cls, text: str) -> HeadKey:
        """Raises HeadError."""
        found = _KEY.fullmatch(text.strip())
        if not found or found[2] not in get_args(Role):
            raise HeadError
        role: Role = "log" if found[2] == "log" else "witness"
        key = cls(found[1], role, _bytes(found[3], HASH_BYTES))
        if role == "log" and key.name != _log_name(key.public):
            raise HeadError
        return key

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(f"{self.name}\n{self.role}\n".encode() + self.public).digest()[:_KEY_ID_BYTES]


@dataclass(frozen=True)
class Signer:
    """A key that signs heads, and its public half."""

    seed: bytes = field(repr=False)
    key: HeadKey

    @classmethod
    def of_log(cls, seed: bytes) -> Signer:
        public = bytes(SigningKey(seed).verify_key)
        return cls(seed, HeadKey(_log_name(public), "log", public))

    @classmethod
    def of_witness(cls, seed: bytes, name: str) -> Signer:
        """Raises HeadError for a name that cannot stand in a line of text."""
        if not re.fullmatch(_NAME, name):
            raise HeadError
        return cls(seed, HeadKey(name, "witness", bytes(SigningKey(seed).verify_key)))

    def line(self, body: str) -> str:
        signature = SigningKey(self.seed).sign(_signed(self.key.role, body)).signature
        return f"— {self.key.name} {_base64(self.key.key_id + signature)}\n"


@dataclass(frozen=True)
class Head:
    """What is signed: the log's name, how many leaves, their root, the day it was made."""

    origin: str
    size: int
    root: bytes
    day: date

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\nday {self.day.isoformat()}\n"


def sign(head: Head, signer: Signer) -> str:
    """The head's text with the log's signature."""
    return f"{head.body()}\n{signer.line(head.body())}"


def cosign(text: str, log_key: HeadKey, witness: Signer) -> str:
    """The text with a witness's line added, once. Raises HeadError unless the log itself signed it."""
    head = check_head(text, log_key)
    line = witness.line(head.body())
    return text if line in text.splitlines(keepends=True) else text + line


def check_head(text: str, key: HeadKey) -> Head:
    """Read a head that `key` signed in its role. Raises HeadError: malformed, or not signed by that key."""
    head, signatures = _parts(text)
    if key.role == "log" and head.origin != key.name:
        raise HeadError
    for name, signature in signatures:
        if name == key.name and signature[:_KEY_ID_BYTES] == key.key_id:
            try:
                VerifyKey(key.public).verify(_signed(key.role, head.body()), signature[_KEY_ID_BYTES:])
            except BadSignatureError:
                raise HeadError from None
            return head
    raise HeadError


def _parts(text: str) -> tuple[Head, list[tuple[str, bytes]]]:
    """The head and its signatures, each with its key id in front. Nothing may stand beside them."""
    body, _, lines = text.partition("\n\n")
    found = _BODY.fullmatch(body + "\n")
    signed = [_SIGNATURE.fullmatch(line) for line in lines.splitlines(keepends=True)]
    if len(text) > MOST_TEXT or not found or not signed or not all(signed):
        raise HeadError
    try:
        head = Head(found[1], int(found[2]), _bytes(found[3], HASH_BYTES), date.fromisoformat(found[4]))
    except ValueError:
        raise HeadError from None
    return head, [(one[1], _bytes(one[2], _KEY_ID_BYTES + _SIGNATURE_BYTES)) for one in signed if one]


def _signed(role: Role, body: str) -> bytes:
    return f"brightline/v1/{role}\n{body}".encode()


def _log_name(public: bytes) -> str:
    return f"brightline/{hashlib.sha256(public).hexdigest()[:16]}"


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str, length: int) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise HeadError from None
    if len(raw) != length or _base64(raw) != text:
        raise HeadError
    return raw
