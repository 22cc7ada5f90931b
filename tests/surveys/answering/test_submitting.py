"""Taking answers: once, whole, for the right person only."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from crypto.vault import Vault
from surveys import response_of, responses_after, said, subject_of, told
from surveys.answering.submitting import open_link, submit, submit_open
from surveys.definitions.reading import ready_made
from surveys.errors import AnswersIncomplete, AnswerUnknown, LinkClosed
from surveys.keeping import erase_expired
from surveys.outbox import Outbox, write_tx
from surveys.services import Services
from surveys.tables import Invitation, Response
from tests.surveys.factories import NO_PURCHASE, NOW, PURCHASE, invited, make_transaction

pytestmark = pytest.mark.usefixtures("database")

FEEDBACK = {"rating": ["2"], "events": ["pay_person"], "remark": ["找不到发票"], "phone": ["3344"]}


async def outcome(attempt: Coroutine[Any, Any, None]) -> str:
    try:
        await attempt
    except LinkClosed:
        return "closed"
    return "stored"


async def stored() -> Response:
    found = await Response.objects().first()
    assert found is not None
    return found


async def test_a_hundred_submits_at_once_store_one_answer(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    attempts = [outcome(submit(token, NO_PURCHASE, "zh", vault, NOW)) for _ in range(100)]
    outcomes = await asyncio.gather(*attempts)
    assert (outcomes.count("stored"), outcomes.count("closed")) == (1, 99)
    assert await Response.count() == 1


async def test_a_response_asks_for_its_check_in_the_same_transaction(vault: Vault) -> None:
    await submit((await invited(vault)).links[0].token, NO_PURCHASE, "zh", vault, NOW)
    jobs = await Outbox.select(Outbox.key).where(Outbox.kind == "check_response")
    assert jobs == [{"key": f"{(await stored()).id}:1"}]


async def test_every_link_opens_its_own_invitation_only(vault: Vault) -> None:
    links = (await invited(vault, [make_transaction(number) for number in range(100)])).links
    for_whom = [(await open_link(link.token, vault, NOW)).invitation_id for link in links]
    refs = {row["id"]: row["subject_ref"] for row in await Invitation.select()}
    assert [refs[invitation] for invitation in for_whom] == [link.transaction.ref for link in links]


async def test_answering_one_link_leaves_every_other_open(vault: Vault) -> None:
    links = (await invited(vault, [make_transaction(number) for number in range(5)])).links
    await submit(links[2].token, NO_PURCHASE, "zh", vault, NOW)
    answered = await Invitation.select(Invitation.subject_ref).where(Invitation.state == "answered")
    assert answered == [{"subject_ref": links[2].transaction.ref}]


@pytest.mark.parametrize("token", ["", "0" * 22, "../../etc", "令牌", "\udcff", "x" * 5000])
async def test_a_link_nobody_sent_is_closed(vault: Vault, token: str) -> None:
    await invited(vault)
    with pytest.raises(LinkClosed):
        await open_link(token, vault, NOW)


async def test_a_link_is_open_through_its_last_day_and_not_after(vault: Vault) -> None:
    token = (await invited(vault, valid_days=14)).links[0].token
    assert (await open_link(token, vault, NOW + timedelta(days=14))).expires_on == NOW.date() + timedelta(days=14)
    with pytest.raises(LinkClosed):
        await submit(token, NO_PURCHASE, "zh", vault, NOW + timedelta(days=15))


async def test_incomplete_answers_store_nothing_and_leave_the_link_open(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    with pytest.raises(AnswersIncomplete):
        await submit(token, {"bought": ["yes"]}, "zh", vault, NOW)
    assert await Response.count() == 0
    await submit(token, NO_PURCHASE, "zh", vault, NOW)


async def test_an_unknown_question_stores_nothing(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    with pytest.raises(AnswerUnknown):
        await submit(token, NO_PURCHASE | {"admin": ["1"]}, "zh", vault, NOW)
    assert await Response.count() == 0


async def test_what_was_said_and_about_what_is_read_back(vault: Vault) -> None:
    lead = make_transaction(kind="lead", ref="L-77")
    await submit((await invited(vault, [lead])).links[0].token, PURCHASE, "zh", vault, NOW)
    response = await response_of((await stored()).id)
    assert response is not None
    assert subject_of(response) == ("lead", "L-77")
    assert said(response, vault) == {
        "bought": "yes",
        "occurred_on": "2026-05-08",
        "amount": "4200",
        "payee_kind": "company",
        "salesperson": "张伟",
        "received": "all",
        "invoice": "yes",
        "private_contact": "no",
        "private_discount": "no",
        "coached": "no",
        "customer_name": "周敏",
        "customer_phone": "13900000001",
    }


async def test_a_second_look_is_asked_of_whoever_names_another_amount(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    with pytest.raises(AnswersIncomplete):
        await submit(token, PURCHASE | {"amount": ["6800"]}, "zh", vault, NOW)
    await submit(token, PURCHASE | {"amount": ["6800"], "amount_again": ["6800"]}, "zh", vault, NOW)


async def test_the_case_file_reads_questions_in_the_words_that_were_shown(vault: Vault) -> None:
    await submit((await invited(vault)).links[0].token, PURCHASE, "en", vault, NOW)
    response = await response_of((await stored()).id)
    assert response is not None
    lines = {line.question: line.answer for line in told(response, vault, "en")}
    asked = "In the months from April 2026 to June 2026, did you buy or order goods or services from 恒木家居"
    assert lines[f"{asked} or anybody working there?"] == "Yes"
    assert lines["Who mainly served you?"] == "张伟"


async def test_an_open_answer_has_a_day_and_no_subject(vault: Vault) -> None:
    form = ready_made("feedback")
    await submit_open(form, FEEDBACK, "zh", vault, NOW, response_id=UUID(int=5), place={"store": "城西店"})
    row = await stored()
    response = await response_of(row.id)
    assert response is not None
    assert (row.answered_at, row.answered_on, subject_of(response)) == (None, NOW.date(), None)
    assert said(response, vault) == {
        "store": "城西店",
        "text": "找不到发票",
        "customer_phone": "3344",
        "private_contact": "no",
        "private_discount": "no",
        "coached": "no",
    }


async def test_an_open_answer_sent_twice_is_stored_once(vault: Vault) -> None:
    form = ready_made("feedback")
    await submit_open(form, FEEDBACK, "zh", vault, NOW, response_id=UUID(int=5), place={})
    await submit_open(form, FEEDBACK, "zh", vault, NOW, response_id=UUID(int=5), place={})
    assert await Response.count() == 1
    assert await Outbox.count().where(Outbox.kind == "check_response") == 1


async def test_a_cursor_walks_every_response_once(vault: Vault) -> None:
    links = (await invited(vault, [make_transaction(number) for number in range(7)])).links
    await asyncio.gather(*(submit(link.token, NO_PURCHASE, "zh", vault, NOW) for link in links))
    first = await responses_after(NOW.date(), limit=4)
    rest = await responses_after(first[-1].answered_on, first[-1].id, limit=4)
    assert len({response.id for response in first + rest}) == 7
    assert await responses_after(NOW.date() + timedelta(days=1)) == []


async def test_answers_go_when_their_time_is_over(vault: Vault) -> None:
    await submit((await invited(vault)).links[0].token, NO_PURCHASE, "zh", vault, NOW)
    services = Services(vault=vault, base_url="http://127.0.0.1")
    async with write_tx():
        await erase_expired({"today": (NOW.date() + timedelta(days=730)).isoformat()}, services)
    assert await Response.count() == 1
    async with write_tx():
        await erase_expired({"today": (NOW.date() + timedelta(days=745)).isoformat()}, services)
    assert (await Response.count(), await Invitation.count()) == (0, 0)
