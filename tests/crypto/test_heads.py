"""`crypto.heads`: a head says who vouches for it, in which role, and no byte of it can be changed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import HeadError
from crypto.heads import Head, HeadKey, Signer, check_head, cosign, sign

LOG = Signer.of_log(b"l" * 32)
AUDITOR = Signer.of_witness(b"a" * 32, "auditor.example")
HEAD = Head(LOG.key.name, 128, bytes(range(32)), date(2026, 3, 10))
TEXT = sign(HEAD, LOG)


def test_a_head_is_read_back_with_the_logs_key() -> None:
    assert check_head(TEXT, LOG.key) == HEAD


def test_a_head_names_no_company_and_no_address() -> None:
    assert TEXT.startswith("brightline/5e2b0a12fc918b5b\n128\nAAECAwQF")
    assert TEXT.splitlines()[3:5] == ["day 2026-03-10", ""]


def test_a_witness_vouches_beside_the_log() -> None:
    text = cosign(TEXT, LOG.key, AUDITOR)
    assert check_head(text, AUDITOR.key) == check_head(text, LOG.key) == HEAD


def test_a_witness_vouches_once() -> None:
    text = cosign(TEXT, LOG.key, AUDITOR)
    assert cosign(text, LOG.key, AUDITOR) == text


def test_a_witness_does_not_vouch_for_what_the_log_did_not_sign() -> None:
    with pytest.raises(HeadError):
        cosign(sign(HEAD, AUDITOR), LOG.key, AUDITOR)


def test_a_signature_is_good_for_its_role_only() -> None:
    same_key = Signer.of_witness(b"l" * 32, LOG.key.name)
    with pytest.raises(HeadError):
        check_head(TEXT, same_key.key)
    forged = f"{HEAD.body()}\n{same_key.line(HEAD.body())}"
    with pytest.raises(HeadError):
        check_head(forged, LOG.key)


def test_a_head_of_another_log_is_refused() -> None:
    other = Signer.of_log(b"m" * 32)
    with pytest.raises(HeadError):
        check_head(TEXT, other.key)
    with pytest.raises(HeadError):
        check_head(sign(Head(other.key.name, 1, bytes(32), HEAD.day), LOG), LOG.key)


@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(1, 255))
def test_a_byte_changed_anywhere_is_found(place: int, change: int) -> None:
    raw = bytearray(TEXT.encode())
    raw[place] ^= change
    with pytest.raises(HeadError):
        check_head(raw.decode(errors="replace"), LOG.key)


@given(st.text(max_size=300))
def test_any_other_text_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(HeadError):
        check_head(text, LOG.key)


@pytest.mark.parametrize(
    "text",
    [
        TEXT + "\n",
        TEXT + "one more line\n",
        TEXT.replace("\n128\n", "\n0128\n"),
        TEXT.replace("2026-03-10", "2026-13-10"),
        TEXT.rstrip("\n"),
        TEXT.replace("\n", "\r\n"),
        HEAD.body() + "\n",
    ],
    ids=["blank line", "more", "leading zero", "no such day", "no last newline", "other newlines", "unsigned"],
)
def test_a_malformed_neighbour_is_refused(text: str) -> None:
    with pytest.raises(HeadError):
        check_head(text, LOG.key)


@pytest.mark.parametrize("key", [LOG.key, AUDITOR.key], ids=["log", "witness"])
def test_a_public_key_is_one_line_of_text(key: HeadKey) -> None:
    assert HeadKey.read(f"{key}\n") == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a+log",
        str(LOG.key).replace("+log+", "+judge+"),
        str(LOG.key)[:-4],
        f"mine+log+{str(LOG.key).split('+', 2)[2]}",
    ],
    ids=["empty", "cut", "no such role", "short", "a name that is not the key's"],
)
def test_a_malformed_key_is_refused(text: str) -> None:
    with pytest.raises(HeadError):
        HeadKey.read(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "n" * 101])
def test_a_name_that_would_break_the_text_is_refused(name: str) -> None:
    with pytest.raises(HeadError):
        Signer.of_witness(b"a" * 32, name)


def test_a_signers_seed_is_not_in_its_repr() -> None:
    assert repr(b"l" * 32)[2:-1] not in repr(LOG)
