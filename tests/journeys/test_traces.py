"""The search for traces finds what it is meant to find; without this, finding nothing would mean nothing."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.traces import traces

SECRET = "证据marker7f3a9c"


@pytest.mark.parametrize(
    "hidden",
    [
        lambda raw: raw,
        lambda raw: raw.hex().encode(),
        lambda raw: raw.hex().upper().encode(),
        lambda raw: raw.decode().encode("utf-16-le"),
        lambda raw: raw.decode().encode("utf-16-be"),
        lambda raw: base64.b64encode(raw + b"tail"),
        lambda raw: base64.b64encode(b"a" + raw + b"tail"),
        lambda raw: base64.b64encode(b"ab" + raw + b"tail"),
        lambda raw: base64.urlsafe_b64encode(b"ab" + raw),
        lambda raw: b"noise" + gzip.compress(b"before" + raw + b"after") + b"noise",
        lambda raw: b"noise" + zlib.compress(b"before" + raw) + b"noise",
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, hidden: Callable[[bytes], bytes]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00\xff" * 50 + hidden(SECRET.encode()) + b"\x00" * 50)
    assert traces(SECRET.encode(), tmp_path)


def test_another_secret_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(gzip.compress(SECRET.encode()))
    assert traces(b"something else", tmp_path) == []
