"""Who of a list may be asked now, and why the others may not. Writes nothing; knows neither draw nor link."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from piccolo.custom_types import Combinable

from crypto.vault import Vault
from surveys.campaigns.peace import contacts_marked, marked
from surveys.campaigns.plans import Plan
from surveys.campaigns.transactions import CONTACT_LABEL, Transaction, opened
from surveys.tables import Invitation

COOL_DOWN_DAYS = 30

Skipped = Literal["asked_lately", "twice", "no_address", "opted_out", "bounced"]


@dataclass(frozen=True)
class Resting:
    """Whom not to ask now, opened, for whoever chooses among many: contacts, and subjects with a link or an answer."""

    asked_lately: frozenset[str]
    opted_out: frozenset[str]
    subjects: frozenset[tuple[str, str]]


async def askable(
    transactions: Sequence[Transaction], plan: Plan, vault: Vault, today: date
) -> tuple[int, Mapping[Skipped, int]]:
    """How many of a list would be asked now, and why the others would not."""
    chosen, skipped = await sorted_out(transactions, plan, vault, today)
    return len(chosen), skipped


async def resting(vault: Vault, today: date) -> Resting:
    """As it stands now; opens what was asked in the cool-down and every wish for peace."""
    lately = await Invitation.select(Invitation.sealed_transaction).where(_lately(today))
    subjects = await Invitation.select(Invitation.subject_kind, Invitation.subject_ref).where(_is_settled(today))
    contacts = [opened(bytes(row["sealed_transaction"]), vault).contacts for row in lately]
    return Resting(
        asked_lately=frozenset(contact for known in contacts for contact in known),
        opted_out=await contacts_marked("opted_out", vault),
        subjects=frozenset((row["subject_kind"], row["subject_ref"]) for row in subjects),
    )


async def sorted_out(
    transactions: Sequence[Transaction], plan: Plan, vault: Vault, today: date
) -> tuple[list[Transaction], Counter[Skipped]]:
    """Whom to ask, in the order of the list, and how many fell away for each reason."""
    asked = await _contacts_asked(transactions, vault, today)
    settled = await _subjects_settled(transactions, today)
    every_contact = [contact for transaction in transactions for contact in transaction.contacts]
    peaceful = await marked("opted_out", every_contact, vault)
    returned = await marked("bounced", every_contact, vault) if plan.channel == "mail" else set()
    chosen: list[Transaction] = []
    skipped: Counter[Skipped] = Counter()
    seen: set[str] = set()
    for one in transactions:
        if peaceful.intersection(one.contacts):
            skipped["opted_out"] += 1
        elif vault.token(CONTACT_LABEL, one.contact) in asked or (one.kind, one.ref) in settled:
            skipped["asked_lately"] += 1
        elif one.contact in seen:
            skipped["twice"] += 1
        elif not address_of(one, plan.channel):
            skipped["no_address"] += 1
        elif returned.intersection(one.contacts):
            skipped["bounced"] += 1
        else:
            seen.add(one.contact)
            chosen.append(one)
    return chosen, skipped


def address_of(transaction: Transaction, channel: str) -> str:
    """Where a message by this channel would go; a list is handed out by whoever made it, whatever is known."""
    if channel == "links":
        return transaction.contact
    return transaction.customer_email if channel == "mail" else transaction.customer_phone


def _lately(today: date) -> Combinable:
    return Invitation.invited_on > today - timedelta(days=COOL_DOWN_DAYS)


def _is_settled(today: date) -> Combinable:
    """Answered, or its link still open: nobody is asked about it again."""
    return (Invitation.state == "answered") | (Invitation.expires_on >= today)


async def _contacts_asked(transactions: Sequence[Transaction], vault: Vault, today: date) -> set[bytes]:
    if not transactions:
        return set()
    tokens = [vault.token(CONTACT_LABEL, transaction.contact) for transaction in transactions]
    rows = await Invitation.select(Invitation.contact_token).where(
        Invitation.contact_token.is_in(tokens), _lately(today)
    )
    return {bytes(row["contact_token"]) for row in rows}


async def _subjects_settled(transactions: Sequence[Transaction], today: date) -> set[tuple[str, str]]:
    if not transactions:
        return set()
    rows = await Invitation.select(Invitation.subject_kind, Invitation.subject_ref).where(
        Invitation.subject_ref.is_in([transaction.ref for transaction in transactions]), _is_settled(today)
    )
    return {(row["subject_kind"], row["subject_ref"]) for row in rows}
