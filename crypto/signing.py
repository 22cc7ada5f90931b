"""Signatures of people and of the organisation: Ed25519, each over its role as well, so that none is taken for another's.

A person's pair follows from their private key by a label, so there is nothing further to keep. Knows bytes, not who signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError as SodiumError
from nacl.signing import SigningKey, VerifyKey

from crypto.errors import SignatureWrong
from crypto.keys import derive

SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32
_STAFF_LABEL = b"brightline/v1/staff-signing"
_ROLE = re.compile(r"[a-z][a-z-]{0,31}")


@dataclass(frozen=True)
class SigningPair:
    """An Ed25519 pair: the 32-byte seed, which is not part of the repr, and the public half."""

    seed: bytes = field(repr=False)
    public: bytes


def signing_pair_of(private: bytes) -> SigningPair:
    """The pair that belongs to a person's X25519 private key."""
    return signing_pair_from(derive(private, _STAFF_LABEL))


def signing_pair_from(seed: bytes) -> SigningPair:
    """The pair of a seed that serves nothing else, such as a subkey of the vault."""
    return SigningPair(seed, bytes(SigningKey(seed).verify_key))


def sign(pair: SigningPair, role: str, message: bytes) -> bytes:
    """64 bytes over role and message. role: lower-case words of ours ("approval", "reply"), one for each kind of statement."""
    return SigningKey(pair.seed).sign(_signed(role, message)).signature


def verify(public: bytes, role: str, message: bytes, signature: bytes) -> None:
    """Raises SignatureWrong if key, role, message or signature differ by a bit, or are no such things."""
    if len(public) != PUBLIC_BYTES or len(signature) != SIGNATURE_BYTES:
        raise SignatureWrong
    try:
        VerifyKey(public).verify(_signed(role, message), signature)
    except SodiumError:
        raise SignatureWrong from None


def verify_any(publics: Iterable[bytes], role: str, message: bytes, signature: bytes) -> None:
    """By one key of somebody who had several. Raises SignatureWrong."""
    for public in publics:
        try:
            return verify(public, role, message, signature)
        except SignatureWrong:
            continue
    raise SignatureWrong


def _signed(role: str, message: bytes) -> bytes:
    """The role cannot run over into the message: it holds no line end."""
    if not _ROLE.fullmatch(role):
        raise SignatureWrong
    return f"brightline/v1/signed/{role}\n".encode() + message
