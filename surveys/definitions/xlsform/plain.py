"""The three plain spellings of a workbook: CSV, Markdown tables and YAML. Knows no question.

CSV and Markdown are written as pyxform reads them: the first column names the sheet, the next row its columns. In Markdown a
line break in a cell is `<br>`. In YAML each sheet is a list of rows; every value is the text that stands there.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

import yaml

from surveys.definitions.xlsform.errors import ColumnTwice, QuotesFaulty, YamlFaulty, YamlShape
from surveys.definitions.xlsform.sheets import MAX_ROWS, Grid, Row, Said, Sheet, Spot, Workbook, workbook_of

Grids = Mapping[str, Sequence[Sequence[str]]]
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")
_BREAK = "<br>"


def read_commas(text: str) -> Workbook:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows: list[tuple[int, list[str]]] = []
    try:
        # a line break inside a cell does not count: the number is the one a spreadsheet program gives the row
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append((len(rows) + 1, cells))
    except csv.Error:
        return _refused(Said(Spot("", len(rows) + 1), QuotesFaulty()))
    if rows and rows[0][1] and rows[0][1][0].strip().lower() == "type":
        return workbook_of({"survey": rows})
    return workbook_of(_by_sheet(rows))


def read_markdown(text: str) -> Workbook:
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if line.startswith("|") and not _RULE.fullmatch(line):
            cells = _PIPE.split(line[1:].removesuffix("|") if not line.endswith("\\|") else line[1:])
            rows.append((number, [cell.strip().replace("\\|", "|").replace(_BREAK, "\n") for cell in cells]))
    return workbook_of(_by_sheet(rows))


def read_yaml(text: str) -> Workbook:
    """Composed, never constructed: no tag makes anything but text, and `yes` stays the word it is."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return _refused(Said(Spot("", mark.line + 1 if mark else 1), YamlFaulty()))
    except RecursionError:
        return _refused(Said(Spot("", 1), YamlShape()))
    if not isinstance(root, yaml.MappingNode):
        return _refused(Said(Spot("", 1), YamlShape()))
    faults: list[Said] = []
    sheets = [_yaml_sheet(name, node, faults) for name, node in root.value]
    return Workbook({sheet.name: sheet for sheet in sheets}, tuple(faults))


def write_commas(grids: Grids) -> str:
    buffer = io.StringIO()
    lines = csv.writer(buffer)
    for name, rows in grids.items():
        lines.writerow([name, *("" for _ in rows[0])])
        lines.writerows(["", *row] for row in rows)
    return buffer.getvalue()


def write_markdown(grids: Grids) -> str:
    lines = []
    for name, rows in grids.items():
        lines.append(f"| {name} |")
        for row in rows:
            cells = (cell.replace("|", "\\|").replace("\n", _BREAK) for cell in row)
            lines.append(f"| | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def write_yaml(grids: Grids) -> str:
    sheets = {
        name: [{heading: cell for heading, cell in zip(rows[0], row, strict=True) if cell} for row in rows[1:]]
        for name, rows in grids.items()
    }
    return str(yaml.safe_dump(sheets, allow_unicode=True, sort_keys=False, width=1000))


def _refused(fault: Said) -> Workbook:
    return Workbook({}, (fault,))


def _by_sheet(rows: Sequence[tuple[int, list[str]]]) -> Mapping[str, Grid]:
    grids: dict[str, list[tuple[int, list[str]]]] = {}
    name = ""
    for number, cells in rows:
        if cells and cells[0].strip():
            name = cells[0].strip()
            grids.setdefault(name, [])
        if name and any(cell.strip() for cell in cells[1:]):
            grids[name].append((number, cells[1:]))
    return grids


def _yaml_sheet(name: yaml.Node, node: yaml.Node, faults: list[Said]) -> Sheet:
    title = str(name.value).strip().lower() if isinstance(name, yaml.ScalarNode) else ""
    rows: list[Row] = []
    headings: dict[str, int] = {}
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for item in items[:MAX_ROWS]:
        row = _yaml_row(title, item, faults)
        rows.append(row)
        for heading in row.cells:
            headings.setdefault(heading, row.number)
    return Sheet(title, headings, tuple(row for row in rows if row.cells))


def _yaml_row(sheet: str, node: yaml.Node, faults: list[Said]) -> Row:
    number = node.start_mark.line + 1
    pairs = node.value if isinstance(node, yaml.MappingNode) else None
    if pairs is None or not all(isinstance(part, yaml.ScalarNode) for pair in pairs for part in pair):
        faults.append(Said(Spot(sheet, number), YamlShape()))
        return Row(number, {})
    names = [key.value.strip() for key, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    faults.extend(Said(Spot(sheet, number, name), ColumnTwice(found=name[:40])) for name in twice)
    return Row(number, {key.value.strip(): value.value.strip() for key, value in pairs if value.value.strip()})
