"""What the operator decides, read once from the environment and refused when it cannot be. Knows no request."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from portal.onion import is_onion_address
from surveys.services import MailSettings

DOORS = frozenset({"public", "desk"})
DEFAULT_DATA = "brightline-data"
NIGHTLY_HOUR = "3"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """One sentence an operator can act on. Never quotes a value that could be a secret."""


@dataclass(frozen=True)
class Settings:
    """Frozen for the life of the process.

    data_dir: folder of the database, the root key and nothing else. database_url: None is SQLite in the data folder.
    broker_url: None runs jobs inside the server. doors: which audiences this process answers.
    watch_folder: where other programs put their exports, to be imported (docs/import.md).
    nightly_hour: when the whole cross-check is run, in the company's time; None never.
    onion: the address of the same public pages in the Tor network (docs/onion.md).
    """

    data_dir: Path
    database_url: str | None = None
    broker_url: str | None = None
    root_key_path: Path | None = None
    base_url: str = "http://127.0.0.1:8000"
    doors: frozenset[str] = DOORS
    mail: MailSettings | None = None
    demo: bool = False
    onion: str | None = None
    watch_folder: Path | None = None
    nightly_hour: int | None = None

    @property
    def root_key_file(self) -> Path:
        return self.root_key_path or self.data_dir / "root.key"

    @property
    def sqlite_path(self) -> Path:
        return self.data_dir / "brightline.sqlite"

    @property
    def files_folder(self) -> Path:
        """Sealed files; where several machines serve one portal, a folder they share."""
        return self.data_dir / "files"

    @property
    def recorded_channels(self) -> frozenset[str]:
        """Messages that are written down instead of being sent: a demo's, so that nobody is written to."""
        return frozenset({"sms", "wecom"}) if self.demo else frozenset()

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str], data_dir: Path | None = None) -> Settings:
    """Settings from BRIGHTLINE_* , DATABASE_URL and BROKER_URL. Raises SettingsError with what to change."""
    data = data_dir or Path(environment.get("BRIGHTLINE_DATA") or DEFAULT_DATA)
    key_path = environment.get("BRIGHTLINE_ROOT_KEY")
    return Settings(
        data_dir=data.resolve(),
        database_url=_database_url(environment.get("DATABASE_URL")),
        broker_url=_broker_url(environment.get("BROKER_URL")),
        root_key_path=Path(key_path) if key_path else None,
        base_url=_base_url(environment.get("BRIGHTLINE_URL", "http://127.0.0.1:8000")),
        mail=_mail(environment),
        onion=_onion(environment.get("BRIGHTLINE_ONION")),
        watch_folder=_watch(environment.get("BRIGHTLINE_WATCH")),
        nightly_hour=_nightly(environment.get("BRIGHTLINE_NIGHTLY") or NIGHTLY_HOUR),
        demo=environment.get("BRIGHTLINE_DEMO") == "1",
    )


def doors_named(text: str) -> frozenset[str]:
    """ "public,desk" as a set. Raises SettingsError for a door that does not exist."""
    doors = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not doors or doors - DOORS:
        raise SettingsError("--doors takes public, desk, or public,desk")
    return doors


def _watch(value: str | None) -> Path | None:
    if not value:
        return None
    folder = Path(value).resolve()
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise SettingsError("BRIGHTLINE_WATCH must be a folder that is there, and in which this program may move files")
    return folder


def _nightly(value: str) -> int | None:
    if value == "off":
        return None
    if not (value.isascii() and value.isdecimal() and int(value) < 24):
        raise SettingsError("BRIGHTLINE_NIGHTLY must be an hour from 0 to 23, in China's time, or off")
    return int(value)


def _database_url(value: str | None) -> str | None:
    if not value:
        return None
    if not value.startswith(("postgresql://", "postgres://")):
        raise SettingsError("DATABASE_URL must start with postgresql:// (leave it unset for SQLite in the data folder)")
    return value


def _broker_url(value: str | None) -> str | None:
    if not value:
        return None
    if urlsplit(value).scheme not in {"redis", "rediss", "amqp", "amqps"}:
        raise SettingsError("BROKER_URL must start with redis:// or amqp:// (leave it unset to run jobs in the server)")
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("BRIGHTLINE_URL must be the address people type, such as https://speak.example.com")
    return value.rstrip("/")


def _onion(value: str | None) -> str | None:
    if value and not is_onion_address(value):
        raise SettingsError(
            "BRIGHTLINE_ONION must be http:// and the name in tor's file hostname, nothing more; see docs/onion.md"
        )
    return value or None


def _mail(environment: Mapping[str, str]) -> MailSettings | None:
    host = environment.get("BRIGHTLINE_SMTP_HOST")
    if not host:
        return None
    sender = environment.get("BRIGHTLINE_SMTP_SENDER", "")
    if "@" not in sender:
        raise SettingsError("BRIGHTLINE_SMTP_SENDER must be the mail address invitations come from")
    security = environment.get("BRIGHTLINE_SMTP_SECURITY", "starttls")
    if security not in {"tls", "starttls", "none"}:
        raise SettingsError("BRIGHTLINE_SMTP_SECURITY must be tls, starttls or none")
    if security == "none" and host not in LOOPBACK:
        raise SettingsError("BRIGHTLINE_SMTP_SECURITY=none is accepted for a mail server on this machine only")
    port = environment.get("BRIGHTLINE_SMTP_PORT", "587")
    if not port.isdecimal():
        raise SettingsError("BRIGHTLINE_SMTP_PORT must be a number")
    return MailSettings(
        host=host,
        port=int(port),
        sender=sender,
        username=environment.get("BRIGHTLINE_SMTP_USERNAME"),
        password=environment.get("BRIGHTLINE_SMTP_PASSWORD"),
        security=security,
    )
