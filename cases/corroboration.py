"""Finds and files what several people say by themselves of one salesperson or payee. Knows keys and grants, not the rule.

Nobody learns of a case by it that they could not open: what is found in a case rests on claims of that case, on findings
without a case, and on claims of other cases only while everybody who holds the one holds the others too.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID, uuid4

from piccolo.query.functions import Count

from cases.claims import open_fact
from cases.crosscheck.corroborating import KIND, SIGNS, Exposure, Sign, corroborations, sign_of
from cases.crosscheck.engine import Finding as Doubt
from cases.crosscheck.engine import trusted
from cases.filing import renew, withdraw
from cases.filing_records import ACROSS, LABEL, WITHIN, corroborated_subject, detail_of, insert
from cases.findings import open_detail
from cases.opening import ENDED
from cases.tables import Case, Claim, Finding, Grant
from cases.weights.versions import active_weighing
from crypto.vault import Vault
from surveys.outbox import enqueue, is_waiting, write_tx
from surveys.services import Services

JOB = "corroborate"
CHUNK_ROWS = 500
_FIRST = UUID(int=0)
_Place = UUID | None  # a case, or none


@dataclass(frozen=True)
class Told:
    """A sign, and the case its finding is in."""

    sign: Sign
    place: _Place


@dataclass(frozen=True)
class _Wanted:
    """One row to be: where, under which key, saying what."""

    key: str
    place: _Place
    doubt: Doubt


async def ask_for_corroboration() -> None:
    """Have everything compared again soon, once for many changes at a time. Needs write_tx()."""
    if not await is_waiting(JOB):
        await enqueue(JOB, str(uuid4()), {})


async def corroborate(payload: dict[str, Any], services: Services) -> None:
    """Job: bring what is corroborated in line with what was said."""
    await store_corroborations(services.vault, services.now().date())


async def store_corroborations(vault: Vault, today: date) -> tuple[Doubt, ...]:
    """What holds now, filed. Twice is as good as once."""
    told = await read_signs(vault)
    weighing = await active_weighing()
    exposure = await exposure_of([one.sign for one in told])
    holders = await _holders({one.place for one in told if one.place})
    found = _wanted(told, holders, exposure, vault)
    wanted = {one.key: replace(one, doubt=trusted(one.doubt, weighing)) for one in found}
    known = {row.dedupe_key: row for row in await _rows()}
    for key, one in wanted.items():
        async with write_tx():
            await _bring_in_line(known.get(key), one, vault, today)
    gone = [row for key, row in known.items() if key not in wanted]
    ended = await _ended({row.case for row in gone if row.case})
    for row in gone:
        if row.case not in ended:
            async with write_tx():
                await withdraw(row, today)
    return tuple(one.doubt for one in wanted.values())


async def withdraw_across(case_id: UUID, today: date) -> None:
    """Somebody is being let into the case who may not hold the others; what they may see is found anew. Needs write_tx()."""
    for row in await Finding.objects().where(Finding.case == case_id, Finding.dedupe_key.like(f"{ACROSS}:%")):
        await withdraw(row, today)
    await ask_for_corroboration()


async def read_signs(vault: Vault) -> list[Told]:
    """Every sign that is still open, of claims the server may read."""
    found: list[Told] = []
    last = _FIRST
    while rows := await _signs_after(last):
        last = rows[-1].id
        ended = await _ended({row.case for row in rows if row.case})
        rows = [row for row in rows if row.case not in ended]
        claims = await Claim.objects().where(Claim.id.is_in(list({row.claim for row in rows}))) if rows else []
        found += await asyncio.to_thread(_told, rows, {claim.id: claim for claim in claims}, vault)
    return found


async def _signs_after(last: UUID) -> list[Finding]:
    """A chunk of the findings that are signs: of a hundred thousand claims they are too many to hold at once."""
    rows: list[Finding] = (
        await Finding.objects()
        .where(
            Finding.claim.is_not_null(),
            Finding.sealed_by == "vault",
            Finding.state == "open",
            Finding.mark != "wrong",
            Finding.kind.is_in(list(SIGNS)),
            Finding.id > last,
        )
        .order_by(Finding.id)
        .limit(CHUNK_ROWS)
    )
    return rows


def _told(rows: Sequence[Finding], claims: Mapping[UUID, Claim], vault: Vault) -> list[Told]:
    facts = {claim_id: open_fact(claim, vault) for claim_id, claim in claims.items()}
    found = []
    for row in rows:
        name = open_detail(row, vault)["salesperson"]
        token = bytes(row.salesperson_token).hex() if row.salesperson_token else None
        sign = sign_of(facts[row.claim], str(row.claim), row.kind, name, token)
        if sign is not None:
            found.append(Told(sign, row.case))
    return found


async def exposure_of(signs: Sequence[Sign]) -> Exposure:
    """By blind token, as claims keep it."""
    counted = (
        await Claim.select(Claim.salesperson_token, Count())
        .where(Claim.sealed_by == "vault", Claim.salesperson_token.is_not_null())
        .group_by(Claim.salesperson_token)
    )
    signed: dict[str, set[str]] = defaultdict(set)
    for sign in signs:
        if sign.seller:
            signed[sign.seller].add(sign.claim)
    return Exposure(
        {bytes(row["salesperson_token"]).hex(): int(row["count"]) for row in counted},
        {token: len(claims) for token, claims in signed.items()},
        len({sign.claim for sign in signs if sign.payee}),
    )


def _wanted(
    told: Sequence[Told], holders: Mapping[UUID, frozenset[UUID]], exposure: Exposure, vault: Vault
) -> Iterator[_Wanted]:
    """Of one subject, what rests on more goes before what rests on a part of that."""
    found: dict[str, list[tuple[frozenset[str], _Wanted]]] = defaultdict(list)
    for place, pool in _pools(told, holders):
        place_of = {one.sign.claim: one.place for one in pool}
        for subject, doubt, claims in corroborations([one.sign for one in pool], exposure):
            if place is None and doubt.salesperson is None:
                continue  # about several people: who must not see it could not be told
            is_across = any(place_of[claim] not in (place, None) for claim in claims)
            about = corroborated_subject(doubt.salesperson, _payee_of(doubt))
            key = f"{ACROSS if is_across else WITHIN}:{place or 'free'}:{vault.token(LABEL, about).hex()}"
            found[subject].append((claims, _Wanted(key, place, doubt)))
    for several in found.values():
        kept: list[frozenset[str]] = []
        for claims, one in sorted(several, key=lambda pair: (-len(pair[0]), pair[1].key)):
            if not any(claims <= others for others in kept):
                kept.append(claims)
                yield one


def _payee_of(doubt: Doubt) -> str | None:
    payee = doubt.recorded["payee_account"]
    return str(payee) if payee else None


def _pools(told: Sequence[Told], holders: Mapping[UUID, frozenset[UUID]]) -> Iterator[tuple[_Place, list[Told]]]:
    """By case, what everybody knows who holds it, as far as it is about whom the case is about."""
    subjects: dict[_Place, set[str]] = defaultdict(set)
    about: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        for subject in {one.sign.seller, one.sign.payee} - {None}:
            subjects[one.place].add(str(subject))
            about[str(subject)].append(number)
    for place in sorted(subjects, key=str):
        numbers = sorted({number for subject in subjects[place] for number in about[subject]})
        yield place, _seen_from(place, [told[number] for number in numbers], holders)


def _seen_from(place: _Place, told: Sequence[Told], holders: Mapping[UUID, frozenset[UUID]]) -> list[Told]:
    here = holders.get(place, frozenset()) if place else frozenset()
    return [one for one in told if one.place in (place, None) or (place and here <= holders[one.place])]


async def _holders(case_ids: set[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {case_id: set() for case_id in case_ids}
    if case_ids:
        for row in await Grant.select(Grant.case, Grant.staff).where(Grant.case.is_in(list(case_ids))):
            found[row["case"]].add(row["staff"])
    return {case_id: frozenset(people) for case_id, people in found.items()}


async def _rows() -> Sequence[Finding]:
    rows: Sequence[Finding] = await Finding.objects().where(
        Finding.claim.is_null(), Finding.kind == KIND, Finding.sealed_by == "vault"
    )
    return rows


async def _bring_in_line(row: Finding | None, one: _Wanted, vault: Vault, today: date) -> None:
    detail = json.dumps(detail_of(one.doubt), ensure_ascii=False)
    if row is None:
        await insert(one.key, one.doubt, detail, vault, today, case_id=one.place)
    else:
        await renew(row, one.doubt, detail, vault, None, today)


async def _ended(case_ids: set[UUID]) -> frozenset[UUID]:
    if not case_ids:
        return frozenset()
    rows = await Case.select(Case.id).where(Case.id.is_in(list(case_ids)), Case.state.is_in(sorted(ENDED)))
    return frozenset(row["id"] for row in rows)
