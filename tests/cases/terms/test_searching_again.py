"""After the list changed: what is there is searched once more, what is decided stays, a job run twice does no harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cases.actors import Actor
from cases.crosscheck.term_list import SHIPPED, Entry
from cases.records.tables import Order
from cases.tables import Case, Claim, Finding, TermSearch
from cases.terms.errors import SearchDayUnfit, SearchUnderWay
from cases.terms.searching_again import ask_for_search, last_search, search_again
from cases.terms.versions import change_words
from crypto.vault import Vault
from surveys.outbox import write_tx
from surveys.services import Services
from tests.cases.books import SOLD, TODAY, answer, book, book_order, run_jobs
from tests.cases.terms.test_notes import ORDER
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
BOTH_ENGINES = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
ORANGES = (*SHIPPED.entries, Entry("橙子", "plain", 6, frozenset()))


@pytest.fixture
async def admin(vault: Vault) -> Actor:
    await make_staff(vault, "investigator")
    return await make_staff(vault, "administrator")


async def said_oranges(vault: Vault) -> None:
    """One customer's comment and one note."""
    await book_order(vault)
    await answer(vault, SOLD, remark=["他送了我橙子"])
    await book("orders", ORDER.format(notes="送橙子一箱").replace("XS-1", "XS-2"), vault)


async def test_a_customers_comment_is_searched_when_it_comes(admin: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD, remark=["店员让我加微信，私下转账"])
    assert [row["kind"] for row in await Finding.select(Finding.kind)] == ["sensitive_terms"]


@BOTH_ENGINES
async def test_comments_and_notes_of_before_are_found_by_the_new_list(admin: Actor, vault: Vault) -> None:
    await said_oranges(vault)
    assert not await Finding.exists()
    await change_words(admin, ORANGES, 0)
    await ask_for_search(admin, TODAY)
    await run_jobs(vault)
    assert await Finding.count().where(Finding.kind == "sensitive_terms") == 2
    done = await last_search()
    assert done is not None
    assert (done.done, done.total, done.percent, done.is_running, done.number) == (2, 2, 100, False, 1)


async def test_what_is_older_than_the_day_is_left_alone(admin: Actor, vault: Vault) -> None:
    await said_oranges(vault)
    async with write_tx():
        await Claim.update({Claim.stated_on: TODAY - timedelta(days=3)}, force=True)
        await Order.update({Order.ordered_day: TODAY.toordinal() - 3}, force=True)
    await change_words(admin, ORANGES, 0)
    await ask_for_search(admin, TODAY - timedelta(days=1))
    await run_jobs(vault)
    assert not await Finding.exists()


async def test_a_closed_case_is_left_alone(admin: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD, remark=["店员让我加微信，私下转账"])
    async with write_tx():
        await Case.update({Case.state: "closed"}, force=True)
    await change_words(admin, [], 0)
    await ask_for_search(admin, TODAY)
    await run_jobs(vault)
    assert [row["state"] for row in await Finding.select(Finding.state)] == ["open"]


async def test_a_job_that_runs_twice_counts_once(admin: Actor, vault: Vault) -> None:
    await said_oranges(vault)
    search = await ask_for_search(admin, TODAY)
    services = Services(vault=vault, base_url="http://127.0.0.1")
    for _ in range(2):
        await search_again({"search": str(search)}, services)
        async with write_tx():  # as if the first had been cut off before it noted how far it was
            await TermSearch.update({TermSearch.step: "claims", TermSearch.after: "", TermSearch.done: 0}, force=True)
    await run_jobs(vault)
    done = await last_search()
    assert done is not None
    assert (done.done, done.is_running) == (2, False)


async def test_one_search_at_a_time_and_none_of_tomorrow(admin: Actor) -> None:
    await ask_for_search(admin, TODAY)
    with pytest.raises(SearchUnderWay):
        await ask_for_search(admin, TODAY)
    for day in (None, TODAY + timedelta(days=2)):
        with pytest.raises(SearchDayUnfit):
            await ask_for_search(admin, day)


async def test_one_that_nobody_works_on_any_more_stands_in_nobodys_way(admin: Actor) -> None:
    now = datetime.now(UTC)
    await ask_for_search(admin, TODAY, now=now - timedelta(hours=1))
    await ask_for_search(admin, TODAY, now=now)
    assert await TermSearch.count().where(TermSearch.is_running.eq(True)) == 1
