"""The desk's search in the records, through the door."""

from __future__ import annotations

import pytest

from crypto.vault import Vault
from tests.cases.books import book_order
from tests.conftest import DeskClientFactory

SEARCH = {"by": "phone", "key": "13806920733", "reason": "案件 2026-AB3D"}


async def test_what_was_found_is_shown_masked_and_kept_nowhere(desk_client: DeskClientFactory, vault: Vault) -> None:
    desk = await desk_client("investigator", language="zh")
    await book_order(vault)
    answer = await desk.post("/desk/records/search", data=SEARCH)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    results = answer.text.partition('class="found"')[2]
    assert "138****0733" in results
    assert "13806920733" not in results


async def test_a_key_is_never_part_of_an_address(desk_client: DeskClientFactory, vault: Vault) -> None:
    desk = await desk_client("investigator", language="zh")
    await book_order(vault)
    page = await desk.get("/desk/records/search", params=SEARCH)
    assert "138****0733" not in page.text


async def test_without_a_reason_the_form_comes_back_as_it_was_filled(desk_client: DeskClientFactory) -> None:
    desk = await desk_client("investigator", language="zh")
    answer = await desk.post("/desk/records/search", data=SEARCH | {"reason": ""})
    assert answer.status_code == 422
    assert "请写明为什么查" in answer.text
    assert 'value="13806920733"' in answer.text


async def test_auditors_read_what_investigators_searched(desk_client: DeskClientFactory, vault: Vault) -> None:
    desk, auditor = await desk_client("investigator"), await desk_client("auditor", language="zh")
    await desk.post("/desk/records/search", data=SEARCH)
    page = (await auditor.get("/desk/records/lookups")).text
    assert "案件 2026-AB3D" in page
    assert "138****0733" in page


@pytest.mark.parametrize("role", ["administrator", "supervisor", "auditor", "custodian", "ombudsman"])
async def test_only_investigators_search(desk_client: DeskClientFactory, role: str) -> None:
    desk = await desk_client(role)
    assert (await desk.post("/desk/records/search", data=SEARCH)).status_code == 403
