"""Phones replaced on orders, held against who else has them and what customers say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.actors import Actor
from cases.batch.contacts import doubts_about_contacts
from cases.gathering import open_books
from crypto.vault import Vault
from tests.cases.books import ORDERS, SOLD, TODAY, WANG_ORDER, answer, book
from tests.factories import make_staff

ORDER = WANG_ORDER.format(day=TODAY - timedelta(days=3), status="done")
NEW_PHONE = "18655554444"
REPLACED = ORDER.replace("13806920733", NEW_PHONE)


@pytest.fixture
async def investigator(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


async def grades(vault: Vault) -> list[tuple[str, str | None, str]]:
    found = await doubts_about_contacts(vault, await open_books(vault), TODAY)
    return [(one.grade, one.order_no, one.kind) for one in found]


async def replaced(vault: Vault, *beside: str) -> None:
    await book("orders", ORDERS + ORDER, vault)
    await book("orders", ORDERS + REPLACED + "".join(beside), vault)


async def test_a_phone_that_was_replaced_is_worth_a_look(investigator: Actor, vault: Vault) -> None:
    await replaced(vault)
    assert await grades(vault) == [("hint", "XS-1", "contact_changed_by_owner")]


@pytest.mark.parametrize("salesperson", ["张伟", "張偉"])
async def test_one_that_another_customer_of_the_salesperson_has_is_for_review(
    salesperson: str, investigator: Actor, vault: Vault
) -> None:
    await replaced(vault, REPLACED.replace("XS-1", "XS-2").replace("王芳", "赵敏").replace("张伟", salesperson))
    assert await grades(vault) == [("review", "XS-1", "contact_changed_by_owner")]


async def test_one_that_another_salespersons_customer_has_is_not(investigator: Actor, vault: Vault) -> None:
    await replaced(vault, REPLACED.replace("XS-1", "XS-2").replace("王芳", "赵敏").replace("张伟", "李娜"))
    assert [grade for grade, *_ in await grades(vault)] == ["hint"]


async def test_the_salespersons_own_is_for_review(investigator: Actor, vault: Vault) -> None:
    await book("salespeople", f"employee_no,name,phone,store\nE1,张伟,{NEW_PHONE},城东店\n", vault)
    await replaced(vault)
    assert [grade for grade, *_ in await grades(vault)] == ["review"]


async def test_a_customer_who_confirms_under_it_takes_the_doubt_away(investigator: Actor, vault: Vault) -> None:
    await replaced(vault)
    await answer(vault, replace(SOLD, customer_phone=NEW_PHONE))
    assert await grades(vault) == []


async def test_a_customer_who_is_reached_under_the_former_one_makes_it_stronger(
    investigator: Actor, vault: Vault
) -> None:
    await replaced(vault)
    await answer(vault, SOLD)
    assert [grade for grade, *_ in await grades(vault)] == ["review"]
