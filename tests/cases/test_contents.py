"""What people write, packed and unpacked: the same content is the same bytes, and nothing is lost on the way."""

from __future__ import annotations

import json

import pytest

from cases.contents import MOST_ANSWER, MOST_ANSWERS, Content, FileNote, unpacked


@pytest.mark.parametrize(
    "raw", [b"just words", b"[1, 2]", b'{"no": "text"}', b'"x"', b'{"text": "t", "claim": 7}', b"[" * 100_000]
)
def test_a_strangers_content_is_never_lost(raw: bytes) -> None:
    assert unpacked(raw).text in (raw.decode(), "t")


def test_packing_is_the_same_for_the_same_content() -> None:
    one = Content("文", {"amount": "1", "order_no": "2"})
    other = Content("文", {"order_no": "2", "amount": "1"})
    assert one.packed() == other.packed()
    assert unpacked(one.packed()) == one


def test_answers_come_back_with_the_hash_of_their_questions() -> None:
    one = Content("文", answers={"b": "1", "a": "2"}, questionnaire="f" * 64, channel="data_leak")
    assert unpacked(one.packed()) == one


@pytest.mark.parametrize(("is_cleaned", "said"), [(True, True), (False, False)])
def test_a_file_is_called_cleaned_only_where_it_was(is_cleaned: bool, said: bool) -> None:
    note = FileNote("1", "a.jpg", "image/jpeg", 3, is_cleaned=is_cleaned)
    assert unpacked(Content("文", files=[note]).packed()).files == (note,)
    assert ("cleaned" in note.as_json()) == said


def test_a_strangers_answers_are_bounded_texts() -> None:
    answers: dict[str, object] = {f"q{n}": "x" * (MOST_ANSWER + 1) for n in range(MOST_ANSWERS + 1)}
    raw = json.dumps({"text": "t", "answers": answers | {"q0": ["no", "text"]}}).encode()
    kept = unpacked(raw).answers
    assert len(kept) == MOST_ANSWERS - 1
    assert {len(said) for said in kept.values()} == {MOST_ANSWER}


def test_halves_of_characters_do_not_keep_a_page_from_being_made() -> None:
    raw = rb'{"text": "a\ud800", "claim": {"order_no": "\udfff"}, "answers": {"q\ud800": "\ud800"}}'
    read = unpacked(raw)
    whole = "".join((read.text, *read.claim.values(), *read.answers, *read.answers.values()))
    assert whole.encode()
