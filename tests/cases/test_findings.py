"""What people do with findings, and who may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.beside import case_findings, finding_view
from cases.errors import CaseError
from cases.findings import (
    FindingSettled,
    FindingUnknown,
    MarkUnknown,
    ReasonMissing,
    dismiss_finding,
    mark_finding,
)
from cases.tables import Case, Event, Finding, LogEntry
from crypto.vault import Vault
from portal.database import PooledSQLiteEngine
from tests.cases.books import SOLD, TO_A_PERSON, answer, book_order, list_findings, run_jobs
from tests.cases.test_sifting import finding as a_finding
from tests.cases.test_sifting import keep
from tests.factories import make_staff


@pytest.fixture
async def investigator(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


@pytest.fixture
async def finding(investigator: Actor, vault: Vault) -> UUID:
    """One strong finding in a case that the investigator may open."""
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    row = await Finding.objects().first()
    assert row is not None
    return UUID(str(row.id))


async def test_a_finding_opens_for_who_may_open_its_case(investigator: Actor, finding: UUID, vault: Vault) -> None:
    view = await finding_view(investigator, finding, vault, "zh")
    assert (view.kind, view.order_no, view.strength) == ("cancelled_but_delivered", "XS-1", 3)
    assert view.store == "城东店"


ACTS: dict[str, Callable[[Actor, UUID, Vault], Awaitable[object]]] = {
    "read it": lambda actor, finding, vault: finding_view(actor, finding, vault, "zh"),
    "mark it": lambda actor, finding, vault: mark_finding(actor, finding, "right", vault),
    "put it aside": lambda actor, finding, vault: dismiss_finding(actor, finding, "not mine", vault),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
async def test_somebody_without_a_grant_cannot(
    investigator: Actor, finding: UUID, vault: Vault, act: Callable[[Actor, UUID, Vault], Awaitable[object]]
) -> None:
    late = await make_staff(vault, "investigator", username="late")
    with pytest.raises(FindingUnknown):
        await act(late, finding, vault)


async def test_somebody_without_a_grant_meets_no_trace_in_lists(
    investigator: Actor, finding: UUID, vault: Vault
) -> None:
    late = await make_staff(vault, "investigator", username="late")
    case = await Case.objects().first()
    assert case is not None
    assert await list_findings(late, vault, "zh", case_ids=[case.id]) == []
    assert await list_findings(late, vault, "zh") == []


async def test_a_mark_stays_with_its_event_and_log_entries(investigator: Actor, finding: UUID, vault: Vault) -> None:
    before = await LogEntry.count()
    await mark_finding(investigator, finding, "wrong", vault)
    assert (await finding_view(investigator, finding, vault, "zh")).mark == "wrong"
    event = await Event.objects().where(Event.kind == "finding_marked").first()
    assert event is not None
    assert (event.actor, event.detail) == (investigator.id, "cancelled_but_delivered wrong")
    assert await LogEntry.count() == before + 3  # the finding as it is now, the act, and the event


async def test_a_dismissal_keeps_its_reason_sealed(investigator: Actor, finding: UUID, vault: Vault) -> None:
    await dismiss_finding(investigator, finding, "客户记错了订单", vault)
    view = await finding_view(investigator, finding, vault, "zh")
    assert (view.state, view.reason) == ("dismissed", "客户记错了订单")
    row = await Finding.objects().first()
    assert row is not None
    assert "客户".encode().hex() not in row.dismissal_reason


async def test_a_dismissed_finding_stays_dismissed_when_it_is_found_again(
    investigator: Actor, finding: UUID, vault: Vault
) -> None:
    await dismiss_finding(investigator, finding, "客户记错了订单", vault)
    await book_order(vault, status="deleted")
    assert (await finding_view(investigator, finding, vault, "zh")).state == "dismissed"


async def test_what_is_settled_cannot_be_dismissed_again(investigator: Actor, finding: UUID, vault: Vault) -> None:
    await dismiss_finding(investigator, finding, "客户记错了订单", vault)
    with pytest.raises(FindingSettled):
        await dismiss_finding(investigator, finding, "again", vault)


@pytest.mark.parametrize(
    ("reason", "error"),
    [("", ReasonMissing), ("  \n", ReasonMissing)],
)
async def test_a_dismissal_needs_a_reason(
    investigator: Actor, finding: UUID, vault: Vault, reason: str, error: type[CaseError]
) -> None:
    with pytest.raises(error):
        await dismiss_finding(investigator, finding, reason, vault)


async def test_a_mark_is_one_of_three(investigator: Actor, finding: UUID, vault: Vault) -> None:
    with pytest.raises(MarkUnknown):
        await mark_finding(investigator, finding, "guilty", vault)


async def test_a_finding_that_never_was_is_unknown(investigator: Actor, vault: Vault) -> None:
    with pytest.raises(FindingUnknown):
        await finding_view(investigator, uuid4(), vault, "zh")


async def test_a_hint_may_be_put_aside_by_any_investigator(investigator: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD, events=["private_contact"])
    (line,) = await list_findings(investigator, vault, "zh")
    await dismiss_finding(investigator, line.id, "平常的联系", vault)
    view = await finding_view(investigator, line.id, vault, "en")
    assert (view.state, view.reason, view.case_id) == ("dismissed", "平常的联系", None)


async def test_the_strongest_finding_of_a_case_comes_first(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD, events=["coached"], **TO_A_PERSON)
    await run_jobs(vault)
    case = await Case.objects().first()
    assert case is not None
    views = await case_findings(investigator, case.id, vault, "zh")
    assert [view.strength for view in views] == [3, 3, 2]


async def test_a_case_of_many_findings_takes_no_more_statements(
    investigator: Actor, finding: UUID, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    fetch = PooledSQLiteEngine._fetch

    async def noting(engine: PooledSQLiteEngine, sql: str, arguments: list[object]) -> object:
        statements.append(sql)
        return await fetch(engine, sql, arguments)

    monkeypatch.setattr(PooledSQLiteEngine, "_fetch", noting)
    row = await Finding.objects().where(Finding.id == finding).first()
    assert row is not None
    await keep(*(a_finding(vault, case=row.case, sealed_detail=row.sealed_detail) for _ in range(30)))
    statements.clear()
    assert len(await case_findings(investigator, row.case, vault, "zh")) == 31
    assert len(statements) <= 3
