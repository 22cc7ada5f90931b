"""The list as a file: what was handed out can be taken back, and a row that cannot is named."""

from __future__ import annotations

import pytest

from cases.crosscheck.term_list import SHIPPED
from cases.terms.errors import TermsFileUnfit
from cases.terms.spreadsheets import words_as_csv, words_in_file
from tests.cases.records.spreadsheets import xlsx


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_handed_out_can_be_taken_back(language: str) -> None:
    reading = words_in_file(words_as_csv(SHIPPED.entries, language), "zh" if language == "en" else "en")
    assert (tuple(reading.entries), reading.faults) == (SHIPPED.entries, [])


def test_gb18030_and_a_semicolon_do_as_well() -> None:
    reading = words_in_file("category;word;weight\n付款;现金;2\n".encode("gb18030"), "zh")
    assert [(one.word, one.category, one.weight) for one in reading.entries] == [("现金", "payment", 2)]


def test_a_workbook_does_as_well() -> None:
    reading = words_in_file(xlsx([["category", "word", "weight"], ["付款", "现金", 2]]), "zh")
    assert [(one.word, one.weight) for one in reading.entries] == [("现金", 2)]


def test_rows_that_cannot_be_taken_are_named_by_their_number() -> None:
    reading = words_in_file("category,word,needs\n付款,现金,别处\n\n哪儿,转账,\n成交,买,\n".encode(), "zh")
    assert [(fault.line, fault.code) for fault in reading.faults] == [(2, "detail_unknown"), (4, "category_unknown")]
    assert [entry.word for entry in reading.entries] == ["买"]


def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back() -> None:
    reading = words_in_file("category,word\n渠道,+加我\n".encode(), "zh")
    handed_out = words_as_csv(reading.entries, "zh")
    assert "'+加我" in handed_out.decode("utf-8-sig")
    assert words_in_file(handed_out, "zh").entries == reading.entries


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"%PDF-1.7"])
def test_a_file_that_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(TermsFileUnfit):
        words_in_file(data, "zh")
