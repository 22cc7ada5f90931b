"""`crypto.shares`: the recovery key split into printed sheets and put together again."""

import os

import pytest
import shamir_mnemonic

from crypto import ShareError, ShareMistyped, SharesMixed, SharesTooFew
from crypto.shares import combine, split_recovery_key
from tests.crypto.recipes import vectors

PRIVATE = bytes(range(32))
SHARES = split_recovery_key(PRIVATE)
OTHER_SET = split_recovery_key(PRIVATE)


@pytest.mark.parametrize("chosen", [(0, 1), (0, 2), (1, 2), (2, 0), (0, 1, 2)])
def test_any_two_of_three_shares_restore_the_key(chosen: tuple[int, ...]) -> None:
    assert combine([SHARES[i] for i in chosen]) == PRIVATE


def test_three_of_five_shares_restore_the_key() -> None:
    assert combine(split_recovery_key(PRIVATE, threshold=3, shares=5)[1:4]) == PRIVATE


def test_a_share_is_33_words() -> None:
    assert [len(share.split()) for share in SHARES] == [33, 33, 33]


def test_shares_printed_earlier_still_restore_the_key() -> None:
    vector = vectors("shares")
    assert combine(vector["shares"][1:]).hex() == vector["private"]


def test_shares_are_read_however_they_are_typed() -> None:
    numbered = "\n".join(f"{i}. {word.upper()}" for i, word in enumerate(SHARES[0].split(), 1))
    assert combine([numbered, f"  {SHARES[1].title()},  "]) == PRIVATE


@pytest.mark.parametrize(
    ("chosen", "given"),
    [pytest.param([], 0, id="none"), pytest.param([0], 1, id="one"), pytest.param([1, 1, 1], 1, id="one, thrice")],
)
def test_too_few_shares_are_counted(chosen: list[int], given: int) -> None:
    with pytest.raises(SharesTooFew) as caught:
        combine([SHARES[i] for i in chosen])
    assert caught.value.facts == {"needed": 2, "given": given}


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(SHARES[1].replace(SHARES[1].split()[9], "brightline"), id="word not in the list"),
        pytest.param(" ".join(SHARES[1].split()[:-1]), id="word missing"),
        pytest.param(" ".join(sorted(SHARES[1].split())), id="order changed"),
        pytest.param("", id="empty"),
        pytest.param("academic " * 10_000, id="endless"),
        pytest.param("\ud800 张三", id="not words"),
    ],
)
def test_a_mistyped_share_is_named_by_its_place_and_not_quoted(second: str) -> None:
    with pytest.raises(ShareMistyped) as caught:
        combine([SHARES[0], second])
    assert caught.value.facts == {"place": 2}
    assert not set(second.split()) & set(str(caught.value).split())


def test_shares_of_two_sets_do_not_mix() -> None:
    with pytest.raises(SharesMixed):
        combine([SHARES[0], OTHER_SET[1]])


def test_two_sheets_with_one_number_do_not_mix() -> None:
    with pytest.raises(SharesMixed):
        combine([_forged(SHARES[1]), SHARES[1], SHARES[0]])


def test_a_forged_sheet_does_not_restore_another_key() -> None:
    with pytest.raises(SharesMixed):
        combine([SHARES[0], _forged(SHARES[1])])


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param({"groups": [(2, 3)], "iteration_exponent": 15}, id="days of stretching"),
        pytest.param({"groups": [(2, 3)], "iteration_exponent": 0, "master_secret": bytes(16)}, id="16 bytes"),
        pytest.param({"groups": [(1, 1)], "iteration_exponent": 0}, id="a single sheet"),
        pytest.param({"groups": [(2, 3), (2, 3)], "iteration_exponent": 0}, id="two groups"),
    ],
)
def test_sheets_that_are_not_ours_are_refused(shape: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shamir_mnemonic.shamir.cipher.encrypt", lambda secret, *_: secret)
    foreign = shamir_mnemonic.generate_mnemonics(1, **{"master_secret": PRIVATE, **shape})
    with pytest.raises(ShareError):
        combine(foreign[0])


@pytest.mark.parametrize(("threshold", "shares"), [(1, 3), (0, 3), (4, 3), (2, 17)])
def test_a_split_that_protects_nothing_is_refused(threshold: int, shares: int) -> None:
    with pytest.raises(ShareError):
        split_recovery_key(PRIVATE, threshold, shares)


def test_a_key_of_another_length_is_not_split() -> None:
    with pytest.raises(ShareError):
        split_recovery_key(os.urandom(16))


def _forged(share: str) -> str:
    """A sheet with a good checksum and the right number, but another value."""
    parsed = shamir_mnemonic.Share.from_mnemonic(share)
    fields = {**vars(parsed), "value": bytes(byte ^ 1 for byte in parsed.value)}
    return str(shamir_mnemonic.Share(**fields).mnemonic())
