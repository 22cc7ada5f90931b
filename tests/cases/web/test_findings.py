"""The desk's pages of findings, through the door."""

from __future__ import annotations

from uuid import UUID

import pytest

from cases.tables import Finding
from crypto.vault import Vault
from tests.cases.books import SOLD, answer, book_order
from tests.conftest import DeskClient, DeskClientFactory


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", language="zh")


async def only_finding() -> UUID:
    row = await Finding.objects().first()
    assert row is not None
    return UUID(str(row.id))


async def make_hint(vault: Vault) -> UUID:
    await book_order(vault)
    await answer(vault, SOLD, events=["private_contact"])
    return await only_finding()


async def test_the_list_shows_what_has_no_case(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    page = await desk.get("/desk/findings")
    assert page.status_code == 200
    assert "客户称曾被要求用个人微信继续联系" in page.text
    assert f"/desk/findings/{finding}" in page.text


async def test_a_finding_has_a_page_of_its_own(desk: DeskClient, vault: Vault) -> None:
    page = await desk.get(f"/desk/findings/{await make_hint(vault)}")
    assert page.status_code == 200
    assert "订单 XS-1" in page.text
    assert '<button type="submit">搁置</button>' in page.text


async def test_a_mark_leads_back_to_the_list(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    answered = await desk.post(f"/desk/findings/{finding}/mark", data={"mark": "right"})
    assert (answered.status_code, answered.headers["location"]) == (303, f"/desk/findings#finding-{finding}")
    assert 'value="right" aria-pressed="true"' in (await desk.get(f"/desk/findings/{finding}")).text


async def test_a_finding_of_a_case_leads_back_to_the_case(desk: DeskClient, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    finding = await only_finding()
    answered = await desk.post(f"/desk/findings/{finding}/dismiss", data={"reason": "客户记错了"})
    row = await Finding.objects().first()
    assert row is not None
    assert answered.headers["location"] == f"/desk/cases/{row.case}#finding-{finding}"
    assert row.state == "dismissed"


async def test_a_dismissal_without_a_reason_changes_nothing(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    answered = await desk.post(f"/desk/findings/{finding}/dismiss", data={"reason": " "})
    assert answered.status_code == 422
    assert await Finding.exists().where(Finding.state == "open")


async def test_reading_changes_nothing(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    answered = await desk.get(f"/desk/findings/{finding}/mark")
    assert answered.status_code in (404, 405)


@pytest.mark.parametrize("role", ["administrator", "supervisor", "auditor"])
async def test_only_investigators_read_findings(desk_client: DeskClientFactory, role: str) -> None:
    page = await (await desk_client(role)).get("/desk/findings")
    assert page.status_code == 403


async def test_somebody_without_a_grant_gets_the_same_as_for_nothing(
    desk: DeskClient, desk_client: DeskClientFactory, vault: Vault
) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    late = await desk_client("investigator", username="late", language="zh")
    finding, nothing = await only_finding(), UUID(int=7)
    theirs, nobodys = await late.get(f"/desk/findings/{finding}"), await late.get(f"/desk/findings/{nothing}")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text.replace(str(finding), "") == nobodys.text.replace(str(nothing), "")


async def test_the_list_is_sifted_by_what_the_address_asks_for(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    shown, hidden = [await desk.get(f"/desk/findings?kind={kind}") for kind in ("private_contact", "no_order")]
    assert f"/desk/findings/{finding}" in shown.text
    assert f"/desk/findings/{finding}" not in hidden.text
    assert "(1)" in shown.text


async def test_ticked_findings_are_put_aside_and_the_list_stays_sifted(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    form = {"finding": str(finding), "reason": "平常的联系", "kind": "private_contact", "state": "open"}
    answered = await desk.post("/desk/findings/dismiss", data=form)
    assert answered.headers["location"] == "/desk/findings?kind=private_contact&state=open&dismissed=1"
    assert "已搁置 1 个疑点" in (await desk.get(answered.headers["location"])).text


async def test_ticked_findings_are_taken_into_a_new_case(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    answered = await desk.post("/desk/findings/take-up", data={"finding": str(finding), "case": "new"})
    assert (await desk.get(answered.headers["location"].partition("#")[0])).status_code == 200
    row = await Finding.objects().first()
    assert row is not None
    assert answered.headers["location"] == f"/desk/cases/{row.case}#findings"


async def test_a_finding_says_what_it_rests_on_and_what_was_done_with_it(desk: DeskClient, vault: Vault) -> None:
    finding = await make_hint(vault)
    answered = await desk.post(f"/desk/findings/{finding}/mark", data={"mark": "unsure", "stay": "1"})
    assert answered.headers["location"] == f"/desk/findings/{finding}"
    page = (await desk.get(answered.headers["location"])).text
    assert "正常的售后也常常这样" in page
    assert "标为：说不准" in page
