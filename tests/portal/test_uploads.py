"""The door for sealed files: begun, sent, continued, named by a report or message; and by the form without scripts."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import httpx
import pytest

from cases.contents import FileNote
from cases.tables import EvidenceFile, Message, Report, Upload
from crypto.envelopes import Recipient
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.settings import Settings
from surveys.outbox import write_tx
from tests.cases.evidence.sealing import PHOTO, TOKEN, sealed_file
from tests.conftest import DeskClient, DeskClientFactory
from tests.factories import make_staff
from tests.portal.reporter_pages import fresh_form, hidden, opened_mailbox, shown_receipt
from tests.portal.sealing import (
    channel_of,
    in_base64,
    keys_of,
    mailbox_of,
    sealed_message,
    sealed_report,
    send_piece,
    sent,
    uploaded_outside,
)

WORDS = "城东店的送货单在这里。\n".encode()
FILES = [("files", ("凭证.png", PHOTO, "image/png")), ("files", ("说明.txt", WORDS, "text/plain"))]


@pytest.fixture(autouse=True)
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", username="anna")


@pytest.fixture
def receipt() -> Receipt:
    return Receipt.new()


async def keys_for(client: httpx.AsyncClient, receipt: Receipt) -> list[Recipient]:
    return keys_of(await channel_of(client), receipt)


async def report_with_photo(client: httpx.AsyncClient, receipt: Receipt) -> httpx.Response:
    file = await uploaded_outside(client, sealed_file(await keys_for(client, receipt)), 40_000)
    note = FileNote(file["upload"], "凭证.png", "image/png", len(PHOTO))
    body = sealed_report(await channel_of(client), receipt, text="见照片", files=[note])
    return await sent(client, body | {"files": [file]})


async def download(desk: DeskClient, evidence: EvidenceFile, case: object, name: str = "x.png") -> httpx.Response:
    await desk.post(f"/desk/cases/{case}/reports/{evidence.report}/open")
    return await desk.post(f"/desk/cases/{case}/files/{evidence.id}", data={"name": name})


async def only_file() -> tuple[EvidenceFile, object]:
    evidence, report = await EvidenceFile.objects().first(), await Report.objects().first()
    assert evidence is not None
    assert report is not None
    return evidence, report.case


async def test_a_file_sealed_outside_comes_with_its_report_and_opens_at_the_desk(
    client: httpx.AsyncClient, desk: DeskClient, receipt: Receipt
) -> None:
    assert (await report_with_photo(client, receipt)).status_code == 201
    answer = await download(desk, *await only_file())
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(PHOTO).digest()
    assert answer.headers["content-disposition"].startswith('attachment; filename="evidence-')
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_case_page_lists_it_by_its_name_once_the_report_is_open(
    client: httpx.AsyncClient, desk: DeskClient, receipt: Receipt
) -> None:
    await report_with_photo(client, receipt)
    evidence, case = await only_file()
    assert "凭证.png" not in (await desk.get(f"/desk/cases/{case}")).text
    await desk.post(f"/desk/cases/{case}/reports/{evidence.report}/open")
    assert "凭证.png" in (await desk.get(f"/desk/cases/{case}")).text


async def test_the_same_report_sent_again_is_stored_once_with_its_file(
    client: httpx.AsyncClient, receipt: Receipt
) -> None:
    file = await uploaded_outside(client, sealed_file(await keys_for(client, receipt)))
    body = sealed_report(await channel_of(client), receipt) | {"files": [file]}
    assert [(await sent(client, body)).status_code for _ in range(2)] == [201, 201]
    assert (await Report.count(), await EvidenceFile.count()) == (1, 1)


async def test_a_message_brings_a_file(client: httpx.AsyncClient, desk: DeskClient, receipt: Receipt) -> None:
    await sent(client, sealed_report(await channel_of(client), receipt))
    mailbox = (await mailbox_of(client, receipt)).json()
    file = await uploaded_outside(client, sealed_file(await keys_for(client, receipt)))
    body = sealed_message(mailbox, receipt, "补一张照片") | {"files": [file]}
    answers = [await client.post("/api/v1/mailbox/messages", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    evidence, case = await only_file()
    assert (evidence.message is not None, await Message.count()) == (True, 1)
    assert (await download(desk, evidence, case)).content == PHOTO


async def test_after_a_break_it_is_said_where_to_go_on(client: httpx.AsyncClient, receipt: Receipt) -> None:
    raw = sealed_file(await keys_for(client, receipt))
    begun = (await client.post("/api/v1/uploads", json={"size_bytes": len(raw), "token": in_base64(TOKEN)})).json()
    await send_piece(client, begun["upload"], 0, raw[:5000])
    ask = f"/api/v1/uploads/{begun['upload']}/progress"
    assert (await client.post(ask, json={"token": in_base64(TOKEN)})).json() == {
        "received_bytes": 5000,
        "is_whole": False,
    }
    answer = await send_piece(client, begun["upload"], 9000, raw[9000:])
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:piece-elsewhere")
    assert (await send_piece(client, begun["upload"], 5000, raw[5000:])).json()["is_whole"]


@pytest.mark.parametrize(("offset", "token"), [("x", in_base64(TOKEN)), ("0", "no"), ("-1", in_base64(TOKEN))])
async def test_a_header_of_another_kind_is_named(client: httpx.AsyncClient, offset: str, token: str) -> None:
    answer = await send_piece(client, str(uuid4()), offset, b"x", token)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:brightline:body-unfit")


async def test_a_strangers_upload_is_unknown(client: httpx.AsyncClient, receipt: Receipt) -> None:
    file = await uploaded_outside(client, sealed_file(await keys_for(client, receipt)))
    answer = await send_piece(client, file["upload"], 0, b"x", in_base64(b"\x09" * 32))
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:brightline:upload-unknown")


async def test_a_piece_that_is_too_large_is_cut_short(client: httpx.AsyncClient) -> None:
    size = {"size_bytes": 64 << 20, "token": in_base64(TOKEN)}
    begun = (await client.post("/api/v1/uploads", json=size)).json()
    assert (await send_piece(client, begun["upload"], 0, bytes(5 << 20))).status_code == 413


async def test_files_sealed_to_somebody_who_left_are_refused_and_nothing_is_stored(
    client: httpx.AsyncClient, vault: Vault, receipt: Receipt
) -> None:
    file = await uploaded_outside(client, sealed_file((await keys_for(client, receipt))[1:]))
    answer = await sent(client, sealed_report(await channel_of(client), receipt) | {"files": [file]})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")
    assert (await Report.count(), await EvidenceFile.count()) == (0, 0)


async def test_without_scripts_files_are_sealed_as_they_come(
    client: httpx.AsyncClient, desk: DeskClient, settings: Settings
) -> None:
    form = await fresh_form(client) | {"text": "见附件"}
    answer = await client.post("/report", data=form, files=FILES)
    assert answer.status_code == 200
    assert await EvidenceFile.count() == 2
    on_disk = b"".join(path.read_bytes() for path in settings.files_folder.glob("??/*"))
    assert PHOTO[:100] not in on_disk
    evidence = await EvidenceFile.objects().order_by(EvidenceFile.size_bytes, ascending=False)
    report = await Report.objects().first()
    assert report is not None
    assert (await download(desk, evidence[0], report.case)).content == PHOTO


async def test_a_form_may_be_larger_than_any_text(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client) | {"text": "见附件", "uncleaned": "send"}
    film = [("files", ("film.mp4", bytes(12 << 20), "video/mp4"))]
    assert (await client.post("/report", data=form, files=film)).status_code == 200
    assert await EvidenceFile.count() == 1


async def test_the_same_form_with_its_files_twice_is_stored_once(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client) | {"text": "见附件"}
    pages = [await client.post("/report", data=form, files=FILES) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert (await Report.count(), await Message.count(), await EvidenceFile.count()) == (1, 0, 2)


async def test_a_form_that_comes_back_keeps_its_files(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client) | {"text": "见附件", "amount": "很多"}
    page = await client.post("/report", data=form, files=FILES)
    assert page.status_code == 422
    assert (await Upload.count(), await EvidenceFile.count()) == (2, 0)
    again = form | {"amount": "6800", "kept": all_kept(page.text)}
    assert (await client.post("/report", data=again)).status_code == 200
    assert await EvidenceFile.count() == 2


async def test_kept_files_follow_when_the_reporter_leaves_somebody_out(
    client: httpx.AsyncClient, vault: Vault, desk: DeskClient
) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    form = await fresh_form(client) | {"text": "见附件", "amount": "很多"}
    page = await client.post("/report", data=form, files=FILES[:1])
    again = form | {"amount": "", "kept": all_kept(page.text), "left_out": str(boris.id)}
    assert (await client.post("/report", data=again)).status_code == 200
    assert (await download(desk, *await only_file())).content == PHOTO


async def test_an_empty_file_field_is_no_file(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client) | {"text": "没有附件"}
    assert (
        await client.post("/report", data=form, files=[("files", ("", b"", "application/octet-stream"))])
    ).is_success
    assert await Upload.count() == 0


async def test_a_kept_file_that_is_gone_is_told_and_the_text_stays(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client) | {"text": "只写了一半的话", "amount": "很多"}
    page = await client.post("/report", data=form, files=FILES[:1])
    async with write_tx():
        await Upload.delete(force=True)
    answer = await client.post("/report", data=form | {"amount": "", "kept": all_kept(page.text)})
    assert answer.status_code == 404
    assert "只写了一半的话" in answer.text
    assert all_kept(answer.text) == []


async def test_the_mailbox_takes_files_without_scripts(client: httpx.AsyncClient, desk: DeskClient) -> None:
    page = await client.post("/report", data=await fresh_form(client) | {"text": "先写文字"})
    mailbox = await opened_mailbox(client, shown_receipt(page.text))
    form = {"token": hidden(mailbox.text, "token"), "text": "补一张照片"}
    answer = await client.post("/mailbox/message", data=form, files=FILES[:1])
    assert answer.status_code == 200
    assert "凭证.png" in answer.text
    assert (await download(desk, *await only_file())).content == PHOTO


def all_kept(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="kept" value="')[1:]]
