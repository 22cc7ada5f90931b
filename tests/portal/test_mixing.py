"""Mixing changes where rows stand and nothing else, on both databases, whoever writes meanwhile."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, time, timedelta
from typing import Any  # raw rows come untyped from the driver
from uuid import UUID, uuid4

import pytest
from piccolo.columns import Date

from cases.actors import Actor
from cases.arrivals import ARRIVALS, OF_OTHERS
from cases.checking import check_response
from cases.contents import Content
from cases.mailbox import add_from_reporter, open_mailbox
from cases.receiving import open_report, receive
from cases.tables import Case, Claim, Event, Grant, LogEntry, Message, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.every_table import every_table, tables_of
from portal.mixing import mix, mixed_tables
from portal.settings import Settings
from surveys.answering.submitting import submit_open
from surveys.definitions.publishing import OPEN_FORM, published
from surveys.outbox import Outbox, write_tx
from surveys.results.tables import ResultSlip
from surveys.services import Services
from surveys.tables import Response
from tests.cases.reports import CLAIM, DAY, TEXT, as_readers, filed, written
from tests.factories import make_staff
from tests.journeys.ordering import correlation
from tests.surveys.results.making import Maker

both = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
CHANCE = 0.3  # 200 rows in any order correlate that well once in 40,000 times
BOOKS = "cases.records.tables"
NOON = datetime.combine(DAY, time(12), UTC)


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def everything() -> dict[str, list[str]]:
    tables = every_table()
    rows = {table._meta.tablename: sorted(str(row) for row in await table.select()) for table in tables}
    return {name: found for name, found in rows.items() if name != "portal_mixed"}


async def places(table: Any, column: str = "rowid") -> list[UUID]:
    """Ids in the order of their rows' places."""
    return [row["id"] for row in await table.raw(f"SELECT id FROM {table._meta.tablename} ORDER BY {column}")]


@both
async def test_every_value_of_every_row_stays(anna: Actor, vault: Vault) -> None:
    for number in range(8):
        receipt, report = await filed(anna, text=f"{TEXT} {number}", claim=CLAIM)
        await add_from_reporter(receipt, Content(f"{number}"), b"form", DAY)
    await open_report(anna, report.id, vault)  # brings claim, findings and acts of staff
    before = await everything()
    assert await mix(DAY) > 0
    assert await everything() == before
    assert (await open_mailbox(receipt)).text == f"{TEXT} 7"


@both
async def test_where_rows_stand_says_nothing_of_when_they_came(anna: Actor, settings: Settings) -> None:
    for _ in range(200):
        await filed(anna)
    column = "ctid" if settings.database_url else "rowid"
    came = {table: await places(table, column) for table in (Case, Report, Grant, Event, LogEntry)}
    await mix(DAY)
    told = {table: await told_by_place(table, column, order) for table, order in came.items()}
    assert {table: how_well for table, how_well in told.items() if abs(how_well) > CHANCE} == {}


async def told_by_place(table: Any, column: str, came: list[UUID]) -> float:
    now = {row.bytes: place for place, row in enumerate(await places(table, column))}
    return correlation(now, [row.bytes for row in came])


async def test_a_day_that_is_over_is_left_alone(anna: Actor) -> None:
    for _ in range(20):
        await filed(anna)
    await mix(DAY + timedelta(days=2))
    once = await places(Report)
    assert await mix(DAY + timedelta(days=3)) == 0
    assert await places(Report) == once


async def test_a_day_that_was_never_mixed_is_found_later(anna: Actor) -> None:
    for _ in range(20):
        await filed(anna)
    before = await places(Report)
    await mix(DAY + timedelta(days=300))
    assert await places(Report) != before


async def test_the_log_before_the_file_is_empty_afterwards(anna: Actor, settings: Settings) -> None:
    await filed(anna)
    await mix(DAY)
    assert (settings.data_dir / "brightline.sqlite-wal").stat().st_size <= 32 * 1024  # what remembers the day, at most


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
async def test_all_rows_of_a_day_are_of_one_transaction(anna: Actor) -> None:
    for _ in range(20):
        await filed(anna)
    assert len(await transactions(Report)) == 20
    await mix(DAY)
    assert [len(await transactions(table)) for table in (Case, Report, Grant, Event, LogEntry)] == [1] * 5


