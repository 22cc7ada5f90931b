"""What a job may use besides the database: the vault, the mail server, the portal's address. Handed in, never looked up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from crypto.vault import Vault


@dataclass(frozen=True)
class MailSettings:
    """A mail server. `security` is "tls", "starttls" or "none"; "none" is refused for any host but loopback."""

    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = None
    security: str = "starttls"


@dataclass(frozen=True)
class CleanFile:
    """A customer's file without what names its makers."""

    data: bytes = field(repr=False)
    media_type: str
    removed: tuple[str, ...] = ()


class Cleans(Protocol):
    """Takes a file as it comes and cleans it away from this process. Raises surveys' FileNotTaken, which quotes nothing."""

    async def __call__(self, pieces: AsyncIterator[bytes], filename: str) -> CleanFile: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """Handed to every job, and to pages. `base_url` has no trailing slash; `mail` is None where no mail server is configured.

    recorded_channels: messages that are written down here instead of being sent (a demo's text messages).
    files_folder: where sealed files lie; None in a process that has none. watch_folder: where other programs put exports.
    nightly_hour: when the server has everything checked, in the company's time; None never.
    clean: None in a process that takes no files of customers.
    """

    vault: Vault
    base_url: str
    mail: MailSettings | None = None
    recorded_channels: frozenset[str] = frozenset()
    files_folder: Path | None = None
    watch_folder: Path | None = None
    nightly_hour: int | None = None
    clean: Cleans | None = None
    now: Callable[[], datetime] = field(default=utc_now)
