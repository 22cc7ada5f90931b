"""The same path on PostgreSQL: answer, finding, case; and the doubt withdrawn when the order arrives."""

from __future__ import annotations

import pytest

from cases.beside import case_findings
from cases.claims import store_claims
from cases.records.cells import Record
from cases.records.importing import Counts, import_file
from cases.tables import Case, Finding
from crypto.vault import Vault
from tests.cases.books import ORDERS, SOLD, TODAY, WANG_ORDER, answer, book, book_order, run_jobs
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("postgres")


async def test_an_answer_becomes_a_case_on_postgresql(vault: Vault) -> None:
    investigator = await make_staff(vault, "investigator")
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    case = await Case.objects().first()
    assert case is not None
    (view,) = await case_findings(investigator, case.id, vault, "zh")
    assert (view.kind, view.order_no) == ("cancelled_but_delivered", "XS-1")


async def test_a_late_order_withdraws_the_doubt_on_postgresql(vault: Vault) -> None:
    await make_staff(vault, "investigator")
    claims = f"claim_no,bought,customer_phone,amount,occurred_on\nC-1,yes,13806920738,4200,{TODAY}\n"

    async def store(rows: list[Record]) -> Counts:
        return await store_claims(rows, vault)

    await import_file("claims", claims.encode(), vault, store_claims=store)
    await run_jobs(vault)
    assert await Finding.exists().where(Finding.kind == "no_order", Finding.state == "open")
    await book("orders", ORDERS + WANG_ORDER.format(day=TODAY, status="done"), vault)
    assert await Finding.exists().where(Finding.kind == "no_order", Finding.state == "withdrawn")
