"""Notes of orders and leads: sealed at rest, searched after an import, one finding a record that says what it rests on."""

from __future__ import annotations

import pytest

from cases.actors import Actor
from cases.beside import finding_view
from cases.crosscheck.term_list import SHIPPED
from cases.findings import dismiss_finding, open_detail
from cases.records.finding import Key, find
from cases.records.importing import import_file
from cases.records.tables import Lead, Order
from cases.records.undoing import undo_import
from cases.rekeying import CELLS, renew_subjects
from cases.settling import take_up
from cases.tables import Case, Finding
from cases.terms.notes import search_all_notes
from crypto.vault import Vault
from surveys.outbox import write_tx
from surveys.rekeying import seal_anew
from tests.cases.books import TODAY, book, run_jobs
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
BOTH_ENGINES = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
HEADER = "订单号,金额,下单日期,销售员,门店,标价,跟进记录\n"
SAID = "客户住人民路。让他加我微信私下转账有优惠。"
ORDER = HEADER + f"XS-1,4200,{TODAY},张伟,城东店,5000,{{notes}}\n"


@pytest.fixture
async def investigator(vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


async def one_finding() -> Finding:
    (row,) = await Finding.objects()
    return row


@BOTH_ENGINES
async def test_what_goes_together_in_a_note_becomes_a_finding_without_a_claim(
    investigator: Actor, vault: Vault
) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    row = await one_finding()
    assert (row.kind, row.grade, row.claim, row.case, row.store) == ("sensitive_terms", "review", None, None, "城东店")
    detail = open_detail(row, vault)
    assert (detail["order_no"], detail["salesperson"], detail["recorded"]["list"]) == ("XS-1", "张伟", 0)
    assert detail["summary"]["zh"] == "订单 XS-1 的跟进记录里，一句话里出现了“加我微信”“私下”，请看原文再判断"
    assert "人民路" not in str(detail)


async def test_its_page_says_the_words_their_weight_and_the_version(investigator: Actor, vault: Vault) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    view = await finding_view(investigator, (await one_finding()).id, vault, "en")
    assert {row.label: row.recorded for row in view.rows}["Words together"] == "加我微信、私下"
    assert {row.label: row.recorded for row in view.rows}["Version of the list"] == "0"
    assert not view.has_said


async def test_a_leads_note_is_searched_as_well(investigator: Actor, vault: Vault) -> None:
    await book("leads", f"线索编号,创建时间,负责人,备注\nL-1,{TODAY},张伟,不走公司可以打折\n", vault)
    assert open_detail(await one_finding(), vault)["lead_no"] == "L-1"


async def test_notes_and_list_price_rest_as_they_should(vault: Vault) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    await book("leads", f"线索编号,创建时间,沟通记录\nL-1,{TODAY},{SAID}\n", vault)
    row, lead = await Order.objects().first(), await Lead.objects().first()
    assert row is not None
    assert lead is not None
    assert row.list_amount_fen == 5000_00
    assert "微信".encode() not in bytes(row.sealed_notes) + bytes(lead.sealed_notes)
    assert vault.open("notes", bytes(row.sealed_notes)) == SAID
    (found,) = (await find(Key("order", "XS-1"), vault)).orders
    assert (found.notes, found.list_amount_fen) == (SAID, 5000_00)


async def test_an_ordinary_note_and_an_empty_one_say_nothing(vault: Vault) -> None:
    await book("orders", ORDER.format(notes="客户满意，约周六安装") + f"XS-2,100,{TODAY},张伟,城东店,,\n", vault)
    assert not await Finding.exists()


async def test_importing_the_same_file_again_changes_nothing(vault: Vault) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    first = await one_finding()
    await book("orders", ORDER.format(notes=SAID), vault)
    assert (await one_finding()).to_dict() == first.to_dict()


@pytest.mark.parametrize("notes", ["已与客户说清，走公司账", ""])
async def test_a_note_that_no_longer_says_it_withdraws_the_finding_and_one_that_does_again_reopens_it(
    vault: Vault, notes: str
) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    await book("orders", ORDER.format(notes=notes), vault)
    assert (await one_finding()).state == "withdrawn"
    await book("orders", ORDER.format(notes=SAID), vault)
    assert (await one_finding()).state == "open"


async def test_taking_the_import_back_withdraws_what_it_brought(vault: Vault) -> None:
    result = await import_file("orders", ORDER.format(notes=SAID).encode(), vault)
    await run_jobs(vault)
    assert result.import_id is not None
    await undo_import(result.import_id, vault)
    await run_jobs(vault)
    assert (await one_finding()).state == "withdrawn"


async def test_what_was_put_aside_stays_aside(investigator: Actor, vault: Vault) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    await dismiss_finding(investigator, (await one_finding()).id, "问过客户，是走公司账", vault)
    await search_all_notes(vault, SHIPPED, TODAY)
    assert (await one_finding()).state == "dismissed"


async def test_a_case_that_was_closed_keeps_the_finding_as_it_was_decided_upon(
    investigator: Actor, vault: Vault
) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    await take_up(investigator, [(await one_finding()).id], None, vault)
    async with write_tx():
        await Case.update({Case.state: "closed"}, force=True)
    await book("orders", ORDER.format(notes=""), vault)
    assert (await one_finding()).state == "open"


async def test_the_batch_finds_the_same(vault: Vault) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    before = (await one_finding()).to_dict()
    (doubt,) = await search_all_notes(vault, SHIPPED, TODAY)
    assert (doubt.order_no, (await one_finding()).to_dict()) == ("XS-1", before)


async def test_under_a_new_root_key_it_is_the_same_finding_still_put_aside(investigator: Actor, vault: Vault) -> None:
    await book("orders", ORDER.format(notes=SAID), vault)
    await dismiss_finding(investigator, (await one_finding()).id, "问过客户", vault)
    new = Vault(bytes(range(32)))
    async with write_tx():
        assert await renew_subjects(vault, new, TODAY) == 1
        for cells in CELLS:
            await seal_anew(cells, vault, new, lambda _table, _rows: None)
    assert len(await search_all_notes(new, SHIPPED, TODAY)) == 1
    assert (await one_finding()).state == "dismissed"
