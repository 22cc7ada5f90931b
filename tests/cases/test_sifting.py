"""The inbox of findings: what passes the sieve, in which order, what the counts say, and what leaves no trace."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any  # a builder takes any column
from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.findings import FINDING_COLUMN, FindingUnknown, finding_for
from cases.sifting import PAGE_SIZE, Sieve, Sifted, sieve_of, sift
from cases.sight import PERSON_LABEL, person_token
from cases.tables import Finding, Grant, Staff
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_case, make_staff

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 6, 1)
MANY = 10_000


@pytest.fixture
async def actor(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


def finding(vault: Vault, **changed: Any) -> Finding:
    """A hint about Zhang Wei without a case, found today."""
    summary = {"zh": "客户称曾被要求用个人微信继续联系", "en": "The customer says they were asked to go on in private"}
    values: dict[str, Any] = {
        "id": uuid4(),
        "kind": "private_contact",
        "grade": "hint",
        "store": "城东店",
        "sealed_by": "vault",
        "sealed_detail": vault.seal(FINDING_COLUMN, json.dumps({"summary": summary, "salesperson": "张伟"})),
        "salesperson_token": person_token(vault, "张伟"),
        "dedupe_key": str(uuid4()),
        "found_on": TODAY,
    }
    return Finding(**values | changed)


async def keep(*rows: Finding) -> None:
    async with write_tx():
        for start in range(0, len(rows), 500):
            await Finding.insert(*rows[start : start + 500])


async def seen(actor: Actor, vault: Vault, sieve: Sieve = Sieve(), page: int = 1) -> Sifted:  # frozen
    return await sift(actor, vault, "en", sieve, TODAY, page=page)


async def test_the_strongest_comes_first_then_the_newest(actor: Actor, vault: Vault) -> None:
    old, new = TODAY - timedelta(days=9), TODAY
    await keep(
        finding(vault, grade="hint", found_on=new),
        finding(vault, grade="finding", found_on=old),
        finding(vault, grade="review", found_on=new),
        finding(vault, grade="finding", found_on=new),
    )
    found = [(line.grade, line.found_on) for line in (await seen(actor, vault)).lines]
    assert found == [("finding", new), ("finding", old), ("review", new), ("hint", new)]


@pytest.mark.parametrize(
    "sieve",
    [
        Sieve(kind="no_order"),
        Sieve(grade="review"),
        Sieve(store="城西店"),
        Sieve(days=30),
        Sieve(state="dismissed"),
        Sieve(mark="wrong"),
        Sieve(mark="none", days=30),
    ],
    ids=str,
)
async def test_a_choice_shows_as_many_as_it_said(actor: Actor, vault: Vault, sieve: Sieve) -> None:
    old = {"found_on": TODAY - timedelta(days=60)}
    await keep(
        finding(vault, kind="no_order", **old),
        finding(vault, grade="review", mark="wrong", **old),
        finding(vault, store="城西店", mark="right", found_on=TODAY - timedelta(days=20)),
        finding(vault, state="dismissed", **old),
        finding(vault),
    )
    before = await seen(actor, vault)
    chosen = {name: value for name, value in vars(sieve).items() if value != getattr(Sieve(), name)}
    name, value = next(iter(chosen.items()))
    after = await seen(actor, vault, sieve)
    assert 0 < len(after.lines) == after.total <= before.counts[name][value]
    assert len(chosen) > 1 or after.total == before.counts[name][value]


async def test_a_page_holds_its_part_and_the_last_one_the_rest(actor: Actor, vault: Vault) -> None:
    await keep(*(finding(vault) for _ in range(PAGE_SIZE + 3)))
    first, last = await seen(actor, vault), await seen(actor, vault, page=9)
    assert (len(first.lines), len(last.lines), last.page) == (PAGE_SIZE, 3, 2)
    assert not {line.id for line in first.lines} & {line.id for line in last.lines}


async def test_a_finding_of_a_foreign_case_leaves_no_trace(actor: Actor, vault: Vault) -> None:
    case = await make_case(actor)
    await keep(finding(vault, case=case.id))
    stranger = await make_staff(vault, "investigator", username="stranger")
    assert (await seen(actor, vault)).total == 1
    mine = await seen(stranger, vault)
    assert (mine.lines, mine.total, any(mine.counts.values())) == ((), 0, False)


@pytest.mark.parametrize("spelled", ["Zhang", "張偉", "张伟", "as it was kept before"])
@pytest.mark.parametrize("username", ["zhang", "chief"])
async def test_whom_a_finding_is_about_and_who_stands_above_find_no_trace(
    actor: Actor, vault: Vault, username: str, spelled: str
) -> None:
    as_written = vault.token(PERSON_LABEL, "張偉")  # of a finding of before names were folded
    chief = await make_staff(vault, "investigator", username="chief")
    zhang = await make_staff(vault, "investigator", username="zhang")
    async with write_tx():
        await Staff.update({Staff.manager: chief.id, Staff.aliases: "张伟"}).where(Staff.id == zhang.id)
    token = as_written if spelled == "as it was kept before" else person_token(vault, spelled)
    row = finding(vault, salesperson_token=token)
    await keep(row)
    involved = {"zhang": zhang, "chief": chief}[username]
    assert (await seen(actor, vault)).total == 1
    assert (await seen(involved, vault)).total == 0
    with pytest.raises(FindingUnknown):
        await finding_for(involved, UUID(str(row.id)), vault)


async def test_whoever_loses_the_case_loses_its_findings(actor: Actor, vault: Vault) -> None:
    case = await make_case(actor)
    await keep(finding(vault, case=case.id))
    async with write_tx():
        await Grant.delete().where(Grant.case == case.id)
    assert (await seen(actor, vault)).total == 0


async def test_words_that_are_none_of_ours_let_everything_through() -> None:
    asked = {"kind": "x' OR 1=1", "grade": "huge", "days": "8", "state": "gone", "mark": "!", "place": "nowhere"}
    assert sieve_of(asked) == Sieve(state="")


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_of_ten_thousand_only_those_that_are_shown_are_opened(actor: Actor, vault: Vault) -> None:
    shown = [finding(vault, grade="review", store=f"{place} 店") for place in range(PAGE_SIZE)]
    unopenable = [
        finding(vault, grade=("hint", "finding")[place % 2], store=f"{place % 40} 店", sealed_detail=b"")
        for place in range(MANY)
    ]
    await keep(*shown, *unopenable)
    found = await seen(actor, vault, Sieve(grade="review", days=90))
    assert {line.id for line in found.lines} == {row.id for row in shown}
    assert (found.total, sum(found.counts["grade"].values())) == (PAGE_SIZE, PAGE_SIZE + MANY)
