"""Programs that read by themselves: let in and let go at the terminal, by a token that is kept nowhere."""

from __future__ import annotations

from argparse import Namespace
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar

from cases.people.record import latest_acts
from portal.admitting import let_go
from portal.programs import admit, admitted, dismiss, is_admitted
from portal.settings import Settings
from portal.tables import Program

SCOPE = "results.read"
ADDRESS = "/api/v1/results?lang=en"


@pytest.mark.usefixtures("database")
async def test_the_database_keeps_no_token() -> None:
    token = await admit("board", SCOPE)
    row = await Program.objects().first()
    assert row is not None
    assert len(token) == 22
    assert token not in str(row.to_dict())
    assert token.encode() not in bytes(row.token_digest)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("spelt", ["Bearer {}", "bearer {}", "Bearer  {} "])
async def test_a_token_is_good_for_its_scope(spelt: str) -> None:
    token = await admit("board", SCOPE)
    header = spelt.format(token)
    assert [await is_admitted(header, scope) for scope in (SCOPE, "records.write")] == [True, False]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "{}", "Basic {}", "Bearer {}x", "Bearer \udcff"])
async def test_anything_else_is_good_for_nothing(header: str) -> None:
    token = await admit("board", SCOPE)
    assert not await is_admitted(header.format(token), SCOPE)


@pytest.mark.usefixtures("database")
async def test_an_ended_token_is_good_for_nothing_and_the_others_stay() -> None:
    ended, other = await admit("board", SCOPE), await admit("sheet", SCOPE)
    board = next(row.id for row in await admitted() if row.name == "board")
    assert [await dismiss(board), await dismiss(board), await dismiss(uuid4())] == [True, False, False]
    assert [await is_admitted(f"Bearer {token}", SCOPE) for token in (ended, other)] == [False, True]


@pytest.mark.usefixtures("database")
async def test_both_acts_are_on_the_record() -> None:
    await admit("board", SCOPE)
    await dismiss((await admitted())[0].id)
    acts = {(act.kind, act.detail, act.who) for act in await latest_acts()}
    assert acts == {("program_admitted", "board · results.read", ""), ("program_dismissed", "board", "")}


async def test_without_a_token_a_program_is_told_in_words_what_to_send(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    answer = await client.get(ADDRESS)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["type"] == "urn:brightline:token-needed"
    assert "the company's own programs" in answer.json()["title"]


async def test_a_program_that_was_let_go_reads_no_more(app: Litestar, client: httpx.AsyncClient) -> None:
    client.headers["authorization"] = f"Bearer {await admit('board', SCOPE)}"
    before = await client.get(ADDRESS)
    await dismiss((await admitted())[0].id)
    assert (before.status_code, (await client.get(ADDRESS)).status_code) == (200, 401)


def test_ending_what_is_not_there_is_told(settings: Settings, fresh: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert let_go(Namespace(settings=settings, id=UUID(int=1))) == 1
    assert "programs list" in capsys.readouterr().err
