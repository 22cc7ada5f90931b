"""Posted forms: read as every browser writes them. The reference is urllib's own reader."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.errors import FormUnreadable
from surveys.forms import MAX_FIELDS, urlencoded

UNICODE = st.text(st.characters(codec="utf-8"))


@given(st.lists(st.tuples(UNICODE, UNICODE), max_size=20))
def test_what_a_browser_wrote_is_read_back(pairs: list[tuple[str, str]]) -> None:
    assert urlencoded(urlencode(pairs).encode()) == pairs


@given(st.text("%+&=;0aAfFgZé飞 ", max_size=60))
@example("a=%E9%A3%9E%e5%8d%95+%2B%zz%4&&b&=c&a=%ff")
def test_a_garbled_body_is_read_as_urllib_reads_it(body: str) -> None:
    assert urlencoded(body.encode()) == parse_qsl(body, keep_blank_values=True)


def test_a_body_of_endless_fields_is_refused() -> None:
    assert len(urlencoded(b"&".join([b"a=1"] * MAX_FIELDS))) == MAX_FIELDS
    with pytest.raises(FormUnreadable):
        urlencoded(b"&".join([b"a=1"] * (MAX_FIELDS + 1)))
