"""Outbox rows reach their job once, whatever is asked twice, fails or dies on the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
import structlog.testing

from crypto.vault import Vault
from portal import lasting, relay, worker
from surveys.outbox import Job, Outbox, enqueue, write_tx
from surveys.services import Services

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]


@pytest.fixture
def services(vault: Vault) -> Services:
    return Services(vault=vault, base_url="http://127.0.0.1:8000")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Adds the job kinds "note", "note outside", "note and forget" and "fail"; the list holds what they were asked to note."""
    noted: list[str] = []

    async def note(payload: dict[str, Any], services: Services) -> None:
        noted.append(payload["text"])

    async def fail(payload: dict[str, Any], services: Services) -> None:
        await enqueue("note", "left behind", {"text": "left behind"})
        raise ConnectionError("the other side hung up")

    monkeypatch.setitem(relay.JOBS, "note", Job(note))
    monkeypatch.setitem(relay.JOBS, "note outside", Job(note, transactional=False))
    monkeypatch.setitem(relay.JOBS, "note and forget", Job(note, transactional=False, forgotten=True))
    monkeypatch.setitem(relay.JOBS, "fail", Job(fail))
    return noted


async def ask(kind: str, key: str = "one") -> None:
    async with write_tx():
        await enqueue(kind, key, {"text": key})


@pytest.mark.parametrize("kind", ["note", "note outside", "note and forget"])
async def test_a_row_is_done_once_however_often_it_is_delivered(done: list[str], services: Services, kind: str) -> None:
    await ask(kind)
    [job_id] = await relay.claim()
    await relay.perform(job_id, services)
    await relay.perform(job_id, services)
    assert done == ["one"]


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Adds the job kind "notes", done several at a time; one that is called "bad" fails, alone and with others."""
    noted: list[list[str]] = []

    async def notes(payloads: Sequence[dict[str, Any]], services: Services) -> None:
        texts = sorted(payload["text"] for payload in payloads)
        if "bad" in texts:
            raise ConnectionError("the other side hung up")
        noted.append(texts)

    async def note(payload: dict[str, Any], services: Services) -> None:
        await notes([payload], services)

    monkeypatch.setitem(relay.JOBS, "notes", Job(note, transactional=False, run_together=notes))
    return noted


async def test_rows_that_may_are_done_together(together: list[list[str]], services: Services) -> None:
    for key in "abc":
        await ask("notes", key)
    assert await relay.drain(services) == 3
    assert together == [["a", "b", "c"]]
    assert await Outbox.count().where(Outbox.done.eq(False)) == 0


async def test_one_that_fails_keeps_none_of_the_others_from_being_done(
    together: list[list[str]], services: Services
) -> None:
    for key in ("a", "bad", "c"):
        await ask("notes", key)
    await relay.drain(services)
    assert sorted(together) == [["a"], ["c"]]
    assert [row["key"] for row in await Outbox.select(Outbox.key).where(Outbox.done.eq(False))] == ["bad"]


async def test_a_row_of_a_kind_nobody_knows_keeps_no_other_from_being_claimed(done: list[str]) -> None:
    await ask("note")
    await ask("from a newer program", "two")
    assert len(await relay.claim()) == 2


async def test_a_claimed_row_is_claimed_by_nobody_else(done: list[str]) -> None:
    await ask("note")
    first, second = await asyncio.gather(relay.claim(), relay.claim())
    assert len(first) + len(second) == 1


async def test_a_row_whose_worker_died_comes_back_when_its_lease_ends(done: list[str], services: Services) -> None:
    await ask("note")
    [job_id] = await relay.claim()
    async with write_tx():
        await Outbox.update({Outbox.lease_until_ms: int(time.time() * 1000) - 1}, force=True)
    assert await relay.claim() == [job_id]


async def test_a_failed_job_leaves_nothing_behind_and_is_kept_for_later(done: list[str], services: Services) -> None:
    await ask("fail")
    [job_id] = await relay.claim()
    await relay.perform(job_id, services)
    row = await Outbox.objects().first()
    assert row is not None
    assert (await Outbox.count(), row.done, row.attempts) == (1, False, 1)
    assert row.lease_until_ms > time.time() * 1000


async def test_a_row_that_never_succeeds_is_given_up_and_stays_visible(done: list[str]) -> None:
    async with write_tx():
        await Outbox.insert(Outbox(kind="fail", key="hopeless", payload="{}", attempts=relay.MAX_ATTEMPTS))
    assert await relay.claim() == []
    assert await Outbox.count().where(Outbox.done.eq(False)) == 1


async def test_a_row_of_a_forgotten_kind_goes_when_it_is_done(done: list[str], services: Services) -> None:
    await ask("note and forget")
    await relay.drain(services)
    assert (done, await Outbox.count()) == (["one"], 0)


async def test_a_done_row_keeps_neither_payload_nor_time(done: list[str], services: Services) -> None:
    await ask("note")
    await relay.drain(services)
    row = await Outbox.objects().first()
    assert row is not None
    assert (row.payload, row.lease_until_ms, row.done) == ("{}", None, True)


async def test_no_more_rows_are_out_than_their_lease_allows(done: list[str]) -> None:
    async with write_tx():
        await Outbox.insert(*(Outbox(kind="note", key=str(uuid4()), payload="{}") for _ in range(100)))
    assert len(await relay.claim()) == relay.MOST_LEASED
    assert await relay.claim() == []


async def test_the_worker_inside_the_server_runs_a_job_soon_after_its_commit(
    done: list[str], services: Services
) -> None:
    async with worker.running(None, services):
        await ask("note")
        await asyncio.wait_for(_until(lambda: done == ["one"]), relay.POLL_SECONDS / 2)


async def test_jobs_go_on_once_the_database_is_back(
    done: list[str], services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(lasting, "AGAIN_SECONDS", 0.01)
    with structlog.testing.capture_logs() as told:
        async with worker.running(None, services):
            await _rename("surveys_outbox", "away")
            await asyncio.wait_for(_until(lambda: told), 5)
            await _rename("away", "surveys_outbox")
            await ask("note")
            await asyncio.wait_for(_until(lambda: done == ["one"]), 5)


async def _rename(table: str, name: str) -> None:
    async with write_tx():
        await Outbox.raw(f"ALTER TABLE {table} RENAME TO {name}")


async def _until(holds: Any) -> None:
    while not holds():
        await asyncio.sleep(0.01)
