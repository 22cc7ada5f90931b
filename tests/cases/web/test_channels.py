"""The administrator's pages of channels, pressed as a browser presses them."""

from __future__ import annotations

import json

import pytest

from cases.channels.first import ready_made
from cases.tables import Channel, ChannelChange
from tests.conftest import DeskClient, DeskClientFactory

FORM = {
    "name_zh": "安全",
    "name_en": "Safety",
    "line_zh": "现场的危险。",
    "line_en": "Dangers on site.",
    "place": "2",
    "is_open": "yes",
    "languages": ["zh", "en"],
    "questionnaire": "",
}


@pytest.fixture
async def reader(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", username="anna")


@pytest.fixture
async def desk(desk_client: DeskClientFactory, reader: DeskClient) -> DeskClient:
    return await desk_client("administrator")


async def address_of(key: str) -> str:
    row = await Channel.select(Channel.id).where(Channel.key == key).first()
    assert row is not None
    return f"/desk/channels/{row['id']}"


async def test_every_channel_is_listed_with_who_reads_it(desk: DeskClient) -> None:
    page = (await desk.get("/desk/channels")).text
    assert page.count('href="/desk/channels/') == 7
    assert "everybody who may read reports" in page


async def test_what_was_saved_is_what_reporters_see(desk: DeskClient, reader: DeskClient) -> None:
    form = FORM | {"readers": [str(reader.actor.id)]}
    assert (await desk.post(await address_of("opinion"), data=form)).status_code == 303
    page = (await desk.get("/report?channel=opinion&lang=en")).text
    assert "Dangers on site." in page
    assert "data-question" not in page
    assert reader.actor.name in (await desk.get("/desk/channels")).text


async def test_a_mistake_is_said_and_what_was_typed_is_kept(desk: DeskClient) -> None:
    page = await desk.post(await address_of("opinion"), data=FORM | {"name_en": "", "line_en": "kept line"})
    assert (page.status_code, "kept line" in page.text) == (422, True)
    assert "A channel needs a name" in page.text
    assert not await ChannelChange.exists()


async def test_the_preview_is_the_reporters_page_and_sends_nothing(desk: DeskClient) -> None:
    page = (await desk.get(f"{await address_of('retaliation')}/preview")).text
    assert all(f'data-question="{question.name}"' in page for question in ready_made("retaliation").asked)
    assert "<button disabled>" in page
    assert "<script" not in page


async def test_a_new_wording_is_asked_from_now_on(desk: DeskClient) -> None:
    wording = json.loads(ready_made("opinion").canonical)
    wording["questions"][0]["label"] = {"zh": "说说看？", "en": "What would you say?"}
    address = await address_of("opinion")
    answer = await desk.post(f"{address}/questions", data={"definition": json.dumps(wording)})
    assert answer.status_code == 303
    assert "What would you say?" in (await desk.get("/report?channel=opinion&lang=en")).text


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ("no json", "The form is not written as a form should be: JSON."),
        (ready_made("opinion").canonical.replace('"report_opinion"', '"callback"'), "begins with “report_”"),
        (ready_made("retaliation").canonical.replace("${measure}", "${nothing}"), "but no question is called so"),
    ],
)
async def test_a_wording_that_cannot_be_asked_is_refused_and_kept_in_its_field(
    desk: DeskClient, definition: str, words: str
) -> None:
    page = await desk.post(f"{await address_of('opinion')}/questions", data={"definition": definition})
    assert page.status_code in (400, 422)
    assert words in page.text
    assert not await ChannelChange.exists()


async def test_a_channel_is_added_closed(desk: DeskClient) -> None:
    assert (await desk.post("/desk/channels", data=FORM | {"key": "safety"})).status_code == 303
    row = await Channel.objects().where(Channel.key == "safety").first()
    assert row is not None
    assert (row.is_open, row.place) == (False, 8)
    assert "channel=safety" not in (await desk.get("/report")).text


async def test_nothing_on_these_pages_counts_reports(desk: DeskClient) -> None:
    for address in ("/desk/channels", await address_of("opinion")):
        assert "/desk/cases" not in (await desk.get(address)).text
