"""A workbook into a form, or into everything that is wrong with it by sheet, row and column. Knows no file and no database.

What a spreadsheet tool adds and nobody here needs is passed over with a remark; what would change the meaning is refused.
Groups dissolve: their condition joins that of each question inside, a `field-list` becomes one page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # a form as JSON, before it is checked

from surveys.definitions.errors import NothingAsked
from surveys.definitions.faults import Fault
from surveys.definitions.form import Definition
from surveys.definitions.reading import read
from surveys.definitions.xlsform.choosing import ChoiceLists, choice_lists
from surveys.definitions.xlsform.columns import language_of
from surveys.definitions.xlsform.errors import HeadingMissing, SheetMissing, SheetUnfit
from surveys.definitions.xlsform.rows import Notes, ReadSheet
from surveys.definitions.xlsform.sheets import Said, Spot, Workbook
from surveys.definitions.xlsform.spellings import read_workbook
from surveys.definitions.xlsform.surveying import Asked, Surveying
from surveys.errors import MissingLabel

CHANGING_SHEETS = ("external_choices", "entities", "osm")
_UNFIT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Imported:
    """definition: only where nothing was refused. remarks: what was passed over."""

    definition: Definition | None
    faults: tuple[Said, ...]
    remarks: tuple[Said, ...] = field(default=())


def import_form(data: bytes, filename: str = "") -> Imported:
    """Read a form from .xlsx, .csv, .md or .yaml. Raises a SheetError where there is no spreadsheet to speak of."""
    return form_of(read_workbook(data, filename), fallback_name=_name_of(filename))


def form_of(workbook: Workbook, fallback_name: str = "") -> Imported:
    notes = Notes(list(workbook.faults))
    _judge_sheets(workbook, notes)
    if notes.faults:
        return Imported(None, tuple(notes.faults), tuple(notes.remarks))
    settings = _Settings(workbook, notes, fallback_name)
    lists = choice_lists(ReadSheet(workbook.sheet("choices"), notes, settings.language), notes)
    survey = ReadSheet(workbook.sheet("survey"), notes, settings.language)
    asked = Surveying(survey, lists, notes).read()
    source = settings.source | {"questions": [question.source for question in asked]}
    reading = read(source)
    places = _Places(asked, survey, lists, settings)
    found = [fault for fault in reading.faults if not (notes.faults and isinstance(fault.error, NothingAsked))]
    faults = _once([*notes.faults, *(Said(places.spot(fault), fault.error) for fault in found)])
    return Imported(None if faults else reading.definition, faults, tuple(notes.remarks))


def _judge_sheets(workbook: Workbook, notes: Notes) -> None:
    for name in CHANGING_SHEETS:
        if workbook.sheet(name).rows:
            notes.faults.append(Said(Spot(name, 1), SheetUnfit(found=name)))
    survey = workbook.sheet("survey")
    if workbook.faults:
        return
    if not survey.headings:
        notes.faults.append(Said(Spot("survey"), SheetMissing(found="survey")))
        return
    for name, needed in (("survey", ("type", "name")), ("choices", ("list_name", "name"))):
        sheet = workbook.sheet(name)
        read_sheet = ReadSheet(sheet, Notes())
        for key in needed if sheet.headings else ():
            if not read_sheet.has(key):
                row = min(sheet.headings.values())
                notes.faults.append(Said(Spot(name, row, key), HeadingMissing(found=key)))


class _Settings:
    """The one row of the sheet settings: the form's name, its title, and the language of plain columns."""

    def __init__(self, workbook: Workbook, notes: Notes, fallback_name: str) -> None:
        sheet = ReadSheet(workbook.sheet("settings"), notes)
        self._sheet = sheet
        self._row = sheet.rows[0] if sheet.rows else None
        self.language = language_of(self._text("default_language"))
        title = self._text("form_title") or self._text("form_id") or fallback_name
        words = {"zh": title, "en": self._text("fd_title_en") or title}
        self.source: dict[str, Any] = {"name": self._text("form_id") or fallback_name, "title": words}

    def spot(self, fault: Fault) -> Spot:
        row = self._row.number if self._row else 1
        keys = {"name": "form_id", "title": "form_title", "questions": "form_id"}
        return self._sheet.spot(row, keys.get(fault.place.field, "form_id"))

    def _text(self, key: str) -> str:
        return self._sheet.text(self._row, key) if self._row else ""


class _Places:
    """From a place in a form back to the cell it was read from."""

    def __init__(self, asked: list[Asked], survey: ReadSheet, lists: ChoiceLists, settings: _Settings) -> None:
        self._asked = asked
        self._survey = survey
        self._lists = lists
        self._settings = settings

    def spot(self, fault: Fault) -> Spot:
        place = fault.place
        if place.question < 0:
            return Spot("survey", 1) if place.field in ("questions", "") else self._settings.spot(fault)
        asked = self._asked[place.question]
        if place.choice >= 0:
            return self._lists.spot(asked.list_name, place.choice, place.field, place.language)
        row = self._row(asked, fault)
        language = place.language
        if isinstance(fault.error, MissingLabel) and not language:
            language = str(fault.error.facts["language"])
        return self._survey.spot(row, _COLUMNS.get(place.field, place.field), language)

    @staticmethod
    def _row(asked: Asked, fault: Fault) -> int:
        """A condition that came from a group is at fault in the group's row."""
        found = str(fault.error.facts.get("found", ""))
        if fault.place.field == "relevant" and found in asked.from_groups:
            return asked.from_groups[found]
        return asked.row


_COLUMNS: Mapping[str, str] = {
    "default": "label",
    "choices": "type",
    "least": "parameters",
    "most": "parameters",
    "shuffle": "parameters",
    "screen": "appearance",
    **{name: f"bind::fd:{name}" for name in ("compare", "tolerance", "measure", "risk", "visibility", "second_look")},
    "max_length": "bind::fd:max_length",
}


def _once(said: list[Said]) -> tuple[Said, ...]:
    """Each thing once, a shared list being read for several questions, in the order of sheets and rows."""
    seen = {(one.spot, one.error.sentence, str(one.error.facts.get("found"))): one for one in reversed(said)}
    order = {"survey": 0, "choices": 1, "settings": 2}
    return tuple(sorted(seen.values(), key=lambda one: (order.get(one.spot.sheet, 3), one.spot.row)))


def _name_of(filename: str) -> str:
    stem = _UNFIT_IN_NAMES.sub("_", filename.rpartition("/")[2].rpartition(".")[0]).strip("_-")
    return (stem if stem[:1].isalpha() else f"form_{stem}" if stem else "")[:40]
