"""Files as programs write them become rows; files that are none are refused with a sentence."""

from __future__ import annotations

import codecs

import pytest

from cases.records.errors import (
    BrokenQuotes,
    EncodingUnknown,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    OldSpreadsheet,
    WebPage,
)
from cases.records.packing import check_unpacked_size
from cases.records.reading import read_tables
from tests.cases.records.spreadsheets import bomb, lying_bomb, two_sheets, xlsx

TEXT = "订单编号,金额\nDD1,100\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        ("订单编号,客户\nDD1,𠮷野\n".encode("gb18030"), "gb18030"),
    ],
)
def test_the_encoding_is_found_and_the_text_is_whole(data: bytes, encoding: str) -> None:
    (table,) = read_tables(data)
    assert (table.encoding, next(table.rows())[1][0]) == (encoding, "订单编号")


def test_one_name_far_into_the_file_still_decides_the_encoding() -> None:
    (table,) = read_tables(b"order_no,customer\n" + b"DD1,x\n" * 300_000 + "DD2,张\n".encode("gb18030"))
    assert table.encoding == "gb18030"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_rows_alike(delimiter: str) -> None:
    lines = [delimiter.join(cells) for cells in (["单号", "客户", "金额"], ["1", "甲", "1"], ["2", "乙", "2"])]
    (table,) = read_tables("\n".join(lines).encode())
    assert (table.delimiter, len(next(table.rows())[1])) == (delimiter, 3)


def test_commas_in_amounts_do_not_pass_for_a_delimiter() -> None:
    (table,) = read_tables("单号\t金额\t备注\nA1\t1,280\t好\nA2\t12,800\t好,很好\n".encode())
    assert table.delimiter == "\t"


def test_a_spreadsheets_own_hint_names_the_delimiter() -> None:
    (table,) = read_tables("sep=;\n单号;金额\nA1;1\n".encode())
    assert table.delimiter == ";"


def test_a_row_number_is_the_one_a_spreadsheet_shows() -> None:
    (table,) = read_tables('标题,\n\n单号,备注\nA1,"两\n行"\nA2,x\n'.encode())
    assert [row for row, cells in table.rows() if cells and cells[0] == "A2"] == [5]


def test_a_row_number_in_a_spreadsheet_counts_the_blank_rows_above() -> None:
    (table,) = read_tables(xlsx([[], ["标题"], [], ["单号", "金额"], ["A1", 1]]))
    assert [row for row, cells in table.rows() if cells[0] == "A1"] == [5]


def test_every_sheet_of_a_workbook_is_a_table() -> None:
    tables = read_tables(two_sheets([["说明"]], [["单号", "金额"], ["A1", 1]]))
    assert [table.sheet for table in tables] == ["Sheet", "数据"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b" \r\n \n", FileEmpty),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", OldSpreadsheet),
        (b"<html><table><tr><td>1</td></tr></table></html>", WebPage),
        (b"<?xml version='1.0'?><Workbook/>", WebPage),
        (b"%PDF-1.7 rest", FileUnreadable),
        (b"\x89PNG\r\n rest", FileUnreadable),
        (b"PK\x03\x04 not a zip at all", FileUnreadable),
        (b"a,b\n\xff\xff\xff,1\n", EncodingUnknown),
        (codecs.BOM_UTF8 + b"a,b\n\xff,1\n", EncodingUnknown),
    ],
    ids=["nothing", "blanks", "xls", "html", "xml", "pdf", "png", "zip", "bytes", "marked wrongly"],
)
def test_what_is_no_table_is_refused_by_its_kind(data: bytes, error: type[FileUnreadable]) -> None:
    with pytest.raises(error):
        read_tables(data)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        read_tables(bomb(1))


@pytest.mark.parametrize("make", [bomb, lying_bomb], ids=["honest", "lying"])
def test_a_zip_bomb_is_refused_whatever_its_directory_says(make: object) -> None:
    with pytest.raises(FileTooLarge):
        check_unpacked_size(make(20), limit_bytes=16 << 20)  # type: ignore[operator]  # either maker


def test_a_workbook_of_usual_size_passes_the_cap() -> None:
    check_unpacked_size(xlsx([["单号"], ["A1"]]), limit_bytes=1 << 20)


def test_a_quotation_mark_without_end_names_the_row() -> None:
    (table,) = read_tables(('单号,备注\nA1,x\nA2,"' + "很长" * 80_000).encode())
    with pytest.raises(BrokenQuotes) as broken:
        list(table.rows())
    assert broken.value.facts == {"row": 3}
