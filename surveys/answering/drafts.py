"""Answers put aside by their customer, to go on later. Sealed, read by nobody, shown to nobody: whoever opens the link
goes on behind them. Knows no page.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from crypto.vault import Vault
from surveys.answering.replaying import Given
from surveys.errors import LinkClosed
from surveys.outbox import write_tx
from surveys.tables import Draft, Invitation

DRAFT_COLUMN = "surveys_draft.answers"


@dataclass(frozen=True)
class PutAside:
    """at: the screen to go on at, by the name of its first question."""

    at: str
    given: Given = field(repr=False)

    def together_with(self, given: Given) -> dict[str, tuple[str, ...]]:
        """What was put aside and what was given since; the latter stands where both answer a question."""
        former = {name: tuple(values) for name, values in self.given.items()}
        return former | {name: tuple(values) for name, values in given.items() if any(values)}


def opened_draft(sealed: bytes, vault: Vault) -> PutAside:
    kept = json.loads(vault.open(DRAFT_COLUMN, sealed))
    return PutAside(kept["at"], {name: tuple(values) for name, values in kept["given"].items()})


async def put_aside(invitation_id: UUID, draft: PutAside, vault: Vault, today: date) -> None:
    """Keep these answers in place of any kept before. Raises LinkClosed once others were sent."""
    kept = {"at": draft.at, "given": _as_lists(draft.given)}
    row = Draft(
        id=uuid4(),
        invitation=invitation_id,
        sealed_answers=vault.seal(DRAFT_COLUMN, json.dumps(kept, ensure_ascii=False)),
        saved_on=today,
    )
    async with write_tx():
        if not await Invitation.exists().where(Invitation.id == invitation_id, Invitation.state == "open"):
            raise LinkClosed
        await Draft.insert(row).on_conflict(Draft.invitation, "DO UPDATE", [Draft.sealed_answers, Draft.saved_on])


async def begin_anew(invitation_id: UUID) -> None:
    async with write_tx():
        await Draft.delete().where(Draft.invitation == invitation_id)


def _as_lists(given: Given) -> Mapping[str, list[str]]:
    return {name: list(values) for name, values in given.items() if any(values)}
