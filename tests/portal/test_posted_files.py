"""Files of the form without scripts: cleaned before they are sealed, left out or sent as they are, and told; and at the desk."""

from __future__ import annotations

import html
import re
from functools import partial

import httpx
import pytest

from cases.approvals import ask, decide
from cases.contents import FileNote, unpacked
from cases.evidence import posted
from cases.evidence.errors import KindUnknown
from cases.evidence.files import FileStore
from cases.evidence.holding import Room
from cases.evidence.reading import opened_pieces
from cases.tables import Event, EvidenceFile, Report
from crypto.envelopes import content_key_in, open_envelope
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.settings import Settings
from tests.cases.evidence import planted
from tests.conftest import DeskClient, DeskClientFactory
from tests.factories import make_staff
from tests.portal.reporter_pages import fresh_form, hidden, opened_mailbox, shown_receipt

JPEG = ("files", ("货车.jpg", planted.jpeg(), "image/jpeg"))
FILM = ("files", ("监控.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(5000), "video/mp4"))
SENDS = {"uncleaned": "send"}


@pytest.fixture(autouse=True)
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", username="anna")


async def send(client: httpx.AsyncClient, *files: object, **fields: object) -> httpx.Response:
    form = await fresh_form(client) | {"text": "见附件"} | fields
    return await client.post("/report", data=form, files=list(files))  # type: ignore[arg-type]  # of every kind httpx takes


async def only_file() -> tuple[EvidenceFile, Report]:
    evidence, report = await EvidenceFile.objects().first(), await Report.objects().first()
    assert evidence is not None
    assert report is not None
    return evidence, report


async def sealed_content(page: httpx.Response, settings: Settings) -> tuple[bytes, FileNote]:
    """What the reporter's own key opens: the file, and what is said of it."""
    evidence, report = await only_file()
    pair = Receipt.from_words(shown_receipt(page.text)).key_pair
    pieces = opened_pieces(FileStore(settings.files_folder), evidence, partial(content_key_in, pair=pair))
    (note,) = unpacked(open_envelope(bytes(report.envelope), pair)).files
    return b"".join([piece async for piece in pieces]), note


async def opened(desk: DeskClient, way: str = "", **fields: str) -> httpx.Response:
    evidence, report = await only_file()
    await desk.post(f"/desk/cases/{report.case}/reports/{report.id}/open")
    return await desk.post(f"/desk/cases/{report.case}/files/{evidence.id}{way}", data={"name": "货车.jpg"} | fields)


def told(page: httpx.Response) -> str:
    """What the page says of the files."""
    found = re.search(r"<h2>您的文件</h2>(.*?)</section>", page.text, re.S)
    return " ".join(re.sub("<[^>]+>", " ", html.unescape(found[1])).split()) if found else ""


async def test_what_was_planted_in_a_photo_is_not_sealed_and_the_page_says_what_went(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    page = await send(client, JPEG)
    content, note = await sealed_content(page, settings)
    assert planted.traces(content) == []
    assert (note.name, note.media_type, note.size_bytes, note.is_cleaned) == (
        "货车.jpg",
        "image/jpeg",
        len(content),
        True,
    )
    assert told(page).startswith("货车.jpg ：已发送，清掉了：")
    assert "拍摄地点" in told(page)


async def test_nor_is_it_in_what_the_desk_hands_out(client: httpx.AsyncClient, desk: DeskClient) -> None:
    await send(client, JPEG)
    answer = await opened(desk)
    assert planted.traces(answer.content) == []
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_what_cannot_be_cleaned_is_left_out_and_told(client: httpx.AsyncClient) -> None:
    page = await send(client, JPEG, FILM)
    assert page.status_code == 200
    assert await EvidenceFile.count() == 1
    assert "监控.mp4 ：没有发送。" in told(page)


async def test_it_goes_as_it_is_where_the_reporter_says_so(client: httpx.AsyncClient, settings: Settings) -> None:
    page = await send(client, FILM, **SENDS)
    content, note = await sealed_content(page, settings)
    assert (content, note.is_cleaned) == (FILM[1][1], False)
    assert told(page).startswith("监控.mp4 ：已照原样发送。")


@pytest.mark.parametrize(("choice", "count"), [({}, 0), (SENDS, 1)])
async def test_a_file_too_large_to_clean_is_left_out_or_streams_by(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, choice: dict[str, str], count: int
) -> None:
    monkeypatch.setattr(posted, "MOST_CLEANED_BYTES", 1000)
    assert (await send(client, JPEG, **choice)).status_code == 200
    assert await EvidenceFile.count() == count


async def test_a_form_that_comes_back_keeps_the_choice_and_what_is_known_of_its_files(
    client: httpx.AsyncClient,
) -> None:
    form = await fresh_form(client) | {"text": "见附件", "amount": "很多"}
    page = await client.post("/report", data=form, files=[JPEG, FILM])
    assert page.status_code == 422
    assert "监控.mp4" in page.text
    assert re.search(r'value="leave" checked', page.text)
    carried = {"amount": "", "kept": hidden(page.text, "kept"), "dropped": hidden(page.text, "dropped")}
    answer = await client.post("/report", data=form | carried)
    assert "拍摄地点" in told(answer)
    assert "监控.mp4 ：没有发送。" in told(answer)


async def test_the_other_choice_comes_back_too(client: httpx.AsyncClient) -> None:
    page = await send(client, FILM, **SENDS, amount="很多")
    assert re.search(r'value="send" checked', page.text)


async def test_a_field_that_names_no_file_is_told_of_nowhere(client: httpx.AsyncClient) -> None:
    page = await client.post("/report", data=await fresh_form(client) | {"dropped": ["bm9uc2Vuc2U=", "e30=", "x"]})
    assert (page.status_code, told(page)) == (200, "")


async def test_while_others_fill_the_memory_the_form_comes_back_with_its_text(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(1000)
    monkeypatch.setattr(posted, "_room", room)
    page = await send(client, JPEG, text="一个字也没丢")
    assert (page.status_code, "一个字也没丢" in page.text, room.taken_bytes) == (422, True, 0)


async def test_a_message_says_the_same_of_its_files(client: httpx.AsyncClient) -> None:
    page = await client.post("/report", data=await fresh_form(client))
    mailbox = await opened_mailbox(client, shown_receipt(page.text))
    form = {"token": hidden(mailbox.text, "token"), "text": "补一张照片"}
    answer = await client.post("/mailbox/message", data=form, files=[JPEG, FILM])  # type: ignore[arg-type]
    assert "清掉了" in told(answer)
    assert "监控.mp4 ：没有发送。" in told(answer)


async def test_a_picture_is_shown_in_a_sandbox_and_nothing_else_is(client: httpx.AsyncClient, desk: DeskClient) -> None:
    await send(client, JPEG)
    answer = await opened(desk, **{"as": "picture"})
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


async def test_a_text_is_never_shown(client: httpx.AsyncClient, desk: DeskClient) -> None:
    await send(client, ("files", ("a.html", b"<script>alert(1)</script>", "image/png")))
    answer = await opened(desk, **{"as": "picture"})
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].endswith('.txt"')


async def test_the_desk_says_why_a_file_stays_closed_and_how_to_ask(
    client: httpx.AsyncClient, desk: DeskClient
) -> None:
    await send(client, FILM, **SENDS)
    answer = await opened(desk)
    assert answer.status_code == 422
    assert KindUnknown.sentence in answer.text
    assert 'value="open_original"' in answer.text
    assert not await Event.exists().where(Event.kind == "file_opened")


async def test_the_original_takes_two_people(client: httpx.AsyncClient, desk: DeskClient, vault: Vault) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await send(client, FILM, **SENDS)
    evidence, report = await only_file()
    assert (await opened(desk, "/original")).status_code == 403
    approval = await ask(desk.actor, report.case, "open_original", evidence.id, "要看监控")
    await decide(boris, approval, is_given=True)
    assert "Open the original" in (await desk.get(f"/desk/cases/{report.case}")).text
    assert (await opened(desk, "/original")).content == FILM[1][1]
    assert (await opened(desk, "/original")).status_code == 403
