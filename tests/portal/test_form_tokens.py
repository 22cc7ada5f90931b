"""What the sealed notes in hidden fields carry, for whom and for how long."""

from __future__ import annotations

import time

import pytest

from crypto.receipts import Receipt
from portal import form_tokens
from portal.form_tokens import TokenStale, form_token, read_token


def test_a_token_brings_its_receipt_back_and_every_page_has_a_mark_of_its_own() -> None:
    receipt = Receipt.new()
    first = read_token(form_token(receipt, "mailbox", 60), "mailbox")
    second = read_token(form_token(receipt, "mailbox", 60), "mailbox")
    assert first.receipt == second.receipt == receipt
    assert first.form != second.form


def test_a_token_of_another_purpose_is_refused() -> None:
    with pytest.raises(TokenStale):
        read_token(form_token(Receipt.new(), "check", 60), "mailbox")


def test_a_token_is_good_until_its_time_and_not_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    token, now = form_token(Receipt.new(), "mailbox", 60), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 58)
    assert read_token(token, "mailbox")
    monkeypatch.setattr(time, "time", lambda: now + 62)
    with pytest.raises(TokenStale):
        read_token(token, "mailbox")


def test_a_token_of_another_process_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    token = form_token(Receipt.new(), "mailbox", 60)
    monkeypatch.setattr(form_tokens, "_KEY", bytes(32))
    with pytest.raises(TokenStale):
        read_token(token, "mailbox")


def test_an_altered_token_is_refused() -> None:
    token = form_token(Receipt.new(), "mailbox", 60)
    with pytest.raises(TokenStale):
        read_token(token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:], "mailbox")


def test_neither_receipt_nor_secret_shows_in_a_token_or_its_repr() -> None:
    receipt = Receipt.new()
    token = form_token(receipt, "mailbox", 60)
    assert receipt.entropy.hex() not in repr(read_token(token, "mailbox"))
    assert repr(receipt.entropy) not in repr(read_token(token, "mailbox"))
