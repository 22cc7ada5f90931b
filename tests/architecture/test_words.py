"""Every sentence a person reads exists in both languages."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from portal.catalogues import LOCALE, untranslated

FILES = sorted(LOCALE.glob("*/*.po"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_lacks_words(language: str) -> None:
    assert sorted(untranslated()[language]) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_translation_keeps_the_places_to_fill(path) -> None:  # type: ignore[no-untyped-def]  # parametrised
    def places(text: object) -> set[str]:
        return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", str(text)))

    with path.open("rb") as file:
        messages = [message for message in read_po(file) if isinstance(message.id, str) and message.id]
    wrong = [message.id for message in messages if message.string and places(message.id) != places(message.string)]
    assert wrong == []
