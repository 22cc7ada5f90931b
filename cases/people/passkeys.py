"""Somebody's own passkeys: made, named and removed, each time with the password. Signing in with one is passkey_entry.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.errors import CaseError
from cases.people.account import refuse_wrong_password
from cases.people.authenticators import RelyingParty, read_answer, registered
from cases.people.challenges import PasskeyWrong, issued_at, new_challenge, spend, unpadded
from cases.people.record import note_act
from cases.people.tables import Passkey
from cases.records.dates import day_of
from crypto.vault import Vault
from surveys.outbox import write_tx

MOST_PASSKEYS = 10
MOST_NAME = 60
_LONGEST_ID_BYTES = 1023  # WebAuthn's own limit


class PasskeysUnavailable(CaseError):
    sentence = (
        "Browsers know passkeys only at an address with a name and https, and this portal has none. "
        "Your authenticator's codes work."
    )
    status = 422


class TooManyPasskeys(CaseError):
    """facts: most."""

    sentence = "You have {most} passkeys, and more are not kept. Remove one first."
    status = 422


class PasskeyNameless(CaseError):
    sentence = "A passkey needs a name by which you know it again. Nothing was added; please start once more."
    status = 422


class PasskeyUnknown(CaseError):
    sentence = "This passkey is not there any more. Nothing was changed."
    status = 422


@dataclass(frozen=True)
class OwnPasskey:
    id: UUID
    name: str
    added: date


@dataclass(frozen=True)
class Offer:
    """What a browser needs to make one. handle: the person, to the authenticator; known: ids of those it must not double."""

    party: RelyingParty
    challenge: str
    handle: str
    known: tuple[str, ...]


async def passkeys_of(staff_id: UUID) -> tuple[OwnPasskey, ...]:
    rows = await Passkey.objects().where(Passkey.staff == staff_id).order_by(Passkey.added_on, Passkey.name)
    return tuple(OwnPasskey(row.id, row.name, row.added_on) for row in rows)


async def offer_passkey(vault: Vault, actor: Actor, party: RelyingParty | None, password: str) -> Offer:
    """Changes nothing yet; good for minutes. Raises PasskeysUnavailable, PasswordWrong, TooSoon, TooManyPasskeys."""
    if party is None:
        raise PasskeysUnavailable
    await refuse_wrong_password(vault, actor, password)
    await _refuse_many(actor)
    rows = await Passkey.select(Passkey.credential_id).where(Passkey.staff == actor.id)
    return Offer(
        party,
        new_challenge(vault, "passkey-registration", str(actor.id)),
        unpadded(actor.id.bytes),
        tuple(unpadded(bytes(row["credential_id"])) for row in rows),
    )


async def add_passkey(vault: Vault, actor: Actor, party: RelyingParty | None, name: str, brought: str) -> None:
    """brought: the browser's answer to an offer. Raises PasskeysUnavailable, PasskeyNameless, PasskeyWrong, TooManyPasskeys."""
    if party is None:
        raise PasskeysUnavailable
    if not name.strip():
        raise PasskeyNameless
    answer = read_answer(brought)
    issued = issued_at(vault, "passkey-registration", str(actor.id), answer.challenge)
    made = await registered(party, answer)
    row = Passkey(
        id=uuid4(),
        staff=actor.id,
        name=" ".join(name.split())[:MOST_NAME],
        credential_id=made.credential_id,
        public_key=made.public_key,
        counter=made.counter,
        added_on=day_of(datetime.now(UTC)),
    )
    async with write_tx():
        await spend(actor.id, issued)
        await _refuse_many(actor)
        if len(made.credential_id) > _LONGEST_ID_BYTES or await _is_there(made.credential_id):
            raise PasskeyWrong
        await Passkey.insert(row)
        await note_act("passkey_added", actor.id, actor=actor.id)


async def remove_passkey(vault: Vault, actor: Actor, passkey_id: UUID, password: str) -> None:
    """From here on it signs in no more. Raises PasswordWrong, TooSoon, PasskeyUnknown for what is not one's own."""
    await refuse_wrong_password(vault, actor, password)
    async with write_tx():
        gone = await Passkey.delete().where(Passkey.id == passkey_id, Passkey.staff == actor.id).returning(Passkey.id)
        if not gone:
            raise PasskeyUnknown
        await note_act("passkey_removed", actor.id, actor=actor.id)


async def _refuse_many(actor: Actor) -> None:
    if await Passkey.count().where(Passkey.staff == actor.id) >= MOST_PASSKEYS:
        raise TooManyPasskeys(most=MOST_PASSKEYS)


async def _is_there(credential_id: bytes) -> bool:
    return bool(await Passkey.exists().where(Passkey.credential_id == credential_id))