async def transactions(table: Any) -> set[str]:
    rows = await table.raw(f"SELECT DISTINCT xmin::text AS number FROM {table._meta.tablename}")
    return {row["number"] for row in rows}


@both
async def test_who_files_and_writes_meanwhile_loses_nothing(anna: Actor) -> None:
    receipts = [Receipt.new() for _ in range(40)]
    filing = asyncio.gather(*(_file_and_write(receipt, anna) for receipt in receipts))
    while not filing.done():
        await mix(DAY)
    await filing
    assert (await Report.count(), await Message.count(), await Grant.count()) == (40, 40, 40)
    assert (await Event.count(), await LogEntry.count()) == (120, 240)
    assert [len((await open_mailbox(receipt)).messages) for receipt in receipts] == [1] * 40


async def _file_and_write(receipt: Receipt, anna: Actor) -> None:
    await receive(receipt, written(), as_readers(anna), DAY)
    await add_from_reporter(receipt, Content("补充"), b"form", DAY)


@both
async def test_where_open_answers_stand_says_nothing_of_when_they_came(
    app_of_answers: Vault, settings: Settings
) -> None:
    await answered(app_of_answers, 200)
    column = "ctid" if settings.database_url else "rowid"
    came = {table: await places(table, column) for table in (Response, Claim, Outbox, ResultSlip)}
    before = await everything()
    await mix(DAY)
    assert await everything() == before
    told = {table: await told_by_place(table, column, order) for table, order in came.items()}
    assert {table: how_well for table, how_well in told.items() if abs(how_well) > CHANCE} == {}


@both
async def test_answers_that_wait_for_their_job_are_mixed_and_counted_all_the_same(app_of_answers: Vault) -> None:
    await answered(app_of_answers, 60, is_checked=False)
    checking = asyncio.gather(*(_checked(row, app_of_answers) for row in await Outbox.objects()))
    while not checking.done():
        await mix(DAY)
    await checking
    assert (await Response.count(), await Claim.count(), await ResultSlip.count()) == (60, 60, 60)


async def test_an_answer_to_an_invitation_stays_where_it_is(app_of_answers: Vault) -> None:
    maker = Maker(app_of_answers)
    campaign = await maker.campaign()
    for _ in range(30):
        await maker.answer(day=DAY, campaign=campaign, happy="3")
    before = await places(Response)
    await mix(DAY)
    assert await places(Response) == before


@pytest.fixture
async def app_of_answers(database: None, vault: Vault) -> Vault:
    return vault


async def answered(vault: Vault, count: int, *, is_checked: bool = True) -> None:
    """Through the open form's own door, one after the other, and what its job does with them."""
    definition = await published(OPEN_FORM)
    for number in range(count):
        given = {"rating": [str(1 + number % 5)], "events": ["none"]}
        await submit_open(definition, given, "zh", vault, NOON, response_id=uuid4(), place={"store": "East"})
        if is_checked:
            (row,) = await Outbox.objects().where(Outbox.kind == "check_response", Outbox.done.eq(False))
            await _checked(row, vault)


async def _checked(row: Outbox, vault: Vault) -> None:
    if row.kind == "check_response":
        await check_response(json.loads(row.payload), Services(vault, ""))
        async with write_tx():
            await Outbox.update({Outbox.done: True, Outbox.payload: "{}"}).where(Outbox.id == row.id)


def test_every_table_with_a_day_says_whether_it_tells_when_somebody_nameless_came() -> None:
    tables = (*tables_of("cases"), *tables_of("surveys"))
    dated = {table for table in tables if any(isinstance(column, Date) for column in table._meta.columns)}
    assert {table for table in dated if table.__module__ != BOOKS} == set(ARRIVALS) | OF_OTHERS


def test_whoever_refers_to_a_mixed_table_stands_after_it() -> None:
    order = mixed_tables()
    assert set(ARRIVALS) | {Grant} <= set(order)
    assert order.index(Case) < order.index(Report) < order.index(Message)
