"""Rows written together: all or none, on both engines, whoever stops waiting."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from piccolo.querystring import QueryString

from surveys.inserting import Change, Rows, insert_all
from surveys.outbox import Outbox, write_tx
from surveys.tables import SurveyVersion


@pytest.fixture(params=["database", "postgres"], autouse=True)
def engine(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


def version(sha256: str) -> SurveyVersion:
    return SurveyVersion(id=uuid4(), sha256=sha256, name="callback", canonical="{}")


def job() -> Outbox:
    return Outbox(id=uuid4(), kind="kind", key=uuid4().hex, payload="{}")


async def test_all_rows_are_written_with_their_values() -> None:
    one, jobs = version("a"), [job(), job()]
    assert await insert_all(Rows([one], SurveyVersion.sha256), Rows(jobs)) is None
    stored = await SurveyVersion.objects().first()
    assert stored is not None
    assert (stored.id, stored.sha256, stored.name) == (one.id, "a", "callback")
    assert {row["id"] for row in await Outbox.select(Outbox.id)} == {row.id for row in jobs}


@pytest.mark.parametrize("place", [0, 1])
async def test_a_taken_value_is_told_by_its_place_and_nothing_is_written(place: int) -> None:
    await insert_all(Rows([version("a")], SurveyVersion.sha256))
    batches = [Rows([job()]), Rows([job()])]
    batches.insert(place, Rows([version("a")], SurveyVersion.sha256))
    assert await insert_all(*batches) == place
    assert (await SurveyVersion.count(), await Outbox.count()) == (1, 0)


@pytest.mark.parametrize(("sha256", "answer", "jobs"), [("a", None, 1), ("b", 1, 0)])
async def test_a_change_that_finds_nothing_undoes_what_stands_beside_it(
    sha256: str, answer: int | None, jobs: int
) -> None:
    await insert_all(Rows([version("a")]))
    renamed = "UPDATE surveys_version SET name = 'other' WHERE sha256 = {} RETURNING id"
    assert await insert_all(Rows([job()]), Change(QueryString(renamed, sha256))) == answer
    assert await Outbox.count() == jobs


async def test_a_fault_leaves_nothing_and_the_next_writer_is_not_kept_waiting() -> None:
    faulty = job()
    faulty.payload = None
    with pytest.raises(Exception, match=r"(?i)not.null"):
        await insert_all(Rows([version("a")], SurveyVersion.sha256), Rows([faulty]))
    assert await insert_all(Rows([version("a")], SurveyVersion.sha256)) is None
    assert await Outbox.count() == 0


async def test_writers_that_are_cancelled_leave_whole_transactions_and_a_free_lock() -> None:
    """Counted in one statement: PostgreSQL may still be ending what a cancelled writer asked for last."""
    both = "SELECT (SELECT count(*) FROM surveys_version) AS versions, (SELECT count(*) FROM surveys_outbox) AS jobs"
    writers = [asyncio.create_task(_pair(str(n))) for n in range(200)]
    await asyncio.sleep(0)
    assert all(writer.cancel() for writer in writers[::2])
    await asyncio.gather(*writers, return_exceptions=True)
    async with write_tx():
        (counted,) = await SurveyVersion.raw(both)
    assert counted["versions"] == counted["jobs"] >= 100


async def _pair(sha256: str) -> int | None:
    return await insert_all(Rows([version(sha256)], SurveyVersion.sha256), Rows([job()]))


async def test_writers_at_the_same_time_answer_for_themselves_alone() -> None:
    faulty = job()
    faulty.payload = None
    written, taken, failed = await asyncio.gather(
        _pair("a"),
        _pair("a"),
        insert_all(Rows([version("b")], SurveyVersion.sha256), Rows([faulty])),
        return_exceptions=True,
    )
    assert {written, taken} == {None, 0}
    assert isinstance(failed, Exception)
    assert (await SurveyVersion.count(), await Outbox.count()) == (1, 1)
