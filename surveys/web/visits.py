"""What every page of the customer's door needs of a request, and what the portal hands it. Draws nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

from litestar.types import Method

from crypto.vault import Vault
from surveys.answering.nonces import form_id_of
from surveys.errors import FormStale
from surveys.forms import Form

READ: tuple[Method, ...] = ("GET", "HEAD")
MAX_BYTES = 64 << 10
ANSWER = "q."


class TrueAccount(Protocol):
    """One account the company really receives money on, as a customer may compare it."""

    @property
    def account(self) -> str: ...
    @property
    def holder(self) -> str | None: ...
    @property
    def bank(self) -> str | None: ...


TrueAccounts = Callable[[], Awaitable[Sequence[TrueAccount]]]


@dataclass(frozen=True)
class Visit:
    """Who is reading this page, now. asked: what of the address has to stay when the language is changed."""

    vault: Vault
    language: str
    now: datetime
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def switch_to(self) -> str:
        """The same page in the other language; relative, so that no page repeats its own link."""
        other = "zh" if self.language == "en" else "en"
        return f"?{urlencode({'lang': other, **self.asked})}"


def given_in(form: Form) -> dict[str, tuple[str, ...]]:
    """What a form carries of answers; a file that is to be left out again is not among them."""
    dropped = {f"{ANSWER}{name}" for name in form.texts("drop")}
    named = {name: values for name, values in form.fields.items() if name.startswith(ANSWER) and name not in dropped}
    return {name.removeprefix(ANSWER): values for name, values in named.items()}


def form_id_in(form: Form, visit: Visit) -> UUID | None:
    """Which form this browser was shown; None if that was too long ago, or never."""
    try:
        return form_id_of(form.text("nonce"), visit.vault, visit.now)
    except FormStale:
        return None
