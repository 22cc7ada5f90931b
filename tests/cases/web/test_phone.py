"""The desk's calls, pressed as a browser presses them; blind for whoever asks as for whoever is asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from crypto.vault import Vault
from surveys.tables import Attempt, Response
from tests.cases.test_calls import NOW, to_be_rung_up
from tests.conftest import DeskClient, DeskClientFactory
from tests.surveys.factories import make_transaction
from tests.surveys.reading import choices_of, fields_of

ORDER = make_transaction()
NOT_BOUGHT = [{"q.bought": ["no"]}, {"q.events": ["none"]}, {}]
BOUGHT = [{"q.bought": ["yes"]}, {"q.paid_on": ["2026-05-01"]}, {"q.amount": ["6,800"]}, {"q.amount_again": ["6800"]}]


@pytest.fixture
async def caller(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("caller")


@pytest.fixture
async def customer(caller: DeskClient, vault: Vault) -> UUID:
    return await to_be_rung_up(vault)


async def opened(caller: DeskClient, customer: UUID) -> httpx.Response:
    await caller.post(f"/desk/phone/{customer}/start")
    return await caller.get(f"/desk/phone/{customer}")


async def talked(caller: DeskClient, customer: UUID, answers: list[dict[str, list[str]]]) -> list[httpx.Response]:
    pages = [await opened(caller, customer)]
    for said in answers:
        form = {
            name: values for name, values in fields_of(pages[-1].text).items() if name not in ("outcome", "again_on")
        }
        pages.append(await caller.post(f"/desk/phone/{customer}", data=form | said | {"step": ["next"]}))
    return pages


async def test_a_customer_is_rung_up_and_answers(caller: DeskClient, customer: UUID) -> None:
    pages = await talked(caller, customer, NOT_BOUGHT)
    assert pages[-1].headers["location"] == "/desk/phone?noted=answered"
    assert await Response.count().where(Response.channel == "phone", Response.asked_by == caller.actor.id) == 1
    assert "Nobody is to be rung up today." in (await caller.get("/desk/phone")).text


async def test_the_number_is_on_no_page_before_the_call_is_open(caller: DeskClient, customer: UUID) -> None:
    pages = [await caller.get(path) for path in ("/desk/phone", f"/desk/phone/{customer}")]
    assert not any(ORDER.customer_phone in page.text or ORDER.customer_name in page.text for page in pages)
    assert ORDER.customer_phone in (await opened(caller, customer)).text


async def test_whoever_asks_sees_nothing_of_the_records(caller: DeskClient, customer: UUID) -> None:
    """Blind as the customer's own page: every screen up to the second look."""
    pages = await talked(caller, customer, BOUGHT)
    assert "look at your payment record once more" in pages[3].text
    evidence = ("4200", "4,200", "420000", ORDER.ref, "000001 ", "张伟", "城东店", "实木床", "2026-05-08")
    shown = "".join(page.text for page in [*pages, await caller.get("/desk/phone")])
    assert [value for value in evidence if value in shown] == []


async def test_nothing_is_preselected_and_excuses_are_not_read_aloud(caller: DeskClient, customer: UUID) -> None:
    page = await opened(caller, customer)
    assert "q.bought" not in fields_of(page.text)
    assert "q.bought=unsure" in choices_of(page.text)
    aloud = page.text.partition("Not aloud")[0]
    assert ("I can&#39;t recall" in aloud, "Not aloud" in page.text) == (False, True)


@pytest.mark.parametrize("outcome", ["no_answer", "busy", "refused", "wrong_number", "opted_out"])
async def test_what_came_of_it_is_noted(caller: DeskClient, customer: UUID, outcome: str) -> None:
    await opened(caller, customer)
    answer = await caller.post(f"/desk/phone/{customer}/outcome", data={"outcome": outcome, "again_on": ""})
    assert answer.headers["location"] == "/desk/phone?noted=tried"
    assert await Attempt.select(Attempt.outcome, Attempt.by) == [{"outcome": outcome, "by": caller.actor.id}]


async def test_a_day_is_asked_for_where_it_is_needed(caller: DeskClient, customer: UUID) -> None:
    await opened(caller, customer)
    url, later = f"/desk/phone/{customer}/outcome", (NOW + timedelta(days=2)).date().isoformat()
    unclear = await caller.post(url, data={"outcome": "call_again"})
    assert "on which day" in (await caller.get(unclear.headers["location"].partition("#")[0])).text
    answer = await caller.post(url, data={"outcome": "call_again", "again_on": later})
    assert answer.headers["location"] == "/desk/phone?noted=tried"


async def test_a_call_that_is_over_takes_no_answers(caller: DeskClient, customer: UUID) -> None:
    form = fields_of((await opened(caller, customer)).text)
    await caller.post(f"/desk/phone/{customer}/outcome", data={"outcome": "busy"})
    answer = await caller.post(f"/desk/phone/{customer}", data=form | {"q.bought": ["no"], "step": ["next"]})
    assert (answer.headers["location"], await Response.count()) == ("/desk/phone?noted=gone", 0)


async def test_the_first_page_leads_a_caller_to_the_calls(caller: DeskClient) -> None:
    page = (await caller.get("/desk")).text
    assert '<a role="button" href="/desk/phone">' in page
    assert '<a role="button"' not in page.replace('<a role="button" href="/desk/phone">', "")
