"""Checks claims again: those listed, or those that what an import changed may bear on. Knows no rule.

A claim is touched by a record that has its number, its telephone or its names, is the order it was found to be about or
might be, or, where no order was found for sure, lies one slip or about a price away or tells of its day. Claims of
reports are left alone: their key is with people, not with the server.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID, uuid4

from cases.checking import check_claims
from cases.claims import open_fact
from cases.crosscheck.facts import ClaimFact
from cases.gathering import open_books, prices_near
from cases.matches import Meant, open_match
from cases.records import slips
from cases.records.changed import Changed, changed_by
from cases.records.tokens import Tokens, each_name, each_spelling
from cases.records.values import order_key
from cases.tables import Claim
from cases.unchecked import are_many
from crypto.vault import Vault
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

JOB = "recheck_claims"
LOOKED_AT_ONCE = 500
JOB_SECONDS = 20.0  # well within a job's time; the rest is a job of its own
PRICED_WITHIN = timedelta(days=130)
_FIRST = UUID(int=0)


async def recheck_claims(payload: dict[str, Any], services: Services) -> None:
    """Job: check the claims listed; else, of all claims of surveys and imports, those that an import touches.

    While many wait, those listed are left to a run of their own (unchecked.py).
    """
    if "claims" in payload and await are_many():
        return
    books, today = await open_books(services.vault), services.now().date()
    if "claims" in payload:
        listed = [UUID(claim) for claim in payload["claims"]]
        rows = await Claim.objects().where(Claim.id.is_in(listed), Claim.sealed_by == "vault") if listed else []
        await check_claims(rows, books, services.vault, today=today)
        return
    changed = await changed_by(UUID(payload["import_id"]), services.vault) if "import_id" in payload else None
    begun, last = time.monotonic(), UUID(payload.get("after") or str(_FIRST))
    while rows := await _claims_after(last):
        touched = _touched(await _ours(rows), changed, services.vault)
        await check_claims(touched, books, services.vault, today=today)
        last = rows[-1].id
        if time.monotonic() - begun > JOB_SECONDS:
            await _go_on(payload, last)
            return


async def _go_on(payload: dict[str, Any], last: UUID) -> None:
    rest = {"run": payload.get("import_id") or str(uuid4())} | payload | {"after": str(last)}
    async with write_tx():
        await enqueue(JOB, f"{rest['run']}:{last}", rest)


async def _claims_after(last: UUID) -> list[Claim]:
    return await (
        Claim.objects().where(Claim.sealed_by == "vault", Claim.id > last).order_by(Claim.id).limit(LOOKED_AT_ONCE)
    )


async def _ours(rows: Sequence[Claim]) -> Sequence[Claim]:
    """Without those that wait, while many do."""
    return [row for row in rows if row.checked] if await are_many() else rows


def _touched(rows: Sequence[Claim], changed: Changed | None, vault: Vault) -> list[Claim]:
    if changed is None:
        return list(rows)
    return [
        row
        for row in rows
        if not row.checked or is_touched(open_fact(row, vault), open_match(row, vault), changed, vault)
    ]


def is_touched(fact: ClaimFact, meant: Meant | None, changed: Changed, vault: Vault) -> bool:
    if meant is None or _is_named(fact, meant, changed) or _is_met(fact, changed, vault):
        return True
    return meant.grade != "match" and (fact.occurred_on in changed.days or _is_near(fact, changed, vault))


def _is_named(fact: ClaimFact, meant: Meant, changed: Changed) -> bool:
    numbers = (fact.order_no, fact.about_order_no, meant.order_no, *meant.near)
    if any(order_key(number) in changed.order_keys for number in numbers if number):
        return True
    return bool({fact.about_lead_no, meant.lead_no} & changed.lead_nos)


def _is_met(fact: ClaimFact, changed: Changed, vault: Vault) -> bool:
    phone, name = fact.customer_phone, fact.customer_name
    people = name, fact.salesperson
    met = {
        Tokens(vault).phone(phone),
        *each_spelling(vault, [name], lambda tokens: tokens.last_four_name(phone, name)),
        *each_spelling(vault, people, lambda tokens: tokens.name_salesperson(*people)),
    }
    payers = each_name(vault, name)
    return bool(met & changed.tokens) or not changed.payers.isdisjoint(payers)


def _is_near(fact: ClaimFact, changed: Changed, vault: Vault) -> bool:
    """As `gathering.widen` looks around a claim."""
    if changed.tokens & set(slips.phone_tokens(vault, fact.customer_phone)):
        return True
    if changed.order_keys & set(slips.variants(order_key(fact.order_no or ""))):
        return True
    prices = prices_near(fact)
    return prices is not None and any(_may_be(fact, seller, day) for seller, day in changed.priced(*prices))


def _may_be(fact: ClaimFact, seller: str, day: date) -> bool:
    if fact.salesperson and fact.salesperson != seller:
        return False
    return fact.occurred_on is None or abs(fact.occurred_on - day) <= PRICED_WITHIN
