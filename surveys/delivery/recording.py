"""Writes messages down here instead of sending them, where no way of sending is set up. Nothing leaves the machine.

The desk shows them under their true name. Addresses and texts rest sealed, since a text holds its customer's link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crypto.vault import Vault
from surveys.delivery.face import Message, Outcome
from surveys.delivery.sms import text_of
from surveys.outbox import write_tx
from surveys.tables import Recorded

ADDRESS_COLUMN = "surveys_recorded.address"
TEXT_COLUMN = "surveys_recorded.text"
KEPT_DAYS = 30
MOST_SHOWN = 100


@dataclass(frozen=True)
class RecordedMessage:
    """One message as it would have gone out."""

    channel: str
    address: str
    text: str
    recorded_at: datetime


class RecordingSender:
    """A sender that keeps what it is given."""

    def __init__(self, channel: str, vault: Vault, now: Callable[[], datetime]) -> None:
        self._channel, self._vault, self._now = channel, vault, now

    async def send(self, message: Message) -> Outcome:
        if not message.address.strip():
            return "refused"
        row = Recorded(
            id=message.id,
            channel=self._channel,
            sealed_address=self._vault.seal(ADDRESS_COLUMN, message.address),
            sealed_text=self._vault.seal(TEXT_COLUMN, text_of(message)),
            recorded_at=self._now().astimezone(UTC),
        )
        async with write_tx():
            await Recorded.delete().where(Recorded.recorded_at < row.recorded_at - timedelta(days=KEPT_DAYS))
            await Recorded.insert(row).on_conflict(Recorded.id, "DO NOTHING")
        return "sent"


async def recorded(vault: Vault, limit: int = MOST_SHOWN) -> list[RecordedMessage]:
    """The latest, newest first."""
    rows = await Recorded.objects().order_by(Recorded.recorded_at, ascending=False).limit(limit)
    return [
        RecordedMessage(
            row.channel,
            vault.open(ADDRESS_COLUMN, bytes(row.sealed_address)),
            vault.open(TEXT_COLUMN, bytes(row.sealed_text)),
            row.recorded_at,
        )
        for row in rows
    ]
