"""The way out as a browser without scripts walks it: two presses for a person, none for a scanner."""

import httpx
import pytest

from crypto.vault import Vault
from surveys.campaigns.peace import peace_of
from surveys.tables import ContactMark
from tests.surveys.factories import invited
from tests.surveys.reading import choices_of, fields_of

UNKNOWN = "A" * 22


@pytest.fixture
async def token(database: None, vault: Vault) -> str:
    return (await invited(vault)).links[0].token


async def choose(customer: httpx.AsyncClient, token: str, choice: str) -> httpx.Response:
    page = await customer.get(f"/s/{token}/stop?lang=en")
    return await customer.post(f"/s/{token}/stop?lang=en", data=fields_of(page.text) | {"choice": choice})


async def test_the_first_screen_leads_there_without_repeating_the_link(customer: httpx.AsyncClient, token: str) -> None:
    page = await customer.get(f"/s/{token}")
    assert 'href="?stop=1"' in page.text
    assert token not in page.text
    led = await customer.get(f"/s/{token}?stop=1&lang=en", follow_redirects=True)
    assert (led.url.path, "No more questions?" in led.text, token in led.text) == (f"/s/{token}/stop", True, False)


async def test_a_customer_says_so_and_the_link_closes(customer: httpx.AsyncClient, token: str, vault: Vault) -> None:
    page = await choose(customer, token, "stop")
    assert "We will not ask you again" in page.text
    assert (await customer.get(f"/s/{token}")).status_code == 410
    assert (await peace_of(token, vault)).is_wanted


async def test_a_customer_takes_it_back(customer: httpx.AsyncClient, token: str, vault: Vault) -> None:
    await choose(customer, token, "stop")
    page = await choose(customer, token, "ask")
    assert "We may ask you now and then" in page.text
    assert not (await peace_of(token, vault)).is_wanted


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(customer: httpx.AsyncClient, token: str, method: str) -> None:
    await customer.request(method, f"/s/{token}/stop")
    assert await ContactMark.count() == 0


async def test_nothing_is_chosen_beforehand_so_a_scanner_that_presses_changes_nothing(
    customer: httpx.AsyncClient, token: str
) -> None:
    page = await customer.get(f"/s/{token}/stop")
    assert choices_of(page.text) == {"choice=stop", "choice=ask"}
    answer = await customer.post(f"/s/{token}/stop", data=fields_of(page.text))
    assert (answer.status_code, await ContactMark.count()) == (422, 0)


@pytest.mark.parametrize("nonce", ["", "AAAA", "öäü"])
async def test_a_form_we_did_not_show_changes_nothing(customer: httpx.AsyncClient, token: str, nonce: str) -> None:
    answer = await customer.post(f"/s/{token}/stop", data={"nonce": nonce, "choice": "stop"})
    assert (answer.status_code, await ContactMark.count()) == (422, 0)


async def test_a_form_shown_for_another_link_changes_nothing(customer: httpx.AsyncClient, token: str) -> None:
    shown = fields_of((await customer.get(f"/s/{UNKNOWN}/stop")).text)
    answer = await customer.post(f"/s/{token}/stop", data=shown | {"choice": "stop"})
    assert (answer.status_code, await ContactMark.count()) == (422, 0)


async def test_a_mail_programs_own_button_is_enough(customer: httpx.AsyncClient, token: str) -> None:
    answer = await customer.post(f"/s/{token}/stop", data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, await ContactMark.count()) == (200, 1)


async def test_looking_tells_nothing_about_a_link(customer: httpx.AsyncClient, token: str) -> None:
    known, unknown = [await customer.get(f"/s/{one}/stop") for one in (token, UNKNOWN)]
    assert [page.status_code for page in (known, unknown)] == [200, 200]
    assert known.text.replace(fields_of(known.text)["nonce"][0], "") == unknown.text.replace(
        fields_of(unknown.text)["nonce"][0], ""
    )


async def test_a_link_nobody_has_is_told_that_nothing_was_changed(customer: httpx.AsyncClient, token: str) -> None:
    page = await choose(customer, UNKNOWN, "stop")
    assert (page.status_code, "nothing was changed" in page.text) == (410, True)


async def test_a_link_that_is_not_open_still_leads_there(customer: httpx.AsyncClient, token: str) -> None:
    page = await customer.get(f"/s/{UNKNOWN}")
    assert (page.status_code, 'href="?stop=1"' in page.text) == (410, True)
