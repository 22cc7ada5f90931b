"""One sheet, its headings understood and complained about once, its cells asked for by meaning. Knows no question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.definitions.xlsform.columns import Column, column_of, heading_for
from surveys.definitions.xlsform.errors import (
    HeadingUnfit,
    HeadingUnknown,
    Passed,
    PassedLanguage,
    PlainLabels,
)
from surveys.definitions.xlsform.sheets import Row, Said, Sheet, Spot

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})  # as word processors put them into expressions


@dataclass
class Notes:
    """What is said while a workbook is read."""

    faults: list[Said] = field(default_factory=list)
    remarks: list[Said] = field(default_factory=list)


class ReadSheet:
    """default_language: of columns of words that do not say theirs; "" if that is not known either."""

    def __init__(self, sheet: Sheet, notes: Notes, default_language: str = "") -> None:
        self.name = sheet.name
        self._sheet = sheet
        self._notes = notes
        self._columns = [column_of(sheet.name, heading) for heading in sheet.headings]
        self._plain_language = default_language or self._other_language()
        for column in self._columns:
            self._judge(column)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._sheet.rows

    def has(self, key: str) -> bool:
        return any(column.key == key for column in self._columns)

    def text(self, row: Row, key: str) -> str:
        """What stands under the column of that meaning; "" if nothing does."""
        return next((row.cells.get(c.heading, "") for c in self._of(key) if not c.language), "")

    def expression(self, row: Row, key: str) -> str:
        return self.text(row, key).translate(_QUOTES)

    def words(self, row: Row, key: str) -> dict[str, str]:
        """By language, only those that are there."""
        found: dict[str, str] = {}
        for column in self._of(key):
            language = column.language or self._plain_language
            if language and (cell := row.cells.get(column.heading)):
                found.setdefault(language, cell.replace("\r\n", "\n"))
        return found

    def spot(self, row: int, key: str, language: str = "") -> Spot:
        """The cell of that meaning, under the heading it has here or would have."""
        if language:
            plain = next((c.heading for c in self._of(key) if not c.language), "")
            if plain and language == self._plain_language:
                return self._sheet.spot(row, plain)
            return self._sheet.spot(row, heading_for(key, language, self._columns))
        return self._sheet.spot(row, next((c.heading for c in self._of(key)), key))

    def unfit(self, row: Row) -> Iterator[str]:
        """Headings under which this row says something that would change the form, and is not done."""
        for column in self._columns:
            cell = row.cells.get(column.heading, "")
            if column.meaning == "unfit" and cell and not (column.key == "readonly" and _is_no(cell)):
                yield column.heading

    def refuse_unfit(self, row: Row) -> None:
        for heading in self.unfit(row):
            self._notes.faults.append(Said(self._sheet.spot(row.number, heading), HeadingUnfit(found=heading[:40])))

    def _of(self, key: str) -> Iterator[Column]:
        return (column for column in self._columns if column.key == key and column.meaning == "read")

    def _other_language(self) -> str:
        """A plain column beside one of a language is in the other one."""
        named = {column.language for column in self._columns if column.key == "label" and column.language}
        return {frozenset({"en"}): "zh", frozenset({"zh"}): "en"}.get(frozenset(named), "")

    def _judge(self, column: Column) -> None:
        spot = self._sheet.spot(self._sheet.headings[column.heading], column.heading)
        found = column.heading[:40]
        if column.meaning == "unknown":
            self._notes.faults.append(Said(spot, HeadingUnknown(found=found)))
        elif column.meaning == "passed" and self._is_used(column):
            self._notes.remarks.append(Said(spot, Passed(found=found)))
        elif column.meaning == "language":
            self._notes.remarks.append(Said(spot, PassedLanguage(found=found)))
        elif column.key == "label" and not column.language and not self._plain_language:
            self._notes.faults.append(Said(spot, PlainLabels(found=found)))

    def _is_used(self, column: Column) -> bool:
        return any(column.heading in row.cells for row in self._sheet.rows)


def _is_no(cell: str) -> bool:
    return cell.lower() in ("no", "false", "false()")


FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "true", "true()", "是"), True),
    **dict.fromkeys(("no", "false", "false()", "否"), False),
}
