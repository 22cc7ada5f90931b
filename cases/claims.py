"""Claims as sealed rows: one from a survey response, from an opened report's structured part, or from imported rows.

What surveys and imports say is sealed under the vault, so that a worker can check it; what a report says is sealed under
its case key and can be read only while somebody has the case open. Storing the same claim twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, get_args  # Any: a field takes what its type says; one reader serves all fields
from uuid import UUID, uuid4

from cases.crosscheck.facts import Answer, ClaimFact, PayeeKind, Received, Source
from cases.grants import open_under
from cases.records.bulk import insert_rows, update_rows
from cases.records.cells import Cell, Record, Refused
from cases.records.dates import parse_day
from cases.records.ledger import Counts
from cases.records.values import parse_account, parse_amount, parse_key, parse_name, parse_phone, parse_text
from cases.tables import Claim
from crypto.keys import encrypt
from crypto.vault import Vault
from surveys import Received as Response
from surveys import said, subject_of
from surveys.outbox import enqueue

CLAIM_COLUMN = "claim"
JOB_SIZE = 100
RUNNING_DIGITS = 6
ANSWERED_AT = "answered_at"  # tells answers of two surveys apart; how an import's question was worded is not known
_DAYS = ("occurred_on", "answered_on")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "bought": get_args(Answer),
    "payee_kind": get_args(PayeeKind),
    "received": get_args(Received),
    "invoice": get_args(Answer),
    "private_contact": get_args(Answer),
    "private_discount": get_args(Answer),
    "coached": get_args(Answer),
}


def fact_of_texts(claim_no: str, source: Source, texts: Mapping[str, str], **known: Any) -> ClaimFact:
    """A claim from typed text by the contract's column names. What cannot be read is left out: it still stands where
    the person wrote it. `known` are fields already in their own type."""
    read: dict[str, Any] = {}
    for name, text in texts.items():
        value = _read(name, text)
        if value is not None:
            read["amount_fen" if name == "amount" else name] = value
    return ClaimFact(claim_no=claim_no, source=source, **(read | known))


async def store_response_claims(responses: Sequence[Response], vault: Vault) -> list[UUID]:
    """The claims of these; their rows' ids. What a customer corrected takes the place of what it said before.

    Needs write_tx()."""
    facts = {f"response:{response.id}": _fact_of_response(response, vault) for response in responses}
    known = {row.source_key: row for row in await Claim.objects().where(Claim.source_key.is_in(list(facts)))}
    new = []
    for response, (key, fact) in zip(responses, facts.items(), strict=True):
        row = known.get(key)
        if row is not None and open_fact(row, vault) == fact:
            continue
        sealed = vault.seal(CLAIM_COLUMN, _text_of(fact))
        if row is None:
            new.append(row := _row(fact, key, response.answered_on))
            row.sealed_by, row.sealed_fact = "vault", sealed
        else:
            row.sealed_fact, row.stated_on, row.checked = sealed, response.answered_on, False
            await row.save([Claim.sealed_fact, Claim.stated_on, Claim.checked])
    return await _store_once(new, list(facts))


def _fact_of_response(response: Response, vault: Vault) -> ClaimFact:
    about = subject_of(response)
    return fact_of_texts(
        str(response.id),
        "phone" if response.by_phone else "survey",
        said(response, vault),
        about_order_no=about[1] if about and about[0] == "order" else None,
        about_lead_no=about[1] if about and about[0] == "lead" else None,
        answered_on=response.answered_on,
    )


async def store_report_claim(
    case_id: UUID, report_id: UUID, texts: Mapping[str, str], case_key: bytes, received_on: date
) -> UUID:
    """The claim in the structured part of an opened report, sealed under the case key. No clear token of any kind."""
    fact = fact_of_texts(str(report_id), "report", texts)
    row = _row(fact, f"report:{report_id}", received_on)
    row.case, row.sealed_by = case_id, "case"
    row.sealed_fact = encrypt(case_key, _text_of(fact).encode(), _context(row.id))
    return (await _store_once([row], [row.source_key]))[0]


async def store_claims(rows: list[Record], vault: Vault) -> Counts:
    """Imported claims, by claim_no: a repeated row changes nothing, a changed one replaces what it said and is checked
    again. Needs write_tx(); the checking is a job."""
    counts, changed = await _store_changed(rows, vault)
    await ask_for_check(changed)
    return counts


async def keep_claims(rows: list[Record], vault: Vault) -> Counts:
    """The same, and nobody is asked to check them. Needs write_tx()."""
    return (await _store_changed(rows, vault))[0]


async def _store_changed(rows: list[Record], vault: Vault) -> tuple[Counts, list[UUID]]:
    facts = [_fact_of_record(row) for row in rows]
    keys = list(map(_source_key, rows))
    known = {row.source_key: row for row in await Claim.objects().where(Claim.source_key.is_in(keys))}
    today = datetime.now(UTC).date()
    created, updated = [], []
    for fact, key in zip(facts, keys, strict=True):
        row = known.get(key)
        if row is None:
            known[key] = row = _row(fact, key, today)
            created.append(row)
        elif open_fact(row, vault) == fact:
            continue
        else:
            updated.append(row)
        row.source, row.sealed_by, row.checked = fact.source, "vault", False
        row.sealed_fact = vault.seal(CLAIM_COLUMN, _text_of(fact))
    await insert_rows(created)
    await update_rows(
        Claim,
        (Claim.source, Claim.sealed_fact, Claim.checked),
        [(row.id, row.source, row.sealed_fact, False) for row in updated],
    )
    counts = Counts(len(created), len(updated), len(rows) - len(created) - len(updated))
    return counts, [row.id for row in (*created, *updated)]


async def ask_for_check(claims: list[UUID]) -> None:
    """Have these claims checked by jobs, a few at a time."""
    for start in range(0, len(claims), JOB_SIZE):
        part = [str(claim) for claim in claims[start : start + JOB_SIZE]]
        await enqueue("recheck_claims", f"claims:{uuid4()}", {"claims": part})


def open_fact(row: Claim, vault: Vault, case_key: bytes | None = None) -> ClaimFact:
    """What the claim says. A claim of a report needs its case key."""
    if row.sealed_by == "vault":
        text = vault.open(CLAIM_COLUMN, bytes(row.sealed_fact))
    else:
        text = open_under(case_key or b"", bytes(row.sealed_fact), _context(row.id)).decode()
    values = json.loads(text)
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    return ClaimFact(**values)


def _fact_of_record(record: Record) -> ClaimFact:
    values: dict[str, Any] = {name: value for name, value in record.items() if value and name != ANSWERED_AT}
    return ClaimFact(**values)


def _source_key(record: Record) -> str:
    """What makes an imported claim the same one: its number. Tools number the answers of every survey from 1, so that
    a plain number says so only together with the moment of the answer."""
    number, answered_at = str(record["claim_no"]), record.get(ANSWERED_AT)
    is_running = number.isdigit() and len(number) <= RUNNING_DIGITS and answered_at
    return f"import:{number}@{answered_at}" if is_running else f"import:{number}"


async def _store_once(rows: Sequence[Claim], keys: Sequence[str]) -> list[UUID]:
    """Those that are new; the ids of all these keys, in this order. Somebody else may have written one meanwhile."""
    if rows:
        await Claim.insert(*rows).on_conflict(Claim.source_key, "DO NOTHING")
    stored = await Claim.select(Claim.id, Claim.source_key).where(Claim.source_key.is_in(list(keys)))
    ids = {row["source_key"]: UUID(str(row["id"])) for row in stored}
    return [ids[key] for key in keys]


def _row(fact: ClaimFact, source_key: str, stated_on: date) -> Claim:
    return Claim(id=uuid4(), source=fact.source, source_key=source_key[:120], stated_on=stated_on)


def _text_of(fact: ClaimFact) -> str:
    values = {name: value for name, value in asdict(fact).items() if value is not None}
    for name in _DAYS:
        if name in values:
            values[name] = values[name].isoformat()
    return json.dumps(values, ensure_ascii=False)


def _context(claim_id: UUID) -> bytes:
    return b"claim:" + claim_id.bytes


def _read(name: str, text: str) -> object:
    if name in _WORDS:
        return text if text in _WORDS[name] else None
    reader = _READERS.get(name)
    if reader is None:
        return None
    try:
        return reader(text)
    except Refused:
        return None


def _phone(cell: Cell) -> str | None:
    return parse_phone(cell, last_four=True)


_READERS: Mapping[str, Callable[[Cell], object]] = {
    "order_no": parse_key,
    "customer_name": parse_name,
    "customer_phone": _phone,
    "salesperson": parse_name,
    "store": parse_name,
    "product": parse_name,
    "amount": parse_amount,
    "occurred_on": parse_day,
    "payee_name": parse_name,
    "payee_account": parse_account,
    "text": parse_text,
}
