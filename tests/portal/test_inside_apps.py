"""A page opened inside a messenger says how to get out of it."""

from __future__ import annotations

import httpx
import pytest

BANNER = "在浏览器打开"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"


@pytest.mark.parametrize(
    "messenger", ["MicroMessenger/8.0.50", "wxwork/4.1.30 MicroMessenger/7.0.1", "DingTalk/7.5", "Feishu/7.1 Lark/7.1"]
)
@pytest.mark.parametrize("page", ["/report", "/mailbox"])
async def test_inside_an_app_the_way_out_is_shown(client: httpx.AsyncClient, messenger: str, page: str) -> None:
    assert BANNER in (await client.get(page, headers={"user-agent": f"{PHONE} {messenger}"})).text


@pytest.mark.parametrize("browser", ["", PHONE, "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0"])
async def test_a_browser_is_left_alone(client: httpx.AsyncClient, browser: str) -> None:
    assert BANNER not in (await client.get("/report", headers={"user-agent": browser})).text
