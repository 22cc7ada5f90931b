"""`crypto.links`: tokens of invitations and their digests."""

import re

import pytest

from crypto import link_digest, new_link_token
from crypto.links import TOKEN_LENGTH


def test_a_link_token_is_22_letters_and_digits() -> None:
    assert re.fullmatch(r"[0-9A-Za-z]{22}", new_link_token())


def test_link_tokens_differ() -> None:
    assert len({new_link_token() for _ in range(1000)}) == 1000


def test_the_smallest_and_the_largest_token_are_of_one_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crypto.links.secrets.randbits", lambda bits: 0)
    smallest = new_link_token()
    monkeypatch.setattr("crypto.links.secrets.randbits", lambda bits: 2**bits - 1)
    assert len(smallest) == len(new_link_token()) == TOKEN_LENGTH
    assert smallest == "0" * 22


def test_a_digest_is_32_bytes_and_does_not_hold_the_token() -> None:
    assert len(link_digest("abc")) == 32
    assert b"abc" not in link_digest("abc")


def test_digests_stay_as_they_are() -> None:
    assert (
        link_digest("0123456789abcdefghijkl").hex()
        == "994abe84ef8988678b3d922d14fb2dde6b1f599bf283c90427e3f2879f21b360"
    )


@pytest.mark.parametrize("token", ["", "\ud800", "张三", "a" * 100_000])
def test_whatever_stands_in_a_url_has_a_digest(token: str) -> None:
    assert len(link_digest(token)) == 32
