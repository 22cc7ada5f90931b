"""Which claims are checked again after an import: those its rows bear on, and no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from cases import rechecking
from cases.checking import check_claims
from cases.claims import open_fact, store_claims
from cases.gathering import open_books
from cases.records.cells import Record
from cases.records.importing import Counts, import_file
from cases.records.undoing import undo_import
from cases.tables import Claim, Finding
from cases.weights.versions import decide, propose, versions
from crypto.vault import Vault
from surveys.outbox import enqueue, write_tx
from tests.cases.books import LEADS, ORDERS, TODAY, WANG_LEAD, WANG_ORDER, book, book_order, run_jobs
from tests.factories import make_staff

HEADER = "claim_no,source,bought,order_no,customer_name,customer_phone,salesperson,amount,occurred_on,received\n"
WANG = f"C-WANG,phone,yes,,王芳,13806920733,张伟,4200,{TODAY},all\n"
ZHAO = f"C-ZHAO,phone,yes,,赵敏,18655554444,李娜,9900,{TODAY - timedelta(days=40)},all\n"
PAYMENT = (
    "payment_no,order_no,payer_name,payee_account,amount,paid_at\n{number},{order},{payer},62220202,{amount},{day}\n"
)
ORDER = WANG_ORDER.format(day=TODAY, status="done")
OTHER = ORDER.replace("XS-1", "YT-77").replace("王芳,13806920733,张伟", "周婷,15900001111,钱进").replace("4200", "777")

pytestmark = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
async def checked(database: None, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Callable[[], set[str]]:
    """Two claims, both checked; and whose claims were checked since this was last asked."""
    await make_staff(vault, "investigator")
    await book_order(vault)
    await say(vault, WANG, ZHAO)
    seen: set[str] = set()

    async def watching(rows: Sequence[Claim], *rest: Any, **named: Any) -> None:
        seen.update(open_fact(row, vault).claim_no for row in rows)
        await check_claims(rows, *rest, **named)

    monkeypatch.setattr(rechecking, "check_claims", watching)

    def since() -> set[str]:
        found = set(seen)
        seen.clear()
        return found

    return since


async def say(vault: Vault, *lines: str) -> None:
    async def store(rows: list[Record]) -> Counts:
        return await store_claims(rows, vault)

    await import_file("claims", (HEADER + "".join(lines)).encode(), vault, store_claims=store)
    await run_jobs(vault)


async def test_an_order_of_somebody_else_touches_no_claim(checked: Callable[[], set[str]], vault: Vault) -> None:
    await book("orders", ORDERS + OTHER.replace(str(TODAY), str(TODAY - timedelta(days=9))), vault)
    assert checked() == set()


@pytest.mark.parametrize(
    "order",
    [
        ORDER.replace("4200", "5200"),
        ORDER.replace("王芳,13806920733,张伟", "何平,15100002222,孙丽"),
        OTHER.replace("15900001111", "13806920733"),
        OTHER.replace("周婷,15900001111", "王芳,15900000733"),
        OTHER.replace("周婷,15900001111,钱进", "王芳,,张伟"),
    ],
    ids=["its order", "its order, now another's", "its phone", "its name and ending", "its name and salesperson"],
)
async def test_an_order_with_a_clue_of_the_claim_touches_it(
    checked: Callable[[], set[str]], vault: Vault, order: str
) -> None:
    await book("orders", ORDERS + order.replace(str(TODAY), str(TODAY - timedelta(days=9))), vault)
    assert checked() == {"C-WANG"}


@pytest.mark.parametrize(
    "order",
    [
        OTHER.replace("15900001111", "18655554445"),
        OTHER.replace("钱进", "李娜").replace("777", "9880").replace(str(TODAY), str(TODAY - timedelta(days=50))),
        OTHER.replace(str(TODAY), str(TODAY - timedelta(days=40))),
    ],
    ids=["one slip away", "about the price", "of the same day"],
)
async def test_what_could_be_meant_touches_a_claim_without_an_order(
    checked: Callable[[], set[str]], vault: Vault, order: str
) -> None:
    await book("orders", ORDERS + order, vault)
    assert checked() == {"C-ZHAO"}


async def test_a_receipt_for_its_order_touches_a_claim(checked: Callable[[], set[str]], vault: Vault) -> None:
    await book("payments", PAYMENT.format(number="P1", order="XS-1", payer="某人", amount=4200, day=TODAY), vault)
    assert checked() == {"C-WANG"}


async def test_a_receipt_of_its_customer_for_no_order_touches_a_claim(
    checked: Callable[[], set[str]], vault: Vault
) -> None:
    await book("payments", PAYMENT.format(number="P1", order="", payer="赵敏", amount=50, day=TODAY), vault)
    assert checked() == {"C-ZHAO"}


async def test_a_receipt_that_is_tied_to_another_order_touches_both(
    checked: Callable[[], set[str]], vault: Vault
) -> None:
    first = PAYMENT.format(number="P1", order="XS-1", payer="某人", amount=4200, day=TODAY)
    await book("payments", first, vault)
    checked()
    await book("payments", first.replace("XS-1", "XS-500"), vault)
    assert checked() == {"C-WANG"}


async def test_a_lead_of_its_customer_touches_a_claim(checked: Callable[[], set[str]], vault: Vault) -> None:
    await book("leads", LEADS + WANG_LEAD.format(day=TODAY), vault)
    assert checked() == {"C-WANG"}


async def test_an_order_a_complete_file_holds_no_more_touches_its_claim(
    checked: Callable[[], set[str]], vault: Vault
) -> None:
    far = str(TODAY - timedelta(days=9))
    await book("orders", ORDERS + OTHER.replace(str(TODAY), far), vault)
    await import_file("orders", (ORDERS + OTHER.replace(str(TODAY), far)).encode(), vault, is_complete=True)
    await run_jobs(vault)
    assert checked() == {"C-WANG"}
    assert await Finding.exists().where(Finding.kind == "deleted_after_confirmation", Finding.state == "open")


async def test_accounts_bear_on_every_claim(checked: Callable[[], set[str]], vault: Vault) -> None:
    await book("accounts", "account,holder,bank\n62220202,某公司,某银行\n", vault)
    assert checked() == {"C-WANG", "C-ZHAO"}


async def test_what_was_taken_back_bears_on_every_claim(checked: Callable[[], set[str]], vault: Vault) -> None:
    result = await import_file("orders", (ORDERS + OTHER).encode(), vault)
    await run_jobs(vault)
    checked()
    assert result.import_id is not None
    await undo_import(result.import_id, vault)
    await run_jobs(vault)
    assert checked() == {"C-WANG", "C-ZHAO"}


async def test_an_import_of_very_many_rows_bears_on_every_claim(
    checked: Callable[[], set[str]], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.records.changed.MOST", 0)
    await book("orders", ORDERS + OTHER.replace(str(TODAY), str(TODAY - timedelta(days=9))), vault)
    assert checked() == {"C-WANG", "C-ZHAO"}


async def test_other_weights_bear_on_every_claim(database: None, checked: Callable[[], set[str]], vault: Vault) -> None:
    anna = await make_staff(vault, "investigator", username="anna")
    sven = await make_staff(vault, "supervisor", username="sven")
    await propose(anna, {"trust.no_order.finding": 0.5}, "多半查否", vault)
    await decide(sven, (await versions(vault))[0].id, is_adopted=True)
    await run_jobs(vault)
    assert checked() == {"C-WANG", "C-ZHAO"}


async def test_what_one_job_has_no_time_for_is_done_by_the_next(
    checked: Callable[[], set[str]], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rechecking, "JOB_SECONDS", 1e-9)
    monkeypatch.setattr(rechecking, "LOOKED_AT_ONCE", 1)
    async with write_tx():
        await enqueue(rechecking.JOB, str(uuid4()), {})
    await run_jobs(vault)
    assert checked() == {"C-WANG", "C-ZHAO"}


async def test_several_claims_are_checked_as_one_by_one(checked: Callable[[], set[str]], vault: Vault) -> None:
    before = await Finding.select().order_by(Finding.id), await Claim.select().order_by(Claim.id)
    await check_claims(await Claim.objects(), await open_books(vault), vault, today=TODAY)
    assert (await Finding.select().order_by(Finding.id), await Claim.select().order_by(Claim.id)) == before
