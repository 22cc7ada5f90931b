"""Files with a complaint and with a report typed in for somebody: cleaned, sealed to its readers, told, opened at the desk."""

from __future__ import annotations

import httpx
import pytest

from cases.tables import EvidenceFile, Report
from tests.cases.evidence import planted
from tests.conftest import DeskClient, DeskClientFactory
from tests.portal.reporter_pages import TEXT, hidden

JPEG = ("files", ("漏水.jpg", planted.jpeg(), "image/jpeg"))
FILM = ("files", ("监控.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(5000), "video/mp4"))


@pytest.fixture(autouse=True)
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", username="anna")


async def complained(client: httpx.AsyncClient, *files: object, **fields: str) -> httpx.Response:
    page = (await client.get("/complaint")).text
    carried = {name: hidden(page, name) for name in ("entropy", "shown", "questionnaire")}
    data = carried | {"text": TEXT, "q.about": "goods"} | fields
    return await client.post("/complaint", data=data, files=list(files))  # type: ignore[arg-type]  # of every kind httpx takes


async def typed_in(desk: DeskClient, *files: object, **fields: str) -> httpx.Response:
    page = (await desk.get("/desk/reports/new")).text
    carried = {name: hidden(page, name) for name in ("entropy", "shown", "channel", "questionnaire")}
    data = carried | {"text": TEXT, "source": "letter"} | fields
    return await desk.post("/desk/reports/new", data=data, files=list(files))  # type: ignore[arg-type]  # likewise


async def at_the_desk(desk: DeskClient) -> bytes:
    """The one file as an investigator gets it."""
    evidence, report = await EvidenceFile.objects().first(), await Report.objects().first()
    assert evidence is not None
    assert report is not None
    await desk.post(f"/desk/cases/{report.case}/reports/{report.id}/open")
    return (await desk.post(f"/desk/cases/{report.case}/files/{evidence.id}", data={"name": "x.jpg"})).content


async def test_a_photo_comes_clean_with_a_complaint(client: httpx.AsyncClient, desk: DeskClient) -> None:
    page = await complained(client, JPEG)
    assert (page.status_code, "漏水.jpg" in page.text) == (200, True)
    cleaned = await at_the_desk(desk)
    assert cleaned.startswith(b"\xff\xd8\xff")
    assert planted.traces(cleaned) == []


async def test_a_photo_comes_clean_with_what_was_typed_in(desk: DeskClient) -> None:
    assert (await typed_in(desk, JPEG)).status_code == 200
    assert planted.traces(await at_the_desk(desk)) == []


async def test_what_cannot_be_cleaned_is_left_out_and_told(client: httpx.AsyncClient) -> None:
    page = await complained(client, FILM)
    assert (page.status_code, "没有发送" in page.text) == (200, True)
    assert await EvidenceFile.count() == 0


async def test_a_form_that_comes_back_keeps_its_files(client: httpx.AsyncClient) -> None:
    back = await complained(client, JPEG, text="")
    assert (back.status_code, await EvidenceFile.count()) == (422, 0)
    fields = {name: hidden(back.text, name) for name in ("entropy", "shown", "questionnaire")}
    kept = back.text.partition('name="kept" value="')[2].partition('"')[0]
    again = await client.post("/complaint", data=fields | {"text": TEXT, "q.about": "goods", "kept": kept})
    assert (again.status_code, await EvidenceFile.count()) == (200, 1)


async def test_without_files_nothing_changes(client: httpx.AsyncClient, desk: DeskClient) -> None:
    assert (await complained(client)).status_code == (await typed_in(desk)).status_code == 200
    assert (await Report.count(), await EvidenceFile.count()) == (2, 0)
