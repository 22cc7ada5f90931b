"""What a call-back is about: sealed whole, and shown only as a window of months."""

from dataclasses import replace
from datetime import date

import pytest

from crypto.vault import Vault
from surveys.campaigns.transactions import opened, sealed, window_of
from tests.surveys.factories import make_transaction


def test_a_transaction_is_sealed_whole(vault: Vault) -> None:
    undated = replace(make_transaction(), day=None, amount_fen=None)
    assert opened(sealed(make_transaction(), vault), vault) == make_transaction()
    assert opened(sealed(undated, vault), vault) == undated


@pytest.mark.parametrize(
    ("kind", "day", "zh", "en"),
    [
        ("order", date(2026, 3, 8), "2026 年 2 月到 4 月", "the months from February 2026 to April 2026"),
        ("order", date(2026, 6, 1), "2026 年 5 月到 6 月", "the months from May 2026 to June 2026"),
        ("lead", date(2025, 12, 31), "2025 年 12 月到 2026 年 3 月", "the months from December 2025 to March 2026"),
    ],
)
def test_a_window_is_wider_than_a_month_and_never_in_the_future(kind: str, day: date, zh: str, en: str) -> None:
    window = window_of(make_transaction(kind=kind, day=day), date(2026, 6, 1))
    assert window is not None
    assert (window.zh, window.en) == (zh, en)


def test_a_quote_is_no_price_to_compare_with() -> None:
    assert make_transaction(kind="order").recorded == {"amount": "4200.00"}
    assert make_transaction(kind="lead").recorded == {}
