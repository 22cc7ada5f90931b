"""The inbox: what stands in it, in which order, how many statements it takes, and what leaves no trace in it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any  # a builder takes any column
from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.findings import FINDING_COLUMN
from cases.inbox import PAGE_SIZE, SHOWS, Inbox, inbox_of
from cases.opening import OpenedCase
from cases.tables import Case, Finding, Grant, Message, Report
from crypto.keys import seal_to
from crypto.vault import Vault
from portal import database as portal_database
from surveys.outbox import write_tx
from tests.factories import make_case, make_staff

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 6, 1)
MANY = 10_000
MOST_STATEMENTS = 4


@pytest.fixture
async def actor(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


def finding_row(vault: Vault, case_id: UUID, grade: str = "finding", **changed: Any) -> Finding:
    summary = {"zh": f"客户称付 6,800 元（{grade}）", "en": f"The customer says ¥6,800 ({grade})"}
    values: dict[str, Any] = {
        "id": uuid4(),
        "case": case_id,
        "kind": "amount_differs",
        "grade": grade,
        "probability": 0.9,
        "store": "城东店",
        "sealed_by": "vault",
        "sealed_detail": vault.seal(FINDING_COLUMN, json.dumps({"summary": summary})),
        "dedupe_key": str(uuid4()),
        "found_on": TODAY,
    }
    return Finding(**values | changed)


async def found(vault: Vault, case: OpenedCase, *grades: str, **changed: Any) -> None:
    async with write_tx():
        await Finding.insert(*(finding_row(vault, case.id, grade, **changed) for grade in grades))


async def update(case: OpenedCase, **values: Any) -> None:
    async with write_tx():
        await Case.update(**values).where(Case.id == case.id)


async def unread_report(case: OpenedCase, messages: int) -> None:
    report = Report(
        id=uuid4(),
        case=case.id,
        channel="web",
        mailbox_digest=secrets.token_bytes(32),
        content_mark=b"",
        reporter_public_key=b"",
        envelope=b"",
        received_on=TODAY,
    )
    rows = [
        Message(id=uuid4(), report=report.id, number=n, once_mark=bytes([n]), envelope=b"", sent_on=TODAY)
        for n in range(1, messages + 1)
    ]
    async with write_tx():
        await Report.insert(report)
        await Message.insert(*rows)


async def seen(actor: Actor, vault: Vault, show: str = "open", page: int = 1) -> Inbox:
    return await inbox_of(actor, vault, "en", TODAY, show=show, page=page)


def numbers(inbox: Inbox) -> list[str]:
    return [row.number for row in inbox.rows]


async def test_a_row_tells_the_strongest_finding_in_the_readers_language(actor: Actor, vault: Vault) -> None:
    case = await make_case(actor, opened_on=TODAY)
    await found(vault, case, "hint", "finding", "review")
    row = (await inbox_of(actor, vault, "zh", TODAY)).rows[0]
    assert (row.summary, row.kind, row.store) == ("客户称付 6,800 元（finding）", "amount_differs", "城东店")
    assert (row.strength, row.findings) == (3, 3)


async def test_a_finding_put_aside_does_not_speak_for_its_case(actor: Actor, vault: Vault) -> None:
    case = await make_case(actor, opened_on=TODAY)
    await found(vault, case, "finding", state="dismissed")
    row = (await seen(actor, vault)).rows[0]
    assert (row.summary, row.strength, row.findings) == ("", 0, 0)


async def test_a_sealed_report_shows_its_channel_and_unread_messages_only(actor: Actor, vault: Vault) -> None:
    case = await make_case(actor, source="report", state="received", channel="web", opened_on=TODAY)
    await unread_report(case, messages=2)
    row = (await seen(actor, vault)).rows[0]
    assert (row.source, row.channel, row.summary, row.unread) == ("report", "web", "", 2)


async def test_the_overdue_comes_before_the_soon_and_the_strong_before_the_weak(actor: Actor, vault: Vault) -> None:
    weak = await make_case(actor, opened_on=TODAY)
    strong = await make_case(actor, opened_on=TODAY)
    soon = await make_case(actor, source="report", state="received", opened_on=TODAY - timedelta(days=5))
    overdue = await make_case(actor, source="report", state="received", opened_on=TODAY - timedelta(days=8))
    await found(vault, weak, "review")
    await found(vault, strong, "finding")
    assert numbers(await seen(actor, vault)) == [overdue.number, soon.number, strong.number, weak.number]


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("open", {"mine", "nobodys", "late"}),
        ("mine", {"mine"}),
        ("unassigned", {"nobodys", "late"}),
        ("overdue", {"late"}),
        ("closed", {"closed"}),
        ("nonsense", {"mine", "nobodys", "late"}),
    ],
)
async def test_a_filter_shows_its_cases_and_counts_them(
    actor: Actor, vault: Vault, show: str, expected: set[str]
) -> None:
    cases = {name: await make_case(actor, opened_on=TODAY) for name in ("mine", "nobodys", "closed")}
    cases["late"] = await make_case(actor, opened_on=TODAY - timedelta(days=91))
    await update(cases["mine"], assignee=actor.id)
    await update(cases["closed"], state="closed", outcome="partly")
    inbox = await seen(actor, vault, show)
    assert set(numbers(inbox)) == {cases[name].number for name in expected}
    assert inbox.counts[inbox.show] == len(expected)


async def test_a_case_without_a_grant_leaves_no_trace(actor: Actor, vault: Vault) -> None:
    other = await make_staff(vault, "investigator", username="other")
    await found(vault, await make_case(other, opened_on=TODAY), "finding")
    inbox = await seen(actor, vault)
    assert inbox.rows == ()
    assert set(inbox.counts.values()) == {0}


async def test_a_page_that_does_not_exist_is_the_last_one(actor: Actor, vault: Vault) -> None:
    await fill(actor, vault, PAGE_SIZE + 1)
    inbox = await seen(actor, vault, page=9)
    assert (inbox.page, inbox.pages, len(inbox.rows)) == (2, 2, 1)


async def test_ten_thousand_cases_take_a_few_statements(
    actor: Actor, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(actor, vault, MANY)
    statements = counted(monkeypatch)
    inbox = await seen(actor, vault)
    assert len(statements) <= MOST_STATEMENTS
    assert (len(inbox.rows), inbox.counts["open"]) == (PAGE_SIZE, MANY)


@pytest.mark.parametrize("show", SHOWS)
async def test_every_filter_takes_a_few_statements(
    actor: Actor, vault: Vault, monkeypatch: pytest.MonkeyPatch, show: str
) -> None:
    await fill(actor, vault, PAGE_SIZE + 5)
    statements = counted(monkeypatch)
    await seen(actor, vault, show)
    assert len(statements) <= MOST_STATEMENTS


def counted(monkeypatch: pytest.MonkeyPatch) -> Sequence[str]:
    """The text of every statement from here on."""
    statements: list[str] = []
    run = portal_database.DB.run_querystring

    async def run_and_count(querystring: Any, *args: Any, **kwargs: Any) -> Any:
        statements.append(querystring.template)
        return await run(querystring, *args, **kwargs)

    monkeypatch.setattr(type(portal_database.DB), "run_querystring", lambda _self, *a, **k: run_and_count(*a, **k))
    return statements


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_one_channel_is_shown_and_counted_alone(actor: Actor, vault: Vault) -> None:
    leaks = [await make_case(actor, source="report", state="received", channel="data_leak") for _ in range(2)]
    await make_case(actor, source="report", state="received", channel="kickback")
    inbox = await inbox_of(actor, vault, "en", TODAY, channel="data_leak")
    assert {row.number for row in inbox.rows} == {case.number for case in leaks}
    assert (inbox.counts["open"], inbox.counts["unassigned"], inbox.counts["closed"]) == (2, 2, 0)


async def fill(actor: Actor, vault: Vault, count: int) -> None:
    """Cases of every age, half of them with a finding; written as rows, since opening each would take a minute."""
    sealed = seal_to(actor.pair.public, bytes(32))
    cases = [
        Case(
            id=uuid4(),
            number=f"2026-{n:05d}",
            source="report" if n % 3 else "finding",
            channel="web",
            state="triage",
            assignee=actor.id if n % 4 == 0 else None,
            recovery_case_key=b"",
            opened_on=TODAY - timedelta(days=n % 100),
        )
        for n in range(count)
    ]
    grants = [Grant(id=uuid4(), case=case.id, staff=actor.id, sealed_case_key=sealed) for case in cases]
    findings = [finding_row(vault, case.id, ("hint", "review", "finding")[n % 3]) for n, case in enumerate(cases[::2])]
    async with write_tx():
        for start in range(0, count, 500):
            await Case.insert(*cases[start : start + 500])
            await Grant.insert(*grants[start : start + 500])
        for start in range(0, len(findings), 500):
            await Finding.insert(*findings[start : start + 500])
