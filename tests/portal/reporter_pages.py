"""How a reporter walks through the pages without scripts: reads the form, sends it, copies the receipt. Knows no table."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

TEXT = "我看到销售把客户带到别的店签单。"


def hidden(page: str, name: str) -> str:
    """What a hidden field of this page carries."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def shown_receipt(page: str) -> str:
    """The words of the receipt page, as somebody would type them."""
    return " ".join(re.findall(r"<b>([^<]+)</b>", page))


async def fresh_form(client: httpx.AsyncClient, language: str = "zh") -> dict[str, Any]:
    """The fields a browser would send back unchanged, with a text in them."""
    page = (await client.get("/report", params={"lang": language})).text
    carried = {name: hidden(page, name) for name in ("entropy", "ticket", "shown")}
    return carried | {"text": TEXT}


async def send(client: httpx.AsyncClient, fields: dict[str, Any], language: str = "zh") -> httpx.Response:
    return await client.post("/report", params={"lang": language}, data=fields)


async def sent_report(client: httpx.AsyncClient, **fields: Any) -> str:
    """File a report; the receipt as words."""
    answer = await send(client, await fresh_form(client) | fields)
    assert answer.status_code == 200, answer.text
    return shown_receipt(answer.text)


async def opened_mailbox(client: httpx.AsyncClient, receipt: str, **fields: Any) -> httpx.Response:
    return await client.post("/mailbox", data={"receipt": receipt, **fields})
