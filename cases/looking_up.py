"""Searching the company's records by one key, for a reason: found by blind tokens, opened into memory, always on record.

The record is written before anything is shown, with its log entry. Key and reason rest sealed and are read by auditors.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any  # JSON comes back untyped
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.errors import CaseError
from cases.masking import masked_phone
from cases.people.tables import LookUp
from cases.records.cells import Refused
from cases.records.dates import COMPANY_ZONE, day_of
from cases.records.finding import Found, Key, KeyKind, find
from cases.records.values import parse_account, parse_key, parse_name, parse_phone
from cases.tables import Staff
from cases.timeline import note_in_log
from crypto.vault import Vault
from surveys.outbox import write_tx

LOOK_UP_COLUMN = "look_up"
MANY_A_DAY = 20  # more than this and auditors see the day marked
LEAST_REASON, MOST_REASON = 4, 500  # characters
SHOWN = 500


class KeyUnclear(CaseError):
    sentence = "This cannot be searched for. Write it as it stands in the records: {example}."
    status = 422


class NameNeeded(CaseError):
    sentence = "Four digits are not enough to find somebody. Write the customer's name beside them."
    status = 422


class ReasonTooShort(CaseError):
    sentence = "Write why you look this up: a case number and what you want to know. Auditors read it."
    status = 422


@dataclass(frozen=True)
class PastLookUp:
    """One search, as an auditor reads it: the key only so far as it tells two of them apart."""

    day: date
    time: str
    who: str
    key_kind: str
    masked_key: str
    reason: str = field(repr=False)
    found: int
    is_one_of_many: bool  # that person's, on that day


def key_of(kind: str, text: str, name: str = "") -> Key:
    """What was typed, as the records spell it. Raises KeyUnclear, NameNeeded."""
    try:
        if kind == "order" and (number := parse_key(text)):
            return Key("order", number)
        if kind == "phone" and (phone := parse_phone(text, last_four=True)):
            return _phone(phone, parse_name(name))
        if kind == "name" and (known := parse_name(text)):
            return Key("name", known)
        if kind == "account" and (account := parse_account(text)):
            return Key("account", account)
    except Refused:
        pass
    raise KeyUnclear(example=EXAMPLES.get(kind, EXAMPLES["order"]))


EXAMPLES: Mapping[str, str] = {
    "order": "XS-2603-004211",
    "phone": "13800001234",
    "name": "王芳",
    "account": "6222 0000 0000 1234",
}


async def look_up(actor: Actor, key: Key, reason: str, vault: Vault, *, now: datetime | None = None) -> Found:
    """What the records hold under the key; the search is on record before this returns. Raises ReasonTooShort."""
    reason = reason.strip()[:MOST_REASON]
    if len(reason) < LEAST_REASON:
        raise ReasonTooShort
    now = now or datetime.now(UTC)
    found = await find(key, vault)
    words = json.dumps(
        {"salt": secrets.token_hex(16), "key": key.text, "name": key.name, "reason": reason}, ensure_ascii=False
    )
    row = LookUp(
        id=uuid4(),
        day=day_of(now),
        at=now,
        actor=actor.id,
        key_kind=key.kind,
        sealed_words=vault.seal(LOOK_UP_COLUMN, words),
        words_digest=hashlib.sha256(words.encode()).digest(),
        found=found.number,
    )
    async with write_tx():
        await LookUp.insert(row)
        await note_in_log(row, row.day)
    return found


async def past_look_ups(vault: Vault) -> tuple[PastLookUp, ...]:
    """Newest first, for auditors."""
    rows = await LookUp.objects().order_by(LookUp.at, ascending=False).limit(SHOWN)
    names = {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
    a_day = Counter((row.actor, row.day) for row in rows)
    return tuple(_past(row, names, a_day[row.actor, row.day] > MANY_A_DAY, vault) for row in rows)


async def look_ups_of_today(actor: Actor, today: date) -> int:
    return int(await LookUp.count().where(LookUp.actor == actor.id, LookUp.day == today))


def _phone(phone: str, name: str | None) -> Key:
    if len(phone) == 4 and not name:
        raise NameNeeded
    return Key("phone", phone, name if len(phone) == 4 else None)


def _past(row: LookUp, names: Mapping[UUID | None, str], is_one_of_many: bool, vault: Vault) -> PastLookUp:
    words = json.loads(vault.open(LOOK_UP_COLUMN, bytes(row.sealed_words)))
    return PastLookUp(
        day=row.day,
        time=row.at.astimezone(COMPANY_ZONE).strftime("%H:%M"),
        who=names.get(row.actor, ""),
        key_kind=row.key_kind,
        masked_key=_masked(row.key_kind, words),
        reason=words["reason"],
        found=row.found,
        is_one_of_many=is_one_of_many,
    )


def _masked(kind: KeyKind | str, words: Mapping[str, Any]) -> str:
    key = str(words["key"])
    if kind == "phone":
        return f"{masked_phone(key)} {words['name'][0]}*" if words["name"] else masked_phone(key)
    if kind == "name":
        return f"{key[0]}*"
    return f"…{key[-4:]}" if kind == "account" else key
