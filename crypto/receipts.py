"""Receipt codes: 128 random bits that only the reporter holds, shown as 12 words, and the subkeys they unfold into.

Knows words and keys; not what a mailbox is, nor whether a receipt is known to anybody.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto.errors import CryptoError, ReceiptChecksumWrong, ReceiptWordCount, ReceiptWordUnknown
from crypto.keys import KeyPair, derive, key_pair_of
from crypto.wordlists import Language, values_of, words_of

ENTROPY_BYTES = 16
WORD_COUNT = 12

_CHECKSUM_BITS = 4
_WORD_BITS = 11
_MOST_TYPED_CHARACTERS = 2000
# One Chinese character is a word; letters of any other script make a word together. Spaces, digits (place numbers),
# punctuation and invisible characters only part words.
_WORD = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]|[^\\W\\d_\u3400-\u9fff\U00020000-\U0003ffff]+")


@dataclass(frozen=True)
class Receipt:
    """A receipt. 128 random bits need no slow hash: each subkey is one keyed BLAKE2b."""

    entropy: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.entropy) != ENTROPY_BYTES:
            raise CryptoError

    @classmethod
    def new(cls) -> "Receipt":
        return cls(os.urandom(ENTROPY_BYTES))

    @classmethod
    def from_words(cls, text: str) -> "Receipt":
        """Read a code as people write it: Chinese (simplified or traditional) or English, any case, width, spacing,
        numbering or punctuation. Raises a child of ReceiptMistyped that says what is wrong without quoting it."""
        typed = _words_in(text[:_MOST_TYPED_CHARACTERS])
        if len(typed) != WORD_COUNT or len(text) > _MOST_TYPED_CHARACTERS:
            raise ReceiptWordCount(count=len(typed))
        return cls(_entropy_of(typed))

    def words(self, language: Language) -> tuple[str, ...]:
        """The 12 BIP39 words: entropy, then 4 bits of its SHA-256, in groups of 11 bits."""
        number = int.from_bytes(self.entropy) << _CHECKSUM_BITS | _checksum(self.entropy)
        list_of_words = words_of(language)
        shifts = range((WORD_COUNT - 1) * _WORD_BITS, -1, -_WORD_BITS)
        return tuple(list_of_words[number >> shift & (len(list_of_words) - 1)] for shift in shifts)

    def subkey(self, label: str) -> bytes:
        """32 bytes for one purpose; from one subkey neither the receipt nor another subkey can be had."""
        return derive(self.entropy, f"brightline/v1/receipt/{label}".encode())

    @property
    def mailbox_token(self) -> bytes:
        """32 bytes that open the mailbox at the server's door. A secret: the server keeps `mailbox_digest` only."""
        return self.subkey("mailbox")

    @property
    def mailbox_digest(self) -> bytes:
        return mailbox_digest(self.mailbox_token)

    @property
    def key_pair(self) -> KeyPair:
        """The reporter's own X25519 pair, to which answers are sealed."""
        return key_pair_of(self.subkey("x25519"))

    @property
    def reward_seed(self) -> bytes:
        return self.subkey("reward")

    def content_mark(self, content: bytes) -> bytes:
        """32 bytes that are equal when the same reporter sends the same content again, and tell nothing else."""
        return hashlib.blake2b(content, key=self.subkey("content-mark"), digest_size=32).digest()


def mailbox_digest(mailbox_token: bytes) -> bytes:
    """What the server stores and looks up: 32 bytes, the same for the same token."""
    return hashlib.blake2b(mailbox_token, digest_size=32, person=b"brightline-mail1").digest()


def _words_in(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def _entropy_of(typed: Sequence[str]) -> bytes:
    values = values_of("en" if typed[0].isascii() else "zh")
    number = 0
    for place, word in enumerate(typed, start=1):
        value = values.get(word)
        if value is None:
            raise ReceiptWordUnknown(place=place)
        number = number << _WORD_BITS | value
    entropy = (number >> _CHECKSUM_BITS).to_bytes(ENTROPY_BYTES)
    if _checksum(entropy) != number & ((1 << _CHECKSUM_BITS) - 1):
        raise ReceiptChecksumWrong
    return entropy


def _checksum(entropy: bytes) -> int:
    return hashlib.sha256(entropy).digest()[0] >> (8 - _CHECKSUM_BITS)
