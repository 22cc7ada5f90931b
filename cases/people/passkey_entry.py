"""A passkey in the place of a code at sign-in. The password is tried before, elsewhere. Knows no page."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.people.authenticators import RelyingParty, read_answer, used
from cases.people.challenges import PasskeyWrong, issued_at, spend
from cases.people.tables import Passkey
from cases.tables import Staff
from crypto.vault import Vault
from surveys.outbox import write_tx


@dataclass(frozen=True)
class ShownPasskey:
    """What a browser brought in answer to a challenge; party: None where the portal has no name for passkeys."""

    text: str = field(repr=False)
    party: RelyingParty | None


async def accept_passkey(vault: Vault, staff: Staff, shown: ShownPasskey) -> None:
    """Spend the challenge and keep the authenticator's count. Raises PasskeyWrong.

    The slow part is reached only by whoever knows the id of one of this person's passkeys, which no page tells: how long
    an answer takes says nothing about a password.
    """
    answer = read_answer(shown.text)
    issued = issued_at(vault, "passkey-sign-in", staff.username, answer.challenge)
    mine = (Passkey.staff == staff.id) & (Passkey.credential_id == answer.credential_id)
    passkey = await Passkey.objects().where(mine).first()
    if passkey is None or shown.party is None:
        raise PasskeyWrong
    counter = await used(shown.party, answer, bytes(passkey.public_key), int(passkey.counter))
    async with write_tx():
        await spend(staff.id, issued)
        kept = (
            await Passkey.update({Passkey.counter: counter})
            .where(Passkey.id == passkey.id, Passkey.counter == passkey.counter)
            .returning(Passkey.id)
        )
        if not kept:
            raise PasskeyWrong
