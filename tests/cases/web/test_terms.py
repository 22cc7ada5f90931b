"""The page of words that go together: pressed as a browser presses it, by those who change the list and those who read it."""

from __future__ import annotations

import pytest

from cases.crosscheck.term_list import CATEGORIES, SHIPPED
from cases.tables import TermVersion
from cases.terms.lines import lines_of
from cases.terms.versions import words_in_force
from crypto.vault import Vault
from tests.cases.books import TODAY, book, run_jobs
from tests.cases.terms.test_notes import ORDER, SAID
from tests.conftest import DeskClient, DeskClientFactory

FORM = {f"lines_{group}": lines for group, lines in lines_of(SHIPPED.entries, "en").items()} | {"based_on": "0"}


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("administrator")


async def test_what_was_saved_is_in_force(desk: DeskClient) -> None:
    assert (await desk.post("/desk/terms", data=FORM | {"lines_plain": "橙子, 6"})).status_code == 303
    assert "橙子" in [entry.word for entry in (await words_in_force()).entries]
    assert "In force: version 1" in (await desk.get("/desk/terms")).text


async def test_a_line_that_cannot_be_taken_is_named_and_nothing_typed_is_lost(desk: DeskClient) -> None:
    page = await desk.post("/desk/terms", data=FORM | {"lines_plain": "橙子\nvip"})
    assert page.status_code == 422
    assert "Say something alone, line 2: “vip” is too short" in page.text
    assert "橙子\nvip</textarea>" in page.text
    assert not await TermVersion.exists()


async def test_a_form_that_lost_its_fields_wipes_nothing(desk: DeskClient) -> None:
    assert (await desk.post("/desk/terms", data={"text": "x"})).status_code == 409
    assert not await TermVersion.exists()


async def test_whoever_was_overtaken_finds_what_they_typed(desk: DeskClient) -> None:
    await desk.post("/desk/terms", data=FORM | {"lines_plain": "橙子"})
    page = await desk.post("/desk/terms", data=FORM | {"lines_plain": "柠檬"})
    assert (page.status_code, "柠檬</textarea>" in page.text) == (409, True)
    assert "compare it with version 1" in page.text


async def test_a_sentence_is_tried_on_what_stands_in_the_fields_and_kept_nowhere(desk: DeskClient) -> None:
    typed = FORM | {"lines_plain": "橙子, 6", "sentence": "他给我橙子"}
    page = (await desk.post("/desk/terms/preview", data=typed)).text
    assert '<mark class="counts">橙子</mark>' in page
    assert "This would become a finding" in page
    assert not await TermVersion.exists()


@pytest.mark.parametrize("role", ["investigator", "auditor"])
async def test_others_read_and_try_and_change_nothing(desk_client: DeskClientFactory, role: str) -> None:
    reader = await desk_client(role)
    page = (await reader.get("/desk/terms")).text
    assert page.count("readonly") == len(CATEGORIES)
    assert "Save as" not in page
    assert "weight 7" in (await reader.post("/desk/terms/preview", data=FORM | {"sentence": "私下转账"})).text.lower()
    assert (await reader.post("/desk/terms", data=FORM)).status_code == 403


async def test_a_file_is_read_into_the_fields_and_not_saved(desk: DeskClient) -> None:
    handed_out = await desk.get("/desk/terms.csv")
    assert 'filename="words-0.csv"' in handed_out.headers["content-disposition"]
    words = handed_out.content + "单独,橙子,3,单独,\n哪儿,x,,,\n".encode()
    page = await desk.post("/desk/terms/file", files={"file": ("words.csv", words)})
    assert "橙子</textarea>" in page.text
    assert "of the file: There is no group “哪儿”" in page.text
    assert not await TermVersion.exists()


async def test_a_former_version_can_be_looked_at(desk: DeskClient) -> None:
    await desk.post("/desk/terms", data=FORM | {"lines_plain": "橙子"})
    page = (await desk.get("/desk/terms?version=0")).text
    assert "You are looking at version 0." in page
    assert "飞单" in page
    assert (await desk.get("/desk/terms?version=9")).status_code == 404


@pytest.mark.parametrize("role", ["administrator", "investigator"])
async def test_what_is_there_is_searched_again_with_progress_in_texts_alone(
    desk_client: DeskClientFactory, vault: Vault, role: str
) -> None:
    asker = await desk_client(role)
    await book("orders", ORDER.format(notes=SAID), vault)
    assert (await asker.post("/desk/terms/search", data={"since": str(TODAY)})).status_code == 303
    await run_jobs(vault)
    assert "1 texts since" in (await asker.get("/desk/terms")).text


async def test_a_search_without_a_day_says_what_to_do(desk: DeskClient) -> None:
    page = await desk.post("/desk/terms/search", data={"since": "tomorrow"})
    assert (page.status_code, "Choose the first day" in page.text) == (422, True)
