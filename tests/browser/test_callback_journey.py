"""A call-back, from the company's own files to a closed case."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.staff import sign_in
from tests.browser.windows import PHONE
from tests.journeys.server import Server

BOUGHT_ON = date.today() - timedelta(days=20)
DAY = f"{BOUGHT_ON.year}年{BOUGHT_ON.month}月{BOUGHT_ON.day}日"
ORDERS = f"""销售订单列表,,,,,,,,
导出人:管理员,导出时间:{date.today()} 08:00:00,,,,,,,

订单编号,客户名称,联系电话,负责人,所属部门,产品名称,订单金额(元),下单时间,订单状态
XS-2603-004211,王丽华,15406920733,张伟,城东店,全屋净水,"¥4,200.00",{DAY},已取消
XS-2603-004212,李强,154-0123-4567,周静,城西店,中央空调,1.28万,{DAY},已完成
XS-2603-004213,陈敏,15404445566,周静,城西店,智能门锁,面议,{DAY},已完成
合计,,,,,,"17,000.00",,
"""
LEADS = f"""线索编号,客户名称,手机,负责人,门店,报价金额,创建时间,状态
XK-0099,赵敏,15407778899,张伟,城东店,9800,{BOUGHT_ON},输单
"""


def test_a_call_back_becomes_a_finding_and_a_closed_case(server: Server, open_page: OpenPage) -> None:
    desk = open_page()
    sign_in(desk, server)
    _import(desk, server, "orders", ORDERS, rows=2)
    _import(desk, server, "leads", LEADS, rows=1)
    links = _invite(desk, server, "XS-2603-004211\nXS-2603-004212\nXK-0099")
    assert sorted(links) == ["XK-0099", "XS-2603-004211", "XS-2603-004212"]
    phone = open_page(scripts=False, size=PHONE)
    _tell_of_a_private_deal(phone, links["XS-2603-004211"])
    phone.goto(links["XS-2603-004211"])
    expect(phone.get_by_role("heading", level=1)).to_have_text("这个链接现在打不开")
    _wait_for_lead(desk, server)
    expect(desk.locator(".inbox tbody tr")).to_contain_text("客户称付 6,800 元到个人账户")
    desk.locator(".inbox .lead a").click()
    _expect_the_difference(desk)
    _investigate_and_close(desk)
    expect(desk.locator(".case-head")).to_contain_text("已结案 · 查实")
    expect(desk.locator(".timeline")).to_contain_text("客户有转账截图")
    desk.goto(f"{server.url}/desk?show=closed")
    expect(desk.locator(".inbox tbody tr")).to_contain_text("查实")


def _import(desk: Page, server: Server, kind: str, text: str, *, rows: int) -> None:
    desk.goto(f"{server.url}/desk/records")
    desk.check(f"[name=kind][value={kind}]")
    file: FilePayload = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    desk.set_input_files("#file", file)
    desk.get_by_role("button", name="上传并预览").click()
    expect(desk.locator(".facts")).to_contain_text(f"可以导入 {rows} 行")
    desk.get_by_role("button", name="导入这些行").click()
    expect(desk.locator(".figures div").first).to_have_text(f"新\n{rows}", use_inner_text=True)


def _invite(desk: Page, server: Server, numbers: str) -> dict[str, str]:
    """The links by number, from the file that is handed out once."""
    desk.goto(f"{server.url}/desk/callbacks")
    desk.fill("#pasted", numbers)
    desk.get_by_role("button", name="先看人数").click()
    expect(desk.locator("#count")).to_have_text(f"将邀请 {len(numbers.splitlines())} 人")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="生成链接清单（CSV）").click()
    text = download.value.path().read_text("utf-8-sig")
    return {row["编号"]: row["链接"] for row in csv.DictReader(io.StringIO(text))}


def _tell_of_a_private_deal(phone: Page, link: str) -> None:
    """Bought it, paid more than the order says, and paid a person; received it all."""
    phone.goto(link)
    _choose(phone, "bought", "yes")
    _write(phone, "paid_on", BOUGHT_ON.isoformat())
    _write(phone, "amount", "6800")
    _write(phone, "amount_again", "6800")
    _choose(phone, "payee_kind", "personal")
    phone.fill("#q-payee_account", "7731")
    _write(phone, "payee_name", "张伟")
    _write(phone, "salesperson", "张伟")
    phone.check('[name="q.received"][value=all]')
    _choose(phone, "invoice", "no")
    _choose(phone, "events", "private_contact")
    phone.check('[name="q.rating"][value="4"]')
    _choose(phone, "may_call", "no")
    expect(phone.get_by_role("heading", level=1)).to_have_text("谢谢您，回答已经收到。")


def _choose(phone: Page, question: str, card: str) -> None:
    phone.check(f'[name="q.{question}"][value={card}]')
    phone.locator("button.primary").click()


def _write(phone: Page, question: str, text: str) -> None:
    phone.fill(f"#q-{question}", text)
    phone.locator("button.primary").click()


def _wait_for_lead(desk: Page, server: Server) -> None:
    """The comparison runs behind the customer's back: look again until its lead is there."""
    lead = desk.locator(".inbox .lead a")
    for _ in range(300):
        desk.goto(f"{server.url}/desk")
        if lead.count():
            return
        desk.wait_for_timeout(100)
    raise AssertionError("no lead came of the answer within half a minute")


def _expect_the_difference(desk: Page) -> None:
    finding = desk.locator(".finding", has=desk.get_by_role("heading", name="收款方不是公司")).first
    payee = finding.locator(".doubted")
    expect(payee).to_contain_text("个人账户")
    expect(payee.locator(".sign")).to_have_text("≠")
    amount = finding.locator("tr", has=desk.get_by_role("rowheader", name="金额"))
    expect(amount).to_contain_text("¥6,800.00")
    expect(amount).to_contain_text("¥4,200.00")
    expect(amount.locator(".sign")).to_have_text("≠")
    cancelled = desk.locator(".finding", has=desk.get_by_role("heading", name="已撤单却已交付")).first
    expect(cancelled.locator(".doubted")).to_contain_text("已撤单")


def _investigate_and_close(desk: Page) -> None:
    desk.get_by_role("button", name="我来办").click()
    desk.get_by_role("button", name="开始调查").click()
    desk.get_by_role("button", name="复核疑点").click()
    mark = desk.locator(".verdict").first.get_by_role("button", name="对", exact=True)
    mark.click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    desk.get_by_role("button", name="提交决定").click()
    desk.locator("summary", has_text="结案").click()
    desk.get_by_label("结论").select_option("substantiated")
    desk.locator("#closing-reason").fill("订单已撤，客户有转账截图，货由张伟自行送达。")
    desk.get_by_role("button", name="结案", exact=True).click()
