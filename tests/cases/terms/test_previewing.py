"""A typed sentence shows what the list would notice in it: which words, where, how heavy, and what would come of it."""

from __future__ import annotations

import pytest

from cases.crosscheck.term_list import SHIPPED, TermList
from cases.terms.previewing import preview


def test_words_are_shown_where_they_stand_as_they_were_written() -> None:
    shown = preview("他说：加 V·X，私 下轉賬。", SHIPPED)
    assert [(hit.term.entry.word, hit.written, hit.place) for hit in shown.hits] == [
        ("加微信", "加 V·X", 4),
        ("私下", "私 下", 10),
        ("转账", "轉賬", 13),
    ]
    assert "".join(piece.text for piece in shown.pieces) == "他说：加 V·X，私 下轉賬。"


def test_all_that_goes_together_counts_and_the_heaviest_pair_says_what_would_come_of_it() -> None:
    shown = preview("私下转账，有优惠", SHIPPED)
    assert [(hit.written, hit.counts) for hit in shown.hits] == [("私下", True), ("转账", True), ("优惠", True)]
    assert (shown.grade, shown.weight) == ("review", 7)


def test_words_that_need_other_company_do_not_count() -> None:
    assert [hit.counts for hit in preview("优惠转账。私下", SHIPPED).hits] == [False, False, False]


def test_a_denied_word_is_shown_and_does_not_count() -> None:
    shown = preview("没有私下转账", SHIPPED)
    assert (shown.hits[0].term.is_denied, shown.grade) == (True, None)


@pytest.mark.parametrize("typed", ["", "很满意", "。。。"])
def test_an_ordinary_sentence_shows_nothing(typed: str) -> None:
    assert preview(typed, SHIPPED).hits == ()


def test_a_list_without_words_notices_nothing() -> None:
    assert preview("飞单", TermList(1, ())).grade is None
