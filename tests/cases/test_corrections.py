"""A customer's correction is checked at once: the claim says what was said last, and its findings follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from cases.claims import open_fact
from cases.tables import Claim, Finding
from crypto.vault import Vault
from surveys.answering.correcting import correct, open_answered
from tests.cases.books import ANSWERS, SOLD, TO_A_PERSON, answer, book_order, run_jobs

pytestmark = pytest.mark.usefixtures("database")


async def corrected(vault: Vault, before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> None:
    await book_order(vault)
    token, code = await answer(vault, SOLD, **before)
    now = datetime.now(UTC)
    await correct(await open_answered(token, code, vault, now), {**ANSWERS, **after}, "zh", vault, now)
    await run_jobs(vault)


async def states() -> dict[str, str]:
    return {row["kind"]: row["state"] for row in await Finding.select(Finding.kind, Finding.state)}


async def test_a_doubt_that_was_a_slip_is_withdrawn(vault: Vault) -> None:
    await corrected(vault, TO_A_PERSON, {})
    assert await states() == {"payee_not_company": "withdrawn"}


async def test_a_doubt_that_is_remembered_late_is_found(vault: Vault) -> None:
    await corrected(vault, {}, TO_A_PERSON)
    assert await states() == {"payee_not_company": "open"}


async def test_there_is_one_claim_and_it_says_what_was_said_last(vault: Vault) -> None:
    await corrected(vault, {}, TO_A_PERSON)
    (claim,) = await Claim.objects()
    assert open_fact(claim, vault).payee_kind == "personal"
