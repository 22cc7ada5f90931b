"""What holds for every envelope and for every heap of bytes that claims to be one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import CryptoError, EnvelopeError, Recipient, key_pair_of, open_envelope, parse, seal
from crypto.headers import MAGIC, Padding

PAIR = key_pair_of(b"\x01" * 32)
RECIPIENTS = [
    Recipient(PAIR.public, "recipient"),
    Recipient(key_pair_of(b"\x02" * 32).public, "recovery"),
    Recipient(key_pair_of(b"\x03" * 32).public, "reporter"),
]
RAW = seal("付款到个人账户".encode(), RECIPIENTS)
PADDINGS: list[Padding] = ["text", "file"]


@given(st.binary(max_size=5000), st.sampled_from(PADDINGS))
def test_whatever_is_sealed_opens_to_the_same_bytes(content: bytes, padding: Padding) -> None:
    assert open_envelope(seal(content, RECIPIENTS, padding), PAIR) == content


@settings(max_examples=20)
@given(st.integers(60_000, 270_000), st.binary(min_size=1, max_size=9), st.sampled_from(PADDINGS))
def test_contents_of_several_chunks_open_to_the_same_bytes(length: int, unit: bytes, padding: Padding) -> None:
    content = (unit * length)[:length]
    assert open_envelope(seal(content, RECIPIENTS, padding), PAIR) == content


@settings(max_examples=1000)
@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_an_envelope_with_any_byte_changed_does_not_open(place: int, change: int) -> None:
    altered = bytearray(RAW)
    altered[place] ^= change
    with pytest.raises(CryptoError):
        open_envelope(bytes(altered), PAIR)


@given(st.integers(0, len(RAW) - 1))
def test_an_envelope_cut_anywhere_is_refused_without_a_key(size: int) -> None:
    with pytest.raises(EnvelopeError):
        parse(RAW[:size])


@given(st.binary(min_size=1, max_size=500))
def test_an_envelope_with_anything_behind_it_is_refused_without_a_key(trailing: bytes) -> None:
    with pytest.raises(EnvelopeError):
        parse(RAW + trailing)


@given(st.binary(max_size=3000))
def test_random_bytes_are_refused_as_an_envelope_error(raw: bytes) -> None:
    with pytest.raises(EnvelopeError):
        parse(raw)


@settings(max_examples=500)
@given(st.integers(0, 2), st.integers(0, 18), st.binary(max_size=4000))
def test_bytes_behind_a_good_front_never_open_nor_crash(flags: int, count: int, rest: bytes) -> None:
    with pytest.raises(CryptoError):
        open_envelope(MAGIC + bytes([1, flags, count]) + rest, PAIR)


@given(st.binary(min_size=12, max_size=300))
def test_an_error_never_quotes_the_bytes_it_refused(raw: bytes) -> None:
    with pytest.raises(EnvelopeError) as caught:
        parse(b"token-of-somebody" + raw)
    told = f"{caught.value} {caught.value!r} {caught.value.facts} {caught.value.__cause__}"
    assert "token-of-somebody" not in told
    assert raw.hex() not in told
    assert repr(raw)[2:-1] not in told
