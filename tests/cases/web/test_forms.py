"""The form builder, pressed as a browser without scripts presses it."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import date

import pytest

from cases.forms.tables import FormAct
from cases.tables import LogEntry
from surveys import change_draft, draft_of, published
from surveys.definitions.drafting import added, moved
from surveys.definitions.reading import READY_MADE, ready_made
from surveys.definitions.xlsform.exporting import export_form
from surveys.errors import SurveyError
from tests.conftest import DeskClient, DeskClientFactory

NEW = {"name": "spring", "title_zh": "春季回访", "title_en": "Spring call-back"}
TODAY = date(2026, 6, 1)


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator")


async def begun(desk: DeskClient, **changed: str) -> str:
    answer = await desk.post("/desk/forms", data=NEW | {"copy": "callback"} | changed)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def fields_of(desk: DeskClient, name: str) -> dict[str, str]:
    """What the question's own form would send about which question, and how it stood."""
    page = (await desk.get(f"/desk/forms/spring?at={name}")).text
    found = re.search(r'name="was" value="([0-9a-f]+)"', page)
    assert found
    return {"question": name, "was": found[1]}


async def source() -> dict[str, object]:
    draft = await draft_of("spring")
    assert draft is not None
    return dict(draft.source)


async def names() -> list[str]:
    return [question["name"] for question in (await source())["questions"]]  # type: ignore[attr-defined]  # JSON


async def test_every_form_that_came_with_the_portal_is_listed_and_can_be_looked_at(desk: DeskClient) -> None:
    page = (await desk.get("/desk/forms")).text
    assert all(ready_made(name).title.en in page for name in READY_MADE)
    for name in READY_MADE:
        assert (await desk.get(f"/desk/forms/{name}")).status_code == 200


async def test_a_copy_is_a_draft_until_it_is_published_and_then_on_record(desk: DeskClient) -> None:
    where = await begun(desk)
    with pytest.raises(SurveyError):
        await published("spring")
    assert (await desk.post(f"{where}/publish")).status_code == 303
    form = await published("spring")
    act = await FormAct.objects().first()
    assert act is not None
    assert (act.kind, act.name, act.sha256, act.actor) == ("published", "spring", form.sha256, desk.actor.id)
    assert await LogEntry.exists().where(LogEntry.kind == "formact", LogEntry.subject == act.id)
    assert await draft_of("spring") is None


async def test_a_question_that_was_saved_survives_a_reload(desk: DeskClient) -> None:
    where = await begun(desk)
    typed = {"do": "save", "name": "remark", "type": "text", "label_zh": "想说什么？", "label_en": "Anything?"}
    assert (await desk.post(f"{where}/question", data=typed | await fields_of(desk, "remark"))).status_code == 303
    page = (await desk.get(f"{where}?at=remark")).text
    assert "想说什么？</textarea>" in page
    assert "Anything?</textarea>" in page


async def test_an_expression_that_is_none_is_named_at_its_field_and_kept(desk: DeskClient) -> None:
    where = await begun(desk)
    typed = {
        "do": "save",
        "name": "remark",
        "type": "text",
        "label_zh": "问",
        "label_en": "Ask",
        "screen": "closing",
        "relevant": "${later} ==",
    }
    await desk.post(f"{where}/question", data=typed | await fields_of(desk, "remark"))
    page = (await desk.get(f"{where}?at=remark")).text
    assert "is not understood here" in page
    assert "${later} ==" in page
    refused = await desk.post(f"{where}/publish")
    assert refused.status_code == 422
    assert "Places that need work, marked below: 1." in refused.text


async def test_wording_that_leads_is_remarked_beside_its_field(desk: DeskClient) -> None:
    where = await begun(desk)
    typed = {"do": "save", "name": "remark", "type": "text", "label_zh": "您是不是付了款？", "label_en": "Ask"}
    await desk.post(f"{where}/question", data=typed | await fields_of(desk, "remark"))
    assert "“是不是” pushes towards one answer" in (await desk.get(f"{where}?at=remark")).text


async def test_answers_are_worded_row_by_row(desk: DeskClient) -> None:
    where = await begun(desk)
    typed = {
        "do": "save",
        "name": "may_call",
        "type": "select_one",
        "label_zh": "问",
        "label_en": "Ask",
        "choice_name": ["yes", "", ""],
        "choice_zh": ["可以", "不用", ""],
        "choice_en": ["Yes", "No", ""],
        "choice_compare": ["", "", ""],
        "choice_exclusive": ["1"],
    }
    await desk.post(f"{where}/question", data=typed | await fields_of(desk, "may_call"))
    question = (await source())["questions"][-1]  # type: ignore[index]  # JSON
    assert question["choices"] == [
        {"name": "yes", "label": {"zh": "可以", "en": "Yes"}},
        {"name": "c2", "label": {"zh": "不用", "en": "No"}, "exclusive": True},
    ]


