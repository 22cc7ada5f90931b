"""Somebody whom a report names, in any role: before and after it came, every page of the desk is the same for them.

Table-driven over the desk's handlers, so that a new route is in it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any  # handlers of every kind
from uuid import uuid4

import httpx
import pytest

from cases.approvals import ask as ask_consent
from cases.casework import add_note, answer_reporter, open_sealed_report
from cases.records.importing import import_file
from cases.signed_replies import reply_signer
from cases.tables import Case, Finding, Grant, Report, Staff
from crypto.vault import Vault
from portal.access import PUBLIC
from portal.doors import DESK_HANDLERS
from surveys.outbox import write_tx
from tests.cases.books import ORDERS, TODAY, WANG_ORDER, run_jobs
from tests.cases.reports import CLAIM
from tests.conftest import DeskClient, DeskClientFactory
from tests.portal.reporter_pages import sent_report
from tests.portal.test_access import ROLES, ask, label, method_of, without

GUARDED = [handler for handler in DESK_HANDLERS if handler.opt["permission"] != PUBLIC]
READING = [handler for handler in GUARDED if method_of(handler) == "GET"]
ABOUT = [
    handler for handler in GUARDED if "{case_id" in str(min(handler.paths)) or "{finding_id" in str(min(handler.paths))
]
OTHERS = ("draft_id", "import_id", "campaign_id", "approval_id", "channel_id", "salesperson_id")


@pytest.fixture
async def owner(desk_client: DeskClientFactory, vault: Vault) -> DeskClient:
    """An impartial investigator; books in which the report will find something, and a custodian whose consent can be asked."""
    await desk_client("custodian", username="keeper")
    owner = await desk_client("investigator", username="owner")
    order = ORDERS + WANG_ORDER.format(day=TODAY, status="cancelled")
    await import_file("orders", order.encode(), vault, actor_id=owner.actor.id, actor_name=owner.actor.name)
    await run_jobs(vault)
    return owner


async def named_report(client: httpx.AsyncClient, owner: DeskClient, vault: Vault) -> dict[str, object]:
    """A report about Boris, worked on in every way that leaves something behind."""
    await sent_report(client, about="Boris", **CLAIM)
    report = await Report.objects().first()
    assert report is not None
    await open_sealed_report(owner.actor, report.case, report.id, vault)
    await answer_reporter(owner.actor, report.case, report.id, "谢谢", reply_signer(vault))
    await add_note(owner.actor, report.case, "注意")
    await ask_consent(owner.actor, report.case, "open_original", uuid4(), "看一看原件")
    finding = await Finding.objects().where(Finding.case == report.case).first()
    assert finding is not None
    return {"case_id": report.case, "report_id": report.id, "finding_id": finding.id}


async def pages(browser: httpx.AsyncClient, ids: Mapping[str, object]) -> dict[str, str]:
    answers = {label(handler): await ask(browser, handler, ids) for handler in READING}
    return {name: f"{answer.status_code} {shown(answer.text, ids)}" for name, answer in answers.items()}


def shown(page: str, ids: Mapping[str, object]) -> str:
    """A page without ids that were asked for, and without what is drawn anew each time it is shown."""
    return re.sub(r'name="(seed|entropy)" value="[^"]+"', "", without(page, ids))


@pytest.mark.parametrize("role", ROLES)
async def test_whoever_a_report_names_sees_every_page_as_if_it_had_not_come(
    client: httpx.AsyncClient, desk_client: DeskClientFactory, owner: DeskClient, vault: Vault, role: str
) -> None:
    boris = await desk_client(*{role, "investigator"} - {"ombudsman"}, username="boris")
    nothing = {name: uuid4() for name in ("case_id", "report_id", "finding_id", *OTHERS)}
    before = await pages(boris, nothing)
    real = await named_report(client, owner, vault)
    assert await pages(boris, nothing | real) == before
    assert not await Grant.exists().where(Grant.staff == boris.actor.id)


async def test_so_does_whoever_stands_above_them(
    client: httpx.AsyncClient, desk_client: DeskClientFactory, owner: DeskClient, vault: Vault
) -> None:
    chief = await desk_client("investigator", username="chief")
    boris = await desk_client("auditor", username="boris")
    async with write_tx():
        await Staff.update({Staff.manager: chief.actor.id}).where(Staff.id == boris.actor.id)
    nothing = {name: uuid4() for name in ("case_id", "report_id", "finding_id", *OTHERS)}
    before = await pages(chief, nothing)
    real = await named_report(client, owner, vault)
    assert await pages(chief, nothing | real) == before


@pytest.mark.parametrize("handler", ABOUT, ids=label)
async def test_what_they_ask_for_costs_what_a_missing_one_costs(
    client: httpx.AsyncClient,
    desk_client: DeskClientFactory,
    owner: DeskClient,
    vault: Vault,
    statements: list[str],
    handler: Any,
) -> None:
    boris = await desk_client("investigator", username="boris")
    real = await named_report(client, owner, vault)
    missing = dict.fromkeys(real, uuid4()) | {"other": uuid4()}
    await ask(boris, handler, missing)  # what is asked once and kept
    told = []
    for ids in (real, missing):
        statements.clear()
        answer = await ask(boris, handler, ids)
        told.append((answer.status_code, without(answer.text, ids), statements.copy()))
    assert told[0] == told[1]
    assert told[0][0] == 404


async def test_the_impartial_one_does_see_it(client: httpx.AsyncClient, owner: DeskClient, vault: Vault) -> None:
    real = await named_report(client, owner, vault)
    number = await Case.select(Case.number).where(Case.id == real["case_id"]).first()
    assert number is not None
    assert number["number"] in (await owner.get("/desk")).text
