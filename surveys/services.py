"""What a job may use besides the database: the vault, the mail server, the portal's address. Handed in, never looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

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


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """Handed to every job. `base_url` has no trailing slash; `mail` is None where no mail server is configured.

    recorded_channels: messages that are written down here instead of being sent (a demo's text messages).
    files_folder: where sealed files lie; None in a process that has none. watch_folder: where other programs put exports.
    """

    vault: Vault
    base_url: str
    mail: MailSettings | None = None
    recorded_channels: frozenset[str] = frozenset()
    files_folder: Path | None = None
    watch_folder: Path | None = None
    now: Callable[[], datetime] = field(default=utc_now)
