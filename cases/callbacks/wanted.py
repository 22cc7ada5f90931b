"""What somebody at the desk asks for: whom, how many, and how. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from crypto.vault import Vault
from surveys import Channel, Schedule

Frame = Literal["orders", "cancelled", "lost_leads", "dormant", "leaver", "seller", "list"]
FRAMES: tuple[Frame, ...] = ("orders", "cancelled", "lost_leads", "dormant", "leaver", "seller", "list")
# What the list of rounds calls those drawn from one salesperson's customers: why they were chosen is nobody else's business.
PRIVATE_FRAME = "group"
LONGEST_DAYS = 730


@dataclass(frozen=True)
class Wanted:
    """Whom to ask. days: how far back; share_percent: of everybody, at random; risk_picks: more, weighted by risk.

    The limits are never passed; 0 is none. pasted: for the frame "list", one number a line, with a mail address behind it
    if there is one. Empty store or salesperson means any.
    """

    frame: Frame
    days: int = 90
    store: str = ""
    salesperson: str = ""
    most: int = 50
    seed: str = ""
    pasted: str = ""
    share_percent: float = 5
    risk_picks: int = 0
    most_per_seller: int = 0
    most_per_store: int = 0

    @property
    def is_private(self) -> bool:
        """Whoever chooses one salesperson's customers may have a reason that the others must not guess."""
        return bool(self.salesperson) and self.frame != "list"

    @property
    def named_frame(self) -> str:
        return PRIVATE_FRAME if self.is_private else self.frame


@dataclass(frozen=True)
class Sending:
    """How to ask. goods: a category that helps the customer recall, or ""."""

    channel: Channel
    goods: str = ""
    language: str = "zh"
    form: str = "callback"
    name: str = ""
    schedule: Schedule = field(default_factory=Schedule)


def seeded(wanted: Wanted, vault: Vault, today: date) -> Wanted:
    """With a seed nobody chose: whoever counts again that day, with other limits, finds the same people in the same order."""
    if wanted.seed:
        return wanted
    said = f"{today.isoformat()}\n{wanted.frame}\n{wanted.store}\n{wanted.salesperson}"
    return replace(wanted, seed=vault.token("callback_seed", said).hex())
