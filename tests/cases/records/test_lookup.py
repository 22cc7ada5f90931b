"""Records are found by what a claim may say, and opened; what is not said finds nothing."""

from __future__ import annotations

from datetime import date
from typing import Any  # clues of several names

import pytest

from cases.records.importing import import_file
from cases.records.lookup import MOST, candidates, company_accounts, leads_numbered, salespeople
from cases.records.tables import Order
from cases.records.tokens import Tokens
from crypto.vault import Vault
from surveys.outbox import write_tx

pytestmark = pytest.mark.usefixtures("database")

ORDERS = """订单编号,客户名称,联系电话,负责人,门店,产品,订单金额,下单时间,订单状态,收款账号
XS-2603-004211,王伟,13806920733,李娜,城东店,中央空调,1280,2026-03-08,已完成,6222 0202
XS-2603-004212,赵敏,150****9553,陈霞,城西店,实木地板,6800,2026-03-09,已取消,
XS-2603-004213,赵敏,,李娜,城西店,实木地板,6800,2026-03-10,待付款,
XS-2603-004214,張偉,13806925566,李娜,城西店,实木地板,6800,2026-03-10,待付款,
XS-2603-004215,Zhang Wei,13806927788,李娜,城西店,实木地板,6800,2026-03-10,待付款,
XS-2603-004216,華興建材有限公司,13806928899,李娜,城西店,实木地板,6800,2026-03-10,待付款,
""".encode()
LEADS = """线索编号,客户名称,手机,负责人,报价,创建时间,状态,关闭时间
X1,王伟,13806920733,李娜,6800,2026-03-01,输单,2026-04-01
""".encode()
PAYMENTS = """流水号,关联订单,付款人,收款账户,金额,到账日期
LS1,XS-2603-004211,王伟,6222 0202,1280,2026-03-08
LS2,,赵敏,6222 9999,6800,2026-03-09
""".encode()


@pytest.fixture(autouse=True)
async def books(database: None, vault: Vault) -> None:
    await import_file("orders", ORDERS, vault)
    await import_file("leads", LEADS, vault)
    await import_file("payments", PAYMENTS, vault)


@pytest.mark.parametrize(
    ("clues", "orders"),
    [
        ({"order_no": "xs2603004211"}, {"XS-2603-004211"}),
        ({"order_no": "XS-2603-004211"}, {"XS-2603-004211"}),
        ({"phone": "13806920733"}, {"XS-2603-004211"}),
        ({"phone": "0733", "customer_name": "王伟"}, {"XS-2603-004211"}),
        ({"phone": "13806920733", "customer_name": "王 伟"}, {"XS-2603-004211"}),
        ({"phone": "9553", "customer_name": "赵敏"}, {"XS-2603-004212"}),
        ({"phone": "15044819553", "customer_name": "赵敏"}, {"XS-2603-004212"}),
        ({"customer_name": "赵敏", "salesperson": "李娜"}, {"XS-2603-004213"}),
        ({"phone": "9553", "customer_name": "趙敏"}, {"XS-2603-004212"}),
        ({"customer_name": "趙敏", "salesperson": "李娜"}, {"XS-2603-004213"}),
        ({"phone": "5566", "customer_name": "张伟"}, {"XS-2603-004214"}),
        ({"phone": "5566", "customer_name": "張偉"}, {"XS-2603-004214"}),
        ({"customer_name": "张伟", "salesperson": "李娜"}, {"XS-2603-004214"}),
        ({"phone": "7788", "customer_name": "Wei ZHANG"}, {"XS-2603-004215"}),
        ({"customer_name": "华兴建材", "salesperson": "李 娜"}, {"XS-2603-004216"}),
        ({"phone": "0733"}, set()),
        ({"customer_name": "王伟"}, set()),
        ({"phone": "13806920734"}, set()),
        ({"order_no": "XS-2603-00421"}, set()),
        ({}, set()),
    ],
)
async def test_orders_are_found_by_exact_clues(clues: dict[str, Any], orders: set[str], vault: Vault) -> None:
    assert {order.order_no for order in (await candidates(vault, **clues)).orders} == orders


async def test_a_row_taken_in_before_names_were_folded_is_found_as_it_was_written(vault: Vault) -> None:
    as_written = Tokens(vault, folds=False).last_four_name("13806925566", "張偉")
    async with write_tx():
        await Order.update({Order.last_four_name_token: as_written}).where(Order.order_no == "XS-2603-004214")
    found = await candidates(vault, phone="5566", customer_name="張偉")
    assert [order.order_no for order in found.orders] == ["XS-2603-004214"]


async def test_a_found_order_is_opened(vault: Vault) -> None:
    (order,) = (await candidates(vault, order_no="XS-2603-004211")).orders
    assert (order.customer_name, order.customer_phone, order.payee_account) == ("王伟", "13806920733", "62220202")
    assert (order.amount_fen, order.ordered_on, order.status) == (128000, date(2026, 3, 8), "done")


async def test_the_payments_of_a_found_order_come_with_it(vault: Vault) -> None:
    (payment,) = (await candidates(vault, phone="13806920733")).payments
    assert (payment.payment_no, payment.payer_name, payment.amount_fen) == ("LS1", "王伟", 128000)


async def test_a_payers_payment_without_an_order_is_found_by_name(vault: Vault) -> None:
    found = await candidates(vault, payer_name="赵敏")
    assert [payment.payment_no for payment in found.payments] == ["LS2"]


async def test_leads_are_found_by_the_same_clues(vault: Vault) -> None:
    (lead,) = (await candidates(vault, phone="0733", customer_name="王伟")).leads
    assert (lead.lead_no, lead.status, lead.quoted_amount_fen, lead.closed_on) == (
        "X1",
        "lost",
        680000,
        date(2026, 4, 1),
    )


async def test_leads_are_found_by_number(vault: Vault) -> None:
    assert [lead.customer_name for lead in await leads_numbered(vault, ["X1", "X2"])] == ["王伟"]


async def test_a_shared_phone_finds_no_more_than_the_cap(vault: Vault) -> None:
    lines = [f"M{i},客户{i},13900000000,1,2026-03-08" for i in range(MOST + 20)]
    await import_file("orders", ("订单号,客户,手机,金额,日期\n" + "\n".join(lines)).encode(), vault)
    assert len((await candidates(vault, phone="13900000000")).orders) == MOST


async def test_the_companys_accounts_are_opened_with_their_keys(vault: Vault) -> None:
    await import_file("accounts", "账号,户名\n支付宝:Pay@example.com,某公司\n".encode(), vault)
    (account,) = await company_accounts(vault)
    assert (account.account, account.key, account.holder) == ("支付宝:Pay@example.com", "pay@example.com", "某公司")


async def test_salespeople_are_opened(vault: Vault) -> None:
    await import_file("salespeople", "工号,姓名,手机,入职日期\nE1,李娜,13900001111,2020-01-02\n".encode(), vault)
    (one,) = await salespeople(vault)
    assert (one.name, one.phone, one.joined_on, one.left_on) == ("李娜", "13900001111", date(2020, 1, 2), None)
