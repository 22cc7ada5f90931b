"""Searches notes of orders and leads for words that go together, and files what they say: one finding a record, sealed.

Notes are opened in memory, a chunk at a time, in a thread; a finding keeps the words and never the text around them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID

from cases.crosscheck.engine import Finding as Doubt
from cases.crosscheck.many_texts import notice_all
from cases.crosscheck.sentences import Values
from cases.crosscheck.term_list import TermList
from cases.crosscheck.terms import Noticed, note_said, terms_said
from cases.filing import renew, withdraw
from cases.filing_records import LABEL, NOTES, detail_of, insert, note_subject
from cases.findings import open_detail
from cases.joining import is_open
from cases.records.ledger import SEARCH
from cases.records.noted import AT_ONCE, NOTED_KINDS, Noted, NotedKind, Wanted, noted, noted_numbered
from cases.tables import Finding
from cases.terms.versions import words_in_force
from crypto.vault import Vault
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

KIND = "sensitive_terms"
FILED_AT_ONCE = 100  # others get their turn between two transactions
_NUMBER: Mapping[NotedKind, str] = {"orders": "order_no", "leads": "lead_no"}


async def search_notes(payload: dict[str, Any], services: Services) -> None:
    """Job, after an import or its undoing: what this import changed last, then everything that was found before."""
    kind, vault, today = payload["kind"], services.vault, services.now().date()
    words = await words_in_force()
    rows = await noted(kind, Wanted(UUID(payload["import_id"])), payload.get("after", ""))
    await file_notes(kind, rows, vault, words, today)
    if len(rows) == AT_ONCE:
        rest = payload | {"after": rows[-1].number}
        async with write_tx():
            await enqueue(SEARCH, f"{payload['import_id']}:{rows[-1].number}", rest)
    else:
        await search_found_again(vault, words, today)


async def search_all_notes(vault: Vault, words: TermList, today: date) -> list[Doubt]:
    """The batch's: everything noted, and what was found before; answers what holds."""
    found: list[Doubt] = []
    for kind in NOTED_KINDS:
        after = ""
        while rows := await noted(kind, Wanted(), after):
            found += await file_notes(kind, rows, vault, words, today)
            after = rows[-1].number
    await search_found_again(vault, words, today)
    return found


async def file_notes(kind: NotedKind, rows: Sequence[Noted], vault: Vault, words: TermList, today: date) -> list[Doubt]:
    """Bring the findings of these records in line with what their notes say. Twice is as good as once."""
    if not rows:
        return []
    doubts, keys = await asyncio.to_thread(_searched, kind, rows, vault, words)
    known = await Finding.select(Finding.dedupe_key).where(Finding.dedupe_key.is_in([*keys]))
    concerned = iter([*doubts, *({row["dedupe_key"] for row in known} - set(doubts))])
    while some := list(islice(concerned, FILED_AT_ONCE)):
        async with write_tx():
            await _bring_in_line({key: doubts.get(key) for key in some}, vault, today)
    return list(doubts.values())


async def search_found_again(vault: Vault, words: TermList, today: date) -> None:
    """What was found in notes before: still there, and still said?"""
    async for rows in _filed():
        for kind, name in _NUMBER.items():
            filed = {number: row for row in rows if (number := open_detail(row, vault).get(name))}
            there = await noted_numbered(kind, filed)
            await file_notes(kind, list(there.values()), vault, words, today)
            for number in set(filed) - set(there):
                async with write_tx():
                    await _bring_in_line({filed[number].dedupe_key: None}, vault, today)


def _searched(
    kind: NotedKind, rows: Sequence[Noted], vault: Vault, words: TermList
) -> tuple[dict[str, Doubt], Sequence[str]]:
    """Doubts by the key of their finding, and the keys of all these records."""
    keys = [_key(kind, row.number, vault) for row in rows]
    texts = [row.opened(vault) for row in rows]
    return {keys[place]: _doubt(kind, rows[place], said) for place, said in notice_all(texts, words)}, keys


def _key(kind: NotedKind, number: str, vault: Vault) -> str:
    numbers = (number, None) if kind == "orders" else (None, number)
    return f"{NOTES}:{vault.token(LABEL, note_subject(KIND, *numbers)).hex()}"


def _doubt(kind: NotedKind, row: Noted, noticed: Noticed) -> Doubt:
    recorded: Values = {
        _NUMBER[kind]: row.number,
        "salesperson": row.salesperson,
        "store": row.store,
        **terms_said(noticed),
    }
    return Doubt(
        kind=KIND,
        grade=noticed.grade,
        order_no=row.number if kind == "orders" else None,
        lead_no=row.number if kind == "leads" else None,
        payment_no=None,
        salesperson=row.salesperson,
        probability=1.0,
        weights={},
        said={},
        recorded=recorded,
        summary=note_said(noticed, row.number, is_order=kind == "orders"),
    )


async def _bring_in_line(found: Mapping[str, Doubt | None], vault: Vault, today: date) -> None:
    """A finding of a case that was closed stays as it was decided upon. Needs write_tx()."""
    rows = {row.dedupe_key: row for row in await Finding.objects().where(Finding.dedupe_key.is_in([*found]))}
    for key, doubt in found.items():
        row = rows.get(key)
        if row is not None and row.case is not None and not await is_open(row.case):
            continue
        if doubt is None:
            if row is not None:
                await withdraw(row, today)
            continue
        detail = json.dumps(detail_of(doubt), ensure_ascii=False)
        if row is None:
            await insert(key, doubt, detail, vault, today)
        else:
            await renew(row, doubt, detail, vault, None, today)


async def _filed() -> AsyncIterator[list[Finding]]:
    after = UUID(int=0)
    while rows := (
        await Finding.objects()
        .where(Finding.kind == KIND, Finding.claim.is_null(), Finding.sealed_by == "vault", Finding.id > after)
        .order_by(Finding.id)
        .limit(AT_ONCE)
    ):
        yield [row for row in rows if row.dedupe_key.startswith(f"{NOTES}:")]
        after = rows[-1].id
