"""Patterns of regex(): the same answers as Python's own, and never a wait."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions.evaluation import MAX_MATCHED
from surveys.definitions.patterns import PatternFaulty, pattern_of

ATOMS = st.sampled_from(
    ["a", "b", "1", ".", "[ab]", "[^a]", "[0-9]", r"\d", r"\W", r"\.", "中", r"[\u4e00-\u9fa5]", "-"]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "{0,1}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text(alphabet="ab1中.-", max_size=8))
def test_a_text_fits_where_pythons_own_matcher_says_so(pattern: str, text: str) -> None:
    assert pattern_of(pattern).fits(text) == (re.fullmatch(pattern, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("^[0-9]{11}$", "13800001234", True),
        ("^[0-9]{11}$", "1380000123", False),
        (r"[A-Z]{2}-\d+", "XS-2026", True),
        ("(company|person)", "person", True),
        (r"[\w.+-]+@[\w-]+\.[\w.]+", "a.b@c-d.com", True),
        (r"[\d-]*", "12-3", True),
        ("a.c", "a\nc", False),
        ("", "", True),
        ("a*?b", "aab", True),
        ("[^\\d]+", "abc", True),
        ("[a-]", "-", True),
    ],
)
def test_ordinary_patterns_are_read(pattern: str, text: str, fits: bool) -> None:
    assert pattern_of(pattern).fits(text) is fits


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b",
        r"\p{L}",
        "(?=a)",
        "(?P<n>a)",
        "[",
        "[]",
        "[z-a]",
        "*",
        "a{,2}",
        "a{999}",
        "a|*",
        "x^",
        "$x",
        "\\",
        r"\u12",
        "((((){200}){200}){200}){200}",
    ],
)
def test_what_is_not_read_is_refused(pattern: str) -> None:
    with pytest.raises(PatternFaulty):
        pattern_of(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(a|a)*b", "(a*)*b", "a?" * 50 + "a" * 50 + "b", "(a|aa)+b", "(.*)(.*)(.*)(.*)b", "(a{1,20}){1,20}b"],
)
def test_an_evil_pattern_answers_in_a_moment(pattern: str) -> None:
    began = time.perf_counter()
    assert pattern_of(pattern).fits("a" * MAX_MATCHED) is False
    assert time.perf_counter() - began < 2
