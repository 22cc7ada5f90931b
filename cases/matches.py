"""Which record a claim was found to be about, and who sold it: kept sealed beside the claim, with a blind token of the name.

Only of claims the server may open; what a report says leaves no such trace.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from cases.crosscheck.engine import Verdict
from cases.crosscheck.facts import Candidates, ClaimFact
from cases.crosscheck.weights import DOUBT_PROBABILITY
from cases.records.bulk import update_rows
from cases.sight import person_token
from cases.tables import Claim
from crypto.vault import Vault

MATCH_COLUMN = "claim_match"
NEAR_KEPT = 6


@dataclass(frozen=True)
class Meant:
    """`grade`: of the match with the order, match | possible | none. `near`: other orders that could still be meant."""

    order_no: str | None
    lead_no: str | None
    grade: str
    salesperson: str | None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """One claim that was held against the records."""

    row: Claim
    fact: ClaimFact
    verdict: Verdict
    records: Candidates


def meant_by(fact: ClaimFact, verdict: Verdict, records: Candidates) -> Meant:
    match = verdict.match
    order = next((one for one in records.orders if one.order_no == match.order_no), None)
    lead_no = next((one.lead_no for one in verdict.findings if one.lead_no), None)
    lead = next((one for one in records.leads if one.lead_no == lead_no), None)
    seller = order.salesperson if order else lead.salesperson if lead else None
    near = [one.order_no for one in verdict.candidates if one.order_no and one.probability >= DOUBT_PROBABILITY]
    others = tuple(number for number in near[:NEAR_KEPT] if number != match.order_no)
    return Meant(match.order_no, lead_no, match.grade, seller or fact.salesperson, others)


def open_match(claim: Claim, vault: Vault) -> Meant | None:
    """None before the claim was checked, and for one that a report made."""
    if claim.sealed_match is None:
        return None
    return meant_in(vault.open(MATCH_COLUMN, bytes(claim.sealed_match)))


def meant_in(text: str) -> Meant:
    values = json.loads(text)
    return Meant(**{**values, "near": tuple(values["near"])})


def is_known(one: Checked, vault: Vault) -> bool:
    """Whether what came of it is what stands beside the claim already."""
    if not one.row.checked:
        return False
    return one.row.sealed_by != "vault" or open_match(one.row, vault) == meant_by(one.fact, one.verdict, one.records)


async def note_matches(held: Sequence[Checked], vault: Vault) -> None:
    """Write down of each claim that it was checked, and what it is about; what is known already is not written again.

    Needs write_tx().
    """
    new = [one for one in held if not is_known(one, vault)]
    own = [one for one in new if one.row.sealed_by == "vault"]
    await update_rows(
        Claim,
        (Claim.sealed_match, Claim.salesperson_token, Claim.is_matched, Claim.checked),
        [_row(one, vault) for one in own],
    )
    of_reports = [one.row.id for one in new if one.row.sealed_by != "vault"]
    if of_reports:
        await Claim.update({Claim.checked: True}).where(Claim.id.is_in(of_reports))


def _row(one: Checked, vault: Vault) -> tuple[UUID, bytes, bytes | None, bool, bool]:
    meant = meant_by(one.fact, one.verdict, one.records)
    sealed = vault.seal(MATCH_COLUMN, json.dumps(asdict(meant), ensure_ascii=False))
    return one.row.id, sealed, person_token(vault, meant.salesperson), meant.grade == "match", True
