"""Seals rows anew under another root key, a few at a time, inside the caller's transaction; and what of surveys hangs on it.

The mechanism lives in the lowest package that has tables. It knows columns and labels, not what a row means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any  # a row's values are what the columns of its table take
from uuid import UUID

from piccolo.columns import Column
from piccolo.custom_types import Combinable
from piccolo.table import Table

from crypto.vault import Vault
from surveys.answering.drafts import DRAFT_COLUMN
from surveys.answering.files import CONTENT_COLUMN, NOTE_COLUMN
from surveys.answering.stored import ANSWERS_COLUMN
from surveys.campaigns.inviting import TOKEN_COLUMN
from surveys.campaigns.peace import MARK_COLUMN
from surveys.campaigns.transactions import CONTACT_LABEL, TRANSACTION_COLUMN, opened
from surveys.delivery.recording import ADDRESS_COLUMN, TEXT_COLUMN
from surveys.results.counting import SLIP_COLUMN, store_token
from surveys.results.slips import store_in
from surveys.results.sums import CELLS_COLUMN, NAME_COLUMN, PAIRS_COLUMN
from surveys.results.tables import ResultSlip, ResultSum
from surveys.tables import AnswerFile, ContactMark, Delivery, Draft, FormerAnswers, Invitation, Recorded, Response

ROWS_AT_ONCE = 500
FILES_AT_ONCE = 4  # of some megabytes each
Row = dict[str, Any]  # Any: bytes, text, numbers, dates and None by column
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Cells:
    """What of one table hangs on the root key.

    sealed: its sealed columns with their labels. made: what else is keyed, worked out by `make` from a row still sealed
    under the old key. only: the rows meant, where others are sealed to somebody else.
    """

    table: type[Table]
    sealed: Mapping[Column, str]
    made: tuple[Column, ...] = ()
    make: Callable[[Row, Vault, Vault], Row] | None = None
    only: Combinable | None = None
    at_once: int = ROWS_AT_ONCE


async def seal_anew(cells: Cells, old: Vault, new: Vault, progress: Progress) -> int:
    """Returns how many rows. Needs write_tx(). Raises WrongKey at the first cell that does not open under `old`."""
    done, last = 0, None
    while rows := await _rows_after(cells, last):
        for row in rows:
            await _write(cells.table, row["id"], _anew(cells, row, old, new))
        done, last = done + len(rows), rows[-1]["id"]
        progress(cells.table._meta.tablename, done)
    return done


async def _rows_after(cells: Cells, last: UUID | int | None) -> list[Row]:
    key = cells.table._meta.primary_key
    query = cells.table.select() if last is None else cells.table.select().where(key > last)
    query = query.where(cells.only) if cells.only is not None else query
    return list(await query.order_by(key).limit(cells.at_once))


def _anew(cells: Cells, row: Row, old: Vault, new: Vault) -> Row:
    values = {
        column._meta.name: new.seal_bytes(label, old.open_bytes(label, bytes(row[column._meta.name])))
        for column, label in cells.sealed.items()
        if row[column._meta.name]
    }
    return values | (cells.make(row, old, new) if cells.make else {})


async def _write(table: type[Table], row_id: UUID | int, values: Row) -> None:
    """By hand: a query built by Piccolo takes as long again as the sealing."""
    if values:
        names = ", ".join(f"{name} = {{}}" for name in values)
        await table.raw(f"UPDATE {table._meta.tablename} SET {names} WHERE id = {{}}", *values.values(), row_id)  # noqa: S608  # names of ours


def _contact(row: Row, old: Vault, new: Vault) -> Row:
    return {"contact_token": new.token(CONTACT_LABEL, opened(bytes(row["sealed_transaction"]), old).contact)}


def _marked(row: Row, old: Vault, new: Vault) -> Row:
    contact = old.open(MARK_COLUMN, bytes(row["sealed_contact"]))
    return {"contact_token": new.token(CONTACT_LABEL, contact)}


def _slip_store(row: Row, old: Vault, new: Vault) -> Row:
    store = store_in(old.open_bytes(SLIP_COLUMN, bytes(row["sealed_slip"])))
    return {"store_token": store_token(store, new)}


def _sum_store(row: Row, old: Vault, new: Vault) -> Row:
    return {"scope_token": store_token(old.open(NAME_COLUMN, bytes(row["sealed_name"])), new)}


_SUMS: Mapping[Column, str] = {
    ResultSum.sealed_name: NAME_COLUMN,
    ResultSum.sealed_cells: CELLS_COLUMN,
    ResultSum.sealed_pairs: PAIRS_COLUMN,
}
CELLS: tuple[Cells, ...] = (
    Cells(Invitation, {Invitation.sealed_transaction: TRANSACTION_COLUMN}, (Invitation.contact_token,), _contact),
    Cells(Response, {Response.sealed_answers: ANSWERS_COLUMN}),
    Cells(FormerAnswers, {FormerAnswers.sealed_answers: ANSWERS_COLUMN}),
    Cells(Draft, {Draft.sealed_answers: DRAFT_COLUMN}),
    Cells(
        AnswerFile,
        {AnswerFile.sealed_note: NOTE_COLUMN, AnswerFile.sealed_content: CONTENT_COLUMN},
        at_once=FILES_AT_ONCE,
    ),
    Cells(Delivery, {Delivery.sealed_token: TOKEN_COLUMN}),
    Cells(ContactMark, {ContactMark.sealed_contact: MARK_COLUMN}, (ContactMark.contact_token,), _marked),
    Cells(Recorded, {Recorded.sealed_address: ADDRESS_COLUMN, Recorded.sealed_text: TEXT_COLUMN}),
    Cells(
        ResultSlip,
        {ResultSlip.sealed_slip: SLIP_COLUMN, ResultSlip.sealed_next: SLIP_COLUMN},
        (ResultSlip.store_token,),
        _slip_store,
    ),
    Cells(ResultSum, _SUMS, (ResultSum.scope_token,), _sum_store, ResultSum.scope == "store"),
    Cells(ResultSum, _SUMS, only=ResultSum.scope != "store"),
)
