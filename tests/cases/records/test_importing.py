"""Whole files enter the database once: good rows stored, bad rows listed, a second import changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from cases.records.cells import Record
from cases.records.contract import Kind
from cases.records.errors import ColumnsMissing, FileUnreadable
from cases.records.history import past_import, record_counts
from cases.records.importing import import_file
from cases.records.ledger import ABANDONED_AFTER, Counts
from cases.records.lookup import orders_numbered
from cases.records.tables import Import, Order
from crypto.vault import Vault
from portal.settings import Settings
from surveys.outbox import Outbox, write_tx
from tests.cases.records.order_files import order_file
from tests.cases.records.spreadsheets import xlsx

pytestmark = pytest.mark.usefixtures("database")

HEADER = "订单编号,客户名称,联系电话,负责人,门店,产品,订单金额,下单时间,订单状态,收款账号\n"
ONE = "DD1,王伟,13806920733,李娜,城东店,中央空调,1280,2026-03-08,已完成,6222 0202\n"
TWO = "DD2,赵敏,15044819553,李娜,城东店,中央空调,6800,2026-03-09,待付款,\n"


def orders(*lines: str) -> bytes:
    return (HEADER + "".join(lines)).encode("gb18030")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-08 23:59", date(2026, 3, 8)),
        ("2026-03-08T16:00:00Z", date(2026, 3, 9)),
        ("2026-03-08T15:59:59Z", date(2026, 3, 8)),
        ("2026-03-08 00:00:00+09:00", date(2026, 3, 7)),
    ],
)
async def test_of_a_moment_the_day_in_china_is_kept(moment: str, day: date, vault: Vault) -> None:
    await import_file("orders", orders(ONE.replace("2026-03-08", moment)), vault)
    (order,) = await orders_numbered(vault, ["DD1"])
    assert order.ordered_on == day
    again = await import_file("orders", orders(ONE.replace("2026-03-08", day.isoformat())), vault)
    assert again.unchanged == 1


async def rechecks() -> Sequence[str]:
    rows = await Outbox.select(Outbox.key).where(Outbox.kind == "recheck_claims")
    return [row["key"] for row in rows]


async def test_good_rows_enter(vault: Vault) -> None:
    result = await import_file("orders", orders(ONE, TWO), vault)
    assert (result.created, result.updated, result.unchanged, result.rejected) == (2, 0, 0, 0)
    assert (await record_counts())["orders"] == 2


async def test_a_second_import_changes_nothing(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    before = await Order.select().order_by(Order.order_no)
    result = await import_file("orders", orders(ONE, TWO), vault)
    assert (result.created, result.updated, result.unchanged) == (0, 0, 2)
    assert await Order.select().order_by(Order.order_no) == before


async def test_a_changed_row_is_updated_and_keeps_its_identity(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    before = await Order.select(Order.id).where(Order.order_no == "DD2")
    result = await import_file("orders", orders(ONE, TWO.replace("待付款", "已取消")), vault)
    assert (result.created, result.updated, result.unchanged) == (0, 1, 1)
    assert (await orders_numbered(vault, ["DD2"]))[0].status == "cancelled"
    assert await Order.select(Order.id).where(Order.order_no == "DD2") == before


async def test_what_no_row_of_the_second_file_says_any_more_is_gone(vault: Vault) -> None:
    await import_file("orders", orders(ONE), vault)
    await import_file("orders", orders(ONE.replace("6222 0202", "")), vault)
    assert [order.payee_account for order in await orders_numbered(vault, ["DD1"])] == [None]


async def test_only_the_changed_row_names_the_second_import(vault: Vault) -> None:
    first = await import_file("orders", orders(ONE, TWO), vault)
    second = await import_file("orders", orders(ONE, TWO.replace("6800", "6500")), vault)
    stamps = {row["order_no"]: row["import_id"] for row in await Order.select(Order.order_no, Order.import_id)}
    assert stamps == {"DD1": first.import_id, "DD2": second.import_id}


async def test_what_is_only_written_differently_is_unchanged(vault: Vault) -> None:
    await import_file("orders", orders(ONE), vault)
    again = (
        ONE.replace("1280", '"¥1,280.00"')
        .replace("13806920733", "+86 138-0692-0733")
        .replace("2026-03-08", "2026年3月8日")
    )
    assert (await import_file("orders", orders(again), vault)).unchanged == 1


async def test_bad_rows_are_listed_and_enter_nothing(vault: Vault) -> None:
    result = await import_file("orders", orders(ONE, TWO.replace("6800", "面议")), vault)
    assert (result.created, result.rejected) == (1, 1)
    assert [(r.row, r.column, r.code) for r in result.refusals] == [(3, "amount", "amount_unreadable")]
    assert (await record_counts())["orders"] == 1


async def test_a_dry_run_counts_and_stores_nothing(vault: Vault) -> None:
    await import_file("orders", orders(ONE), vault)
    result = await import_file("orders", orders(ONE.replace("1280", "1300"), TWO), vault, dry_run=True)
    assert (result.created, result.updated, result.import_id) == (1, 1, None)
    assert ((await record_counts())["orders"], await Import.count()) == (1, 1)


async def test_a_deleted_order_leaves_a_tombstone_with_its_day(vault: Vault) -> None:
    await import_file("orders", orders(ONE), vault)
    await import_file("orders", orders(ONE.replace("已完成", "已删除")), vault)
    (order,) = await orders_numbered(vault, ["DD1"])
    assert order.status == "deleted"
    assert order.deleted_on is not None


async def test_a_file_without_a_needed_column_stores_nothing_at_all(vault: Vault) -> None:
    with pytest.raises(ColumnsMissing):
        await import_file("orders", "订单编号,下单时间\nDD1,2026-03-08\n".encode(), vault)
    assert (await Import.count(), await Order.count()) == (0, 0)


async def test_an_unreadable_file_stores_nothing_at_all(vault: Vault) -> None:
    with pytest.raises(FileUnreadable):
        await import_file("orders", b"PK\x03\x04 broken", vault)
    assert await Import.count() == 0


async def test_new_orders_ask_for_a_recheck_once(vault: Vault) -> None:
    result = await import_file("orders", orders(ONE, TWO), vault)
    assert await rechecks() == [f"import:{result.import_id}"]


async def test_an_import_that_changed_nothing_asks_for_no_recheck(vault: Vault) -> None:
    await import_file("orders", orders(ONE), vault)
    before = await rechecks()
    await import_file("orders", orders(ONE), vault)
    assert await rechecks() == before


async def test_an_import_that_was_cut_off_is_marked_and_checked_by_the_next(vault: Vault) -> None:
    then = datetime.now(UTC) - 2 * ABANDONED_AFTER
    cut_off = Import(id=uuid4(), kind="orders", created=1, at=then, beat_at=then)
    async with write_tx():
        await Import.insert(cut_off)
    await import_file("orders", orders(ONE), vault)
    assert (await past_import(cut_off.id)).state == "stopped"
    assert f"import:{cut_off.id}" in await rechecks()


async def test_progress_is_told_as_rows_are_read(vault: Vault) -> None:
    told: list[tuple[int, float]] = []
    await import_file("orders", order_file(6000)[0], vault, progress=lambda *rows: told.append(rows))
    assert [rows for rows, _ in told] == [5000, 6001]
    assert 0.5 < told[0][1] < told[1][1] == 1.0


KINDS: list[tuple[Kind, bytes]] = [
    (
        "payments",
        xlsx(
            [
                ["流水号", "关联订单", "付款人", "收款账户", "金额", "到账日期"],
                ["LS1", "DD1", "王伟", "6222", -5, 46256],
            ]
        ),
    ),
    (
        "leads",
        "线索编号,客户名称,手机,负责人,报价金额,创建时间,状态\nX1,王伟,13806920733,李娜,6800,2026-03-01,输单\n".encode(),
    ),
    ("salespeople", "工号,姓名,手机,门店,入职日期\nE1,李娜,13900001111,城东店,2020-01-02\n".encode()),
    ("accounts", "户名,账号,开户行\n某公司,6222 0202,某银行\n某公司,支付宝:pay@example.com,支付宝\n".encode()),
]


@pytest.mark.parametrize(("kind", "data"), KINDS)
async def test_every_kind_enters_once(kind: Kind, data: bytes, vault: Vault) -> None:
    first = await import_file(kind, data, vault)
    second = await import_file(kind, data, vault)
    assert (first.rejected, second.created, second.updated, second.unchanged) == (0, 0, 0, first.created)
    assert (await record_counts())[kind] == first.created > 0


async def test_an_account_written_twice_in_two_ways_is_one_account(vault: Vault) -> None:
    result = await import_file("accounts", "账号,户名\n6222 0202,某公司\n62220202,某公司\n".encode(), vault)
    assert (result.created + result.unchanged + result.rejected, (await record_counts())["accounts"]) == (2, 1)


async def test_claims_go_to_whoever_keeps_them(vault: Vault) -> None:
    kept: list[Record] = []

    async def store(records: list[Record]) -> Counts:
        kept.extend(records)
        return Counts(created=1, unchanged=len(records) - 1)

    data = (
        "陈述编号,手机号后四位,金额,购买日期\n1,0733,1280,2026-03-08\n2,9999,1,2026-03-09\n3,99,1,2026-03-09\n".encode()
    )
    result = await import_file("claims", data, vault, store_claims=store)
    assert (result.created, result.unchanged, result.rejected) == (1, 1, 1)
    assert [(claim["claim_no"], claim["amount_fen"], claim["occurred_on"]) for claim in kept] == [
        ("1", 128000, date(2026, 3, 8)),
        ("2", 100, date(2026, 3, 9)),
    ]


async def test_claims_without_anybody_to_keep_them_are_not_swallowed(vault: Vault) -> None:
    with pytest.raises(ValueError, match="store_claims"):
        await import_file("claims", "陈述编号\n1\n".encode(), vault)


async def test_names_phones_and_accounts_are_nowhere_in_clear(vault: Vault, settings: Settings) -> None:
    await import_file("orders", orders(ONE), vault)
    files = b"".join(path.read_bytes() for path in Path(settings.data_dir).glob("brightline.sqlite*"))
    assert b"DD1" in files
    assert [secret for secret in ("王伟", "13806920733", "0692073", "62220202") if secret.encode() in files] == []


async def test_of_a_large_file_exactly_the_planted_rows_are_refused_and_again_nothing_changes(vault: Vault) -> None:
    data, planted = order_file(100_000, 50)
    first = await import_file("orders", data, vault)
    assert [(r.row, r.column, r.code) for r in first.refusals] == [(p.row, p.column, p.code) for p in planted]
    assert all(r.sentence_zh and r.sentence_en for r in first.refusals)
    assert (first.created, first.rejected) == (99_950, 50)
    second = await import_file("orders", data, vault)
    assert (second.created, second.updated, second.unchanged, second.rejected) == (0, 0, 99_950, 50)
