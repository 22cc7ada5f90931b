"""The short queue of those without scripts: a form remembers since when it is there, and in a flood a new one waits a little.

The time is in the form alone. Whoever writes for longer than the wait never notices.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.errors import PortalError
from portal.floods.load import Load

QUIET_ARRIVALS = 240.0  # two a second for two minutes: no company's own people write that fast
ARRIVALS_PER_SECOND = 20.0
MOST_SECONDS = 60
MARK_BYTES = 16
_SINCE = struct.Struct(">Q")


class TooSoon(PortalError):
    """facts: seconds, for how long to wait."""

    sentence = (
        "Very many are writing right now. Nothing was sent yet, and nothing you wrote is lost: "
        "it stands below. Please wait for {seconds} seconds and press the button again."
    )
    status = 503


@dataclass
class Patience:
    """What this process asks of forms without scripts: nothing in quiet times, in a flood up to a minute since they were made."""

    key: bytes = field(repr=False)
    load: Load = field(default_factory=Load)
    now: Callable[[], float] = lambda: time.time()  # looked up when it is asked for: a test may move it

    def ticket(self, form: bytes) -> str:
        """Since when this form is there. form: what makes it the only one of its kind."""
        return self._ticket(int(self.now()), form)

    def kept(self, ticket: str, form: bytes) -> str:
        """The same ticket, or one from now on if it is missing or not ours."""
        return ticket if self._since(ticket, form) is not None else self.ticket(form)

    def refuse_haste(self, ticket: str, form: bytes) -> None:
        """Raises TooSoon."""
        since = self._since(ticket, form)
        self.refuse_young(0.0 if since is None else self.now() - since)

    def refuse_young(self, age_seconds: float) -> None:
        """Raises TooSoon."""
        left = math.ceil(self._wait() - max(age_seconds, 0.0))
        if left > 0:
            raise TooSoon(seconds=left)

    def note_arrival(self) -> None:
        self.load.note()

    def _wait(self) -> float:
        return min(MOST_SECONDS, max(0.0, (self.load.level - QUIET_ARRIVALS) / ARRIVALS_PER_SECOND))

    def _ticket(self, since: int, form: bytes) -> str:
        raw = _SINCE.pack(since)
        mark = hashlib.blake2b(raw + form, key=self.key, digest_size=MARK_BYTES).digest()
        return base64.urlsafe_b64encode(raw + mark).decode()

    def _since(self, ticket: str, form: bytes) -> int | None:
        try:
            (since,) = _SINCE.unpack_from(base64.urlsafe_b64decode(ticket.encode()))
        except (ValueError, struct.error):
            return None
        return int(since) if hmac.compare_digest(ticket.encode(), self._ticket(since, form).encode()) else None
