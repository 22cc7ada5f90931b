"""What a reporter's own program does, in Python: reads the channel, seals, sends. Knows no table."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import httpx

from cases.contents import Content, FileNote
from cases.identities import Person
from crypto import Receipt, Recipient, open_envelope, seal
from crypto.headers import Padding, Role
from portal.floods.work import find_units

UPLOAD_TOKEN = b"\x07" * 32
TEXT = "我看到销售把客户带到别的店签单。"


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


async def channel_of(client: httpx.AsyncClient) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get("/api/v1/channel")).json()
    return answer


def sealed_report(
    channel: dict[str, Any],
    receipt: Receipt,
    text: str = TEXT,
    padding: Padding = "text",
    files: Sequence[FileNote] = (),
) -> dict[str, Any]:
    """A body for /api/v1/reports, to everybody in the channel, with the work that was asked for."""
    content = Content(text, files=files).packed()
    keys = [(key.role, in_base64(key.public)) for key in keys_of(channel, receipt)]
    return {
        "mailbox_digest": in_base64(receipt.mailbox_digest),
        "content_mark": in_base64(receipt.content_mark(content)),
        "reporter_public_key": in_base64(receipt.key_pair.public),
        "recipients": [person["id"] for person in channel["recipients"]],
        "language": "zh",
        "envelope": in_base64(sealed_to(content, keys, padding)),
        "work": work_done(channel["work"], receipt.mailbox_digest),
    }


def work_done(asked: dict[str, Any], subject: bytes) -> dict[str, Any]:
    units = find_units(base64.b64decode(asked["beacon"]), subject, asked["units"])
    return {"beacon": asked["beacon"], "units": units}


def keys_of(channel: dict[str, Any], receipt: Receipt) -> list[Recipient]:
    """To whom a report of this reporter is sealed, and its files."""
    people = [Recipient(base64.b64decode(person["public_key"]), "recipient") for person in channel["recipients"]]
    recovery = Recipient(base64.b64decode(channel["recovery_key"]), "recovery")
    return [*people, recovery, Recipient(receipt.key_pair.public, "reporter")]


def sealed_name(channel: dict[str, Any], receipt: Receipt, name: str) -> dict[str, Any]:
    """What goes beside a report, or to /api/v1/mailbox/identity: a name, to every custodian of the channel."""
    people = [("recipient", person["public_key"]) for person in channel["custodians"]]
    keys = [*people, ("recovery", channel["recovery_key"]), ("reporter", in_base64(receipt.key_pair.public))]
    envelope = sealed_to(Person(name).packed(), keys)
    return {"envelope": in_base64(envelope), "custodians": [person["id"] for person in channel["custodians"]]}


def sealed_to(content: bytes, keys: list[tuple[Role, str]], padding: Padding = "text") -> bytes:
    return seal(content, [Recipient(base64.b64decode(key), role) for role, key in keys], padding)


async def sent(client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    return await client.post("/api/v1/reports", json=body)


async def uploaded_outside(client: httpx.AsyncClient, raw: bytes, piece_bytes: int = 1 << 20) -> dict[str, str]:
    """Begin and send a file as a browser does; how a report names it."""
    begun = await client.post("/api/v1/uploads", json={"size_bytes": len(raw), "token": in_base64(UPLOAD_TOKEN)})
    assert begun.status_code == 201, begun.text
    for start in range(0, len(raw), piece_bytes):
        answer = await send_piece(client, begun.json()["upload"], start, raw[start : start + piece_bytes])
        assert answer.status_code == 200, answer.text
    return {"upload": begun.json()["upload"], "token": in_base64(UPLOAD_TOKEN)}


async def send_piece(
    client: httpx.AsyncClient, upload_id: str, offset: object, piece: bytes, token: str = in_base64(UPLOAD_TOKEN)
) -> httpx.Response:
    headers = {"upload-token": token, "upload-offset": str(offset), "content-type": "application/octet-stream"}
    return await client.post(f"/api/v1/uploads/{upload_id}/pieces", content=piece, headers=headers)


async def mailbox_of(client: httpx.AsyncClient, receipt: Receipt, language: str = "zh") -> httpx.Response:
    token = in_base64(receipt.mailbox_token)
    return await client.post("/api/v1/mailbox", params={"lang": language}, json={"mailbox_token": token})


def sealed_message(mailbox: dict[str, Any], receipt: Receipt, text: str) -> dict[str, Any]:
    content = Content(text).packed()
    keys = [(key["role"], key["public_key"]) for key in mailbox["keys"]]
    mark = receipt.content_mark(b"form" + content)
    return {
        "mailbox_token": in_base64(receipt.mailbox_token),
        "once_mark": in_base64(mark),
        "envelope": in_base64(sealed_to(content, keys)),
        "work": work_done(mailbox["work"], mark),
    }


def opened(envelope: str, receipt: Receipt) -> str:
    return open_envelope(base64.b64decode(envelope), receipt.key_pair).decode()
