"""Against floods, without asking anybody who they are: work for those with scripts, patience for those without. Decision 0016."""

from __future__ import annotations

from dataclasses import dataclass

from crypto.vault import Vault
from portal.floods.patience import Patience, TooSoon
from portal.floods.work import MOST_UNITS, Work, WorkAsked, WorkDone, WorkStale, WorkTooLittle

__all__ = [
    "MOST_UNITS",
    "Floods",
    "Patience",
    "TooSoon",
    "Work",
    "WorkAsked",
    "WorkDone",
    "WorkStale",
    "WorkTooLittle",
    "floods_over",
]


@dataclass(frozen=True)
class Floods:
    """What one process asks of those who send. Each kind is counted apart, so that neither makes the other wait."""

    work: Work
    patience: Patience


def floods_over(vault: Vault) -> Floods:
    """Keys hang on the root key: what one process handed out is good in another, and after a restart."""
    return Floods(Work(vault.subkey("work beacon")), Patience(vault.subkey("patience")))
