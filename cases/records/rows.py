"""One row of a file as a record of the contract, or as refusals. Decides; reads no file and stores nothing.

What a cell was read as is remembered a while: most cells of a million rows stand there thousands of times.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from cases.records.asides import read_aside, was_paid
from cases.records.cells import Cell, Record, Refused, Value, is_blank, shown
from cases.records.contract import CONTRACT, Column, Kind, field_name, has_made_numbers
from cases.records.dates import parse_day, parse_moment
from cases.records.headers import Header, scale_of
from cases.records.lines import OF_A_LINE, brought_together, filled_from, goes_on, whose_amount
from cases.records.making import Maker
from cases.records.numbers import NumbersSeen
from cases.records.refusals import Refusal, refuse
from cases.records.understood import Understood
from cases.records.values import (
    NOTES_LENGTH,
    account_key,
    parse_account,
    parse_key,
    parse_name,
    parse_number,
    parse_phone,
    parse_scaled,
    parse_text,
)
from cases.records.words import DEFAULTS, parse_word

_TOTALS = re.compile(
    r".{0,6}总(交易)?[单笔]数|总(收入|支出|借方|贷方)(笔数|金额)(\s*[:(].*)?|"
    r"(本页|本期|本月|全部)?(收入|支出|借方|贷方)(发生额|金额|笔数)?(合计|总计|小计|累计)(\s*[:(].*)?|"
    r"(本页|本期|本月|全部)?(合计|总计|小计|累计|汇总|共计|总合计)(\s*[:(].*|\d.*)?|(sub|grand )?total:?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(制表|审核|复核|导出|打印|备注|说明|注|.{0,6}(签字|签名|盖章)|账[户号]|截[止至]|期[初末]|余额).{0,12}:.*|[-=_*#~—.·]{4,}.*"
    r"|共.{0,4}\d+.{0,4}[笔条行项].*|[已待总]?(收入|支出|付款|退款|不计收支)(总?[笔额金]+数?|合计)?\s*[::].*"
    r"|(?i:confidential|copyright|(generated|exported|printed|run) (by|on|at|from)|page \d+ of \d+)\b.*|第.{0,4}页.*",
    re.DOTALL,
)
_EXAMPLE = re.compile(r"(填写)?(示例|样例|范例|例如|举例).{0,4}")
_NUMERIC = re.compile(r"[-+(]?[¥¥]?\s*[\d,. ]+\s*[元万%)]*")


_NOWHERE = sys.maxsize  # the position of a number that the file does not have
MOST_IN_FOOTER = 2
MOST_REMEMBERED = 4000  # cells of one column
LONGEST_REMEMBERED = 100  # characters: notes hardly ever come twice
_UNKNOWN: Value = object()  # type: ignore[assignment]  # no value of a cell


@dataclass(frozen=True)
class _Step:
    column: Column
    name: str
    position: int
    header: str
    parse: Callable[[Cell], Value]
    required: bool
    is_remembered: bool = True  # numbers of their own hardly ever come twice
    known: dict[Cell, Value] = field(default_factory=dict)


@dataclass
class RowReader:
    """Understands the rows of one file: remembers which numbers it has seen, so give every file a reader of its own."""

    kind: Kind
    header: Header
    mapping: Mapping[str, str]
    delimiter: str = ""
    _steps: list[_Step] = field(init=False)
    _key: str = field(init=False)
    _ways: list[tuple[int, str, dict[Cell, Value], _Step]] = field(init=False)
    _absent: Record = field(init=False)
    _asides: list[_Step] = field(init=False)
    _seen: NumbersSeen = field(init=False, default_factory=NumbersSeen)
    _own: tuple[int, ...] = field(init=False, default=())
    _shared: tuple[int, ...] = field(init=False, default=())
    _payment_marks: tuple[tuple[str, int], ...] = field(init=False, default=())
    _is_made: bool = field(init=False)
    _maker: Maker | None = field(init=False, default=None)
    _above: Sequence[Cell] = field(init=False, default=())
    _in_totals: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._is_made = has_made_numbers(self.kind, [name for name, header in self.mapping.items() if header])
        columns = [column for column in CONTRACT[self.kind] if self._has(column)]
        self._steps = [self._step(column) for column in columns if not column.is_aside]
        self._key = self._steps[0].name
        self._ways = [(step.position, step.name, step.known, step) for step in self._steps]
        self._asides = [self._step(column) for column in columns if column.is_aside]
        self._maker = Maker(self.kind, self._steps[0].header) if self._is_made else None
        if self.kind == "payments":
            marks = [step for step in self._asides if step.column.name in ("state", "direction")]
            self._payment_marks = tuple((step.column.name, step.position) for step in marks)
        if self.kind == "orders":
            lines = {step.position for step in self._steps if step.column.name in OF_A_LINE}
            self._own = tuple(step.position for step in self._steps if step.column.name in ("product", "amount"))
            self._shared = tuple(step.position for step in self._steps if step.position not in lines)
        self._absent = {
            field_name(column): DEFAULTS.get(f"{self.kind}.{column.name}")
            for column in CONTRACT[self.kind]
            if not column.is_aside and column not in columns
        }

    def _has(self, column: Column) -> bool:
        return bool(self.mapping.get(column.name)) or (self._is_made and column is CONTRACT[self.kind][0])

    def _step(self, column: Column) -> _Step:
        name = self.mapping.get(column.name)
        if not name:
            return _Step(column, field_name(column), _NOWHERE, "", parse_key, required=False)
        by_another = column.is_made or (column.type == "amount_or_refund" and "paid_out" in self.mapping)
        required = (column.required and not by_another) or (self._is_made and column.name == "answered_at")
        position = self.header.names.index(name)
        parser = self._parser(column, name)
        return _Step(column, field_name(column), position, name, parser, required, is_remembered=column.type != "key")

    def _parser(self, column: Column, name: str) -> Callable[[Cell], Value]:
        if column.type.startswith("amount"):
            return partial(parse_scaled, scale=scale_of(self.header, name), refunds=column.type == "amount_or_refund")
        if column.type == "words":
            return partial(parse_word, table=f"{self.kind}.{column.name}")
        return parse_number if (self.kind, column.type) == ("payments", "key") else _PARSERS[column.type]

    def belongs_to(self, above: Sequence[Cell], cells: Sequence[Cell]) -> bool:
        """Whether a row may be another product of the order of the row above: the same number, or none."""
        place = self._steps[0].position
        if self.kind != "orders" or place >= min(len(above), len(cells)):
            return False
        return is_blank(cells[place]) or shown(above[place]) == shown(cells[place])

    def understand(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[Understood]:
        """Decide about some rows below the header, which come after all that were asked about before."""
        return self._without_repeated([self._understood(row, cells) for row, cells in rows])

    def holds(self, numbers: Sequence[Value]) -> list[bool]:
        """Whether the rows so far held these numbers, refused ones among them."""
        seen = self._seen.holds(map(hash, numbers))
        return [hash(number) in seen for number in numbers]

    def _understood(self, row: int, cells: Sequence[Cell]) -> Understood:
        if self._payment_marks and not self._was_paid(cells):
            return Understood(row, skipped="unpaid")
        record, refusals = self._parse(row, cells)
        if refusals or self._is_no_number(record):
            skipped = self._not_a_record(cells)
            if skipped:
                self._in_totals = self._in_totals or skipped == "total"
                return Understood(row, skipped=skipped)
            if record.get(self._key) is None and self._goes_on(cells):
                cells = filled_from(self._above, cells, self._shared)
                record, refusals = self._parse(row, cells)
        self._above = cells
        refusals += self._misread(row, cells)
        if self._maker is not None:
            record[self._key] = self._maker.number(record.get(self._key), record)
        return Understood(row, record, tuple(refusals))

    def _is_no_number(self, record: Record) -> bool:
        """Looked at twice only where it does not end as numbers do: a million of them do."""
        key = str(record.get(self._key))
        if key.isascii() and key[-1:].isdigit():
            return False
        return bool(_TOTALS.fullmatch(key) or _EXAMPLE.fullmatch(key))

    def _was_paid(self, cells: Sequence[Cell]) -> bool:
        return all(was_paid(name, cells[place]) for name, place in self._payment_marks if place < len(cells))

    def _goes_on(self, cells: Sequence[Cell]) -> bool:
        return self.kind == "orders" and goes_on(self._above, cells, self._own, self._shared)

    def _parse(self, row: int, cells: Sequence[Cell]) -> tuple[Record, list[Refusal]]:
        record = self._absent.copy()
        refusals: list[Refusal] = []
        width = len(cells)
        for position, name, known, step in self._ways:
            cell = cells[position] if position < width else None
            value = known.get(cell, _UNKNOWN)
            if value is _UNKNOWN:
                try:
                    value = _parsed(step, cell)
                except Refused as refused:
                    refusals.append(_refusal(row, step, refused, cell))
                    continue
            record[name] = value
        if self._asides and not refusals:
            refusals += self._read_asides(row, cells, record)
        return record, refusals

    def _read_asides(self, row: int, cells: Sequence[Cell], record: Record) -> list[Refusal]:
        for step in self._asides:
            cell = cells[step.position] if step.position < len(cells) else None
            try:
                read_aside(self.kind, step.column.name, cell, record, scale_of(self.header, step.header))
            except Refused as refused:
                return [_refusal(row, step, refused, cell)]
        if self.kind == "payments" and record.get("amount_fen") is None:
            step = next(step for step in self._steps if step.name == "amount_fen")
            return [_refusal(row, step, Refused("missing"), None)]
        return []

    def _not_a_record(self, cells: Sequence[Cell]) -> str:
        filled = [text for text in map(shown, cells) if text]
        if not filled or all(is_blank(cell) for cell in cells):
            return "blank"
        first = filled[0].lstrip("# ")
        numeric = all(_NUMERIC.fullmatch(text) for text in filled)
        if _TOTALS.fullmatch(first):
            return "total"
        if [shown(cell) for cell in cells] == list(self.header.names[: len(cells)]):
            return "header"
        if (len(filled) <= MOST_IN_FOOTER and _FOOTER.fullmatch(first or filled[0])) or _EXAMPLE.fullmatch(first):
            return "footer"
        keyless = is_blank(cells[self._steps[0].position]) if self._steps[0].position < len(cells) else True
        return "total" if numeric and (keyless or self._in_totals) else ""

    def _misread(self, row: int, cells: Sequence[Cell]) -> list[Refusal]:
        """Signs that the row was cut wrongly: more cells than the header, or later rows glued into one cell."""
        width = len(self.header.names)
        if len(cells) > width and not all(map(is_blank, cells[width:])):
            return [refuse(row, "", "too_many_cells", {}, value=shown(cells[-1]))]
        if not self.delimiter or "\n" not in "".join(cells):  # type: ignore[arg-type]  # cells of a text are texts
            return []
        for name, cell in zip(self.header.names, cells, strict=False):
            if isinstance(cell, str) and "\n" in cell and self._holds_rows(cell, len(cells)):
                return [refuse(row, "", "rows_glued", {"rows": cell.count("\n")}, header=name, value=shown(cell))]
        return []

    def _holds_rows(self, cell: str, cells: int) -> bool:
        width = len(self.header.names)
        inner = any(line.count(self.delimiter) >= width - 1 for line in cell.split("\n")[1:-1])
        return inner or (cells < width and self.delimiter in cell)

    def _without_repeated(self, understood: Sequence[Understood]) -> list[Understood]:
        """The same number twice with other content is refused; a line that is the same throughout is no fault."""
        known = {
            one.row: (self._digest(number), _mark(one.record))
            for one in understood
            if one.record is not None and (number := one.record.get(self._key)) is not None
        }
        first = self._seen.first([(number, row, mark) for row, (number, mark) in known.items()])
        if not first:
            return [one if not one.refusals else one._replace(record=None) for one in understood]
        if self.kind == "orders":
            understood = self._brought_together(understood)
        return [self._held_against(one, known.get(one.row), first) for one in understood]

    def _brought_together(self, understood: Sequence[Understood]) -> list[Understood]:
        amount = self.mapping["amount"]
        return brought_together(understood, self._number_of, whose_amount(amount), amount)

    def _held_against(
        self, one: Understood, own: tuple[int, int] | None, first: Mapping[int, tuple[int, int]]
    ) -> Understood:
        if one.refusals or own is None or one.record is None:
            return one._replace(record=None)
        number, mark = own
        first_row, first_mark = first[number]
        if first_row == one.row:
            return one
        if first_mark == mark:
            return Understood(one.row, skipped="repeated")
        step = self._steps[0]
        facts: dict[str, str | int] = {"first": first_row}
        value = str(one.record[step.name])
        refusal = refuse(one.row, step.column.name, "duplicate_in_file", facts, header=step.header, value=value)
        return Understood(one.row, refusals=(refusal,))

    def _number_of(self, one: Understood) -> Value:
        return one.record.get(self._key) if one.record is not None else None

    def _digest(self, number: Value) -> int:
        return hash(account_key(str(number))) if self._key == "account" else hash(number)


def _mark(record: Record) -> int:
    return hash(tuple(record.values())) & 0xFFFFFFFF


def _parsed(step: _Step, cell: Cell) -> Value:
    value = step.parse(cell)
    if value is None and step.required:
        raise Refused("missing")
    if step.is_remembered and isinstance(cell, str) and len(cell) <= LONGEST_REMEMBERED:
        if len(step.known) >= MOST_REMEMBERED:
            step.known.clear()
        step.known[cell] = value
    return value


def _refusal(row: int, step: _Step, refused: Refused, cell: Cell) -> Refusal:
    return refuse(row, step.column.name, refused.code, refused.facts, header=step.header, value=shown(cell))


_PARSERS: dict[str, Callable[[Cell], Value]] = {
    "key": parse_key,
    "name": parse_name,
    "text": parse_text,
    "notes": partial(parse_text, limit=NOTES_LENGTH),
    "phone": parse_phone,
    "phone_or_four": partial(parse_phone, last_four=True),
    "moment": parse_moment,
    "day": parse_day,
    "account": parse_account,
}
