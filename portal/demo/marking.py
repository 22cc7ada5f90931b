"""The mark that makes a data folder a demo's: the file `demo` in it. Without it nothing treats the folder as one.

The mark keeps what is printed again on later runs. In a demo nothing is secret; a real folder never has such a file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from crypto.receipts import Receipt
from portal.demo.company import DemoCompany
from portal.settings import Settings, SettingsError

NAME = "demo"
EDITION = 1  # raised when the company's stories change
_CODE = Path(__file__).parents[2]
_SQLITE = ("brightline.sqlite", "brightline.sqlite-wal", "brightline.sqlite-shm")


@dataclass(frozen=True)
class Mark:
    """What is known of a finished demo. totp_secrets by username; receipt: of the report that was answered."""

    edition: str
    made_on: date
    receipt: Receipt = field(repr=False)
    customer_token: str = field(repr=False)
    totp_secrets: Mapping[str, str] = field(repr=False)


def refuse_unmarked(settings: Settings) -> None:
    """BRIGHTLINE_DEMO=1 shows sign-in codes to anybody: only ever over a folder that `brightline demo` filled."""
    if not settings.demo:
        return
    _refuse_other_places(settings)
    if not (settings.data_dir / NAME).is_file():
        raise SettingsError(
            f"BRIGHTLINE_DEMO=1, but {settings.data_dir} holds no demo company: unset it, or run `brightline demo` first."
        )


def standing(settings: Settings) -> Mark | None:
    """The finished demo of this edition in the folder; None if it can be built there.

    Raises SettingsError if the folder holds anything that is not a demo's.
    """
    _refuse_other_places(settings)
    folder = settings.data_dir
    if (folder / NAME).is_file():
        mark = _read(folder / NAME)
        return mark if mark is not None and mark.edition == _edition() and settings.sqlite_path.exists() else None
    if folder.exists() and any(folder.iterdir()):
        raise SettingsError(f"{folder} is not empty and holds no demo: name another folder with --data.")
    return None


def make_room(settings: Settings) -> None:
    """Mark the folder before anything is in it, and clear an older or unfinished demo away. Call `standing` first."""
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / NAME, {"edition": ""})
    for name in (*_SQLITE, settings.root_key_file.name):
        (folder / name).unlink(missing_ok=True)


def finish(settings: Settings, company: DemoCompany) -> Mark:
    """Keep what later runs print; from here on the demo stands."""
    mark = Mark(
        edition=_edition(),
        made_on=company.today,
        receipt=company.receipt,
        customer_token=company.customer_token,
        totp_secrets={person.username: person.totp_secret for person in company.staff},
    )
    values = asdict(mark) | {
        "made_on": mark.made_on.isoformat(),
        "receipt": " ".join(mark.receipt.words("en")),
    }
    _write(settings.data_dir / NAME, values)
    return mark


def _refuse_other_places(settings: Settings) -> None:
    if settings.database_url is not None or settings.root_key_path is not None:
        raise SettingsError("The demo keeps everything in its own folder: unset DATABASE_URL and BRIGHTLINE_ROOT_KEY.")


def _edition() -> str:
    """Tells a demo of another schema: a digest of all migrations, and of the edition's number."""
    digest = hashlib.sha256(str(EDITION).encode())
    for path in sorted(_CODE.glob("*/piccolo_migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _read(path: Path) -> Mark | None:
    """None for the mark of a demo that was begun and never finished."""
    values = json.loads(path.read_text("utf-8"))
    if not values["edition"]:
        return None
    return Mark(
        edition=values["edition"],
        made_on=date.fromisoformat(values["made_on"]),
        receipt=Receipt.from_words(values["receipt"]),
        customer_token=values["customer_token"],
        totp_secrets=values["totp_secrets"],
    )


def _write(path: Path, values: Mapping[str, object]) -> None:
    """All or nothing: a half-written mark would be neither."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(values, indent=1), "utf-8")
    draft.chmod(0o600)
    os.replace(draft, path)
