"""Rows of a file understood a stretch at a time: those in which nothing is wrong together, column by column.

A row that is wrong somewhere is looked at alone, and so is every row where something is read from several columns. Knows
which numbers the file has held: the same number twice with other content is refused, a row that is the same throughout
is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import compress
from typing import NamedTuple, TypeAlias

from cases.records.abreast import REFUSED, columns_of
from cases.records.cells import Cell, Record, Value
from cases.records.contract import Kind
from cases.records.headers import Header
from cases.records.lines import brought_together, whose_amount
from cases.records.numbers import NumbersSeen
from cases.records.refusals import refuse
from cases.records.rows import RowReader
from cases.records.understood import Stretch, Understood, stretch_of
from cases.records.values import account_key

Rows: TypeAlias = Sequence[Sequence[Cell]]
Read: TypeAlias = Sequence[list[Value]]  # what the rows say, a column for each of the reader's steps


class Known(NamedTuple):
    """Rows that have a number, be they refused: their places, the numbers' digests, the rows, and marks of what these say."""

    places: Sequence[int] = ()
    digests: Sequence[int] = ()
    rows: Sequence[int] = ()
    marks: Sequence[int] = ()


class StretchReader:
    """One file, read through once from its first row below the header."""

    def __init__(self, kind: Kind, header: Header, mapping: Mapping[str, str], delimiter: str) -> None:
        self._kind = kind
        self._mapping = mapping
        self._width = len(header.names)
        self._reader = RowReader(kind, header, mapping, delimiter)
        self._seen = NumbersSeen()
        self._digest: Callable[[Value], int] = _account_digest if kind == "accounts" else hash

    def belongs_to(self, above: Sequence[Cell], cells: Sequence[Cell]) -> bool:
        """As a RowReader's."""
        return self._reader.belongs_to(above, cells)

    def holds(self, numbers: Sequence[Value]) -> list[bool]:
        """Whether the rows so far held these numbers, refused ones among them."""
        return [self._seen.holds(self._digest(number)) for number in numbers]

    def understand(self, numbers: Sequence[int], rows: Rows, *, has_lines: bool) -> Stretch:
        """Decide about the next rows; `numbers` are those of the rows themselves. has_lines: a cell may hold several."""
        columns = columns_of(rows, self._width)
        nothing: Sequence[Cell] = [""] * len(rows)
        steps = self._reader.steps
        read, refused = zip(
            *(step.read_all(nothing if step.position is None else columns[step.position]) for step in steps),
            strict=True,
        )
        doubtful: Collection[int] = range(len(rows))
        if not self._reader.is_each_alone:
            doubtful = (
                self._wrong(rows, refused) | self._odd(read[0]) | (self._with_lines(rows) if has_lines else set())
            )
        alone = self._understood_alone(doubtful, numbers, rows, read)
        known = self._known(numbers, read, alone)
        first = self._seen.first(known.digests, known.rows, known.marks)
        if not first and not self._reader.is_each_alone:
            return self._together(numbers, read, alone)
        each = [
            alone.get(place) or Understood(number, self._reader.said([column[place] for column in read]))
            for place, number in enumerate(numbers)
        ]
        return stretch_of(self._without_repeated(each, known, first))

    def _understood_alone(
        self, places: Collection[int], numbers: Sequence[int], rows: Rows, read: Read
    ) -> dict[int, Understood]:
        """What became of the rows that need it, by place."""
        alone: dict[int, Understood] = {}
        for place in sorted(places):
            if place and place - 1 not in alone:
                self._reader.follow(rows[place - 1])
            values = [column[place] for column in read]
            alone[place] = self._reader.understood(numbers[place], rows[place], values)
        if len(rows) - 1 not in alone:
            self._reader.follow(rows[-1])
        return alone

    def _wrong(self, rows: Rows, refused: Sequence[Sequence[int]]) -> set[int]:
        """Places of rows that hold what cannot be taken, or too many cells."""
        wrong = set().union(*refused)
        if max(map(len, rows)) > self._width:
            wrong |= {place for place, cells in enumerate(rows) if len(cells) > self._width}
        return wrong

    def _odd(self, keys: Sequence[Value]) -> set[int]:
        """Places of rows that may be no record. That every number ends as numbers do is told by one look."""
        texts = list(map(str, keys))
        if "".join(texts).isascii() and "".join([text[-1:] for text in texts]).isdigit():
            return set()
        return {place for place, key in enumerate(keys) if self._reader.is_no_number(key)}

    def _with_lines(self, rows: Rows) -> set[int]:
        """Places of rows in which a cell may hold the rows below it."""
        return {place for place, cells in enumerate(rows) if "\n" in "".join(cells)}  # type: ignore[arg-type]  # texts

    def _known(self, numbers: Sequence[int], read: Read, alone: Mapping[int, Understood]) -> Known:
        if not alone:
            return Known(range(len(numbers)), *self._told(numbers, read))
        known: dict[int, tuple[int, int, int]] = {}
        if not self._reader.is_each_alone:
            known.update(enumerate(zip(*self._told(numbers, read), strict=True)))
        for place, one in alone.items():
            number = self._number_of(one)
            if number is not None:
                known[place] = (self._digest(number), one.row, self._mark(one.record))
            else:
                known.pop(place, None)
        return Known(list(known), *zip(*known.values(), strict=True)) if known else Known()

    def _told(self, numbers: Sequence[int], read: Read) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        return list(map(self._digest, read[0])), numbers, list(map(hash, zip(*read, strict=True)))

    def _mark(self, record: Record | None) -> int:
        """The same for records that say the same; what was refused is no blank."""
        said = record or {}
        names: Collection[str] = said if self._reader.is_each_alone else [step.name for step in self._reader.steps]
        return hash(tuple(said.get(name, REFUSED) for name in names))

    def _together(self, numbers: Sequence[int], read: Read, alone: Mapping[int, Understood]) -> Stretch:
        """Rows of which no two have the same number."""
        others = [one._replace(record=None) for one in alone.values() if one.refusals or one.record is None]
        columns = {step.name: column for step, column in zip(self._reader.steps, read, strict=True)}
        for place, one in alone.items():
            for name, column in columns.items():
                column[place] = (one.record or {}).get(name)
        if others:
            left_out = {one.row for one in others}
            is_good = [number not in left_out for number in numbers]
            numbers = list(compress(numbers, is_good))
            columns = {name: list(compress(column, is_good)) for name, column in columns.items()}
        absent = {name: [value] * len(numbers) for name, value in self._reader.absent.items()}
        return Stretch(numbers, absent | columns, others)

    def _without_repeated(
        self, each: Sequence[Understood], known: Known, first: Mapping[int, tuple[int, int]]
    ) -> list[Understood]:
        if not first:
            return [one if not one.refusals else one._replace(record=None) for one in each]
        if self._kind == "orders":
            each = self._brought_together(each)
        own = dict(zip(known.places, zip(known.digests, known.marks, strict=True), strict=True))
        return [self._held_against(one, own.get(place), first) for place, one in enumerate(each)]

    def _brought_together(self, each: Sequence[Understood]) -> list[Understood]:
        amount = self._mapping["amount"]
        return brought_together(each, self._number_of, whose_amount(amount), amount)

    def _number_of(self, one: Understood) -> Value:
        return one.record.get(self._reader.key) if one.record is not None else None

    def _held_against(
        self, one: Understood, own: tuple[int, int] | None, first: Mapping[int, tuple[int, int]]
    ) -> Understood:
        """own: the digest of its number, and the mark of what it says."""
        if one.refusals or own is None or one.record is None:
            return one._replace(record=None)
        number, mark = own
        first_row, first_mark = first[number]
        if first_row == one.row:
            return one
        if first_mark == mark:
            return Understood(one.row, skipped="repeated")
        step = self._reader.steps[0]
        facts: dict[str, str | int] = {"first": first_row}
        value = str(one.record[step.name])
        refusal = refuse(one.row, step.column.name, "duplicate_in_file", facts, header=step.header, value=value)
        return Understood(one.row, refusals=(refusal,))


def _account_digest(number: Value) -> int:
    return hash(account_key(str(number)))
