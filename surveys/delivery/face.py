"""What every way of sending looks like: a message in, one of three answers out. Knows no table and no way of sending."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

Outcome = Literal["sent", "refused", "later"]


class NotSentYet(Exception):
    """The sender asks for a later try; the row stays and is tried again."""


@dataclass(frozen=True)
class Message:
    """One message to one customer. id: the same when it is tried again, so that a sender may tell a repetition.

    number: 0 for the first, 1 and more for reminders. link holds the customer's secret: it goes into no log.
    """

    id: UUID
    address: str
    company: str
    link: str
    expires_on: date
    language: str = "zh"
    number: int = 0


class Sender(Protocol):
    """sent: handed over for good. refused: this address will never do. later: try again; nothing went out."""

    async def send(self, message: Message) -> Outcome: ...
