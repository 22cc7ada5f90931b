"""The desk's call-back pages, pressed as a browser presses them."""

import csv
import html
import io
import re

import httpx
import pytest

from cases.people.tables import StaffAct
from cases.records.importing import import_file
from crypto.vault import Vault
from surveys.answering.submitting import open_link
from surveys.tables import Campaign, Delivery, Invitation
from surveys.web.places import place_in
from tests.cases.callbacks.test_choosing import LEADS, NOW, ORDERS
from tests.conftest import DeskClient, DeskClientFactory
from tests.surveys.reading import fields_of


@pytest.fixture
async def desk(desk_client: DeskClientFactory, vault: Vault) -> DeskClient:
    await import_file("orders", ORDERS.encode(), vault)
    await import_file("leads", LEADS.encode(), vault)
    return await desk_client("investigator")


async def counted(desk: DeskClient, **choice: str) -> httpx.Response:
    return await desk.post("/desk/callbacks", data={"seed": "s"} | choice)


async def created(desk: DeskClient, way: str, **choice: str) -> httpx.Response:
    return await desk.post("/desk/callbacks/invite", data={"seed": "s", "way": way} | choice)


async def test_counting_asks_nobody(desk: DeskClient) -> None:
    page = await counted(desk, frame="lost_leads")
    assert "People who would be asked: 2" in page.text
    assert await Invitation.count() == 0


async def test_the_list_is_a_file_with_links_that_open(desk: DeskClient, vault: Vault) -> None:
    answer = await created(desk, "csv", frame="orders")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "attachment" in answer.headers["content-disposition"]
    assert {row["number"] for row in rows} == {"XS-1", "XS-2"}
    token = rows[0]["link"].rpartition("/s/")[2]
    assert (await open_link(token, vault, NOW)).definition.name == "callback"


async def test_the_sheet_holds_a_code_for_everybody(desk: DeskClient) -> None:
    page = await created(desk, "qr", frame="cancelled")
    assert page.text.count("<svg") == 2
    assert {"XS-4", "XS-5"} <= set(re.findall(r"XS-\d", page.text))


async def test_links_are_shown_once(desk: DeskClient) -> None:
    answer = await created(desk, "csv", frame="orders")
    token = answer.text.rpartition("/s/")[2][:22]
    campaign = await Campaign.objects().first()
    assert campaign is not None
    pages = [await desk.get(path) for path in ("/desk/callbacks", f"/desk/callbacks/{campaign.id}")]
    assert [page.status_code for page in pages] == [200, 200]
    assert not any(token in page.text for page in pages)


async def test_a_round_lists_states_and_can_renew_its_links(desk: DeskClient) -> None:
    first = await created(desk, "csv", frame="orders")
    campaign = await Campaign.objects().first()
    assert campaign is not None
    page = await desk.get(f"/desk/callbacks/{campaign.id}")
    assert page.text.count("<td>not answered yet</td>") == 2
    renewed = await desk.post(f"/desk/callbacks/{campaign.id}/links", data={"way": "csv"})
    assert renewed.status_code == 200
    assert set(renewed.text.split()).isdisjoint({link for link in first.text.split() if "/s/" in link})


async def test_a_mail_round_needs_a_mail_server(desk: DeskClient) -> None:
    page = await created(desk, "mail", frame="list", pasted="XS-1 wang@example.com")
    assert page.status_code == 409
    assert "No mail server is set up here." in page.text
    assert await Delivery.count() == 0


async def test_asking_nobody_is_said_on_the_page(desk: DeskClient) -> None:
    page = await created(desk, "csv", frame="orders", store="城南店")
    assert page.status_code == 409
    assert "Nobody is left to ask" in page.text


async def test_the_buttons_carry_what_was_counted(desk: DeskClient) -> None:
    page = await counted(desk, frame="list", pasted="XS-1\nL-1", goods="家具")
    section = page.text[page.text.index('class="count"') :]
    assert fields_of(section)["pasted"] == ["XS-1\nL-1"]
    assert fields_of(section)["goods"] == ["家具"]


async def test_a_pasted_list_wins_over_the_ticked_frame(desk: DeskClient) -> None:
    assert "People who would be asked: 1" in (await counted(desk, frame="orders", pasted="L-3")).text


async def test_unknown_numbers_are_named(desk: DeskClient) -> None:
    assert "ABC-9" in (await counted(desk, frame="list", pasted="XS-1\nABC-9")).text


async def test_the_open_form_has_a_code_to_print(desk: DeskClient) -> None:
    page = await desk.get("/desk/callbacks/poster", params={"store": "城东店"})
    assert "<svg" in page.text
    assert "城东店" in page.text
    assert page.text.count("/feedback") == 1


