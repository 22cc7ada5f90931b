"""Opens a case: number, key, grants, first event and log leaf, in the caller's transaction. Reads no report."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from cases.errors import CaseError
from cases.grants import grant, new_case_key
from cases.staff import Recipient, recipients, recovery_public_key
from cases.tables import Case
from cases.timeline import note_event, note_in_log
from crypto.keys import seal_to

NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misheard on the phone
NUMBER_LENGTH = 4
ENDED = frozenset({"closed", "merged", "rejected_out_of_scope"})

CaseSource = Literal["report", "finding"]


class NobodyToRead(CaseError):
    sentence = "There is nobody who could read this case. An administrator has to set up an investigator first."
    status = 503


@dataclass(frozen=True)
class NewCase:
    """What a case starts from. The two tokens are blind; a case born of a report has neither."""

    source: CaseSource
    state: str
    channel: str = ""
    severity: int = 0
    subject_token: bytes | None = None
    salesperson_token: bytes | None = None
    recipients: Sequence[Recipient] | None = None  # None: every active investigator


@dataclass(frozen=True)
class OpenedCase:
    id: UUID
    number: str
    key: bytes = field(repr=False)


async def open_case(new: NewCase, today: date) -> OpenedCase:
    """Write a case with everything that belongs to it. Raises NobodyToRead; needs write_tx()."""
    people = await recipients() if new.recipients is None else new.recipients
    if not people:
        raise NobodyToRead
    opened = OpenedCase(uuid4(), await _free_number(today), new_case_key())
    await Case.insert(
        Case(
            id=opened.id,
            number=opened.number,
            source=new.source,
            channel=new.channel,
            state=new.state,
            severity=new.severity,
            recovery_case_key=seal_to(await recovery_public_key(), opened.key),
            subject_token=new.subject_token,
            salesperson_token=new.salesperson_token,
            opened_on=today,
        )
    )
    await grant(opened.id, opened.key, people)
    await note_event(opened.id, "opened", day=today, detail=new.source)
    await note_in_log("case_opened", opened.id, today)
    return opened


async def _free_number(today: date) -> str:
    """Random, so that a number tells nobody how many cases there were before it."""
    while True:
        letters = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(NUMBER_LENGTH))
        number = f"{today.year}-{letters}"
        if not await Case.exists().where(Case.number == number):
            return number
