"""The nightly run as the server starts it: a process of its own, filed in the same database, told on the page."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cases.batch.duck import DuckEngine
from cases.batch.tables import Night, NightChange
from cases.nights import begin_night
from cases.records.dates import COMPANY_ZONE, day_of
from cases.records.importing import import_file
from cases.tables import Finding
from crypto.vault import Vault
from portal.nightly import run_if_due
from portal.nightly_run import nightly
from portal.opening import Refused
from portal.settings import Settings, SettingsError, read_settings
from tests.cases.books import ORDERS, WANG_ORDER
from tests.conftest import DeskClientFactory

SHARED = "".join(
    WANG_ORDER.format(day=datetime.now(UTC).date(), status="open").replace("XS-1", f"XS-{n}").replace("王芳", name)
    for n, name in enumerate(("王芳", "赵敏", "陈刚", "周婷", "何平", "吴磊"))
)
NOW = datetime.now(UTC)
HOUR = NOW.astimezone(COMPANY_ZONE).hour


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_a_night_files_what_it_finds_and_is_done_once(database: None, settings: Settings, vault: Vault) -> None:
    await import_file("orders", (ORDERS + SHARED).encode(), vault)
    assert await run_if_due(settings, HOUR, NOW)
    assert [row.kind for row in await Finding.objects()] == ["shared_contact"]
    (night,) = await Night.objects()
    assert (night.state, await NightChange.count()) == ("done", 1)
    assert not await run_if_due(settings, HOUR, NOW)


async def test_by_day_nothing_is_run(database: None, settings: Settings) -> None:
    assert not await run_if_due(settings, (HOUR + 12) % 24, NOW)
    assert await Night.count() == 0


async def test_one_that_fails_is_told_and_not_tried_again_that_night(
    database: None, settings: Settings, tmp_path: Path
) -> None:
    broken = replace(settings, root_key_path=tmp_path / "no-such.key")
    assert not await run_if_due(broken, HOUR, NOW)
    (night,) = await Night.objects()
    assert night.state == "failed"
    assert not await run_if_due(settings, HOUR, NOW)


async def test_one_that_is_cut_off_with_the_server_is_taken_up_again(database: None, settings: Settings) -> None:
    running = asyncio.create_task(run_if_due(settings, HOUR, NOW))
    while not await Night.exists():
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)  # it has been begun; its process takes longer than that
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    (night,) = await Night.objects()
    assert night.state == "stopped"
    assert await run_if_due(settings, HOUR, NOW)


async def test_two_do_not_run_at_once(database: None, settings: Settings) -> None:
    await begin_night(day_of(NOW), NOW)
    with pytest.raises(Refused):
        await asyncio.to_thread(nightly, Namespace(settings=settings, begun=None))


async def test_the_page_of_records_tells_when_it_ran(
    desk_client: DeskClientFactory, settings: Settings, vault: Vault
) -> None:
    anna = await desk_client("investigator")
    assert "It has not run yet." in (await anna.get("/desk/records")).text
    await import_file("orders", (ORDERS + SHARED).encode(), vault)
    await run_if_due(settings, HOUR, NOW)
    page = (await anna.get("/desk/records")).text
    assert "0 statements checked" in page
    assert "1 findings came up and 0 no longer hold" in page


@pytest.mark.parametrize(("value", "hour"), [("", 3), ("0", 0), ("23", 23), ("off", None)])
def test_the_operator_chooses_the_hour_or_none(value: str, hour: int | None) -> None:
    assert read_settings({"BRIGHTLINE_NIGHTLY": value}).nightly_hour == hour


@pytest.mark.parametrize("value", ["24", "3:00", "never", "-1"])
def test_what_is_no_hour_is_refused(value: str) -> None:
    with pytest.raises(SettingsError):
        read_settings({"BRIGHTLINE_NIGHTLY": value})


def test_the_engine_of_a_night_takes_no_more_memory_than_that_of_the_verb() -> None:
    engine = DuckEngine()
    (limit,) = engine.run("SELECT current_setting('memory_limit')").fetchone() or ("",)
    engine.close()
    assert float(limit.split()[0]) <= 400
