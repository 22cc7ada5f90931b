"""Workbooks as the usual tools leave them: read unchanged, and by pyxform too, so that nothing here is a dialect of our own."""

import io

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from pyxform.xls2xform import convert

from surveys.definitions.form import Definition
from surveys.definitions.xlsform.importing import import_form

Rows = list[list[object]]
ZH, EN = "中文 (zh)", "English (en)"
HALF_BOLD = CellRichText("您最近 ", TextBlock(InlineFont(b=True), "九十天"), " 买过东西吗？ ")

# A template that people fill in: pages of explanation, columns that stay empty, blank rows, blanks around words, numbers as
# decimals, a word in bold.
TEMPLATE: dict[str, Rows] = {
    "Read me": [["How to use this template"], [], ["Fill in survey and choices."]],
    "survey": [
        [
            *("type", "name", f"label::{ZH}", f"label::{EN}", f"hint::{ZH}", f"hint::{EN}", "required"),
            *(f"required_message::{EN}", "relevant", "appearance", "default", "readonly", "calculation", "constraint"),
            *(f"constraint_message::{ZH}", f"constraint_message::{EN}", "repeat_count", "choice_filter", "parameters"),
            *("media::image", "bind::odk:length"),
        ],
        ["start", "start"],
        ["end ", "end"],
        ["deviceid", "deviceid"],
        ["note", "intro", HALF_BOLD, "Did you buy in the last 90 days? "],
        [],
        ["begin_group", "visit", "来访", "Your visit", None, None, None, None, None, "field-list"],
        ["select_one  yes_no ", " bought ", " 买过吗？ ", "Bought?", None, None, True, "Needed", None, "minimal"],
        [
            *("integer", "times", "几次？", "How often?", "大概", "about", "yes", None, " ${bought} = 1 "),
            *(None, None, None, None, ". >= 1 and . <= 99", "1 到 99", "1 to 99"),
        ],
        ["end_group"],
        [None, None, None],
        ["select_multiple things", "things", "买了什么？", "What?", None, None, "no", None, "${times} > 1.0"],
        ["calculate", "doubled", None, None, None, None, None, None, None, None, None, None, "${times} * 2"],
        ["text", "remark", "还有吗？", "Anything else?", None, None, "FALSE", None, "selected(${things}, 'bed')"],
    ],
    "choices": [
        ["list_name", "name", f"label::{ZH}", f"label::{EN}", "image"],
        ["yes_no", 1.0, "是 ", "Yes"],
        ["yes_no", 0.0, "否", "No"],
        [],
        ["things", "bed", "床", "Bed"],
        ["things ", "chair", "椅子", "Chair"],
    ],
    "settings": [
        ["form_title", "form_id", "version", "default_language", "public_key", "submission_url", "instance_name"],
        ["顾客调查 ", "customer_survey", 2026112601.0, ZH],
    ],
    "entities": [["list_name", "label"]],
    "external_choices": [["list_name", "name"]],
    "question types": [["type", "meaning"], ["text", "free words"]],
}
# Drafted by clicks in a server's own editor and downloaded: names nobody chose, its private columns, an old heading.
DOWNLOADED: dict[str, Rows] = {
    "survey": [
        ["type", "name", f"label::{EN}", f"label::{ZH}", "required", "relevant", "appearance", "$kuid", "$autoname"],
        ["start", "start", None, None, "", "", "", "ab1", "start"],
        ["begin_group", "group_ab1cd23", "Visit", "来访", None, None, None, "ab2"],
        ["select_one zx1kv88", "bought", "Bought?", "买过吗？", "true", None, None, "ab3", "bought"],
        ["range", "score", "Score", "打分", "false", None, None, "ab4"],
        ["text", "remark", "Anything else?", "还有吗？", "false", "${bought} = 'yes'", None, "ab5"],
        ["end_group"],
    ],
    "choices": [
        ["list_name", "name", f"label::{EN}", f"label::{ZH}", "$autovalue", "kobo--group"],
        ["zx1kv88", "yes", "Yes", "是", "yes"],
        ["zx1kv88", "no", "No", "否", "no"],
    ],
    "settings": [["title", "id_string", "style", "default_language"], ["Visit", "aQ9xYz", "theme-grid", EN]],
}


def saved(sheets: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(sheets: dict[str, Rows]) -> Definition:
    imported = import_form(saved(sheets), "form.xlsx")
    assert imported.faults == ()
    assert imported.definition is not None
    return imported.definition


def test_a_template_that_was_filled_in_is_read_unchanged() -> None:
    form = read(TEMPLATE)
    assert [question.name for question in form.questions] == [
        *("intro", "visit_heading", "bought", "times", "things", "doubled", "remark")
    ]
    assert form.question("intro").label.zh == "您最近 九十天 买过东西吗？"
    assert [choice.name for choice in form.question("bought").choices] == ["1", "0"]
    assert form.question("bought").required
    assert not form.question("remark").required
    assert (form.name, form.title.zh) == ("customer_survey", "顾客调查")


def test_a_form_from_another_servers_editor_is_read_unchanged() -> None:
    form = read(DOWNLOADED)
    assert [question.name for question in form.asked] == ["bought", "score", "remark"]
    assert (form.name, form.title.en) == ("aQ9xYz", "Visit")


@pytest.mark.parametrize("sheets", [TEMPLATE, DOWNLOADED], ids=["template", "downloaded"])
def test_pyxform_reads_it_too(sheets: dict[str, Rows]) -> None:
    """What we read as within the subset is a form to the reference as well."""
    assert convert(io.BytesIO(saved(sheets)), validate=False, file_type=".xlsx").xform.startswith("<?xml")
