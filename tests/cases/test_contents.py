"""What people write, packed and unpacked: the same content is the same bytes, and nothing is lost on the way."""

from __future__ import annotations

import pytest

from cases.contents import Content, unpacked


@pytest.mark.parametrize("raw", [b"just words", b"[1, 2]", b'{"no": "text"}', b'"x"', b'{"text": "t", "claim": 7}'])
def test_a_strangers_content_is_never_lost(raw: bytes) -> None:
    assert unpacked(raw).text in (raw.decode(), "t")


def test_packing_is_the_same_for_the_same_content() -> None:
    one = Content("文", {"amount": "1", "order_no": "2"})
    other = Content("文", {"order_no": "2", "amount": "1"})
    assert one.packed() == other.packed()
    assert unpacked(one.packed()) == one
