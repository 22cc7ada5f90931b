"""`crypto.padding`: buckets of text, Padmé for files, padded cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.padding import file_bucket, pad_cell, padme, text_bucket, unpad_cell
from tests.crypto.recipes import Recipe, vectors

LENGTHS = st.integers(min_value=0, max_value=2**40)


@pytest.mark.parametrize("vector", vectors("padding")["lengths"])
def test_lengths_are_those_of_the_vectors(vector: Recipe) -> None:
    assert (text_bucket(vector["content"]), file_bucket(vector["content"])) == (vector["text"], vector["file"])


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(0, 1024), (1024, 1024), (1025, 4096), (4097, 16384), (16385, 65536), (65536, 65536), (65537, 131072)],
)
def test_a_text_goes_into_the_least_bucket_that_holds_it(length: int, bucket: int) -> None:
    assert text_bucket(length) == bucket


@pytest.mark.parametrize(
    ("length", "padded"), [(0, 0), (1, 1), (2, 2), (9, 10), (100, 104), (1000, 1024), (10**6, 1015808)]
)
def test_padme_is_that_of_the_paper(length: int, padded: int) -> None:
    assert padme(length) == padded


@given(LENGTHS)
def test_padding_holds_the_content(length: int) -> None:
    assert text_bucket(length) >= length
    assert file_bucket(length) >= length


@given(LENGTHS)
def test_padding_twice_is_padding_once(length: int) -> None:
    assert text_bucket(text_bucket(length)) == text_bucket(length)
    assert file_bucket(file_bucket(length)) == file_bucket(length)


@given(LENGTHS)
def test_padme_adds_at_most_12_percent(length: int) -> None:
    assert padme(length) <= length * 1.12


@given(LENGTHS, LENGTHS)
def test_more_content_never_gets_less_padding(first: int, second: int) -> None:
    assert (file_bucket(first) <= file_bucket(second)) or second < first


@given(st.binary(max_size=200))
def test_a_padded_cell_unpads_to_what_it_was(content: bytes) -> None:
    assert unpad_cell(pad_cell(content)) == content
    assert len(pad_cell(content)) % 32 == 0
