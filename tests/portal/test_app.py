"""What the assembly adds to every door: heads, health, the API's description, security headers."""

from __future__ import annotations

import re

import httpx
import pytest
from litestar import Litestar

from portal.app import create_app
from portal.doors import DESK_HANDLERS, PROGRAM_HANDLERS, PUBLIC_HANDLERS
from portal.settings import Settings
from tests.conftest import browser_of


@pytest.mark.parametrize("path", ["/", "/report", "/mailbox", "/feedback", "/healthz", "/desk/sign-in"])
async def test_whatever_can_be_fetched_can_be_asked_for_its_head(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.head(path)).status_code == (await client.get(path)).status_code


async def test_the_api_describes_itself_without_naming_pages(client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/v1/openapi.json")).json()
    handlers = (*PUBLIC_HANDLERS, *DESK_HANDLERS, *PROGRAM_HANDLERS)
    offered = {path for handler in handlers for path in handler.paths if path.startswith("/api/")}
    assert described["openapi"].startswith("3.1")
    assert {re.sub(r":\w+", "", path) for path in offered} == set(described["paths"])


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1/nowhere", "/desk", "/static/css/tokens.css", "/s/unknown"])
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


async def test_an_unknown_address_of_the_api_is_told_as_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    ("door", "open_path", "shut_path"), [("public", "/mailbox", "/desk/sign-in"), ("desk", "/desk/sign-in", "/mailbox")]
)
async def test_a_door_that_is_shut_does_not_exist(
    settings: Settings, door: str, open_path: str, shut_path: str
) -> None:
    app: Litestar = create_app(settings, frozenset({door}))
    async with app.lifespan(), browser_of(app) as browser:
        assert (await browser.get(open_path)).status_code in {200, 303}
        assert (await browser.get(shut_path)).status_code == 404
