"""Single answers at the desk: for investigators only, noted before they are shown, every version there, photos to save."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from cases.evidence.holding import sliced
from cases.tables import Finding, FindingAct
from crypto.vault import Vault
from portal.access import PERMISSIONS
from portal.cleaning import clean
from surveys import invite
from surveys.answering.correcting import correct, open_answered
from surveys.answering.files import keep_file
from surveys.answering.submitting import open_link, submit
from surveys.tables import Response
from tests.cases.books import ANSWERS, SOLD, TO_A_PERSON, book_order, run_jobs
from tests.cases.evidence import planted
from tests.conftest import DeskClient, DeskClientFactory
from tests.surveys.factories import NO_PURCHASE, make_plan, make_transaction

NOW = datetime.now(UTC)


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator")


@pytest.fixture
async def finding(desk: DeskClient, vault: Vault) -> UUID:
    """A customer paid a person, sent a photo, and corrected the name afterwards."""
    await book_order(vault)
    token = (await invite([SOLD], make_plan(), vault, NOW)).links[0].token
    link = await open_link(token, vault, NOW)
    question = link.definition.question("voucher")
    photo = await keep_file(link.invitation_id, question, "截图.jpg", sliced(planted.jpeg()), clean, vault, NOW.date())
    given = {**ANSWERS, **TO_A_PERSON, "voucher": [photo.id.hex]}
    code = await submit(token, given, "zh", vault, NOW)
    await correct(await open_answered(token, code, vault, NOW), {**given, "payee_name": ["张小伟"]}, "zh", vault, NOW)
    await run_jobs(vault)
    row = await Finding.select(Finding.id).where(Finding.kind == "payee_not_company").first()
    assert row is not None
    return UUID(str(row["id"]))


async def acts(finding: UUID) -> list[str]:
    rows = await FindingAct.select(FindingAct.kind).where(FindingAct.finding == finding).order_by(FindingAct.at)
    return [row["kind"] for row in rows]


async def test_the_finding_says_that_its_answer_was_corrected(desk: DeskClient, finding: UUID) -> None:
    page = await desk.get(f"/desk/findings/{finding}")
    assert "corrected it afterwards (1 times)" in page.text
    assert "张小伟" not in page.text


async def test_every_version_is_read_and_the_reading_is_noted(desk: DeskClient, finding: UUID) -> None:
    page = await desk.post(f"/desk/findings/{finding}/answer")
    assert "张小伟" in page.text.partition("As sent before")[0]
    assert "<dd>张伟" in page.text.partition("As sent before")[2]
    assert await acts(finding) == ["answer_read"]


async def test_what_the_form_marks_as_a_risk_is_marked(desk: DeskClient, finding: UUID) -> None:
    page = await desk.post(f"/desk/findings/{finding}/answer")
    marked = [line for line in page.text.splitlines() if "<mark>" in line]
    assert len(marked) == 2  # one in each version
    assert all("A person" in line for line in marked)


async def test_a_photo_is_handed_out_clean_and_as_a_file(desk: DeskClient, finding: UUID) -> None:
    page = await desk.post(f"/desk/findings/{finding}/answer")
    path = page.text.partition(f'action="/desk/findings/{finding}/answer/')[2].partition('"')[0]
    file = await desk.post(f"/desk/findings/{finding}/answer/{path}")
    assert file.headers["content-disposition"].startswith("attachment")
    assert planted.traces(file.content) == []
    assert await acts(finding) == ["answer_read", "photo_read"]


@pytest.mark.parametrize("role", ["supervisor", "administrator", "auditor", "custodian", "ombudsman", "caller"])
async def test_nobody_else_reads_it(desk_client: DeskClientFactory, finding: UUID, role: str) -> None:
    browser = await desk_client(role)
    assert (await browser.post(f"/desk/findings/{finding}/answer")).status_code == 403
    assert await acts(finding) == []


def test_single_answers_are_for_investigators_alone() -> None:
    assert PERMISSIONS["answer.read"] == {"investigator"}


async def test_whom_it_is_about_does_not_read_it(desk_client: DeskClientFactory, finding: UUID, vault: Vault) -> None:
    accused = await desk_client("investigator", username="张伟")
    missing = await accused.post(f"/desk/findings/{UUID(int=1)}/answer")
    theirs = await accused.post(f"/desk/findings/{finding}/answer")
    assert (theirs.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize(("username", "told"), [("张伟", 0), ("colleague", 1)])
async def test_nor_do_they_take_it_along(
    desk_client: DeskClientFactory, finding: UUID, vault: Vault, username: str, told: int
) -> None:
    """Five more answers, of somebody else's customers, so that there are figures."""
    others = [make_transaction(number, salesperson="李娜", day=SOLD.day) for number in range(2, 7)]
    for link in (await invite(others, make_plan(), vault, NOW)).links:
        await submit(link.token, NO_PURCHASE, "zh", vault, NOW)
    await run_jobs(vault)
    wording = (await Response.select(Response.version).first() or {})["version"]
    desk = await desk_client("investigator", username=username)
    taken = await desk.post(f"/desk/results/{wording}/answers", data={"kind": "named"})
    assert [taken.text.count(name) for name in ("李娜", SOLD.ref)] == [5, told]
