"""Pasted people by phone: read as people write them, asked whether or not the books know them."""

from datetime import UTC, date, datetime

import pytest

from cases.callbacks import Sending, Wanted, ask, outlook
from cases.callbacks.lists import pasted
from cases.claims import store_response_claims
from cases.records.importing import import_file
from crypto.vault import Vault
from surveys import responses_after
from surveys.answering.submitting import open_link, submit
from surveys.outbox import write_tx
from tests.cases.callbacks.test_choosing import ORDERS
from tests.factories import make_staff
from tests.surveys.factories import NO_PURCHASE

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("line", "ref", "name", "goods", "day", "address"),
    [
        ("SN2026001, 王芳, 138 0692 0001, 净水机, 2026-03-08", "SN2026001", "王芳", "净水机", date(2026, 3, 8), ""),
        ("王芳\t13806920001\t净水机", None, "王芳", "净水机", None, ""),
        ("13806920001", None, "", "", None, ""),
        ("SN1，13806920001，wang@example.com", "SN1", "", "", None, "wang@example.com"),
        ("+86 13806920001;;2026年3月8日", None, "", "", date(2026, 3, 8), ""),
    ],
)
async def test_a_line_with_a_phone_is_a_person(
    vault: Vault, line: str, ref: str | None, name: str, goods: str, day: date | None, address: str
) -> None:
    (one,) = (await pasted(line, vault)).people
    assert (one.kind, one.customer_phone) == ("contact", "13806920001")
    assert (one.customer_name, one.product, one.day, one.customer_email) == (name, goods, day, address)
    assert one.ref == ref if ref else one.ref.startswith("T-")


async def test_a_number_of_its_own_never_tells_the_phone(vault: Vault) -> None:
    (one,) = (await pasted("王芳, 13806920001", vault)).people
    assert "1380692" not in one.ref
    assert one.ref == (await pasted("13806920001", vault)).people[0].ref


async def test_numbers_and_people_may_stand_on_one_list(vault: Vault) -> None:
    await import_file("orders", ORDERS.encode(), vault)
    found = await pasted("XS-1\n没有这个号\n李雷,13806920734\n陌生人,13800000000", vault)
    assert [one.kind for one in found.people] == ["order", "contact", "contact"]
    assert (found.unknown, found.strangers) == (("没有这个号",), 1)


async def test_whoever_is_in_no_book_is_asked_and_their_answer_is_about_no_order(vault: Vault) -> None:
    actor = await make_staff(vault)
    wanted = Wanted("list", pasted="SN1, 王芳, 13800000000, 净水机, 2026-03-08")
    seen = await outlook(wanted, Sending("links"), actor, vault, NOW)
    invited = await ask(wanted, Sending("links"), actor, vault, NOW)
    token = invited.links[0].token
    link = await open_link(token, vault, NOW)
    await submit(token, NO_PURCHASE, "zh", vault, NOW)
    (response,) = await responses_after(NOW.date())
    async with write_tx():
        await store_response_claims([response], vault)
    assert (seen.count, seen.picked.strangers, link.recorded) == (1, 1, {})
    assert link.shown["window"].zh == "2026 年 2 月到 4 月"
