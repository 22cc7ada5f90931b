"""The list as lines: what is usual is left out, what cannot be taken is named with its line, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.crosscheck.term_list import SHIPPED, Category
from cases.terms.errors import FAULTS
from cases.terms.lines import MOST_WORDS, lines_of, read_lines
from portal.catalogues import translate


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_list_written_and_read_is_the_same(language: str) -> None:
    reading = read_lines(lines_of(SHIPPED.entries, language), language)
    assert (tuple(reading.entries), reading.faults) == (SHIPPED.entries, [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_differs_from_the_usual_is_kept(language: str) -> None:
    changed = [replace(SHIPPED.entries[0], weight=5, needs=frozenset({"payment", "aside"}), pinyin="abcde")]
    assert read_lines(lines_of(changed, language), language).entries == changed


@pytest.mark.parametrize(
    ("line", "weight", "needs", "pinyin"),
    [
        ("现金", 3, {"channel", "aside"}, ""),
        ("现金, 2", 2, {"channel", "aside"}, ""),
        ("现金，绕开、渠道，2", 2, {"channel", "aside"}, ""),
        ("现金\talone", 3, set(), ""),
        ("  现金 , 单独, XianJin ", 3, set(), "xianjin"),
    ],
)
def test_a_line_says_what_differs_in_any_order(line: str, weight: int, needs: set[Category], pinyin: str) -> None:
    (entry,) = read_lines({"payment": line}, "zh").entries
    assert (entry.word, entry.weight, entry.needs, entry.pinyin) == ("现金", weight, needs, pinyin)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (", 3", "word_missing"),
        ("……", "word_empty"),
        ("加。微信", "word_empty"),
        ("长" * 21, "word_long"),
        ("vip", "word_short"),
        ("现金, 10", "detail_unknown"),
        ("现金, 0", "detail_unknown"),
        ("现金, 渠道 别处", "detail_unknown"),
        ("現 金", "twice"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_line_in_both_languages(line: str, code: str) -> None:
    (fault,) = read_lines({"channel": "现金", "payment": f"\n转账\n{line}"}, "zh").faults
    assert (fault.place, fault.line, fault.code) == ("payment", 3, code)
    for language in ("zh", "en"):
        assert "{" not in translate(language, FAULTS[code], **fault.facts)


def test_the_other_lines_are_taken_all_the_same() -> None:
    reading = read_lines({"deal": "买\nvip\n卖"}, "en")
    assert [entry.word for entry in reading.entries] == ["买", "卖"]


def test_more_words_than_anybody_reads_are_refused() -> None:
    reading = read_lines({"deal": "\n".join(f"词{number}" for number in range(MOST_WORDS + 1))}, "zh")
    assert [fault.code for fault in reading.faults] == ["too_many"]
