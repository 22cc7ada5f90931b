"""Sheets and scripts: packed for whoever takes it, and nothing but them."""

from __future__ import annotations

import httpx
import pytest

from portal.static_files import STATIC

SHEET = "/static/css/reporter.css"


async def test_a_sheet_travels_packed_and_arrives_whole(client: httpx.AsyncClient) -> None:
    answer = await client.get(SHEET, headers={"accept-encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.content == (STATIC / "css" / "reporter.css").read_bytes()


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.0"])
async def test_whoever_does_not_take_gzip_gets_it_plain(client: httpx.AsyncClient, accepted: str) -> None:
    answer = await client.get(SHEET, headers={"accept-encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.content == (STATIC / "css" / "reporter.css").read_bytes()


@pytest.mark.parametrize("page", ["/", "/report", "/mailbox", "/desk/sign-in", "/api/v1/channel"])
async def test_no_page_is_packed(client: httpx.AsyncClient, page: str) -> None:
    assert "content-encoding" not in (await client.get(page, headers={"accept-encoding": "gzip"})).headers


@pytest.mark.parametrize(
    "path",
    ["nowhere.css", "css", "../reporter/report.html", "%2e%2e/package.json", "css/%2e%2e/%2e%2e/error.html"],
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/static/{path}")).status_code == 404
