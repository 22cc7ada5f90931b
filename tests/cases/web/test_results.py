"""The desk's pages of what answers say together, and what can be taken along from them."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook

from cases.people.tables import StaffAct
from cases.records.dates import day_of
from crypto.vault import Vault
from portal.programs import admit
from surveys.definitions.versions import version
from surveys.results.answers_out import spss_syntax
from surveys.results.tables import ResultSum
from tests.conftest import DeskClient, DeskClientFactory
from tests.surveys.results.making import Maker

TODAY = day_of(datetime.now(UTC))


@pytest.fixture
async def form(app: object, vault: Vault) -> UUID:
    """Ten answers of one store this month, two of them with words."""
    maker = Maker(vault)
    for number in range(10):
        words = {"remark": "=HYPERLINK(1) 让我加微信，可以优惠"} if number < 2 else {}
        await maker.answer(day=TODAY, likely="10", happy="5" if number < 8 else "1", way="shop", **words)
    row = await ResultSum.select(ResultSum.version).first()
    assert row is not None
    return UUID(str(row["version"]))


async def test_a_form_with_figures_is_listed(form: UUID, desk_client: DeskClientFactory) -> None:
    assert f"/desk/results/{form}" in (await (await desk_client("supervisor")).get("/desk/results")).text


async def test_a_supervisor_sees_figures_with_their_spans(form: UUID, desk_client: DeskClientFactory) -> None:
    page = (await (await desk_client("supervisor")).get(f"/desk/results/{form}")).text
    assert all(words in page for words in ("80 %", "49 % … 96 %", "+100", "East"))


async def test_stores_are_drawn_measure_by_measure(form: UUID, desk_client: DeskClientFactory) -> None:
    page = (await (await desk_client("supervisor")).get(f"/desk/results/{form}")).text
    by_store = page.partition('id="stores"')[2]
    strip = r'>East</span>\s+<svg[^>]*><line class="reach" x1="([0-9.]+)%" x2="([0-9.]+)%".*?cx="([0-9.]+)%"'
    places = [[float(number) for number in one] for one in re.findall(strip, by_store)]
    assert [round(value) for _, _, value in places] == [100, 80]  # NPS +100 of -100 … +100, CSAT 80 % of 0 … 100 %
    assert all(0 <= low <= value <= high <= 100 for low, high, value in places)


async def test_a_supervisor_reads_no_comment_and_takes_no_answer(form: UUID, desk_client: DeskClientFactory) -> None:
    desk = await desk_client("supervisor")
    answers = [await desk.get(f"/desk/results/{form}/comments"), await desk.post(f"/desk/results/{form}/answers")]
    assert [one.status_code for one in answers] == [403, 403]


async def test_an_investigator_reads_comments_with_the_words_to_look_at(
    form: UUID, desk_client: DeskClientFactory
) -> None:
    page = (await (await desk_client("investigator")).get(f"/desk/results/{form}/comments")).text
    assert "<mark>" in page


async def test_a_form_without_figures_is_not_there(desk_client: DeskClientFactory) -> None:
    assert (await (await desk_client("supervisor")).get(f"/desk/results/{UUID(int=5)}")).status_code == 404


async def test_figures_come_as_a_book(form: UUID, desk_client: DeskClientFactory) -> None:
    answer = await (await desk_client("supervisor")).post(f"/desk/results/{form}/export", data={"way": "xlsx"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert ("store", "East", 0.8) in [(row[0], row[1], row[6]) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
async def split_form(app: object, vault: Vault) -> UUID:
    """An NPS that no other definition comes to: 4 promoters, 3 in between, 3 detractors."""
    maker = Maker(vault)
    for likely in ("10", "9", "10", "9", "7", "8", "7", "6", "0", "3"):
        await maker.answer(day=TODAY, likely=likely, happy="4")
    row = await ResultSum.select(ResultSum.version).first()
    assert row is not None
    return UUID(str(row["version"]))


async def test_there_is_one_nps_on_screen_in_every_file_and_for_programs(
    split_form: UUID, desk_client: DeskClientFactory
) -> None:
    desk = await desk_client("supervisor")
    desk.headers["authorization"] = f"Bearer {await admit('board', 'results.read')}"
    page = (await desk.get(f"/desk/results/{split_form}")).text
    (row,) = [
        one for one in await for_programs(desk, split_form) if one["part"] == "measure" and one["answer"] == "nps"
    ]
    assert (row["people"], row["value"]) == (10, 0.1)
    assert all(f"{100 * bound:+.0f}" in page for bound in (0.1, row["low"], row["high"]))


async def test_files_and_programs_get_the_same_figures_to_the_last_digit(
    split_form: UUID, desk_client: DeskClientFactory
) -> None:
    desk = await desk_client("supervisor")
    desk.headers["authorization"] = f"Bearer {await admit('board', 'results.read')}"
    ways = ("csv", "xlsx", "json")
    files = {way: (await desk.post(f"/desk/results/{split_form}/export", data={"way": way})).content for way in ways}
    rows = await for_programs(desk, split_form)
    assert {row["part"] for row in rows} == {"measure", "trend", "share", "store"}
    assert json.loads(files["json"])["rows"] == rows
    header, *lines = csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")))
    assert [dict(zip(header, line, strict=True)) for line in lines] == [as_text(row) for row in rows]
    header, *cells = load_workbook(BytesIO(files["xlsx"])).active.iter_rows(values_only=True)
    assert [dict(zip(header, row, strict=True)) for row in cells] == [
        {name: None if value == "" else value for name, value in row.items()} for row in rows
    ]


async def for_programs(desk: DeskClient, form: UUID) -> list[dict[str, str | int | float]]:
    rows: list[dict[str, str | int | float]] = (await desk.get(f"/api/v1/results/{form}?lang=en")).json()["rows"]
    return rows


def as_text(row: dict[str, str | int | float]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


async def test_programs_find_the_forms_that_have_figures(form: UUID, desk_client: DeskClientFactory) -> None:
    desk = await desk_client("supervisor")
    desk.headers["authorization"] = f"Bearer {await admit('board', 'results.read')}"
    (found,) = (await desk.get("/api/v1/results")).json()
    figures = (await desk.get(f"/api/v1/results/{found['id']}")).json()
    assert (found["id"], found["form"], found["wording"]) == (str(form), figures["form"], figures["wording"])
    assert figures["months"] == [TODAY.strftime("%Y-%m")]
    assert (await desk.get(f"/api/v1/results/{UUID(int=5)}")).status_code == 404


async def test_no_cell_of_single_answers_is_a_formula(form: UUID, desk_client: DeskClientFactory) -> None:
    answer = await (await desk_client("investigator")).post(f"/desk/results/{form}/answers", data={"kind": "open"})
    assert (answer.content[:3], ",'=HYPERLINK" in answer.text, ",=" in answer.text) == (b"\xef\xbb\xbf", True, False)


async def test_every_file_taken_along_is_on_record(form: UUID, desk_client: DeskClientFactory) -> None:
    await (await desk_client("investigator")).post(f"/desk/results/{form}/answers", data={"kind": "named"})
    acts = await StaffAct.select(StaffAct.kind, StaffAct.detail)
    assert [act["detail"].split(":")[0] for act in acts if act["kind"] == "results_exported"] == ["answers, named, csv"]


async def test_numbers_and_syntax_name_the_same_columns(form: UUID, desk_client: DeskClientFactory) -> None:
    desk = await desk_client("investigator")
    data = await desk.post(f"/desk/results/{form}/answers", data={"kind": "open", "way": "numbers"})
    syntax = spss_syntax(await version(form), "open", "answers.csv", "en").split("/VARIABLES=")[1].split("\n.\n")[0]
    named = [line.split()[0] for line in syntax.splitlines() if line.strip()]
    assert data.text.lstrip("\ufeff").splitlines()[0].split(",") == named


async def test_who_did_not_answer_is_counted_without_a_name_for_few(desk_client: DeskClientFactory) -> None:
    assert (await (await desk_client("supervisor")).get("/desk/results/asked")).status_code == 200


async def test_two_questions_of_a_running_month_are_not_told(form: UUID, desk_client: DeskClientFactory) -> None:
    page = await (await desk_client("supervisor")).get(f"/desk/results/{form}/pairs")
    assert "No month of this form is over yet." in page.text
