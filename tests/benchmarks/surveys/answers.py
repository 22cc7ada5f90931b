"""Sealed answers and their slips by the million, straight into the tables: as the portal writes them, in random order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from crypto.keys import encrypt_all
from crypto.padding import pad_cell
from crypto.vault import Vault
from surveys.answering.stored import ANSWERS_COLUMN, Answers, answers_text
from surveys.results.counting import OWN, SLIP_COLUMN, store_token
from surveys.results.layout import layout_of
from surveys.results.slips import Slip, packed, slip_of
from tests.surveys.results.making import FORM

STORES, DAYS, AT_ONCE = 40, 700, 50_000
KINDS = 400  # of different answers, each given by many
REMARKS = ("还不错", "送货师傅很准时，就是安装等了两天", "让我加微信，说可以便宜", "")
RESPONSE = (
    "INSERT INTO surveys_response (id, version, kind, language, sealed_answers, answered_on, keep_until, channel, revision) "
    "VALUES (?, ?, 'open', 'zh', ?, ?, '2099-01-01', 'page', 1)"
)
SLIP = (
    "INSERT INTO surveys_result_slip (id, version, store_token, month, waiting, sealed_slip) VALUES (?, ?, ?, ?, 0, ?)"
)


def write_answers(path: Path, version: UUID, vault: Vault, count: int) -> None:
    """Of the last two years, of every store; each counted with its store."""
    today = datetime.now(UTC).date()
    chance = np.random.default_rng(5)
    tokens = [store_token(_store(number), vault) for number in range(STORES)]
    texts, slips = zip(*_kinds(), strict=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        for start in range(0, count, AT_ONCE):
            size = min(AT_ONCE, count - start)
            chosen, ago = chance.integers(0, KINDS, size).tolist(), chance.integers(1, DAYS, size).tolist()
            days = [today - timedelta(days=one) for one in ago]
            ids = [str(uuid4()) for _ in range(size)]
            answers = _sealed(vault, ANSWERS_COLUMN, [texts[one] for one in chosen])
            counted = _sealed(vault, SLIP_COLUMN, [slips[one] for one in chosen])
            stores = [tokens[one % STORES] for one in chosen]
            connection.executemany(RESPONSE, zip(ids, [str(version)] * size, answers, map(str, days), strict=True))
            months = [str(day.replace(day=1)) for day in days]
            connection.executemany(SLIP, zip(ids, [str(version)] * size, stores, months, counted, strict=True))
            connection.commit()


def _kinds() -> Iterator[tuple[bytes, bytes]]:
    """What is sealed of a response, and of its slip."""
    chance, layout = np.random.default_rng(7), layout_of(FORM)
    for number in range(KINDS):
        said = {
            "likely": str(chance.integers(0, 11)),
            "happy": str(chance.integers(1, 6)),
            "way": ("shop", "phone", "web")[chance.integers(0, 3)],
            "remark": REMARKS[number % len(REMARKS)],
        }
        store = _store(number % STORES)
        slip = slip_of(layout, said, 1.0, store)
        counted = Slip(slip.weight, slip.parts, tuple(OWN if part else 0 for part in slip.parts), store)
        yield pad_cell(answers_text(Answers(said, place={"store": store})).encode()), packed(layout, counted)


def _sealed(vault: Vault, column: str, contents: Sequence[bytes]) -> list[bytes | None]:
    return encrypt_all(vault.subkey(f"seal:{column}"), contents, column.encode())


def _store(number: int) -> str:
    return f"Store {number}"
