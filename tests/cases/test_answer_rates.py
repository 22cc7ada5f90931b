"""Shares of differing answers and of silence by salesperson: what counts, under how many nothing is told, and to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

import surveys
from cases.actors import Actor
from cases.answer_rates import AnswerRates, answer_rates
from cases.claims import store_claims
from cases.findings import mark_finding
from cases.funnels import Funnel
from cases.records.cells import Record
from cases.records.importing import Counts, import_file
from cases.tables import Finding, Staff
from crypto.vault import Vault
from surveys.outbox import write_tx
from surveys.tables import Invitation
from tests.cases.books import ORDERS, TODAY, WANG_ORDER, book, run_jobs
from tests.factories import make_staff

LETTERS = {"张伟": "1111", "張偉": "4444", "李娜": "2222", "欧阳娜": "3333"}
YEAR_AGO = TODAY - timedelta(days=365)
CLAIMS = "claim_no,source,bought,order_no,customer_name,customer_phone,salesperson,amount,occurred_on,received\n"

pytestmark = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "supervisor", username="anna")


async def told(vault: Vault, seller: str, differing: int, whole: int) -> None:
    """So many customers of somebody answer, and the first few name a far higher amount."""

    async def store(rows: list[Record]) -> Counts:
        return await store_claims(rows, vault)

    order = WANG_ORDER.format(day=TODAY, status="done").replace("张伟", seller)
    orders, claims = "", ""
    for number in range(whole):
        no, phone = f"{LETTERS[seller]}-{number}", f"138{LETTERS[seller]}{number:04}"
        orders += order.replace("XS-1", no).replace("13806920733", phone).replace("王芳", f"客户{number}")
        amount = 9000 if number < differing else 4200
        claims += f"C-{no},phone,yes,{no},客户{number},{phone},{seller},{amount},{TODAY},all\n"
    await book("orders", ORDERS + orders, vault)
    await import_file("claims", (CLAIMS + claims).encode(), vault, store_claims=store)
    await run_jobs(vault)


async def rates(actor: Actor, vault: Vault, name: str = "张伟") -> AnswerRates | None:
    return await answer_rates(actor, name, YEAR_AGO, TODAY, vault)


def numbers(funnel: Funnel | None) -> tuple[int, int] | None:
    return (funnel.tally.gone, funnel.tally.orders) if funnel else None


async def test_answers_that_differ_are_counted_among_all_about_orders(anna: Actor, vault: Vault) -> None:
    await told(vault, "张伟", 2, 6)
    await told(vault, "李娜", 0, 5)
    found = await rates(anna, vault)
    assert found is not None
    assert numbers(found.differing) == (2, 6)
    assert found.differing is not None
    assert found.differing.people == 2


async def test_under_five_nothing_is_told_and_nobody_is_a_dot(anna: Actor, vault: Vault) -> None:
    await told(vault, "张伟", 2, 4)
    await told(vault, "李娜", 0, 5)
    own, other = await rates(anna, vault), await rates(anna, vault, "李娜")
    assert (own and own.differing, own and own.answers) == (None, 4)
    assert (other and other.differing) is None  # with nobody to compare


async def test_what_somebody_marked_as_wrong_does_not_differ(anna: Actor, vault: Vault) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await told(vault, "张伟", 2, 6)
    await told(vault, "李娜", 0, 5)
    row = await Finding.objects().where(Finding.kind == "amount_differs").first()
    assert row is not None
    await mark_finding(boris, row.id, "wrong", vault)
    found = await rates(anna, vault)
    assert numbers(found.differing if found else None) == (1, 6)


async def test_whoever_it_is_about_and_stands_above_them_is_told_nothing(anna: Actor, vault: Vault) -> None:
    await told(vault, "张伟", 2, 6)
    async with write_tx():
        await Staff.update({Staff.aliases: "张伟"}).where(Staff.id == anna.id)
    assert await rates(anna, vault) is None


async def ask(
    vault: Vault, seller: str, answered: int, silent: int, expires_on: date, *, is_private: bool = False
) -> None:
    plan = surveys.Plan("明线家居", "links", "list", UUID(int=1), is_private=is_private)
    people = [
        surveys.Transaction("order", f"{seller}-{n}", salesperson=seller, customer_phone=f"139{LETTERS[seller]}{n:04}")
        for n in range(answered + silent)
    ]
    await surveys.invite(people, plan, vault, datetime.now(UTC))
    rows = await Invitation.select(Invitation.id).where(Invitation.salesperson == seller)
    async with write_tx():
        await Invitation.update({Invitation.expires_on: expires_on}, force=True)
        ids = [row["id"] for row in rows[:answered]]
        await Invitation.update({Invitation.state: "answered"}).where(Invitation.id.is_in(ids))


async def test_silence_counts_when_the_time_to_answer_is_over(anna: Actor, vault: Vault) -> None:
    past = TODAY - timedelta(days=1)
    await ask(vault, "张伟", 2, 4, past)
    await ask(vault, "欧阳娜", 5, 1, past)
    found = await rates(anna, vault)
    assert numbers(found.silent if found else None) == (4, 6)


async def test_silence_is_one_persons_however_the_name_is_spelled(anna: Actor, vault: Vault) -> None:
    past = TODAY - timedelta(days=1)
    await ask(vault, "张伟", 2, 4, past)
    await ask(vault, "張偉", 1, 2, past)
    await ask(vault, "欧阳娜", 5, 1, past)
    found = await rates(anna, vault)
    assert numbers(found.silent if found else None) == (6, 9)


async def test_whoever_can_still_answer_is_not_silent(anna: Actor, vault: Vault) -> None:
    await ask(vault, "张伟", 2, 4, TODAY + timedelta(days=9))
    found = await rates(anna, vault)
    assert (found and found.asked) == 2


async def test_a_round_of_one_chosen_salesperson_makes_nobody_seem_silent(anna: Actor, vault: Vault) -> None:
    await ask(vault, "张伟", 2, 4, TODAY - timedelta(days=1), is_private=True)
    found = await rates(anna, vault)
    assert (found and found.asked) == 0
