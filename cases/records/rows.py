"""One row of a file as a record of the contract, or as refusals. Decides; reads no file and stores nothing.

Knows rows one at a time, and of those before only the last; stretches.py brings them together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from cases.records.abreast import REFUSED, Step
from cases.records.asides import read_aside, was_paid
from cases.records.cells import Cell, Record, Refused, Value, is_blank, shown
from cases.records.contract import CONTRACT, Column, Kind, field_name, has_made_numbers
from cases.records.dates import parse_day, parse_moment
from cases.records.headers import Header, scale_of
from cases.records.lines import OF_A_LINE, filled_from, goes_on
from cases.records.making import Maker
from cases.records.refusals import Refusal, refuse
from cases.records.understood import Understood
from cases.records.usual import ACCOUNTS, KEYS, NAMES, NUMBERS, PHONES, Usual
from cases.records.values import (
    NOTES_LENGTH,
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
    r".{0,6}总(交易)?[单笔]数|总(收入|支出|借方|贷方)(笔数|金额)?(\s*[:(].*)?|"
    r".{0,4}(收入|支出|借方|贷方)(发生额|金额|笔数)?(合计|总计|小计|累计)(\s*[:(].*)?|"
    r".{0,8}(合计|总计|小计|累计|汇总|共计|总合计)([笔条件人]?数量?|金额)?(\s*[:(].*|\d.*)?|.{0,4}(日均|月均|平均值?|均值)|sub-?totals?\b.*"
    r"|(\w+ ){0,2}(sub-?)?totals?"
    r"( (received|amount|paid|orders|sales|payments|receipts|(credit|debit|for |of |in ).*)|\s*[:(-].*)?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(制[表单]|填[表报]|编制|统计|审[核批]|批准|复核|导出|打印|会计|财务|出纳|主管|负责|经办|记[账帐]|柜员|操作员|备注|说明|注|.{0,6}(签字|签名|盖章)|账[户号]|截[止至]|期[初末]|余额).{0,12}:.*|[-=_*#~—.·]{4,}.*"
    r"|\W*(以上)?共.{0,4}\d+.{0,4}[笔条行项单].*|[已待总]?(收入|支出|付款|退款|不计收支)(总?[笔额金]+数?|合计)?\s*[::].*"
    r"|(?i:confidential|copyright|(generated|exported|printed|prepared|checked|reviewed|approved|created|run)"
    r" (by|on|at|from)"
    r"|page \d+ of \d+"
    r"|(opening|closing|ending) balance)\b.*|第.{0,4}页.*"
    r"|(期[初末]|上[月期年]|本[月期年])?(余额|结余|结转).*|承前页|过次页"
    r"|(制[表单]|编制|审[核批]|复核)(人|员)|.{0,6}(签[字名章]|[盖公]章)",
    re.DOTALL,
)
_SIGNS = r"(制[表单]|编制|统计|审[核批]|批准|复核|会计|出纳|主管|经办|打印|导出)(人|员|日期|时间|签字)?"
_LABEL = re.compile(rf"[^\d:]+:|{_SIGNS}$")
_EXAMPLE = re.compile(r"(填写)?(示例|样例|范例|例如|举例).{0,4}")
_NUMERIC = re.compile(r"[-+(]?[¥¥]?\s*[\d,. ]+\s*[元万%)]*")
_CURRENCY = re.compile(r"人民币元?|CNY|RMB", re.IGNORECASE)
MOST_IN_FOOTER = 2
PASSED_OVER = ("-3", "-2")  # survey tools that export numbers for answers: a question not shown, one not answered


@dataclass
class RowReader:
    """Understands rows of one file, each after those above it: give every file a reader of its own."""

    kind: Kind
    header: Header
    mapping: Mapping[str, str]
    delimiter: str = ""
    steps: list[Step] = field(init=False)
    absent: Record = field(init=False)
    _asides: list[Step] = field(init=False)
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
        self.steps = [self._step(column) for column in columns if not column.is_aside]
        self._asides = [self._step(column) for column in columns if column.is_aside]
        self._maker = Maker(self.kind, self.steps[0].header) if self._is_made else None
        if self.kind == "payments":
            self._payment_marks = tuple(_places(self._asides, ("state", "direction")).items())
        if self.kind == "orders":
            places = _places(self.steps, [step.column.name for step in self.steps])
            self._own = tuple(place for name, place in places.items() if name in ("product", "amount"))
            lines = {place for name, place in places.items() if name in OF_A_LINE}
            self._shared = tuple(place for place in places.values() if place not in lines)
        self.absent = {
            field_name(column): DEFAULTS.get(f"{self.kind}.{column.name}")
            for column in CONTRACT[self.kind]
            if not column.is_aside and column not in columns
        }

    @property
    def key(self) -> str:
        """The name of a record's number."""
        return self.steps[0].name

    @property
    def is_each_alone(self) -> bool:
        """Whether every row has to be looked at: something in it is read from several columns."""
        return bool(self._asides or self._maker)

    def _has(self, column: Column) -> bool:
        return bool(self.mapping.get(column.name)) or (self._is_made and column is CONTRACT[self.kind][0])

    def _step(self, column: Column) -> Step:
        name = self.mapping.get(column.name)
        if not name:
            return Step(column, field_name(column), None, "", parse_key, required=False)
        by_another = column.is_made or (column.type == "amount_or_refund" and "paid_out" in self.mapping)
        required = (column.required and not by_another) or (self._is_made and column.name == "answered_at")
        position = self.header.names.index(name)
        usual = NUMBERS if self._is_number(column) else _USUAL.get(column.type)
        parse = self._parser(column, name)
        if self.kind == "claims":
            parse = partial(_parse_answer, parse)
        return Step(column, field_name(column), position, name, parse, required, usual)

    def _parser(self, column: Column, name: str) -> Callable[[Cell], Value]:
        if column.type.startswith("amount"):
            return partial(parse_scaled, scale=scale_of(self.header, name), refunds=column.type == "amount_or_refund")
        if column.type == "words":
            return partial(parse_word, table=f"{self.kind}.{column.name}", header=name)
        return parse_number if self._is_number(column) else _PARSERS[column.type]

    def _is_number(self, column: Column) -> bool:
        """Whether programs write 0 for none."""
        return self.kind == "payments" and column.type == "key"

    def belongs_to(self, above: Sequence[Cell], cells: Sequence[Cell]) -> bool:
        """Whether a row may be another product of the order of the row above: the same number, or none."""
        place = self.steps[0].position
        if self.kind != "orders" or place is None or place >= min(len(above), len(cells)):
            return False
        return is_blank(cells[place]) or shown(above[place]) == shown(cells[place])

    def follow(self, above: Sequence[Cell]) -> None:
        """To be told of a row in which nothing is wrong, if the one below it is to be understood."""
        self._above = above

    def understood(self, row: int, cells: Sequence[Cell], values: Sequence[Value]) -> Understood:
        """What the next row came to. values: what each step read in it."""
        if self._payment_marks and not self._was_paid(cells):
            return Understood(row, skipped="unpaid")
        record, refusals = self._record(row, cells, values)
        if refusals or self.is_no_number(record.get(self.key)):
            skipped = self._not_a_record(cells)
            if skipped:
                self._in_totals = self._in_totals or skipped == "total"
                return Understood(row, skipped=skipped)
            if record.get(self.key) is None and self._goes_on(cells):
                cells = filled_from(self._above, cells, self._shared)
                record, refusals = self._record(row, cells, [REFUSED])
        self._above = cells
        refusals += self._misread(row, cells)
        if self._maker is not None:
            record[self.key] = self._maker.number(record.get(self.key), record)
        return Understood(row, record, tuple(refusals))

    def is_no_number(self, key: Value) -> bool:
        """Looked at twice only where it does not end as numbers do: a million of them do."""
        text = str(key)
        if text.isascii() and text[-1:].isdigit():
            return False
        return bool(_TOTALS.fullmatch(text) or _EXAMPLE.fullmatch(text) or _FOOTER.fullmatch(text))

    def said(self, values: Iterable[Value]) -> Record:
        """A record that says what each step read."""
        return self.absent | {step.name: value for step, value in zip(self.steps, values, strict=True)}

    def _was_paid(self, cells: Sequence[Cell]) -> bool:
        return all(was_paid(name, cells[place]) for name, place in self._payment_marks if place < len(cells))

    def _goes_on(self, cells: Sequence[Cell]) -> bool:
        return self.kind == "orders" and goes_on(self._above, cells, self._own, self._shared)

    def _record(self, row: int, cells: Sequence[Cell], values: Sequence[Value]) -> tuple[Record, list[Refusal]]:
        """values: as they were read; where one is REFUSED the row's cells are read again, for the reason."""
        is_refused = any(value is REFUSED for value in values)
        record, refusals = self._parse(row, cells) if is_refused else (self.said(values), [])
        if self._asides and not refusals:
            refusals += self._read_asides(row, cells, record)
        return record, refusals

    def _parse(self, row: int, cells: Sequence[Cell]) -> tuple[Record, list[Refusal]]:
        record = self.absent.copy()
        refusals: list[Refusal] = []
        for step in self.steps:
            cell = _cell(cells, step)
            try:
                record[step.name] = step.read(cell)
            except Refused as refused:
                refusals.append(_refusal(row, step, refused, cell))
        return record, refusals

    def _read_asides(self, row: int, cells: Sequence[Cell], record: Record) -> list[Refusal]:
        for step in self._asides:
            cell = _cell(cells, step)
            if self.kind == "claims":
                cell = _answered(cell)
            try:
                read_aside(self.kind, step.column.name, cell, record, scale_of(self.header, step.header))
            except Refused as refused:
                return [_refusal(row, step, refused, cell)]
        if self.kind == "payments" and record.get("amount_fen") is None:
            step = next(step for step in self.steps if step.name == "amount_fen")
            return [_refusal(row, step, Refused("missing"), None)]
        return []

    def _not_a_record(self, cells: Sequence[Cell]) -> str:
        filled = [text for text in map(shown, cells) if text]
        if not filled or all(is_blank(cell) for cell in cells):
            return "blank"
        first = filled[0].lstrip("# ")
        numeric = all(_NUMERIC.fullmatch(text) for text in filled)
        if _TOTALS.fullmatch(first) or _TOTALS.fullmatch(first.replace(" ", "")):
            return "total"
        if [shown(cell) for cell in cells] == list(self.header.names[: len(cells)]):
            return "header"
        if (_is_brief(filled) and _FOOTER.fullmatch(first or filled[0])) or _EXAMPLE.fullmatch(first):
            return "footer"
        keyless = is_blank(_cell(cells, self.steps[0]))
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


def _answered(cell: Cell) -> Cell:
    return None if shown(cell) in PASSED_OVER else cell


def _parse_answer(parse: Callable[[Cell], Value], cell: Cell) -> Value:
    return parse(_answered(cell))


def _is_brief(filled: Sequence[str]) -> bool:
    """As a footer is: a line, or labels with who signs beside them."""
    said = [text for text in filled if not _CURRENCY.fullmatch(text)]
    return len(said) <= MOST_IN_FOOTER or 2 * sum(bool(_LABEL.match(text)) for text in filled) >= len(filled)


def _cell(cells: Sequence[Cell], step: Step) -> Cell:
    return cells[step.position] if step.position is not None and step.position < len(cells) else None


def _places(steps: Sequence[Step], names: Collection[str]) -> dict[str, int]:
    """Where these columns stand in the file."""
    return {
        step.column.name: step.position for step in steps if step.position is not None and step.column.name in names
    }


def _refusal(row: int, step: Step, refused: Refused, cell: Cell) -> Refusal:
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

_USUAL: dict[str, Usual] = {
    "key": KEYS,
    "name": NAMES,
    "phone": PHONES,
    "phone_or_four": PHONES,
    "account": ACCOUNTS,
}
