"""The sheet survey, row by row, into questions as JSON. Knows neither choices' rows nor the rules a form must keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # a question as JSON, before it is checked

from surveys.definitions.expressions import parse, references
from surveys.definitions.form import SELECTS
from surveys.definitions.xlsform.choosing import ChoiceLists
from surveys.definitions.xlsform.columns import RESERVED
from surveys.definitions.xlsform.errors import (
    DefaultUnfit,
    GroupNameTaken,
    GroupUnclosed,
    GroupUnopened,
    HeadingBecameNote,
    ListMissing,
    ListUnnamed,
    OtherUnfit,
    ParameterUnfit,
    Passed,
    PassedCollecting,
    TypeMissing,
    TypeUnread,
)
from surveys.definitions.xlsform.kinds import COLLECTING, WRITTEN_TYPES, Kind, kind_of, parameters_in
from surveys.definitions.xlsform.rows import FLAGS, Notes, ReadSheet
from surveys.definitions.xlsform.sheets import Row, Said
from surveys.errors import SurveyError

FIELD_LIST = "field-list"
_EXPRESSIONS = ("constraint", "calculation")
_RANGE = {"start": "1", "end": "10", "step": "1"}  # what a range is without parameters, as in ODK


@dataclass
class Asked:
    """One question, where it was read, and for names that a group's condition looks at the row of that group."""

    source: dict[str, Any]
    row: int
    list_name: str = ""
    from_groups: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Group:
    name: str
    row: int
    relevant: str
    looks_at: frozenset[str]
    is_page: bool
    heading: dict[str, str]


