"""What the busiest handlers of the reporter's door take, in one value: Litestar starts a task for each of several."""

from __future__ import annotations

from dataclasses import dataclass

from cases.evidence.files import FileStore
from portal.floods import Floods


@dataclass(frozen=True)
class AtTheDoor:
    """language: the reader's; the rest is the application's own."""

    language: str
    store: FileStore
    floods: Floods
