"""What is odd between records, found among the few orders and payments that do not fit, is what all of them would show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.batch.books import doubts_between
from cases.crosscheck.between import Ledgers, record_findings, subjects
from cases.gathering import open_books
from cases.records.importing import import_file
from crypto.vault import Vault
from tests.cases.crosscheck.files import files_of
from tests.cases.crosscheck.innocents import INNOCENTS
from tests.cases.crosscheck.planted import Company, make_company

TODAY = date(2026, 9, 1)

pytestmark = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


async def take_in(company: Company, vault: Vault) -> None:
    for kind, data in files_of(company.world).items():
        if kind != "claims":
            await import_file(kind, data, vault)


async def test_the_few_that_do_not_fit_show_all_that_the_whole_books_would(database: None, vault: Vault) -> None:
    company = make_company(51, 300, 900, INNOCENTS, TODAY)
    world = company.world
    await take_in(company, vault)
    books = await open_books(vault)
    orders = [replace(one, deleted_on=None) for one in world.orders.values()]
    whole = Ledgers(orders, world.payments, books.salespeople, books.accounts)
    expected = sorted((key, one.grade, one.summary.en) for key, one in subjects(record_findings(whole)))
    found = sorted((key, one.grade, one.summary.en) for key, one in subjects(await doubts_between(vault, books)))
    assert found == expected
    assert len({key.partition(":")[0] for key, _, _ in found}) == 5


async def test_books_without_payments_still_tell_of_shared_telephones(database: None, vault: Vault) -> None:
    company = make_company(53, 200, 400, INNOCENTS, TODAY)
    company.world.payments = []
    await take_in(company, vault)
    found = [one.kind for one in await doubts_between(vault, await open_books(vault))]
    assert set(found) == {"shared_contact"}


async def test_where_the_bank_file_lacks_many_receipts_the_rest_is_still_told(
    database: None, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.crosscheck.between.MOST_HINTS", 20)
    company = make_company(55, 300, 900, INNOCENTS, TODAY)
    world = company.world
    kept = {order_no for place, order_no in enumerate(sorted(world.orders)) if place % 3}
    world.payments = [one for one in world.payments if one.order_no is None or one.order_no in kept]
    await take_in(company, vault)
    books = await open_books(vault)
    whole = Ledgers(list(world.orders.values()), world.payments, books.salespeople, books.accounts)
    expected = sorted((key, one.grade) for key, one in subjects(record_findings(whole)))
    found = sorted((key, one.grade) for key, one in subjects(await doubts_between(vault, books)))
    assert found == expected
    assert not any(key.startswith("order_without_payment") for key, _ in found)
    assert any(key.startswith("payment_without_order") for key, _ in found)
