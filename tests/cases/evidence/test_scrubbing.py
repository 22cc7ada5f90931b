from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from lxml import etree
from pikepdf import Pdf
from PIL import Image, ImageSequence

from cases.evidence import removed
from cases.evidence.scrubbing import Scrubbed, scrub
from tests.cases.evidence import planted
from tests.cases.evidence.planted import SECRET, VISIBLE, ZERO_WIDTH, traces
from tests.cases.evidence.planted_office import docx, pptx
from tests.machine import program

pytestmark = pytest.mark.anyio
WITH_SECRETS = {
    "jpg": planted.jpeg,
    "png": planted.png,
    "webp": planted.webp,
    "gif": planted.gif,
    "pdf": planted.pdf,
    "docx": docx,
    "xlsx": planted.xlsx,
    "pptx": pptx,
}
ALL = {**WITH_SECRETS, "txt": planted.txt, "csv": planted.csv}
PRIVATE_GROUPS = (
    "IFD",
    "ExifIFD",
    "GPS",
    "IPTC",
    "XMP",
    "Photoshop",
    "MakerNotes",
    "ICC",
    "PDF-",
    "Adobe",
    "InteropIFD",
)


def members(cleaned: Scrubbed) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(cleaned.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told_by_exiftool(data: bytes) -> dict[str, str]:
    command = [program("exiftool"), "-j", "-a", "-u", "-ee", "-G1", "-struct", "-"]
    told = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False).stdout
    return dict(json.loads(told)[0])


@pytest.mark.parametrize("kind", WITH_SECRETS)
def test_the_search_finds_what_was_planted(kind: str) -> None:
    assert traces(WITH_SECRETS[kind]())


@pytest.mark.parametrize("kind", ALL)
async def test_no_planted_secret_is_left(kind: str) -> None:
    cleaned = await scrub(ALL[kind](), f"{SECRET}.{kind}")
    assert traces(cleaned.data) == []
    assert cleaned.extension == kind
    assert cleaned.removed


@pytest.mark.parametrize("kind", WITH_SECRETS)
async def test_the_referee_finds_nothing_either(kind: str) -> None:
    before = told_by_exiftool(WITH_SECRETS[kind]())
    after = told_by_exiftool((await scrub(WITH_SECRETS[kind](), "a")).data)
    assert SECRET in json.dumps(before) or kind in ("xlsx", "docx", "pptx")
    assert SECRET not in json.dumps(after)
    assert [tag for tag in after if tag.startswith(PRIVATE_GROUPS)] == []
    assert not any(word in json.dumps(after) for word in ("2026:03:08", "31 deg", "121 deg"))


@pytest.mark.parametrize("kind", ALL)
async def test_cleaning_twice_changes_nothing_more(kind: str) -> None:
    once = await scrub(ALL[kind](), f"a.{kind}")
    twice = await scrub(once.data, f"a.{kind}")
    assert set(twice.removed) <= {removed.TRACES}
    assert traces(twice.data) == []


@pytest.mark.parametrize(("kind", "make"), [("jpg", planted.jpeg), ("png", planted.png), ("webp", planted.webp)])
async def test_a_picture_is_upright_and_looks_as_before(kind: str, make: Callable[[], bytes]) -> None:
    drawn = Image.open(io.BytesIO((await scrub(make(), "a")).data)).convert("RGB")
    assert drawn.size == (40, 64)
    assert drawn.getpixel((20, 5))[0] > 200  # type: ignore[index]  # three colours
    assert drawn.getpixel((20, 58))[2] > 200  # type: ignore[index]


async def test_an_animation_keeps_its_frames_and_their_time() -> None:
    drawn = Image.open(io.BytesIO((await scrub(planted.gif(), "a.gif")).data))
    assert [frame.info["duration"] for frame in ImageSequence.Iterator(drawn)] == [100, 200, 300]


async def test_a_transparent_picture_stays_transparent() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO((await scrub(out.getvalue(), "a.png")).data)).getpixel((0, 0)) == (255, 0, 0, 0)


