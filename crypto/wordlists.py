"""The BIP39 word lists in which receipt codes are shown. Read from the `mnemonic` package at first use, then kept."""

from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]

_FILES: dict[Language, str] = {"zh": "chinese_simplified.txt", "en": "english.txt"}
_TRADITIONAL_FILE = "chinese_traditional.txt"


@cache
def words_of(language: Language) -> tuple[str, ...]:
    """The 2,048 words of a language; their order is their value."""
    return _read(_FILES[language])


@cache
def values_of(language: Language) -> dict[str, int]:
    """Each word's value. Chinese also holds the traditional forms: the two lists run in parallel, and no traditional
    form is at the same time the simplified form of another word (a test keeps watch)."""
    values = {word: value for value, word in enumerate(words_of(language))}
    if language == "zh":
        for value, word in enumerate(_read(_TRADITIONAL_FILE)):
            values.setdefault(word, value)
    return values


def _read(name: str) -> tuple[str, ...]:
    return tuple(resources.files("mnemonic").joinpath("wordlist", name).read_text("utf-8").split())
