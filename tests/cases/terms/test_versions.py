"""Versions of the list: kept as they were, on record, the last one in force at every check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cases.actors import Actor
from cases.crosscheck.term_list import SHIPPED, Entry
from cases.gathering import open_books
from cases.log.checking import ALTERED_ROW, MISSING_ROW, check_log
from cases.log.reading import signer_of
from cases.tables import TermVersion
from cases.terms.errors import TermsMoved, TermsVersionUnknown
from cases.terms.versions import change_words, past_versions, words_in_force, words_of_version
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
BOTH_ENGINES = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
NOW = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
WORDS = (Entry("橙子", "plain", 3, frozenset()), replace(SHIPPED.entries[0], weight=5))


@pytest.fixture
async def admin(vault: Vault) -> Actor:
    return await make_staff(vault, "administrator")


async def test_before_any_change_the_shipped_list_is_in_force() -> None:
    assert await words_in_force() is SHIPPED
    assert await words_of_version(0) is SHIPPED


@BOTH_ENGINES
async def test_a_change_is_kept_with_who_and_when_and_is_in_force_at_once(admin: Actor, vault: Vault) -> None:
    await change_words(admin, WORDS, 0, now=NOW)
    assert ((await words_in_force()).number, (await words_in_force()).entries) == (1, WORDS)
    assert [(one.number, one.words, one.at, one.who) for one in await past_versions()] == [(1, 2, NOW, admin.name)]
    assert (await open_books(vault)).words.entries == WORDS


async def test_a_former_version_stays_as_it_was(admin: Actor) -> None:
    await change_words(admin, WORDS, 0)
    await change_words(admin, SHIPPED.entries, 1)
    assert (await words_of_version(1)).entries == WORDS


async def test_the_same_words_again_make_no_version(admin: Actor) -> None:
    await change_words(admin, WORDS, 0)
    await change_words(admin, WORDS, 1)
    assert await TermVersion.count() == 1


async def test_whoever_read_an_older_list_overwrites_nothing(admin: Actor) -> None:
    await change_words(admin, WORDS, 0)
    with pytest.raises(TermsMoved):
        await change_words(admin, WORDS[:1], 0)
    assert await TermVersion.count() == 1


async def test_a_version_that_is_none_is_unknown() -> None:
    with pytest.raises(TermsVersionUnknown):
        await words_of_version(7)


@pytest.mark.parametrize(
    ("behind_its_back", "sentence"),
    [
        (lambda: TermVersion.delete(force=True), MISSING_ROW),
        (lambda: TermVersion.update({TermVersion.content: "[]"}, force=True), ALTERED_ROW),
    ],
)
async def test_a_version_cannot_be_changed_behind_the_logs_back(
    admin: Actor, vault: Vault, behind_its_back: object, sentence: str
) -> None:
    await change_words(admin, WORDS, 0)
    assert (await check_log(signer_of(vault).key)).faults == ()
    async with write_tx():
        await behind_its_back()  # type: ignore[operator]  # a query, made inside the transaction
    assert [fault.sentence for fault in (await check_log(signer_of(vault).key)).faults] == [sentence]
