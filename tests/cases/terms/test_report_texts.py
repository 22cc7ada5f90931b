"""A report's own words, searched while somebody has it open: sealed like its other findings, and only where a deal is meant."""

from __future__ import annotations

import pytest

from cases.actors import Actor
from cases.beside import case_findings
from cases.findings import open_detail
from cases.grants import case_key_for
from cases.receiving import open_report
from cases.tables import Event, Finding, Report
from cases.terms.versions import change_words
from crypto.errors import WrongKey
from crypto.vault import Vault
from tests.cases.reports import filed
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
TEXT = "张伟让客户加他微信，私下转账，还说别告诉公司。住址是人民路 7 号。"


@pytest.fixture
async def anna(vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def opened(anna: Actor, vault: Vault, text: str = TEXT, channel: str = "diversion") -> Report:
    _, report = await filed(anna, text=text, channel=channel)
    await open_report(anna, report.id, vault)
    return report


async def test_nothing_is_searched_before_it_is_opened(anna: Actor) -> None:
    await filed(anna, text=TEXT)
    assert not await Finding.exists()


async def test_what_it_says_is_sealed_under_the_case_key_and_names_nobody_in_clear(anna: Actor, vault: Vault) -> None:
    report = await opened(anna, vault)
    (row,) = await Finding.objects()
    assert (row.kind, row.grade, row.case, row.sealed_by) == ("sensitive_terms", "review", report.case, "case")
    assert (row.salesperson_token, row.store, row.claim) == (None, "", None)
    with pytest.raises(WrongKey):
        open_detail(row, vault, bytes(32))
    detail = open_detail(row, vault, await case_key_for(anna, report.case))
    assert (detail["source"], detail["said"]["terms"], detail["said"]["list"]) == ("report", "加他微信、私下", 0)
    assert "人民路" not in str(detail)
    assert await Event.exists().where(Event.kind == "finding", Event.case == report.case)


async def test_the_case_shows_it(anna: Actor, vault: Vault) -> None:
    report = await opened(anna, vault)
    (view,) = await case_findings(anna, report.case, vault, "zh")
    assert view.summary.startswith("举报的一句话里出现了")


async def test_opening_it_again_changes_nothing(anna: Actor, vault: Vault) -> None:
    report = await opened(anna, vault)
    before = await Finding.select()
    await open_report(anna, report.id, vault)
    assert await Finding.select() == before


async def test_opening_it_after_the_list_changed_brings_it_in_line(anna: Actor, vault: Vault) -> None:
    report = await opened(anna, vault)
    await change_words(await make_staff(vault, "administrator"), [], 0)
    await open_report(anna, report.id, vault)
    assert [row["state"] for row in await Finding.select(Finding.state)] == ["withdrawn"]


@pytest.mark.parametrize(("channel", "number"), [("kickback", 1), ("complaint", 1), ("harassment", 0), ("opinion", 0)])
async def test_only_channels_where_a_deal_can_be_meant_are_searched(
    anna: Actor, vault: Vault, channel: str, number: int
) -> None:
    await opened(anna, vault, channel=channel)
    assert await Finding.count() == number


async def test_an_ordinary_report_says_nothing(anna: Actor, vault: Vault) -> None:
    await opened(anna, vault, text="店长总是不来开会")
    assert not await Finding.exists()
