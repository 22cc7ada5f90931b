"""One case at the desk, through the door: what it shows, what its buttons do, and to whom it does not exist."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest

from cases.contents import Content
from cases.grants import case_key_for, grant
from cases.mailbox import add_from_reporter, open_mailbox
from cases.tables import Case, Event, Finding, Message, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import book_order
from tests.cases.reports import CLAIM, TEXT, filed, people
from tests.conftest import DeskClient, DeskClientFactory
from tests.factories import make_case, make_staff

MISSING = UUID("0b7a2c9e-0000-4000-8000-000000000000")


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator")


async def kinds_of(case_id: UUID) -> list[str]:
    return [row["kind"] for row in await Event.select(Event.kind).where(Event.case == case_id).order_by(Event.number)]


async def case_row(case_id: UUID) -> Case:
    row = await Case.objects().where(Case.id == case_id).first()
    assert row is not None
    return row


async def opened(desk: DeskClient, report: Report) -> httpx.Response:
    """Press the button, see the page."""
    answer = await desk.post(f"/desk/cases/{report.case}/reports/{report.id}/open")
    assert answer.status_code == 303
    return await desk.get(f"/desk/cases/{report.case}")


async def test_a_sealed_report_is_not_shown_before_it_is_opened(desk: DeskClient) -> None:
    _, report = await filed(desk.actor)
    page = await desk.get(f"/desk/cases/{report.case}")
    assert page.status_code == 200
    assert f"/reports/{report.id}/open" in page.text
    assert TEXT not in page.text


async def test_an_opened_report_is_shown_and_the_opening_is_on_record(desk: DeskClient) -> None:
    _, report = await filed(desk.actor)
    page = await opened(desk, report)
    assert TEXT in page.text
    assert (await kinds_of(report.case))[-1] == "report_opened"


async def test_somebody_elses_opening_opens_it_for_them_only(desk: DeskClient, desk_client: DeskClientFactory) -> None:
    other = await desk_client("investigator", username="other")
    _, report = await filed(desk.actor, other.actor)
    await opened(other, report)
    assert TEXT not in (await desk.get(f"/desk/cases/{report.case}")).text


async def test_what_the_report_says_stands_beside_what_is_recorded(desk: DeskClient, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    _, report = await filed(desk.actor, claim=CLAIM)
    page = await opened(desk, report)
    finding = await Finding.objects().where(Finding.case == report.case).first()
    assert finding is not None
    assert f'id="finding-{finding.id}"' in page.text
    assert "Order XS-1" in page.text
    assert 'class="waterfall"' in page.text


async def test_an_answer_reaches_the_reporter_and_acknowledges_the_case(desk: DeskClient) -> None:
    receipt, report = await filed(desk.actor)
    address = f"/desk/cases/{report.case}/reports/{report.id}/reply"
    answer = await desk.post(address, data={"text": "Which store was it?"})
    assert answer.status_code == 303
    assert (await open_mailbox(receipt)).messages[0].text == "Which store was it?"
    case = await case_row(report.case)
    assert (case.state, case.acknowledged_on is None) == ("acknowledged", False)


async def test_the_same_answer_posted_twice_is_sent_once(desk: DeskClient) -> None:
    _, report = await filed(desk.actor)
    address = f"/desk/cases/{report.case}/reports/{report.id}/reply"
    await desk.post(address, data={"text": "Which store?"})
    await desk.post(address, data={"text": "Which store?"})
    assert await Message.count() == 1
    assert (await kinds_of(report.case)).count("reply") == 1


async def test_messages_of_the_reporter_stand_in_the_timeline(desk: DeskClient) -> None:
    receipt, report = await filed(desk.actor)
    await write_again(receipt, "It was the east store.")
    page = await opened(desk, report)
    assert "It was the east store." in page.text


async def test_a_new_message_stays_new_until_somebody_says_it_was_read(desk: DeskClient) -> None:
    receipt, report = await filed(desk.actor)
    await opened(desk, report)
    await write_again(receipt, "One thing more.")
    page = await desk.get(f"/desk/cases/{report.case}")
    assert "I have read the new messages" in page.text
    await desk.post(f"/desk/cases/{report.case}/reports/{report.id}/read")
    assert "I have read the new messages" not in (await desk.get(f"/desk/cases/{report.case}")).text


async def test_a_note_stays_in_the_case(desk: DeskClient) -> None:
    case = await make_case(desk.actor)
    await desk.post(f"/desk/cases/{case.id}/note", data={"text": "Ask the <store> manager"})
    assert "Ask the &lt;store&gt; manager" in (await desk.get(f"/desk/cases/{case.id}")).text


async def test_a_case_can_be_taken_and_given_back(desk: DeskClient) -> None:
    case = await make_case(desk.actor)
    await desk.post(f"/desk/cases/{case.id}/assign", data={"assignee": str(desk.actor.id)})
    assert (await case_row(case.id)).assignee == desk.actor.id
    await desk.post(f"/desk/cases/{case.id}/assign", data={"assignee": ""})
    assert (await case_row(case.id)).assignee is None


@pytest.mark.parametrize("assignee", ["nonsense", str(MISSING)])
async def test_a_case_is_given_to_nobody_who_does_not_exist(desk: DeskClient, assignee: str) -> None:
    case = await make_case(desk.actor)
    answer = await desk.post(f"/desk/cases/{case.id}/assign", data={"assignee": assignee})
    assert answer.status_code == 422
    assert "This person cannot open the case" in answer.text


async def test_the_page_offers_the_steps_of_the_table_and_no_other(desk: DeskClient) -> None:
    case = await make_case(desk.actor, state="investigating")
    page = await desk.get(f"/desk/cases/{case.id}")
    assert 'value="findings_review"' in page.text
    assert 'value="waiting_reporter"' in page.text
    assert 'value="remediation"' not in page.text
    assert "/close" not in page.text


async def test_a_step_is_taken_by_its_button(desk: DeskClient) -> None:
    case = await make_case(desk.actor)
    answer = await desk.post(f"/desk/cases/{case.id}/state", data={"before": "triage", "to": "investigating"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/cases/{case.id}")
    assert (await case_row(case.id)).state == "investigating"


@pytest.mark.parametrize(
    ("before", "to", "status"),
    [("triage", "remediation", 409), ("triage", "nonsense", 409), ("decision", "closed", 422)],
)
async def test_a_step_outside_the_table_is_refused(desk: DeskClient, before: str, to: str, status: int) -> None:
    case = await make_case(desk.actor)
    answer = await desk.post(f"/desk/cases/{case.id}/state", data={"before": before, "to": to})
    assert answer.status_code == status
    assert (await case_row(case.id)).state == "triage"


async def test_a_case_closes_with_an_outcome_and_a_reason(desk: DeskClient) -> None:
    case = await make_case(desk.actor, state="decision")
    fields = {"before": "decision", "outcome": "partly", "reason": "Two of five sales were diverted."}
    assert (await desk.post(f"/desk/cases/{case.id}/close", data=fields)).status_code == 303
    page = await desk.get(f"/desk/cases/{case.id}")
    assert "Closed · Partly substantiated" in page.text
    assert "Two of five sales were diverted." in page.text


@pytest.mark.parametrize("left_out", ["outcome", "reason"])
async def test_a_case_does_not_close_without(desk: DeskClient, left_out: str) -> None:
    case = await make_case(desk.actor, state="decision")
    fields = {"before": "decision", "outcome": "partly", "reason": "because", left_out: ""}
    assert (await desk.post(f"/desk/cases/{case.id}/close", data=fields)).status_code == 422
    assert (await case_row(case.id)).state == "decision"


async def test_a_report_is_not_reached_through_another_case(desk: DeskClient, vault: Vault) -> None:
    other = await make_staff(vault, "investigator", username="other")
    mine = await make_case(desk.actor)
    _, report = await filed(other)
    answer = await desk.post(f"/desk/cases/{mine.id}/reports/{report.id}/reply", data={"text": "hello"})
    assert answer.status_code == 404
    assert not await Message.exists()


async def test_a_grant_on_one_case_moves_no_other(desk: DeskClient, vault: Vault) -> None:
    other = await make_staff(vault, "investigator", username="other")
    foreign = await make_case(other, source="report", state="received")
    _, report = await filed(desk.actor)
    answer = await desk.post(f"/desk/cases/{foreign.id}/reports/{report.id}/reply", data={"text": "hello"})
    assert answer.status_code == 404
    assert (await case_row(foreign.id)).state == "received"


async def test_a_foreign_case_and_a_missing_one_are_the_same_page(desk: DeskClient, vault: Vault) -> None:
    other = await make_staff(vault, "investigator", username="other")
    case = await make_case(other)
    foreign = await desk.get(f"/desk/cases/{case.id}")
    missing = await desk.get(f"/desk/cases/{MISSING}")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.text.replace(str(case.id), "") == missing.text.replace(str(MISSING), "")


async def test_a_reader_let_in_later_sees_that_the_report_is_beyond_their_key(
    desk: DeskClient, desk_client: DeskClientFactory
) -> None:
    first = await desk_client("investigator", username="first")
    _, report = await filed(first.actor)
    async with write_tx():
        await grant(report.case, await case_key_for(first.actor, report.case), people(desk.actor))
    page = await desk.get(f"/desk/cases/{report.case}")
    assert "your key does not open it" in page.text
    assert f"/reports/{report.id}/open" not in page.text


async def write_again(receipt: Receipt, text: str) -> None:
    await add_from_reporter(receipt, Content(text), uuid4().bytes, datetime.now(UTC).date())
