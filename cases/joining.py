"""Decides which case a doubt belongs to: one about the same order or lead, else about the same salesperson, else a new one.

Found by blind tokens, among cases born of surveys only: a case born of a report carries no token that could be searched.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cases.naming import key_of, keys_of
from cases.opening import ENDED, NewCase, open_case
from cases.readers import is_left_out
from cases.staff import Recipient, recipients
from cases.tables import Case, Organisation
from crypto.vault import Vault

FIRST_STATE = "triage"
SUBJECT_LABEL = "case_subject"
PERSON_LABEL = "case_salesperson"


async def case_about(subject: str | None, salesperson: str | None, vault: Vault, today: date) -> UUID | None:
    """The open case for a doubt about this order or lead ("order:XS-1") and salesperson; opened if there is none.

    None while nobody could read it: the finding then waits in the list. Needs write_tx().
    """
    about = vault.token(SUBJECT_LABEL, subject) if subject else None
    person = vault.token(PERSON_LABEL, key_of(salesperson)) if salesperson else None
    await _take_turns()
    found = await _open_case_with("subject_token", about) or await _open_case_with("salesperson_token", person)
    if found is not None:
        return found
    if not await recipients():
        return None
    readers = await _impartial(salesperson or "")
    new = NewCase(
        "finding", FIRST_STATE, channel="crosscheck", subject_token=about, salesperson_token=person, recipients=readers
    )
    return (await open_case(new, today)).id


async def _impartial(salesperson: str) -> tuple[Recipient, ...]:
    """Everybody who reads, without whoever bears the salesperson's name or stands above them; all, if nobody were left."""
    people, keys = await recipients(), keys_of([salesperson])
    return tuple(person for person in people if not is_left_out(person, (), keys)) or people


async def is_open(case_id: UUID) -> bool:
    """True while people still work on the case."""
    return await Case.exists().where(Case.id == case_id, Case.state.not_in(sorted(ENDED)))


async def _open_case_with(column: str, token: bytes | None) -> UUID | None:
    if token is None:
        return None
    row = (
        await Case.select(Case.id)
        .where(
            Case.source == "finding",
            getattr(Case, column) == token,
            Case.state.not_in(sorted(ENDED)),
        )
        .order_by(Case.opened_on, Case.id)
        .first()
    )
    return UUID(str(row["id"])) if row else None


async def _take_turns() -> None:
    """Two doubts about one person at once must not open two cases: a row lock on PostgreSQL, a no-op on SQLite."""
    await Organisation.update({Organisation.name: Organisation.name}, force=True)
