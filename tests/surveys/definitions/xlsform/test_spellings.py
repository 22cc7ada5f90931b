"""Files that are no forms, too large, or made to do harm."""

import io
import re
import zipfile

import pytest

from surveys.definitions.reading import ready_made
from surveys.definitions.xlsform.errors import FileTooLarge, FileUnread, OldFile, SheetError
from surveys.definitions.xlsform.excel import MAX_UNPACKED
from surveys.definitions.xlsform.exporting import export_form
from surveys.definitions.xlsform.importing import import_form
from surveys.definitions.xlsform.sheets import MAX_ROWS
from surveys.definitions.xlsform.spellings import MAX_BYTES, MAX_YAML_BYTES


def rezipped(changes: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good file with some members put in the place of its own."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(export_form(ready_made("callback"), "xlsx"))) as good,
        zipfile.ZipFile(buffer, "w", packed) as made,
    ):
        for name in good.namelist():
            made.writestr(name, changes.get(name, good.read(name)))
        for name in changes.keys() - set(good.namelist()):
            made.writestr(name, changes[name])
    return buffer.getvalue()


def with_password() -> bytes:
    """A good file of which every member says that it is encrypted."""
    data = bytearray(rezipped({}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(mark, bytes(data)):
            data[found.start() + flags] |= 1
    return bytes(data)


BOMB = b"<sst>" + b" " * (MAX_UNPACKED + 1) + b"</sst>"
ENTITIES = b'<!DOCTYPE s [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileUnread),
        (b"\xd0\xcf\x11\xe0old", OldFile),
        (b"PK\x03\x04 not a zip", FileUnread),
        (b"\x00\xff\x00\xff", FileUnread),
        (b"x" * (MAX_BYTES + 1), FileTooLarge),
        (b"survey:\n" + b"- {type: text}\n" * (MAX_YAML_BYTES // 10), FileTooLarge),
        (rezipped({"xl/sharedStrings.xml": BOMB}), FileTooLarge),
        (rezipped({"xl/sharedStrings.xml": ENTITIES}), FileUnread),
        (rezipped({"xl/sharedStrings.xml": ENTITIES.decode().encode("utf-16")}), FileUnread),
        (rezipped({"xl/sharedStrings.xml": b"<sst>"}), FileUnread),
        (rezipped({f"x{number}": b"" for number in range(300)}), FileUnread),
        (rezipped({"xl/sharedStrings.xml": b"<sst/>"}), FileUnread),
        (rezipped({}, zipfile.ZIP_LZMA), FileUnread),
        (with_password(), FileUnread),
    ],
    ids=[
        "empty",
        "xls",
        "no-zip",
        "binary",
        "large",
        "large-yaml",
        "bomb",
        "entities",
        "utf-16",
        "cut",
        "members",
        "no-texts",
        "lzma",
        "password",
    ],
)
def test_a_file_that_is_no_form_is_refused(data: bytes, error: type[SheetError]) -> None:
    with pytest.raises(error):
        import_form(data)


@pytest.mark.parametrize(
    ("text", "filename", "row", "kind"),
    [
        ('survey,,\n,type,name\n,text,"a\n,text,b\n', "f.csv", 3, "QuotesFaulty"),
        ("survey:\n  - {type: text\n", "f.yaml", 3, "YamlFaulty"),
        ("- a\n- b\n", "f.yaml", 1, "YamlShape"),
        ("survey:\n- type: text\n  name: [a]\n", "f.yaml", 2, "YamlShape"),
        ("survey:\n- {type: text, name: a, name: b}\n", "f.yaml", 2, "ColumnTwice"),
        ("[" * 3000, "f.yaml", 1, "YamlShape"),
        ("just words", "f.csv", 0, "SheetMissing"),
    ],
)
def test_a_file_written_wrong_is_told_where(text: str, filename: str, row: int, kind: str) -> None:
    first = import_form(text.encode(), filename).faults[0]
    assert (first.spot.row, type(first.error).__name__) == (row, kind)


def test_a_sheet_without_end_is_told_where_it_is_too_long() -> None:
    rows = "".join(f",note,n{number},a,a\n" for number in range(MAX_ROWS + 5))
    text = f"survey,,,,\n,type,name,label::zh,label::en\n{rows}"
    assert [(f.spot.row, type(f.error).__name__) for f in import_form(text.encode(), "f.csv").faults] == [
        (MAX_ROWS + 3, "TooManyCells")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_list_is_read_in_the_encodings_spreadsheet_programs_write(encoding: str) -> None:
    text = export_form(ready_made("callback"), "csv").decode("utf-8")
    found = import_form(text.encode(encoding), "f.csv").definition
    assert found is not None
    assert found.sha256 == ready_made("callback").sha256


@pytest.mark.parametrize("spelling", ["csv", "md", "yaml"])
def test_a_spelling_is_told_from_its_first_lines(spelling: str) -> None:
    data = export_form(ready_made("feedback"), spelling)  # type: ignore[arg-type]  # one of the spellings
    assert import_form(data).definition == ready_made("feedback")