async def test_a_pdf_keeps_its_page_its_picture_and_its_note() -> None:
    with Pdf.open(io.BytesIO((await scrub(planted.pdf(), "a.pdf")).data)) as file:
        page = file.pages[0]
        assert b"(Visible) Tj" in page.Contents.read_bytes()
        assert str(page.Annots[0].Contents) == "A note"
        assert Image.open(io.BytesIO(page.Resources.XObject.Im1.read_raw_bytes())).size == (64, 40)
        assert file.check_pdf_syntax() == []


async def test_a_form_keeps_what_was_typed_and_a_layer_stays_one() -> None:
    cleaned = (await scrub(planted.filled_form(), "a.pdf")).data
    assert traces(cleaned) == []
    with Pdf.open(io.BytesIO(cleaned)) as file:
        page = file.pages[0]
        assert b"Filled" in page.Annots[0].AP.N.read_bytes()
        assert page.Resources.Properties.MC0.objgen == file.Root.OCProperties.OCGs[0].objgen


async def test_a_document_keeps_text_remarks_tracked_changes_and_links() -> None:
    parts = members(await scrub(docx(), "a.docx"))
    text = "".join(etree.fromstring(parts["word/document.xml"]).itertext())
    assert text == f"{VISIBLE}inserteddeleteda linka file"
    assert b"a remark" in parts["word/comments.xml"]
    assert b'w:author="Person 1"' in parts["word/comments.xml"]
    assert b"https://example.com/page" in parts["word/_rels/document.xml.rels"]


async def test_nothing_in_a_document_points_to_what_was_left_behind() -> None:
    for cleaned in (await scrub(docx(), "a"), await scrub(pptx(), "a"), await scrub(planted.xlsx(), "a")):
        parts = members(cleaned)
        links = [entry for name in parts if name.endswith(".rels") for entry in etree.fromstring(parts[name])]
        assert [
            e.get("Target") for e in links if e.get("TargetMode") is None and e.get("Target")[1:] not in parts
        ] == []


async def test_a_workbook_opens_with_its_values_formulas_remarks_and_pictures() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO((await scrub(planted.xlsx(), "a.xlsx")).data)).active
    assert [sheet["A1"].value, sheet["B2"].value, sheet["B3"].value] == [VISIBLE, 6800, "=B2*2"]
    assert sheet["A1"].comment.text == "Person 1:\nPaid to a private account"
    assert len(sheet._images) == 1


async def test_a_presentation_keeps_its_slide_and_remark() -> None:
    parts = members(await scrub(pptx(), "a.pptx"))
    assert VISIBLE.encode() in parts["ppt/slides/slide1.xml"]
    assert b"a remark" in parts["ppt/comments/comment1.xml"]


async def test_a_text_keeps_its_words_and_loses_what_cannot_be_seen() -> None:
    assert (await scrub(planted.txt(), "a.txt")).data == f"{VISIBLE}\r\nsecond\tline".encode()
    assert (await scrub(planted.csv(), "a.csv")).data == "订单,金额\nXS-2603,6800\n".encode()
    assert not set(ZERO_WIDTH) & set((await scrub(planted.csv(), "a.csv")).data.decode())


async def test_a_text_of_an_old_chinese_program_keeps_its_encoding() -> None:
    table = "订单,金额\r\nXS-2603,6800\r\n".encode("gb18030")
    cleaned = await scrub(table, "a.csv")
    assert (cleaned.data, cleaned.media_type, cleaned.removed) == (table, "text/csv", ())


@pytest.mark.parametrize(
    ("kind", "wanted"), [("jpg", removed.PLACE), ("pdf", removed.EARLIER), ("docx", removed.PEOPLE)]
)
async def test_it_is_said_what_was_taken_out(kind: str, wanted: str) -> None:
    cleaned = await scrub(ALL[kind](), "a")
    assert wanted in cleaned.removed
    assert set(cleaned.removed) <= set(removed.WORDS)
