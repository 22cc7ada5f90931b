"""The sheet choices: lists of cards by their names, each card with the row it stands in. Knows no question."""

from dataclasses import dataclass, field
from typing import Any  # a choice as JSON, before it is checked

from surveys.definitions.xlsform.columns import CHOICE_FLAGS
from surveys.definitions.xlsform.errors import ListUnnamed
from surveys.definitions.xlsform.rows import FLAGS, Notes, ReadSheet
from surveys.definitions.xlsform.sheets import Row, Said, Spot

_HEADINGS = {name: heading for heading, name in CHOICE_FLAGS.items()}


@dataclass
class ChoiceLists:
    """choices: of each list, as a form spells them. rows: the row of each, likewise."""

    sheet: ReadSheet
    choices: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)

    def spot(self, list_name: str, number: int, key: str, language: str) -> Spot:
        rows = self.rows.get(list_name, [])
        row = rows[number] if number < len(rows) else 1
        return self.sheet.spot(row, _HEADINGS.get(key, key), language)


def choice_lists(sheet: ReadSheet, notes: Notes) -> ChoiceLists:
    lists = ChoiceLists(sheet)
    for row in sheet.rows:
        sheet.refuse_unfit(row)
        name = sheet.text(row, "list_name")
        if not name:
            if sheet.text(row, "name") or sheet.words(row, "label"):
                notes.faults.append(Said(sheet.spot(row.number, "list_name"), ListUnnamed(found="select_one")))
            continue
        lists.choices.setdefault(name, []).append(_choice(sheet, row))
        lists.rows.setdefault(name, []).append(row.number)
    return lists


def _choice(sheet: ReadSheet, row: Row) -> dict[str, Any]:
    choice: dict[str, Any] = {"name": sheet.text(row, "name"), "label": sheet.words(row, "label")}
    for heading, name in CHOICE_FLAGS.items():
        if written := sheet.text(row, heading):
            value = written if name == "compare" else FLAGS.get(written.lower(), written)
            choice |= {} if value is False else {name: value}
    return choice
