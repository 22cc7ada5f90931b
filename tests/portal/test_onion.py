"""The address in the Tor network: refused unless it is one, and named on pages for everybody alone."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from portal.app import create_app
from portal.settings import Settings, SettingsError, read_settings
from tests.conftest import browser_of

# an example of tor's own specification (rend-spec-v3, "Encoding onion addresses")
ONION = "http://pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion"


@pytest.fixture
async def reachable(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser before a portal that has an onion address."""
    app = create_app(dataclasses.replace(settings, onion=ONION))
    async with app.lifespan(), browser_of(app) as browser:
        yield browser


def test_a_right_address_is_taken() -> None:
    assert read_settings({"BRIGHTLINE_ONION": ONION}, Path()).onion == ONION


def test_without_one_there_is_none() -> None:
    assert read_settings({"BRIGHTLINE_ONION": ""}, Path()).onion is None


@pytest.mark.parametrize(
    "wrong",
    [
        ONION.replace("pg6", "pg7"),
        ONION.replace("http://", ""),
        ONION.replace("http://", "ftp://"),
        ONION + "/",
        ONION + ":80",
        ONION.replace(".onion", ".example"),
        "http://expyuzz4wqqyqhjn.onion",
        "http://.onion",
        "http://é.onion",
        "http://user@" + ONION.removeprefix("http://"),
        "http://[",
    ],
)
def test_a_mistyped_address_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="BRIGHTLINE_ONION"):
        read_settings({"BRIGHTLINE_ONION": wrong}, Path())


@pytest.mark.parametrize("path", ["/", "/report", "/mailbox", "/log", "/report?lang=en"])
async def test_a_page_for_everybody_names_itself_there(reachable: httpx.AsyncClient, path: str) -> None:
    assert (await reachable.get(path)).headers.get("onion-location") == ONION + path


@pytest.mark.parametrize(
    "path", ["/s/secret", "/desk/sign-in", "/feedback", "/blank", "/api/v1/work", "/static/css/tokens.css"]
)
async def test_no_other_page_names_it(reachable: httpx.AsyncClient, path: str) -> None:
    assert "onion-location" not in (await reachable.get(path)).headers


async def test_what_stands_behind_a_question_mark_is_not_repeated_unless_it_is_harmless(
    reachable: httpx.AsyncClient,
) -> None:
    assert (await reachable.get("/report?lang=en%0d%0a")).headers["onion-location"] == ONION + "/report"


async def test_whoever_came_that_way_is_not_sent_there(reachable: httpx.AsyncClient) -> None:
    answer = await reachable.get("/report", headers={"host": ONION.removeprefix("http://")})
    assert "onion-location" not in answer.headers


async def test_without_an_address_no_page_names_one(client: httpx.AsyncClient) -> None:
    assert "onion-location" not in (await client.get("/report")).headers
