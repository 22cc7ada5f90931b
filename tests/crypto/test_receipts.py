"""`crypto.receipts` and `crypto.wordlists`: codes as they are shown, typed, mistyped, and unfolded."""

import os
import random
import time
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

import crypto
from crypto import CryptoError, KeyPair, Receipt, ReceiptChecksumWrong, ReceiptMistyped
from crypto.wordlists import Language, values_of, words_of
from tests.crypto.recipes import Recipe, vectors

ENTROPY = st.binary(min_size=16, max_size=16)
LANGUAGES: list[Language] = ["zh", "en"]
RECEIPT = Receipt(bytes(range(16)))


def named(case: Recipe) -> str:
    return str(case["name"])


@given(ENTROPY, st.sampled_from(LANGUAGES), st.sampled_from([" ", "\u3000", "\n", " - ", ", "]))
def test_a_code_reads_back_in_both_languages(entropy: bytes, language: Language, space: str) -> None:
    receipt = Receipt(entropy)
    assert Receipt.from_words(space.join(receipt.words(language))) == receipt


@given(ENTROPY)
def test_the_words_are_those_of_bip39(entropy: bytes) -> None:
    receipt = Receipt(entropy)
    assert list(receipt.words("zh")) == Mnemonic("chinese_simplified").to_mnemonic(entropy).split()
    assert list(receipt.words("en")) == Mnemonic("english").to_mnemonic(entropy).split()


def test_a_chinese_code_is_12_characters() -> None:
    assert len("".join(RECEIPT.words("zh"))) == 12


@pytest.mark.parametrize("vector", vectors("receipts")["receipts"])
def test_receipts_unfold_as_in_the_vectors(vector: Recipe) -> None:
    receipt = Receipt(bytes.fromhex(vector["entropy"]))
    assert list(receipt.words("zh")) == vector["zh"]
    assert list(receipt.words("en")) == vector["en"]
    assert receipt.mailbox_token.hex() == vector["mailbox_token"]
    assert receipt.mailbox_digest.hex() == vector["mailbox_digest"]
    assert receipt.key_pair.private.hex() == vector["x25519_private"]
    assert receipt.key_pair.public.hex() == vector["x25519_public"]
    assert receipt.reward_seed.hex() == vector["reward_seed"]
    assert receipt.content_mark(b"abc").hex() == vector["content_mark_of_abc"]


@pytest.mark.parametrize("vector", vectors("receipts")["typed"], ids=named)
def test_a_code_is_read_however_it_is_written(vector: Recipe) -> None:
    assert Receipt.from_words(vector["text"]).entropy.hex() == vector["entropy"]


@pytest.mark.parametrize("vector", vectors("receipts")["refused"], ids=named)
def test_a_mistyped_code_is_told_by_what_is_wrong(vector: Recipe) -> None:
    facts = {name: vector[name] for name in ("count", "place") if name in vector}
    with pytest.raises(ReceiptMistyped) as caught:
        Receipt.from_words(vector["text"])
    assert (type(caught.value), caught.value.facts) == (getattr(crypto, vector["error"]), facts)


@given(st.text(max_size=300))
def test_no_text_at_all_makes_reading_crash(text: str) -> None:
    """Twelve characters of any sentence are a code once in sixteen times; then it is that code."""
    try:
        read = Receipt.from_words(text + "1")
    except ReceiptMistyped:
        return
    assert Receipt.from_words("".join(read.words("zh"))) == read


@given(st.lists(st.sampled_from(words_of("zh")), min_size=12, max_size=12), st.integers(0, 11))
def test_an_error_never_quotes_what_was_typed(words: list[str], place: int) -> None:
    typed = [*words[:place], "龘", *words[place + 1 :]]
    with pytest.raises(ReceiptMistyped) as caught:
        Receipt.from_words("".join(typed))
    assert not set(typed) & set(f"{caught.value} {caught.value!r} {caught.value.facts}")


def test_an_endless_text_is_refused_soon() -> None:
    before = time.perf_counter()
    with pytest.raises(ReceiptMistyped):
        Receipt.from_words("的" * 5_000_000)
    assert time.perf_counter() - before < 0.5


def test_junk_after_a_good_code_is_not_overlooked() -> None:
    with pytest.raises(ReceiptMistyped):
        Receipt.from_words("".join(RECEIPT.words("zh")) + " " * 2000 + "的")


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_wrong_word_of_the_list_is_noticed_15_times_in_16(language: Language) -> None:
    rng = random.Random(7)
    noticed = sum(_is_noticed(rng, language) for _ in range(4000))
    assert 0.925 < noticed / 4000 < 0.95


def _is_noticed(rng: random.Random, language: Language) -> bool:
    """Whether the checksum tells one word, exchanged for another one of the list, in a random code."""
    words = list(Receipt(rng.randbytes(16)).words(language))
    place = rng.randrange(12)
    words[place] = rng.choice([word for word in words_of(language) if word != words[place]])
    try:
        Receipt.from_words(" ".join(words))
    except ReceiptChecksumWrong:
        return True
    return False


def test_no_traditional_form_stands_for_two_words() -> None:
    lists = Mnemonic("chinese_simplified").wordlist, Mnemonic("chinese_traditional").wordlist
    places = {(word, place) for words in lists for place, word in enumerate(words)}
    assert len(places) == len({word for word, _ in places}) == len(values_of("zh"))


def test_subkeys_of_different_purposes_differ() -> None:
    subkeys = {RECEIPT.mailbox_token, RECEIPT.mailbox_digest, RECEIPT.key_pair.private, RECEIPT.reward_seed}
    assert len({*subkeys, RECEIPT.content_mark(b""), RECEIPT.subkey("another")}) == 6


def test_the_same_content_has_the_same_mark_for_one_reporter_only() -> None:
    assert RECEIPT.content_mark(b"text") == RECEIPT.content_mark(b"text") != RECEIPT.content_mark(b"texts")
    assert RECEIPT.content_mark(b"text") != Receipt.new().content_mark(b"text")


def test_new_receipts_differ() -> None:
    assert Receipt.new() != Receipt.new()


def test_the_repr_of_a_receipt_does_not_hold_it() -> None:
    receipt = Receipt(b"secret-16-bytes!")
    assert "secret" not in repr(receipt)
    assert receipt.entropy.hex() not in repr(receipt)


@pytest.mark.parametrize("size", [0, 15, 17, 32])
def test_entropy_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(CryptoError):
        Receipt(os.urandom(size))


def test_a_receipt_unfolds_in_less_than_10_milliseconds() -> None:
    typed = "".join(RECEIPT.words("zh"))
    assert min(timeit.repeat(lambda: _unfold(typed), number=1, repeat=5)) < 0.010


def _unfold(typed: str) -> tuple[bytes, KeyPair]:
    receipt = Receipt.from_words(typed)
    return receipt.mailbox_digest, receipt.key_pair
