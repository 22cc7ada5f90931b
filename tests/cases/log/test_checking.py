"""Whatever is removed, altered, added, back-dated or restored behind the log's back is found, on both engines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.casework import add_note, assign
from cases.contents import Content
from cases.findings import mark_finding
from cases.log import checking
from cases.log.checking import check_log
from cases.log.integrating import integrate
from cases.log.reading import signer_of
from cases.mailbox import add_from_reporter, add_from_staff
from cases.readers import change_readers
from cases.receiving import open_report
from cases.tables import Case, Event, Finding, LogEntry, LogHead, Message, Report
from crypto.heads import Head, Signer, sign
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import TODAY, book_order
from tests.cases.reports import CLAIM, DAY, as_readers, filed
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]
NEXT_DAY = DAY + timedelta(days=1)
LATER = DAY + timedelta(days=9)
Deed = Callable[[], Awaitable[object]]


@pytest.fixture
def signer(vault: Vault) -> Signer:
    return signer_of(vault)


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def receipt(anna: Actor, signer: Signer) -> Receipt:
    """A report with a message and an answer, in a log that has grown twice."""
    receipt, report = await filed(anna)
    await filed(anna)
    await integrate(NEXT_DAY, signer)
    await add_from_reporter(receipt, Content("还有一件事"), b"form", NEXT_DAY)
    await add_from_staff(anna, report.id, "收到", now=datetime(2026, 3, 10, 9, tzinfo=UTC))
    await integrate(LATER, signer)
    return receipt


async def sentences(signer: Signer, *kept: str) -> set[str]:
    return {fault.sentence for fault in (await check_log(signer.key, kept)).faults}


async def head_text(signer: Signer) -> str:
    row = await LogHead.objects().order_by(LogHead.size, ascending=False).first()
    assert row is not None
    return str(row.text)


async def test_a_log_that_nobody_touched_has_no_fault(receipt: Receipt, signer: Signer) -> None:
    checked = await check_log(signer.key, [await head_text(signer)])
    assert (checked.entries, checked.heads, checked.faults) == (128, 2, ())


async def test_the_whole_life_of_a_case_leaves_no_fault(
    anna: Actor, receipt: Receipt, vault: Vault, signer: Signer
) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await book_order(vault, status="cancelled")
    late, report = await filed(anna, claim=CLAIM)
    assert await change_readers(late, as_readers(anna, boris), DAY)
    await open_report(anna, report.id, vault, now=datetime.combine(TODAY, datetime.min.time(), UTC))
    await assign(anna, report.case, boris.id)
    await add_note(boris, report.case, "先核对付款")
    finding = await Finding.objects().first()
    assert finding is not None
    await mark_finding(anna, finding.id, "right", vault)
    faults = (await check_log(signer.key)).faults
    assert {fault.sentence for fault in faults} <= {
        checking.BACK_DATED
    }  # the report above is dated before the last head


async def slip_in() -> None:
    case = await Case.objects().first()
    assert case is not None
    await Event.insert(Event(id=uuid4(), case=case.id, number=99, day=DAY, kind="note", detail=""))


PLACED = LogEntry.position == 3
OTHER = Signer.of_log(b"o" * 32)
FORGED = sign(Head(OTHER.key.name, 64, bytes(32), NEXT_DAY), OTHER)
COVERED = {LogEntry.kind: "cover", LogEntry.subject: None}
MISSING, ALTERED, WRONG = checking.MISSING_ROW, checking.ALTERED_ROW, checking.WRONG_HEAD
DEEDS: dict[str, tuple[Deed, str]] = {
    "a report removed": (lambda: Report.delete(force=True), MISSING),
    "a case removed": (lambda: Case.delete(force=True), MISSING),
    "a report altered": (lambda: Report.update({Report.envelope: b"other"}, force=True), ALTERED),
    "a report back-dated": (lambda: Report.update({Report.received_on: date(2026, 1, 1)}, force=True), ALTERED),
    "a message removed": (lambda: Message.delete(force=True), MISSING),
    "an answer put into another's mouth": (lambda: Message.update({Message.author_role: "x"}, force=True), ALTERED),
    "an act removed": (lambda: Event.delete().where(Event.kind == "reply"), MISSING),
    "an act altered": (lambda: Event.update({Event.detail: "x"}, force=True), ALTERED),
    "an act slipped in": (slip_in, checking.UNLOGGED_ROW),
    "an entry removed": (lambda: LogEntry.delete().where(PLACED), checking.MISSING_ENTRY),
    "an entry altered": (lambda: LogEntry.update({LogEntry.salt: bytes(16)}).where(PLACED), checking.ALTERED_ENTRY),
    "an entry made a cover": (
        lambda: LogEntry.update(COVERED).where(LogEntry.kind == "report"),
        checking.ALTERED_ENTRY,
    ),
    "a leaf altered": (lambda: LogEntry.update({LogEntry.leaf: bytes(32)}).where(PLACED), WRONG),
    "the last entries cut off": (lambda: LogEntry.delete().where(LogEntry.position > 100), WRONG),
    "the last head removed": (lambda: LogHead.delete().where(LogHead.size == 128), WRONG),
    "a head forged": (lambda: LogHead.update({LogHead.text: FORGED}).where(LogHead.size == 64), checking.FORGED_HEAD),
    "a head given another day": (lambda: LogHead.update({LogHead.day: DAY}).where(LogHead.size == 64), WRONG),
}


@pytest.mark.parametrize(("deed", "sentence"), DEEDS.values(), ids=DEEDS)
async def test_what_was_done_behind_the_logs_back_is_found(
    receipt: Receipt, signer: Signer, deed: Deed, sentence: str
) -> None:
    async with write_tx():
        await deed()
    assert sentence in await sentences(signer)


async def test_a_report_filed_under_an_earlier_day_is_found(anna: Actor, receipt: Receipt, signer: Signer) -> None:
    await filed(anna)  # of DAY, long after the head of that day
    assert await sentences(signer) == {checking.BACK_DATED}
    await integrate(LATER + timedelta(days=1), signer)
    assert await sentences(signer) == {checking.BACK_DATED}


async def test_yesterdays_database_is_found_by_whoever_kept_todays_head(
    anna: Actor, receipt: Receipt, signer: Signer
) -> None:
    kept = await head_text(signer)
    async with write_tx():  # as it was before the second head
        await LogHead.delete().where(LogHead.size == 128)
        await LogEntry.delete().where(LogEntry.position >= 64)
        await Event.delete().where(Event.kind.is_in(["message", "reply"]))
        await Message.delete(force=True)
    assert await sentences(signer) == set()
    assert await sentences(signer, kept) == {checking.KEPT_LARGER}
    await integrate(LATER, signer)
    assert await sentences(signer, kept) == {checking.KEPT_OTHER}


async def test_a_kept_head_of_another_log_is_told(receipt: Receipt, signer: Signer) -> None:
    assert await sentences(signer, FORGED) == {checking.KEPT_FOREIGN}
