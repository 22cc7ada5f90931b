"""Many claims of one import: left alone by the jobs, checked together by a process of the server's own, told on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from cases import unchecked
from cases.batch.tables import Turn
from cases.claims import store_claims
from cases.records.importing import import_file
from cases.tables import Claim, Finding
from cases.unchecked import ask_for_the_rest, count_unchecked, is_due, take_turn
from crypto.vault import Vault
from portal.checking_many import check_waiting
from portal.settings import Settings
from portal.waiting_claims import check_if_due
from surveys.outbox import write_tx
from tests.cases.books import TODAY, book_order, run_jobs
from tests.conftest import DeskClientFactory
from tests.factories import make_staff

HEADER = "claim_no,source,bought,customer_name,customer_phone,salesperson,amount,occurred_on,received\n"
DENIED = f"C-{{number}},phone,no,王芳,13806920733,张伟,4200,{TODAY},none\n"
NOW = datetime.now(UTC)
BOTH = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchecked, "MANY", 3)


async def say(vault: Vault, claims: int) -> str:
    """Import so many claims that deny the order in the books; the import's id."""
    await make_staff(vault, "investigator")
    await book_order(vault)
    text = HEADER + "".join(DENIED.format(number=number) for number in range(claims))
    result = await import_file("claims", text.encode(), vault, store_claims=partial(store_claims, vault=vault))
    await run_jobs(vault)
    return str(result.import_id)


async def test_few_claims_are_checked_by_jobs(database: None, vault: Vault) -> None:
    await say(vault, 2)
    assert (await count_unchecked(), await is_due(NOW)) == (0, False)


@BOTH
async def test_many_are_left_to_a_process_that_files_what_it_finds(
    database: None, settings: Settings, vault: Vault
) -> None:
    await say(vault, 4)
    assert (await count_unchecked(), await Finding.count()) == (4, 0)
    assert await check_if_due(settings)
    assert (await count_unchecked(), await Turn.count()) == (0, 0)
    assert {row.kind for row in await Finding.objects().where(Finding.claim.is_not_null())} == {"order_denied"}


async def test_a_process_that_fails_leaves_them_waiting(
    database: None, settings: Settings, vault: Vault, tmp_path: Path
) -> None:
    await say(vault, 4)
    assert not await check_if_due(replace(settings, root_key_path=tmp_path / "no-such.key"))
    assert await is_due(NOW)


@BOTH
async def test_two_do_not_check_at_once(database: None, vault: Vault) -> None:
    await say(vault, 4)
    await take_turn(datetime.now(UTC))
    assert await check_waiting(vault, lambda *_: None) is None
    assert not await is_due(datetime.now(UTC))


@BOTH
async def test_one_that_was_killed_is_taken_up_by_the_next(database: None, vault: Vault) -> None:
    await say(vault, 4)
    await take_turn(NOW - timedelta(hours=1))
    assert await is_due(NOW)
    assert await check_waiting(vault, lambda *_: None) == 4


async def test_what_a_killed_run_left_is_checked_though_it_be_few(database: None, vault: Vault) -> None:
    await say(vault, 4)
    async with write_tx():
        first = await Claim.objects().first()
        assert first is not None
        await Claim.update({Claim.checked: True}).where(Claim.id != first.id)
    await ask_for_the_rest()
    await run_jobs(vault)
    assert await count_unchecked() == 0


async def test_the_page_of_the_import_tells_how_many_still_wait(desk_client: DeskClientFactory, vault: Vault) -> None:
    import_id = await say(vault, 4)
    anna = await desk_client("administrator")
    page = await anna.get(f"/desk/records/imports/{import_id}")
    assert "4 statements still wait" in page.text
    await check_waiting(vault, lambda *_: None)
    page = await anna.get(f"/desk/records/imports/{import_id}")
    assert "still wait" not in page.text
