"""`crypto.errors`: what the doors rely on when they turn an error into a page."""

import string

import pytest

import crypto
from crypto import CryptoError

CHILDREN = [child for child in vars(crypto).values() if isinstance(child, type) and issubclass(child, CryptoError)]
FACTS = {"count": 11, "place": 3, "needed": 2, "given": 1}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("child", CHILDREN)
def test_every_error_has_a_sentence_of_known_placeholders(child: type[CryptoError]) -> None:
    assert child.sentence.endswith(".")
    assert placeholders(child.sentence) <= set(FACTS)


def test_an_error_says_its_sentence_with_its_facts() -> None:
    error = crypto.SharesTooFew(needed=2, given=1)
    assert str(error) == "2 different recovery shares are needed. We have 1."
    assert error.facts == {"needed": 2, "given": 1}


def test_an_envelope_error_names_its_fault_to_developers_and_not_in_its_sentence() -> None:
    error = crypto.EnvelopeError("chunk-altered")
    assert "chunk-altered" in str(error)
    assert placeholders(error.sentence) == set()


@pytest.mark.parametrize("child", CHILDREN)
def test_every_error_has_a_status_of_the_web(child: type[CryptoError]) -> None:
    assert child.status in {403, 409, 422, 500}