async def test_a_code_holds_the_place_that_the_open_form_reads(
    desk: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    coded: list[str] = []
    monkeypatch.setattr("cases.web.callbacks.wizard.qr_svg", lambda url: coded.append(url) or "<svg></svg>")
    place = {"store": "城东店", "product": "空调 & 地板", "contract": "HT-2026-0088"}
    page = await desk.get("/desk/callbacks/poster", params=place | {"other": "dropped"})
    assert all(html.escape(value) in page.text for value in place.values())
    (url,) = coded
    assert place_in(httpx.URL(url).params) == place
    assert "other" not in url


async def test_a_code_on_a_contract_does_not_promise_that_no_name_is_needed(desk: DeskClient) -> None:
    pages = [await desk.get("/desk/callbacks/poster", params=place) for place in ({}, {"contract": "HT-1"})]
    assert ["No name needed" in page.text for page in pages] == [True, False]
    assert "about contract HT-1, so it is not anonymous" in pages[1].text


async def test_the_longest_place_still_fits_into_a_code(desk: DeskClient) -> None:
    place = dict.fromkeys(("store", "product", "contract"), "𠮷" * 100)
    page = await desk.get("/desk/callbacks/poster", params=place)
    assert (page.status_code, "<svg" in page.text) == (200, True)


async def test_a_round_nobody_started_is_not_found(desk: DeskClient) -> None:
    page = await desk.get("/desk/callbacks/00000000-0000-4000-8000-000000000000")
    assert page.status_code == 404


@pytest.mark.parametrize("role", ["administrator", "supervisor", "auditor", "custodian"])
async def test_only_an_investigator_sends_call_backs(desk_client: DeskClientFactory, role: str) -> None:
    browser = await desk_client(role)
    refused = [await browser.get("/desk/callbacks"), await browser.post("/desk/callbacks/invite", data={})]
    assert [answer.status_code for answer in refused] == [403, 403]


async def test_the_count_says_who_is_drawn_why_not_the_others_and_what_it_can_notice(desk: DeskClient) -> None:
    page = await counted(desk, frame="cancelled", share="100", risk_picks="1")
    assert "at random 1" in page.text
    assert "What this can notice" in page.text
    assert page.text.count("<polyline") == 3


async def test_a_flagged_contact_is_told_without_its_number(desk: DeskClient, vault: Vault) -> None:
    await import_file("orders", ORDERS.replace("13806920733", "13811112222").encode(), vault)
    page = await counted(desk, frame="orders", share="100")
    assert "the one before it was replaced 1" in page.text
    assert not any(number in page.text for number in ("13806920733", "13811112222"))


async def test_what_was_counted_is_who_is_asked(desk: DeskClient) -> None:
    page = await counted(desk, frame="orders", days="365", share="100", most="1", seed="")
    section = page.text[page.text.index('class="count"') :]
    await desk.post("/desk/callbacks/invite", data=fields_of(section) | {"way": "csv"})
    campaign, invitations = await Campaign.objects().first(), await Invitation.objects()
    assert campaign is not None
    assert campaign.seed in section
    assert len(invitations) == 1


@pytest.fixture
async def running(desk: DeskClient) -> str:
    """The address of a round."""
    await created(desk, "csv", frame="orders")
    campaign = await Campaign.objects().first()
    assert campaign is not None
    return f"/desk/callbacks/{campaign.id}"


async def test_a_round_pauses_goes_on_and_stops_for_good(desk: DeskClient, running: str) -> None:
    states = []
    for turn in ("paused", "running", "stopped"):
        await desk.post(f"{running}/turn", data={"turn": turn})
        states += [row["state"] for row in await Campaign.select(Campaign.state)]
    assert states == ["paused", "running", "stopped"]
    assert (await desk.post(f"{running}/turn", data={"turn": "running"})).status_code == 409


async def test_every_turn_is_in_the_staff_log(desk: DeskClient, running: str) -> None:
    await desk.post(f"{running}/turn", data={"turn": "paused"})
    kinds = {row["kind"] for row in await StaffAct.select(StaffAct.kind)}
    assert {"callback_started", "callback_paused"} <= kinds


async def test_a_customer_who_said_so_on_the_phone_is_left_in_peace(desk: DeskClient, running: str) -> None:
    row = await Invitation.objects().first()
    assert row is not None
    page = await desk.post(f"{running}/{row.id}/peace", follow_redirects=True)
    assert "wants no questions" in page.text
    assert "Want no more questions: 1" in (await counted(desk, frame="orders", share="100")).text


async def test_a_round_about_one_salesperson_shows_its_people_to_whoever_started_it_alone(
    desk: DeskClient, desk_client: DeskClientFactory
) -> None:
    await created(desk, "csv", frame="seller", salesperson="张伟", share="100")
    campaign = await Campaign.objects().first()
    assert campaign is not None
    other = await desk_client("investigator", username="another")
    own, others = [(await one.get(f"/desk/callbacks/{campaign.id}")).text for one in (desk, other)]
    listed = (await other.get("/desk/callbacks")).text
    rounds = listed[listed.index('id="rounds"') :]
    assert "XS-1" in own
    assert not any(word in others for word in ("XS-", "L-1", "张伟", "王芳"))
    assert ("A chosen group" in rounds, "张伟" in rounds) == (True, False)
    assert (await other.post(f"/desk/callbacks/{campaign.id}/links", data={"way": "csv"})).status_code == 303


async def test_where_nothing_is_written_down_there_is_nothing_to_read(desk: DeskClient) -> None:
    assert "There are none." in (await desk.get("/desk/callbacks/recorded")).text
    assert (await created(desk, "sms", frame="orders")).status_code == 409


async def test_a_round_that_runs_by_itself_is_set_up_and_ended(desk: DeskClient) -> None:
    form = {"trigger": "cancelled", "after_days": "5", "share": "20", "way": "links", "name": "撤单回访"}
    page = await desk.post("/desk/callbacks/standing", data=form, follow_redirects=True)
    assert "撤单回访" in page.text
    assert "5 days after" in page.text
    assert await Invitation.count() == 0
    ending = re.findall(r"/desk/callbacks/standing/[0-9a-f-]{36}/end", page.text)
    assert "ended" in (await desk.post(ending[0], follow_redirects=True)).text