class Surveying:
    """One walk down the sheet."""

    def __init__(self, sheet: ReadSheet, lists: ChoiceLists, notes: Notes) -> None:
        self._sheet = sheet
        self._lists = lists
        self._notes = notes
        self._asked: list[Asked] = []
        self._groups: list[_Group] = []
        self._group_names: dict[str, int] = {}
        self._heads: set[str] = set()  # groups without a page of their own whose heading waits for its first question

    def read(self) -> list[Asked]:
        for row in self._sheet.rows:
            self._sheet.refuse_unfit(row)
            self._read_row(row)
        for group in self._groups:
            self._refuse(group.row, "type", GroupUnclosed(found=group.name))
        taken = {asked.source["name"] for asked in self._asked}
        for name, number in self._group_names.items():
            if name in taken:
                self._refuse(number, "name", GroupNameTaken(found=name))
        return self._asked

    def _refuse(self, row: int, key: str, error: SurveyError) -> None:
        self._notes.faults.append(Said(self._sheet.spot(row, key), error))

    def _remark(self, row: int, key: str, error: SurveyError) -> None:
        self._notes.remarks.append(Said(self._sheet.spot(row, key), error))

    def _read_row(self, row: Row) -> None:
        written = self._sheet.text(row, "type")
        kind = kind_of(written)
        if not written:
            if self._sheet.text(row, "name") or self._sheet.words(row, "label"):
                self._refuse(row.number, "type", TypeMissing())
        elif kind.type in COLLECTING:
            self._remark(row.number, "type", PassedCollecting(found=kind.type))
        elif not kind.type:
            self._refuse(row.number, "type", TypeUnread(found=written[:40], known=", ".join(WRITTEN_TYPES)))
        elif kind.type == "begin group":
            self._begin(row)
        elif kind.type == "end group":
            self._end(row)
        else:
            self._ask(row, kind)

    def _begin(self, row: Row) -> None:
        name = self._sheet.text(row, "name") or f"group_{row.number}"
        appearance = self._sheet.text(row, "appearance")
        relevant, looks_at = self._parsed(row, "relevant")
        is_page = FIELD_LIST in appearance.split()
        if name in self._group_names:
            self._refuse(row.number, "name", GroupNameTaken(found=name))
        self._group_names[name] = row.number
        group = _Group(name, row.number, relevant, looks_at, is_page, self._sheet.words(row, "label"))
        self._groups.append(group)
        if group.heading:
            self._heads.add(name)
            self._remark(row.number, "label", HeadingBecameNote(found=name))
            heading = {"name": f"{name}_heading", "type": "note", "label": group.heading}
            self._asked.append(self._placed(heading, row, ""))
        if appearance and not is_page:
            self._remark(row.number, "appearance", Passed(found=appearance[:40]))

    def _end(self, row: Row) -> None:
        if not self._groups:
            self._refuse(row.number, "type", GroupUnopened())
            return
        self._heads.discard(self._groups.pop().name)

    def _ask(self, row: Row, kind: Kind) -> None:
        source: dict[str, Any] = {"name": self._sheet.text(row, "name"), "type": kind.type}
        for key in ("hint", "constraint_message"):
            source |= {key: words} if (words := self._sheet.words(row, key)) else {}
        for key in _EXPRESSIONS:
            source |= {key: written} if (written := self._sheet.expression(row, key)) else {}
        if written := self._sheet.text(row, "required"):
            value = FLAGS.get(written.lower(), written)
            source |= {} if value is False else {"required": value}
        self._put_words(row, kind, source)
        self._put_reserved(row, source)
        self._put_parameters(row, kind, source)
        list_name = self._put_choices(row, kind, source)
        if (appearance := self._sheet.text(row, "appearance")) and kind.type != "note":
            self._remark(row.number, "appearance", Passed(found=appearance[:40]))
        relevant, _ = self._parsed(row, "relevant")
        self._asked.append(self._placed(source, row, relevant, list_name))
        if kind.type not in ("hidden", "calculate"):
            self._heads.clear()

    def _put_words(self, row: Row, kind: Kind, source: dict[str, Any]) -> None:
        words, default = self._sheet.words(row, "label"), self._sheet.text(row, "default")
        if kind.type == "hidden":
            source["default"] = words or ({"zh": default, "en": default} if default else {})
        elif kind.type != "calculate":
            source["label"] = words
            if default:
                self._refuse(row.number, "default", DefaultUnfit())

    def _put_reserved(self, row: Row, source: dict[str, Any]) -> None:
        for heading, name in RESERVED.items():
            written = self._sheet.expression(row, heading) if name == "risk" else self._sheet.text(row, heading)
            if written and name == "max_length":
                source[name] = int(written) if written.isascii() and written.isdecimal() else written
            elif written and name != "choices":
                source[name] = written

    def _put_parameters(self, row: Row, kind: Kind, source: dict[str, Any]) -> None:
        written = self._sheet.text(row, "parameters")
        given = parameters_in(written)
        known = {"range": {"start", "end", "step"}, "image": {"max-pixels"}, "audio": {"quality"}}.get(kind.type, set())
        known = known | ({"randomize", "seed"} if kind.type in SELECTS else set())
        if given is None or given.keys() - known:
            hint = " ".join(f"{name}=…" for name in sorted(known)) or "—"
            self._refuse(row.number, "parameters", ParameterUnfit(found=written[:40], known=hint))
            return
        if kind.type == "range":
            self._put_range(row, _RANGE | given, source)
        if "seed" in given or "max-pixels" in given:
            self._remark(row.number, "parameters", Passed(found=written[:40]))
        if given.get("randomize", "").lower() in ("true", "yes"):
            source["shuffle"] = True

    def _put_range(self, row: Row, given: Mapping[str, str], source: dict[str, Any]) -> None:
        if given["step"] not in ("1", "1.0"):
            self._refuse(row.number, "parameters", ParameterUnfit(found=f"step={given['step']}"[:40], known="step=1"))
        for name, key in (("start", "least"), ("end", "most")):
            written = given[name]
            source[key] = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else written

    def _put_choices(self, row: Row, kind: Kind, source: dict[str, Any]) -> str:
        key = "type" if kind.type in SELECTS else "bind::fd:choices"
        list_name = kind.list_name or self._sheet.text(row, "bind::fd:choices")
        if kind.has_other:
            self._refuse(row.number, key, OtherUnfit())
        if kind.type in SELECTS and not kind.list_name:
            self._refuse(row.number, key, ListUnnamed(found=kind.type))
        elif list_name and list_name not in self._lists.choices:
            self._refuse(row.number, key, ListMissing(found=list_name[:40]))
        elif list_name:
            source["choices"] = self._lists.choices[list_name]
            return list_name
        # what is missing was said; a stand-in keeps the form's own check from saying it again
        if kind.type in SELECTS:
            source["choices"] = [{"name": "x", "label": {"zh": "x", "en": "x"}}]
        return list_name

    def _parsed(self, row: Row, key: str) -> tuple[str, frozenset[str]]:
        """An expression with the names it looks at; "" and its fault on record if it is none."""
        written = self._sheet.expression(row, key)
        if not written:
            return "", frozenset()
        try:
            return written, references(parse(written))
        except SurveyError as refused:
            self._refuse(row.number, key, refused)
            return "", frozenset()

    def _placed(self, source: dict[str, Any], row: Row, relevant: str, list_name: str = "") -> Asked:
        """With the conditions of all groups around it, and on their page."""
        conditions = [group.relevant for group in self._groups if group.relevant] + ([relevant] if relevant else [])
        if conditions:
            is_one = len(conditions) == 1
            source["relevant"] = conditions[0] if is_one else " and ".join(f"({one})" for one in conditions)
        page = next((group.name for group in self._groups if group.is_page), "")
        head = self._groups[-1].name if self._groups and self._groups[-1].name in self._heads else ""
        if page or head:
            source["screen"] = page or head
        own = references(parse(relevant)) if relevant else frozenset()
        from_groups = {name: group.row for group in self._groups for name in group.looks_at - own}
        return Asked(source, row.number, list_name, from_groups)
