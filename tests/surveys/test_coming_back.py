"""Coming back to a link: going on where one stopped, and correcting what was sent; by pages without scripts."""

import httpx
import pytest

from crypto.vault import Vault
from surveys.tables import Draft, FormerAnswers, Response
from tests.surveys.reading import code_of, fields_of
from tests.surveys.test_web import NOT_BOUGHT, link_for, press, walk

HALF = [{"q.bought": ["yes"]}, {"q.paid_on": ["2026-05-08"]}]
REST = [
    {"q.payee_kind": ["company"]},
    {"q.salesperson": ["nobody"]},
    {"q.received": ["all"], "q.invoice": ["no"]},
    {"q.events": ["none"]},
    {},
]


async def put_aside(customer: httpx.AsyncClient, url: str) -> httpx.Response:
    """Two screens answered, the amount typed, and away to look for the receipt."""
    pages = await walk(customer, url, HALF)
    return await press(customer, url, pages[-1], {"q.amount": ["6,800"]}, step="save")


async def test_somebody_who_comes_back_goes_on_where_they_stopped(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    saved = await put_aside(customer, url)
    assert (saved.status_code, await Draft.count(), await Response.count()) == (200, 1, 0)
    page = await customer.get(url)
    assert "能否对照付款凭证再看一下" in page.text
    for typed in ({"q.amount_again": ["6800"]}, *REST):
        page = await press(customer, url, page, typed)
    assert "恒木家居有限公司" in page.text
    assert (await Draft.count(), await Response.count()) == (0, 1)


async def test_what_was_put_aside_is_on_no_page(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    await put_aside(customer, url)
    pages = [await customer.get(url)]
    for typed in ({"q.amount_again": ["unsure"]}, *REST[:-1]):
        pages.append(await press(customer, url, pages[-1], typed))
    shown = "".join(page.text for page in pages)
    assert not any(value in shown for value in ("6800", "6,800", "2026-05-08", "q.bought", "q.paid_on"))


async def test_nobody_goes_back_behind_where_they_stopped(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    await put_aside(customer, url)
    page = await customer.get(url)
    assert 'value="back"' not in page.text
    back = await press(customer, url, page, {"at": ["paid_on"]}, step="back")
    assert "q.amount_again" in back.text
    assert "q.paid_on" not in back.text


async def test_somebody_may_begin_anew(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    await put_aside(customer, url)
    anew = await press(customer, url, await customer.get(url), {}, step="anew")
    assert "q.bought" in anew.text
    assert (await walk(customer, url, NOT_BOUGHT))[-1].status_code == 200
    assert (await Draft.count(), await Response.count()) == (0, 1)


async def test_an_untouched_form_is_not_put_aside(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = await press(customer, url, await customer.get(url), {}, step="save")
    assert (page.status_code, await Draft.count()) == (422, 0)


async def test_a_form_we_did_not_show_puts_nothing_aside(customer: httpx.AsyncClient, vault: Vault) -> None:
    url, other = await link_for(vault), "nonsense"
    page = await press(customer, url, await customer.get(url), {"q.bought": ["no"], "nonce": [other]}, step="save")
    assert (page.status_code, await Draft.count()) == (422, 0)


@pytest.fixture
async def answered(customer: httpx.AsyncClient, vault: Vault) -> tuple[str, str]:
    """An answered link and the code on its last page."""
    url = await link_for(vault)
    return url, code_of((await walk(customer, url, NOT_BOUGHT))[-1].text)


async def test_with_the_code_the_answers_come_back_and_are_corrected(
    customer: httpx.AsyncClient, answered: tuple[str, str]
) -> None:
    url, code = answered
    page = await customer.post(url, data={"code": code})
    assert fields_of(page.text)["q.bought"] == ["no"]
    for typed in ({"q.bought": ["yes"]}, {"q.paid_on": ["2026-05-08"]}, {"q.amount": ["4200"]}, *REST):
        page = await press(customer, url, page, typed)
    assert "您的更正已经收到" in page.text
    assert (await Response.count(), await FormerAnswers.count()) == (1, 1)


async def test_the_code_is_good_for_another_correction(customer: httpx.AsyncClient, answered: tuple[str, str]) -> None:
    url, code = answered
    for remark in ("一", "二"):
        page = await customer.post(url, data={"code": code})
        for typed in ({}, {}, {"q.remark": [remark]}):
            page = await press(customer, url, page, typed)
        assert code_of(page.text) == code
    assert await FormerAnswers.count() == 2


async def test_an_answered_link_with_a_wrong_code_looks_like_an_unknown_one(
    customer: httpx.AsyncClient, answered: tuple[str, str]
) -> None:
    """Bar: used and unknown links, whatever code is tried."""
    urls = (answered[0], "/s/0000000000000000000000", "/s/x")
    pages = [await customer.post(url, data={"code": "1234 5678 9012"}) for url in urls]
    assert {page.status_code for page in pages} == {410}
    assert len({page.text for page in pages}) == 1


async def test_a_wrong_code_at_an_open_link_shows_no_form(customer: httpx.AsyncClient, vault: Vault) -> None:
    page = await customer.post(await link_for(vault), data={"code": "123456789012"})
    assert page.status_code == 410


async def test_the_code_travels_in_forms_and_in_no_address(
    customer: httpx.AsyncClient, answered: tuple[str, str]
) -> None:
    page = await customer.post(answered[0], data={"code": answered[1]})
    assert page.text.count(answered[1]) == page.text.count(f'name="code" value="{answered[1]}"') == 1