async def test_questions_are_added_moved_and_removed_by_buttons(desk: DeskClient) -> None:
    where = await begun(desk, copy="")
    await desk.post(f"{where}/add", data={"type": "select_one", "after": "introduction"})
    await desk.post(f"{where}/add", data={"type": "text", "after": "introduction"})
    assert await names() == ["company", "introduction", "q2", "q1"]
    await desk.post(f"{where}/question", data={"do": "up", "question": "q1", "was": ""})
    assert await names() == ["company", "introduction", "q1", "q2"]
    await desk.post(f"{where}/question", data={"do": "to", "question": "q2", "place": "0"})
    await desk.post(f"{where}/question", data={"do": "remove"} | await fields_of(desk, "q1"))
    assert await names() == ["q2", "company", "introduction"]


async def test_two_editors_of_one_question_lose_nothing(desk: DeskClient) -> None:
    where = await begun(desk)
    seen = await fields_of(desk, "remark")
    typed = {"do": "save", "name": "remark", "type": "text", "label_en": "Ask"}
    await desk.post(f"{where}/question", data=typed | seen | {"label_zh": "甲写的"})
    late = await desk.post(f"{where}/question", data=typed | seen | {"label_zh": "乙写的"})
    assert (late.status_code, "乙写的</textarea>" in late.text) == (409, True)
    assert "甲写的" in json.dumps(await source(), ensure_ascii=False)


async def test_twenty_changes_at_once_are_all_there(desk: DeskClient) -> None:
    await begun(desk, copy="")
    changes = [change_draft("spring", lambda source: added(source, "text")[0], TODAY) for _ in range(8)]
    changes += [change_draft("spring", lambda source: moved(source, "company", 0), TODAY) for _ in range(4)]
    await asyncio.gather(*changes)
    assert len(await names()) == 10


async def test_the_preview_shows_what_stands_in_the_fields_in_both_languages_and_keeps_nothing(
    desk: DeskClient,
) -> None:
    where = await begun(desk)
    before = await source()
    typed = {"name": "remark", "type": "text", "label_zh": "还没存的", "label_en": "Not saved"}
    page = (await desk.post(f"{where}/preview", data=typed | await fields_of(desk, "remark"))).text
    assert "还没存的" in page
    assert "Not saved" in page
    assert await source() == before


@pytest.mark.parametrize("spelling", ["xlsx", "csv", "md", "yaml"])
async def test_a_form_is_taken_away_as_a_file_and_brought_back(desk: DeskClient, spelling: str) -> None:
    file = await desk.get(f"/desk/forms/nps/file/{spelling}")
    taken = await desk.post("/desk/forms/file", files={"file": (f"nps.{spelling}", file.content)})
    assert taken.headers["location"] == "/desk/forms/nps"
    await desk.post("/desk/forms/nps/publish")
    assert (await published("nps")).sha256 == ready_made("nps").sha256


async def test_a_broken_spreadsheet_is_told_by_sheet_row_and_column(desk: DeskClient) -> None:
    broken = export_form(ready_made("nps"), "md").decode().replace("| range |", "| rang |")
    page = await desk.post("/desk/forms/file", files={"file": ("nps.md", broken.encode())})
    assert page.status_code == 422
    assert "There is no type “rang” here" in page.text
    assert await draft_of("nps") is None


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"name": "1 x"}, 400), ({"title_en": ""}, 400), ({"name": "report_x"}, 422), ({"copy": "x"}, 404)],
)
async def test_a_form_without_a_fit_name_is_not_begun(desk: DeskClient, changed: dict[str, str], status: int) -> None:
    assert (await desk.post("/desk/forms", data=NEW | changed)).status_code == status


async def test_a_name_is_begun_once(desk: DeskClient) -> None:
    await begun(desk)
    assert (await desk.post("/desk/forms", data=NEW)).status_code == 409


async def test_a_retired_form_is_asked_no_more_and_on_record(desk: DeskClient) -> None:
    await desk.post("/desk/forms/csat/retire")
    with pytest.raises(SurveyError):
        await published("csat")
    await desk.post("/desk/forms/csat/retire", data={"again": "yes"})
    assert await published("csat") == ready_made("csat")
    assert [act.kind for act in await FormAct.objects()] == ["retired", "taken_up"]


async def test_a_published_wording_cannot_be_changed_behind_the_logs_back(desk: DeskClient) -> None:
    where = await begun(desk)
    await desk.post(f"{where}/publish")
    await desk.post(f"{where}/draft")
    assert (await desk.post(f"{where}/title", data={"title_zh": "换", "title_en": "Other"})).status_code == 303
    assert (await published("spring")).title.zh == "春季回访"
