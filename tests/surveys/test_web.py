"""The customer's pages: blind, without scripts, and nothing kept before the end."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from piccolo.table import Table

from crypto.vault import Vault
from surveys import Transaction, definition_of, invite, publish, response_of, retire, said
from surveys.answering.nonces import form_nonce
from surveys.definitions.errors import OpenFormTakesNoFiles
from surveys.definitions.versions import version
from surveys.outbox import Outbox, write_tx
from surveys.tables import Invitation, Response
from tests.surveys.factories import PURCHASE, make_plan, make_transaction
from tests.surveys.reading import choices_of, fields_of

ORDER = make_transaction(day=datetime.now(UTC).date() - timedelta(days=40))
NOT_BOUGHT = [{"q.bought": ["no"]}, {"q.events": ["none"]}, {}]
BOUGHT = [
    {"q.bought": ["yes"]},
    {"q.paid_on": ["2026-05-08"]},
    {"q.amount": ["6,800"]},
    {"q.amount_again": ["6800"]},
    {"q.payee_kind": ["personal"]},
    {"q.payee_name": ["王某"]},
    {"q.salesperson": ["小王"]},
    {"q.received": ["all"], "q.invoice": ["no"]},
    {"q.events": ["pay_person"]},
]


async def link_for(vault: Vault, transaction: Transaction = ORDER, **plan: Any) -> str:
    result = await invite([transaction], make_plan(**plan), vault, datetime.now(UTC))
    return f"/s/{result.links[0].token}"


async def press(
    customer: httpx.AsyncClient, url: str, page: httpx.Response, typed: dict[str, list[str]], step: str = "next"
) -> httpx.Response:
    return await customer.post(url, data=fields_of(page.text) | typed | {"step": [step]})


async def walk(customer: httpx.AsyncClient, url: str, screens: list[dict[str, list[str]]]) -> list[httpx.Response]:
    pages = [await customer.get(url)]
    for typed in screens:
        pages.append(await press(customer, url, pages[-1], typed))
    return pages


async def everything() -> list[Any]:
    tables: tuple[type[Table], ...] = (Invitation, Response, Outbox)
    return [await table.select().order_by(table._meta.primary_key) for table in tables]


async def test_a_customer_answers_screen_by_screen(customer: httpx.AsyncClient, vault: Vault) -> None:
    pages = await walk(customer, await link_for(vault), NOT_BOUGHT)
    assert [page.status_code for page in pages] == [200] * 4
    assert "恒木家居有限公司" in pages[-1].text
    assert await Response.count() == 1


async def test_the_companys_own_accounts_are_told_on_the_last_page_and_on_no_other(
    customer: httpx.AsyncClient, vault: Vault
) -> None:
    pages = await walk(customer, await link_for(vault), NOT_BOUGHT)
    account = ("6222 0000 1234 5678", "恒木家居有限公司", "城东支行")
    assert [[words in page.text for words in account] for page in pages] == [[False] * 3] * 3 + [[True] * 3]


async def test_the_first_screen_says_who_asks_and_who_sees(customer: httpx.AsyncClient, vault: Vault) -> None:
    page = await customer.get(await link_for(vault))
    assert "恒木家居" in page.text
    assert "销售人员看不到单份答案" in page.text
    assert "24 个月" in page.text


async def test_no_page_shows_evidence_before_it_is_answered(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    pages = await walk(customer, url, BOUGHT)
    day = ORDER.day.isoformat() if ORDER.day else "?"
    evidence = (
        "4200",
        "4,200",
        "420000",
        ORDER.ref,
        "000001",
        "张伟",
        "城东店",
        "实木床",
        "周敏",
        ORDER.customer_phone,
        day,
    )
    shown = "".join(page.text for page in pages)
    assert [value for value in evidence if value in shown] == []


async def test_no_page_repeats_the_link_or_asks_anybody_else(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    shown = "".join(page.text for page in await walk(customer, url, BOUGHT))
    assert url.removeprefix("/s/") not in shown
    assert "http" not in shown


async def test_nothing_is_preselected(customer: httpx.AsyncClient, vault: Vault) -> None:
    page = await customer.get(await link_for(vault))
    assert choices_of(page.text) == {"q.bought=yes", "q.bought=no", "q.bought=unsure", "q.bought=refused"}
    assert "q.bought" not in fields_of(page.text)


async def test_an_untouched_form_is_refused_and_the_link_still_works(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    untouched = await press(customer, url, await customer.get(url), {})
    assert untouched.status_code == 422
    assert "请回答这一题" in untouched.text
    assert (await walk(customer, url, NOT_BOUGHT))[-1].status_code == 200
    assert await Response.count() == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(customer: httpx.AsyncClient, vault: Vault, method: str) -> None:
    url = await link_for(vault)
    before = await everything()
    statuses = [(await customer.request(method, path)).status_code for path in (url, f"{url}?lang=en", "/feedback")]
    assert statuses == [200] * 3
    assert await everything() == before


async def test_nothing_is_stored_before_the_last_screen(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    before = await everything()
    await walk(customer, url, BOUGHT)
    assert await everything() == before


async def test_used_expired_and_unknown_links_look_the_same(customer: httpx.AsyncClient, vault: Vault) -> None:
    used = await link_for(vault)
    await walk(customer, used, NOT_BOUGHT)
    expired = await link_for(vault, make_transaction(2, day=None), valid_days=-1)
    pages = [await customer.get(url) for url in (used, expired, "/s/0000000000000000000000", "/s/x")]
    assert {page.status_code for page in pages} == {410}
    assert len({page.text for page in pages}) == 1


async def test_answering_a_closed_link_looks_like_opening_one(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    last = (await walk(customer, url, NOT_BOUGHT))[-2]
    again = await press(customer, url, last, {})
    assert (again.status_code, again.text) == (410, (await customer.get("/s/nothing")).text)


async def test_going_back_keeps_every_answer(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    pages = await walk(customer, url, BOUGHT[:2])
    back = await press(customer, url, pages[-1], {}, step="back")
    assert fields_of(back.text)["q.paid_on"] == ["2026-05-08"]
    again = await press(customer, url, back, {}, step="back")
    assert fields_of(again.text)["q.bought"] == ["yes"]
    assert fields_of(again.text)["q.paid_on"] == ["2026-05-08"]


async def test_a_wrong_answer_stays_on_the_screen_with_a_reason(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = (await walk(customer, url, [*BOUGHT[:2], {"q.amount": ["many"]}]))[-1]
    assert page.status_code == 422
    assert fields_of(page.text)["q.amount"] == ["many"]
    assert "请写一个数字" in page.text


async def test_no_step_can_be_skipped(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    first = await customer.get(url)
    jumped = await press(customer, url, first, {"q.bought": ["yes"], "at": ["rating"]})
    assert jumped.status_code == 422
    assert "q.paid_on" in fields_of(jumped.text)


async def test_another_amount_than_recorded_is_asked_once_more(customer: httpx.AsyncClient, vault: Vault) -> None:
    page = (await walk(customer, await link_for(vault), BOUGHT[:3]))[-1]
    assert "能否对照付款凭证再看一下" in page.text


async def test_the_recorded_amount_is_not_asked_again(customer: httpx.AsyncClient, vault: Vault) -> None:
    page = (await walk(customer, await link_for(vault), [*BOUGHT[:2], {"q.amount": PURCHASE["amount"]}]))[-1]
    assert "q.payee_kind=company" in choices_of(page.text)


async def test_the_language_can_be_switched_half_way(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = (await walk(customer, url, BOUGHT[:1]))[-1]
    english = await customer.post(
        f"{url}?lang=en", data=fields_of(page.text) | {"q.paid_on": "2026-05-08", "step": "stay"}
    )
    assert "On which day did you last pay?" in english.text
    assert fields_of(english.text)["q.paid_on"] == ["2026-05-08"]
    assert 'lang="en"' in english.text


@pytest.mark.parametrize("nonce", ["", "AAAA", "öäü", "A" * 400])
async def test_a_form_we_did_not_show_is_not_taken(customer: httpx.AsyncClient, vault: Vault, nonce: str) -> None:
    url = await link_for(vault)
    page = await press(customer, url, await customer.get(url), {"q.bought": ["no"], "nonce": [nonce]})
    assert page.status_code == 422
    assert fields_of(page.text)["q.bought"] == ["no"]


async def test_a_form_shown_for_another_link_is_not_taken(customer: httpx.AsyncClient, vault: Vault) -> None:
    mine, other = await link_for(vault), await link_for(vault, make_transaction(2, day=None))
    page = await press(customer, mine, await customer.get(other), {"q.bought": ["no"]})
    assert page.status_code == 422


async def test_a_form_shown_yesterday_keeps_its_answers(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    invitation = await Invitation.objects().first()
    assert invitation is not None
    yesterday = form_nonce(invitation.id, vault, datetime.now(UTC) - timedelta(days=1))
    stale = await press(customer, url, await customer.get(url), {"q.bought": ["no"], "nonce": [yesterday]})
    assert stale.status_code == 422
    assert (await press(customer, url, stale, {})).status_code == 200


async def test_the_open_form_takes_a_complaint_once(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = "/feedback?store=城西店"
    screens = [
        {"q.rating": ["1"]},
        {"q.events": ["pay_person"]},
        {"q.remark": ["让我付到私人账户"]},
        {"q.phone": ["3344"]},
    ]
    pages = await walk(customer, url, screens)
    assert "恒木家居有限公司" in pages[-1].text
    await press(customer, url, pages[-2], {"q.phone": ["3344"]})
    assert await Response.count() == 1
    assert await Response.count().where(Response.answered_at.is_null()) == 1


async def test_an_open_answer_is_promised_no_correction(customer: httpx.AsyncClient) -> None:
    pages = await walk(customer, "/feedback", [{"q.rating": ["5"]}, {"q.events": ["none"]}, {}, {}])
    assert ("回答已经收到" in pages[-1].text, "更正" in pages[-1].text) == (True, False)


async def test_a_code_says_where_it_hangs_and_fills_a_claim(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = "/feedback?store=城西店&product=空调&contract=HT-2026-0088"
    pages = await walk(customer, url, [{"q.rating": ["1"]}, {"q.events": ["none"]}, {}, {}])
    assert all(place in pages[0].text for place in ("城西店", "空调", "HT-2026-0088", "不是匿名的"))
    row = await Response.select(Response.id).first()
    response = await response_of(row["id"]) if row else None
    assert response is not None
    fields = said(response, vault)
    assert (fields["store"], fields["product"], fields["order_no"]) == ("城西店", "空调", "HT-2026-0088")


async def test_without_a_contract_an_open_answer_names_none(customer: httpx.AsyncClient, vault: Vault) -> None:
    pages = await walk(customer, "/feedback?store=城西店", [{"q.rating": ["5"]}, {"q.events": ["none"]}, {}, {}])
    assert "不是匿名的" not in pages[0].text
    row = await Response.objects().first()
    assert row is not None
    assert (row.invitation, row.answered_at) == (None, None)
    response = await response_of(row.id)
    assert response is not None
    assert "order_no" not in said(response, vault)


async def ask_openly(*questions: dict[str, object]) -> None:
    """Publish a form called feedback that asks this."""
    title = {"zh": "咱们聊聊", "en": "A word with you"}
    form = {"name": "feedback", "title": title, "questions": list(questions)}
    async with write_tx():
        await publish(definition_of(json.dumps(form)))


def asked(name: str, kind: str = "text") -> dict[str, object]:
    return {"name": name, "type": kind, "required": True, "label": {"zh": "哪样好？", "en": "What was good?"}}


async def test_the_open_form_is_asked_by_the_wording_that_was_published(customer: httpx.AsyncClient) -> None:
    await ask_openly(asked("good"))
    pages = await walk(customer, "/feedback", [{"q.good": ["灯"]}])
    assert (pages[0].status_code, "哪样好？" in pages[0].text, "您满意吗" in pages[0].text) == (200, True, False)
    row = await Response.objects().first()
    assert row is not None
    assert (await version(row.version)).title.zh == "咱们聊聊"


async def test_whoever_began_by_the_wording_before_goes_on_with_the_new_one(customer: httpx.AsyncClient) -> None:
    page = (await walk(customer, "/feedback", [{"q.rating": ["5"]}]))[-1]
    await ask_openly(asked("good"), asked("bad"))
    page = await press(customer, "/feedback", page, {"q.events": ["none"]})
    assert (page.status_code, "哪样好？" in page.text) == (422, True)
    page = await press(customer, "/feedback", page, {"q.good": ["灯"]})
    assert (await press(customer, "/feedback", page, {"q.bad": ["门"]})).status_code == 200
    assert await Response.count() == 1


async def test_a_retired_open_form_says_where_to_go(customer: httpx.AsyncClient) -> None:
    shown = await customer.get("/feedback")
    async with write_tx():
        await retire("feedback")
    pages = [await customer.get("/feedback"), await press(customer, "/feedback", shown, {"q.rating": ["5"]})]
    assert [(page.status_code, "/complaint" in page.text) for page in pages] == [(410, True)] * 2


async def test_the_open_form_cannot_ask_for_files(customer: httpx.AsyncClient) -> None:
    with pytest.raises(OpenFormTakesNoFiles):
        await ask_openly(asked("photo", "image"))
    assert "您满意吗" in (await customer.get("/feedback")).text


async def test_an_open_form_untouched_is_refused(customer: httpx.AsyncClient) -> None:
    page = await press(customer, "/feedback", await customer.get("/feedback"), {})
    assert page.status_code == 422
    assert await Response.count() == 0


async def test_pages_are_small_and_run_nothing(customer: httpx.AsyncClient, vault: Vault) -> None:
    pages = await walk(customer, await link_for(vault), BOUGHT)
    assert max(len(page.content) for page in pages) < 12_000
    assert not any("<script" in page.text or " style=" in page.text for page in pages)
    assert not any("set-cookie" in page.headers for page in pages)


async def test_hostile_text_is_shown_as_text(customer: httpx.AsyncClient, vault: Vault) -> None:
    screens = [*BOUGHT[:5], {"q.payee_name": ['"><script>alert(1)</script>']}]
    page = (await walk(customer, await link_for(vault), screens))[-1]
    assert "<script" not in page.text
    assert fields_of(page.text)["q.payee_name"] == ['"><script>alert(1)</script>']


async def test_a_question_nobody_asked_is_refused(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = await press(customer, url, await customer.get(url), {"q.bought": ["no"], "q.company": ["别家"]})
    assert page.status_code == 422
    assert await Response.count() == 0
