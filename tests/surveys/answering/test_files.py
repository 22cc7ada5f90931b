"""A photo with an answer: cleaned, sealed, bound to its invitation; taken by pages without scripts."""

from __future__ import annotations

from uuid import UUID, uuid4

import httpx
import pytest

from crypto.vault import Vault
from surveys import invite
from surveys.answering.files import MOST_A_LINK, content_of
from surveys.answering.submitting import open_link, submit
from surveys.errors import AnswerUnknown
from surveys.tables import AnswerFile, Response
from tests.cases.evidence import planted
from tests.surveys.factories import NOW, PURCHASE, invited, make_plan, make_transaction
from tests.surveys.reading import fields_of
from tests.surveys.test_web import link_for, press, walk

TO_THE_PAYEE = [
    {"q.bought": ["yes"]},
    {"q.paid_on": ["2026-05-08"]},
    {"q.amount": ["4200"]},
    {"q.payee_kind": ["personal"]},
]
REST = [{"q.salesperson": ["nobody"]}, {"q.received": ["all"], "q.invoice": ["no"]}, {"q.events": ["none"]}, {}]


async def upload(
    customer: httpx.AsyncClient, url: str, page: httpx.Response, content: bytes, name: str = "付款.jpg", **typed: str
) -> httpx.Response:
    """The screen of the payee with a file, as a browser sends it."""
    fields = {name: values[0] for name, values in fields_of(page.text).items() if name != "q.voucher"}
    data = fields | {"q.payee_name": "王某", "step": "next"} | typed
    return await customer.post(url, data=data, files={"q.voucher": (name, content, "image/jpeg")})


async def at_the_payee(customer: httpx.AsyncClient, url: str) -> httpx.Response:
    return (await walk(customer, url, TO_THE_PAYEE))[-1]


async def only_file(vault: Vault) -> tuple[str, bytes]:
    (row,) = await AnswerFile.select(AnswerFile.id, AnswerFile.invitation)
    kept = await content_of(row["invitation"], row["id"], vault)
    assert kept is not None
    return kept[0].name, kept[1]


async def test_a_photo_is_cleaned_and_sealed_and_goes_with_the_answers(
    customer: httpx.AsyncClient, vault: Vault
) -> None:
    url = await link_for(vault)
    page = await upload(customer, url, await at_the_payee(customer, url), planted.jpeg())
    for typed in REST:
        page = await press(customer, url, page, typed)
    name, content = await only_file(vault)
    assert (page.status_code, await Response.count(), name) == (200, 1, "付款.jpg")
    assert content.startswith(b"\xff\xd8\xff")
    assert planted.traces(content) == []


async def test_nothing_of_it_stands_in_clear(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    await upload(customer, url, await at_the_payee(customer, url), planted.jpeg())
    (row,) = await AnswerFile.select()
    assert not any(clear in repr(row) for clear in ("付款", "image/jpeg", "\\xff\\xd8\\xff", "voucher"))


async def test_without_a_photo_the_customer_goes_on(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = await press(customer, url, await at_the_payee(customer, url), {"q.payee_name": ["王某"]})
    assert "q.salesperson" in page.text


@pytest.mark.parametrize(
    "content",
    [b"MZ no picture at all", planted.pdf(), b"\xff\xd8\xff" + bytes(11 << 20)],
    ids=["other", "pdf", "large"],
)
async def test_what_is_no_photo_is_left_out_and_everything_typed_stays(
    customer: httpx.AsyncClient, vault: Vault, content: bytes
) -> None:
    url = await link_for(vault)
    page = await upload(customer, url, await at_the_payee(customer, url), content)
    assert (page.status_code, await AnswerFile.count()) == (422, 0)
    assert fields_of(page.text)["q.payee_name"] == ["王某"]
    assert "10 MB" in page.text


async def test_a_photo_can_be_left_out_again(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = await upload(customer, url, await at_the_payee(customer, url), planted.jpeg())
    back = await press(customer, url, page, {}, step="back")
    assert len(fields_of(back.text)["q.voucher"]) == 2
    assert "q.voucher" not in fields_of((await press(customer, url, back, {"drop": ["voucher"]})).text)


@pytest.mark.parametrize("nonce", ["", "nonsense"])
async def test_a_form_we_did_not_show_brings_no_file(customer: httpx.AsyncClient, vault: Vault, nonce: str) -> None:
    url = await link_for(vault)
    page = await upload(customer, url, await at_the_payee(customer, url), planted.jpeg(), nonce=nonce)
    assert (page.status_code, await AnswerFile.count()) == (422, 0)


async def test_a_closed_link_takes_no_file(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = await at_the_payee(customer, url)
    await submit(url.removeprefix("/s/"), {"bought": ["no"], "events": ["none"]}, "zh", vault, NOW)
    assert (await upload(customer, url, page, planted.jpeg())).status_code == 410
    assert await AnswerFile.count() == 0


async def test_one_link_brings_so_many_files_and_no_more(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    page = await at_the_payee(customer, url)
    statuses = [(await upload(customer, url, page, planted.jpeg())).status_code for _ in range(MOST_A_LINK + 1)]
    assert (statuses[-2:], await AnswerFile.count()) == ([200, 422], MOST_A_LINK)


async def test_a_file_of_somebody_else_is_no_answer(customer: httpx.AsyncClient, vault: Vault) -> None:
    theirs = await link_for(vault, make_transaction(5, day=None))
    await upload(customer, theirs, await at_the_payee(customer, theirs), planted.jpeg())
    (row,) = await AnswerFile.select(AnswerFile.id)
    answers = PURCHASE | {"payee_kind": ["personal"], "payee_name": ["王某"]}
    token = (await invited(vault)).links[0].token
    with pytest.raises(AnswerUnknown):
        await submit(token, answers | {"voucher": [str(row["id"])]}, "zh", vault, NOW)
    with pytest.raises(AnswerUnknown):
        await submit(token, answers | {"voucher": [str(uuid4())]}, "zh", vault, NOW)
    assert await Response.count() == 0


async def test_a_file_is_found_by_its_own_invitation_only(customer: httpx.AsyncClient, vault: Vault) -> None:
    url = await link_for(vault)
    await upload(customer, url, await at_the_payee(customer, url), planted.jpeg())
    (row,) = await AnswerFile.select(AnswerFile.id)
    other = (await invite([make_transaction(6, day=None)], make_plan(), vault, NOW)).links[0].token
    assert await content_of((await open_link(other, vault, NOW)).invitation_id, row["id"], vault) is None
    assert await content_of(UUID(int=1), row["id"], vault) is None
