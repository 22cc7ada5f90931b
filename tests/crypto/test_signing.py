"""`crypto.signing`: a signature is one person's, in one role, over one message."""

from __future__ import annotations

import pytest

from crypto.errors import SignatureWrong
from crypto.keys import key_pair_of
from crypto.signing import sign, signing_pair_from, signing_pair_of, verify

PAIR = signing_pair_of(b"p" * 32)
SIGNED = sign(PAIR, "approval", b"close 2026-ABCD")


def test_a_signature_is_good_for_its_message() -> None:
    verify(PAIR.public, "approval", b"close 2026-ABCD", SIGNED)


def test_the_pair_follows_from_the_private_key_and_is_not_it() -> None:
    assert signing_pair_of(b"p" * 32) == PAIR
    assert PAIR.seed != b"p" * 32
    assert PAIR.public != key_pair_of(b"p" * 32).public


@pytest.mark.parametrize(
    ("public", "role", "message", "signature"),
    [
        (signing_pair_of(b"q" * 32).public, "approval", b"close 2026-ABCD", SIGNED),
        (PAIR.public, "reply", b"close 2026-ABCD", SIGNED),
        (PAIR.public, "approval", b"close 2026-ABCE", SIGNED),
        (PAIR.public, "approval", b"close 2026-ABCD", SIGNED[:-1]),
        (PAIR.public, "approval", b"close 2026-ABCD", bytes(64)),
        (PAIR.public[:-1], "approval", b"close 2026-ABCD", SIGNED),
        (bytes(32), "approval", b"close 2026-ABCD", SIGNED),
        (PAIR.public, "approval\n", b"close 2026-ABCD", SIGNED),
    ],
    ids=["other-key", "other-role", "other-message", "cut", "zeroes", "short-key", "dead-key", "role-with-line-end"],
)
def test_whatever_differs_is_refused(public: bytes, role: str, message: bytes, signature: bytes) -> None:
    with pytest.raises(SignatureWrong):
        verify(public, role, message, signature)


def test_a_role_cannot_run_over_into_the_message() -> None:
    with pytest.raises(SignatureWrong):
        sign(PAIR, "approval\nclose", b"")


def test_the_seed_does_not_show() -> None:
    assert "seed" not in repr(signing_pair_from(b"s" * 32))
