"""Who is left in peace: whoever said so, for ever, and addresses whose mail comes back. Knows no round's design.

Only the customer takes the wish back, with a link of theirs. Any link will do for either, answered or expired: whoever was
asked once must be able to end it. A mark is found by a blind token, and sealed beside it for the day the root key changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from crypto.links import link_digest
from crypto.vault import Vault
from surveys.campaigns.transactions import CONTACT_LABEL, Transaction, opened
from surveys.errors import LinkClosed
from surveys.outbox import write_tx
from surveys.tables import ContactMark, Delivery, Invitation

MARK_COLUMN = "surveys_contact_mark.contact"
Mark = Literal["opted_out", "bounced"]
How = Literal["link", "phone", "mail"]


@dataclass(frozen=True)
class Peace:
    """Whether somebody wants no more questions, as their own page says it."""

    is_wanted: bool


async def peace_of(token: str, vault: Vault) -> Peace:
    """What stands for whoever holds this link. Writes nothing. Raises LinkClosed for a link that is none of ours."""
    contacts = await _contacts_behind(token, vault)
    return Peace(bool(await marked("opted_out", contacts, vault)))


async def opt_out(token: str, vault: Vault, today: date, how: How = "link") -> None:
    """Never ask the holder of this link again; their open links close at once. Raises LinkClosed."""
    async with write_tx():
        await mark("opted_out", await _contacts_behind(token, vault), how, vault, today)


async def opt_in(token: str, vault: Vault) -> None:
    """The holder takes it back; links that closed stay closed. Raises LinkClosed."""
    async with write_tx():
        contacts = await _contacts_behind(token, vault)
        await ContactMark.delete().where(
            ContactMark.kind == "opted_out", ContactMark.contact_token.is_in(_tokens(contacts, vault))
        )


async def opt_out_invited(invitation_id: UUID, how: How, vault: Vault, today: date) -> None:
    """The same for somebody who said so to a person. Needs write_tx(), in which that person's act is noted."""
    row = await Invitation.objects().where(Invitation.id == invitation_id).first()
    if row is None:
        raise LinkClosed
    await mark("opted_out", opened(row.sealed_transaction, vault).contacts, how, vault, today)


async def mark(kind: Mark, contacts: Sequence[str], how: How, vault: Vault, today: date) -> None:
    """Needs write_tx(). Marking twice changes nothing; an opted-out contact's open invitations close."""
    for contact in contacts:
        await ContactMark.insert(
            ContactMark(
                id=uuid4(),
                kind=kind,
                contact_token=vault.token(CONTACT_LABEL, contact),
                sealed_contact=vault.seal(MARK_COLUMN, contact),
                how=how,
                since=today,
            )
        ).on_conflict((ContactMark.kind, ContactMark.contact_token), "DO NOTHING")
    if kind == "opted_out":
        await _close(_tokens(contacts, vault))


async def marked(kind: Mark, contacts: Sequence[str], vault: Vault) -> set[str]:
    """Which of these contacts carry the mark."""
    by_token = {vault.token(CONTACT_LABEL, contact): contact for contact in contacts}
    rows = (
        await ContactMark.select(ContactMark.contact_token).where(
            ContactMark.kind == kind, ContactMark.contact_token.is_in(list(by_token))
        )
        if by_token
        else []
    )
    return {by_token[bytes(row["contact_token"])] for row in rows}


async def contacts_marked(kind: Mark, vault: Vault) -> frozenset[str]:
    """Every contact with the mark, opened, for whoever chooses among many."""
    rows = await ContactMark.select(ContactMark.sealed_contact).where(ContactMark.kind == kind)
    return frozenset(vault.open(MARK_COLUMN, bytes(row["sealed_contact"])) for row in rows)


async def _contacts_behind(token: str, vault: Vault) -> tuple[str, ...]:
    row = await Invitation.objects().where(Invitation.token_digest == link_digest(token)).first()
    if row is None:
        raise LinkClosed
    transaction: Transaction = opened(row.sealed_transaction, vault)
    return transaction.contacts


async def _close(contact_tokens: Sequence[bytes]) -> None:
    rows = await Invitation.select(Invitation.id).where(
        Invitation.contact_token.is_in(list(contact_tokens)), Invitation.state == "open"
    )
    ids = [row["id"] for row in rows]
    if not ids:
        return
    await Invitation.update({Invitation.state: "opted_out"}).where(Invitation.id.is_in(ids), Invitation.state == "open")
    await drop_waiting(ids, "opted_out")


async def drop_waiting(invitation_ids: Sequence[UUID], problem: str) -> None:
    """Send nothing more to these; their sealed links go. Needs write_tx()."""
    await Delivery.update({Delivery.state: "dropped", Delivery.problem: problem, Delivery.sealed_token: None}).where(
        Delivery.invitation.is_in(list(invitation_ids)), Delivery.state == "waiting"
    )


def _tokens(contacts: Sequence[str], vault: Vault) -> list[bytes]:
    return [vault.token(CONTACT_LABEL, contact) for contact in contacts]
