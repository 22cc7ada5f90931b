"""A call at the desk, looked at: the list, the page before it is open, the form read aloud, and a day for another call."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from portal.opening import opened
from portal.settings import Settings
from surveys import invite
from surveys.outbox import write_tx
from surveys.tables import Invitation
from tests.browser.conftest import OpenPage
from tests.browser.looking import AXE, OVERHANG, TARGETS, _axe_faults, shoot
from tests.browser.staff import sign_in
from tests.journeys.server import Server
from tests.surveys.factories import make_plan, make_transaction


async def _somebody(server: Server) -> None:
    now = datetime.now(UTC)
    async with opened(Settings(data_dir=server.data)) as vault:
        await invite([make_transaction(day=now.date() - timedelta(days=20))], make_plan(), vault, now)
        async with write_tx():
            await Invitation.update({Invitation.phone_from: now.date() - timedelta(days=1)}, force=True)


def _faults(page: Page, name: str) -> list[str]:
    shoot(page, f"call-{name}")
    page.evaluate(Axe().axe_script)
    found = [*_axe_faults(page.evaluate(AXE)), *page.evaluate(OVERHANG), *page.evaluate(TARGETS, 28)]
    return [f"{name}: {fault}" for fault in found]


def test_a_customer_is_rung_up_and_asks_for_another_day(server: Server, open_page: OpenPage) -> None:
    with ThreadPoolExecutor(1) as beside:  # Playwright keeps an event loop running in this thread
        beside.submit(asyncio.run, _somebody(server)).result()
    desk = open_page()
    sign_in(desk, server)
    desk.goto(f"{server.url}/desk/phone")
    faults = _faults(desk, "list")
    desk.locator("tbody a").click()
    faults += _faults(desk, "before")
    desk.get_by_role("button", name="开始通话，显示号码").click()
    expect(desk.locator(".callee")).to_have_text("13900000001")
    faults += _faults(desk, "open")
    desk.get_by_label("有", exact=True).check()
    desk.get_by_role("button", name="继续").click()
    desk.fill("#q-paid_on", "2026-05-08")
    faults += _faults(desk, "typed")
    desk.get_by_label("对方请改天再打").check()
    desk.fill("#again", (datetime.now(UTC).date() + timedelta(days=2)).isoformat())
    desk.get_by_role("button", name="结束通话").click()
    expect(desk.locator("[role=status]")).to_contain_text("通话结果已记录")
    expect(desk.get_by_text("今天没有要打的电话。")).to_be_visible()
    assert faults == []
