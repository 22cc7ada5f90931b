"""Spreadsheets as people draft them: what is read unchanged, what is passed over, and everything that is refused, by its cell."""

import io

import openpyxl
import pytest

from surveys.definitions.xlsform.importing import Imported, import_form

# As a person drafts it with an ordinary XLSForm tool, its own columns and rows included.
ORDINARY = """
| survey |
| | type | name | label::中文 (zh) | label::English (en) | hint::English (en) | hint::中文 (zh) | required | relevant \
| appearance | note | constraint | required_message | parameters |
| | start | start | | | | | | | | | | | |
| | begin_group | Visit | | | | | | | field-list | the first page | | | |
| | select_one yes_no | Bought_1 | 买过吗？ | Did you buy? | | | yes | | minimal | | | Please! | |
| | integer | times | 几次？ | How often? | about | 大概 | true() | ${Bought_1} = '1' | | | . > 0 and . < 100 | | |
| | end_group | | | | | | | | | | | | |
| | begin group | more | 还有几个问题 | A few more | | | | ${Bought_1} != '2' | | | | | |
| | select_multiple things | things | 买了什么？ | What? | | | | | | | | | randomize=true seed=3 |
| | text | other | 其他 | Other | | | | selected(${things}, 'other') | multiline | | regex(., '[^<>]{1,80}') | | |
| | end group | more | | | | | | | | | | | |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) | order |
| | yes_no | 1 | 买过 | Yes | 1 |
| | yes_no | 2 | 没有 | No | 2 |
| | things | bed | 床 | Bed | |
| | things | other | 其他 | Other | |
| settings |
| | form_title | form_id | version | default_language | style |
| | 顾客调查 | customer-survey | 2026010101 | 中文 (zh) | pages |
"""
WORDS = "label::中文 (zh) | label::English (en)"
HEAD = f"| survey |\n| | type | name | {WORDS} | required | relevant | constraint | calculation | default |\n"
LISTS = f"| choices |\n| | list_name | name | {WORDS} |\n| | yn | yes | 是 | Yes |\n| | yn | no | 否 | No |\n"
SETTINGS = "| settings |\n| | form_id | form_title |\n| | probe | 试 |\n"


def sheet(*rows: str) -> str:
    return HEAD + "".join(f"| | {row} |\n" for row in rows) + LISTS + SETTINGS


def imported(text: str) -> Imported:
    return import_form(text.encode(), "form.md")


def said(text: str) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and kind of each fault."""
    return [(f.spot.sheet, f.spot.row, f.spot.column, type(f.error).__name__) for f in imported(text).faults]


def test_an_ordinary_spreadsheet_imports_unchanged() -> None:
    form = imported(ORDINARY)
    assert form.faults == ()
    assert form.definition is not None
    asked = {question.name: question for question in form.definition.questions}
    assert list(asked) == ["Bought_1", "times", "more_heading", "things", "other"]
    assert asked["Bought_1"].screen == asked["times"].screen == "Visit"
    assert asked["things"].screen == asked["more_heading"].screen == "more"
    assert asked["things"].shuffle
    assert form.definition.name == "customer-survey"


def test_what_a_tool_added_is_passed_over_with_a_remark() -> None:
    remarks = {(r.spot.sheet, r.spot.column, type(r.error).__name__) for r in imported(ORDINARY).remarks}
    assert ("survey", "type", "PassedCollecting") in remarks
    assert ("survey", "required_message", "Passed") in remarks
    assert ("settings", "style", "Passed") in remarks
    assert ("choices", "order", "Passed") in remarks
    assert "HeadingBecameNote" in {kind for _, _, kind in remarks}


def test_the_condition_of_a_group_joins_those_inside() -> None:
    form = imported(
        sheet(
            "select_one yn | a | 问 | Ask",
            "begin group | g | | | | ${a} = 'yes'",
            "text | b | 问 | Ask | | ${a} != ''",
            "end group",
        )
    ).definition
    assert form is not None
    assert "(${a} = 'yes') and (${a} != '')" in form.canonical


# Each broken in one way: the row and column to look at, and what is said.
BROKEN = [
    (sheet("text | a | 问 | Ask | | ${b} = "), (3, "relevant", "ExpressionError")),
    (sheet("text | a | | Ask"), (3, "label::中文 (zh)", "ChineseMissing")),
    (sheet("text | a | 问 | Ask | | ${b} = 1", "text | b | 问 | Ask"), (3, "relevant", "RefersForward")),
    (sheet("text | a | 问 | Ask | | ${a} = 1"), (3, "relevant", "RefersToItself")),
    (sheet("text | a | 问 | Ask | | ${nobody} = 1"), (3, "relevant", "RefersNowhere")),
    (sheet("text | a | 问 | Ask | | | count(.) > 1"), (3, "constraint", "UnknownFunction")),
    (sheet("text | z | 问 | Ask", "geopoint | a | 问 | Ask"), (4, "type", "TypeUnread")),
    (sheet("select_one nothing | a | 问 | Ask"), (3, "type", "ListMissing")),
    (sheet("text | a | 问 | Ask", "text | a | 问 | Ask"), (4, "name", "NameTaken")),
    (sheet("text | a | 问 | Ask", "text | b | ${a}？ | Ask"), (4, "label::中文 (zh)", "NotShowable")),
    (sheet("text | a b | 问 | Ask"), (3, "name", "NameUnfit")),
    (sheet("text | a | 问 | Ask | perhaps"), (3, "required", "NotYesNo")),
    (sheet("text | a | 问 | Ask | | | | | Wang"), (3, "default", "DefaultUnfit")),
    (sheet("text | a | 问 | Ask", "calculate | c"), (4, "calculation", "CalculationUnfit")),
    (sheet("begin group | g", "text | a | 问 | Ask"), (3, "type", "GroupUnclosed")),
    (sheet("text | a | 问 | Ask", "end group"), (4, "type", "GroupUnopened")),
    (sheet("select_one yn or_other | a | 问 | Ask"), (3, "type", "OtherUnfit")),
    (sheet(" | a | 问 | Ask"), (3, "type", "TypeMissing")),
    (sheet("text | a | 问 | Ask | | | regex(., '(?=x)')"), (3, "constraint", "PatternRefused")),
    (sheet("text | a | 问 | Ask | | | not()"), (3, "constraint", "WrongArguments")),
    (sheet("begin group | g | | | | ${no} = 1", "text | a | 问 | Ask", "end group"), (3, "relevant", "RefersNowhere")),
]


@pytest.mark.parametrize(("text", "fault"), BROKEN, ids=[f"{one[1][2]}-{one[1][1]}" for one in BROKEN])
def test_a_broken_cell_is_named_by_sheet_row_and_column(text: str, fault: tuple[int, str, str]) -> None:
    assert said(text) == [("survey", *fault)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            sheet("select_one yn | a | 问 | Ask").replace("| 否 | No", "| | No"),
            (7, "label::中文 (zh)", "ChineseMissing"),
        ),
        (sheet("select_one yn | a | 问 | Ask").replace("| yn | no |", "| yn | yes |"), (7, "name", "NameTaken")),
        (sheet("select_one yn | a | 问 | Ask").replace("| yn | no |", "| | no |"), (7, "list_name", "ListUnnamed")),
    ],
)
def test_a_broken_choice_is_named_in_its_own_sheet(text: str, fault: tuple[int, str, str]) -> None:
    assert said(text) == [("choices", *fault)]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("default |", "colour |", "HeadingUnknown"),
        ("| required |", "| relevant |", "ColumnTwice"),
        ("| type |", "| kind |", "HeadingMissing"),
        ("| survey |", "| questions |", "SheetMissing"),
        (WORDS, "label | label::Français (fr)", "PlainLabels"),
    ],
)
def test_a_broken_heading_is_named(old: str, new: str, kind: str) -> None:
    text = sheet("text | a | 问 | Ask").replace(old, new, 1)
    text = (
        text.replace("| label::English (en) | req", "| label::Français (fr) | req", 1)
        if kind == "PlainLabels"
        else text
    )
    assert kind in {one[3] for one in said(text)}


@pytest.mark.parametrize("heading", ["media::image", "choice_filter", "readonly", "repeat_count", "bind::jr:preload"])
def test_a_column_that_would_change_the_form_is_refused_where_it_says_something(heading: str) -> None:
    assert said(sheet("text | a | 问 | Ask | | | | | x").replace("| default |", f"| {heading} |"))[0][1:] == (
        3,
        heading,
        "HeadingUnfit",
    )


def test_everything_wrong_is_told_at_once() -> None:
    text = sheet("txt | a | 问 | Ask", "text | b | 问 | | maybe | ${c} ==", "text | b | 问 | Ask")
    assert {(row, column) for _, row, column, _ in said(text)} == {
        (3, "type"),
        (4, "relevant"),
        (4, "required"),
        (4, "label::English (en)"),
        (5, "name"),
    }


def excel(rows: list[list[object]], **others: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for name, content in {"survey": rows, **others}.items():
        page = book.create_sheet(name)
        for row in content:
            page.append(row)
    del book["Sheet"]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_spreadsheet_of_another_program_is_read_with_its_numbers_and_truth_values() -> None:
    data = excel(
        [
            ["type", "name", "label::中文", "label::English", "required"],
            ["select_one n", "a", "问", "Ask", True],
            [None, None, None, None, None],
            ["text", "b", "问“x”", "Ask", "no"],
        ],
        choices=[
            ["list_name", "name", "label::中文", "label::English"],
            ["n", 1, "一", "One"],
            ["n", 2.0, "二", "Two"],
        ],
        settings=[["form_id", "form_title"], ["probe", "试"]],
    )
    form = import_form(data).definition
    assert form is not None
    assert form.question("a").required
    assert [choice.name for choice in form.question("a").choices] == ["1", "2"]


def test_a_row_of_a_spreadsheet_is_named_as_its_program_shows_it() -> None:
    data = excel(
        [["type", "name", "label::中文", "label::English"], [], [], ["text", "a", "问", None]],
        settings=[["form_id", "form_title"], ["probe", "试"]],
    )
    assert [(f.spot.row, f.spot.column) for f in import_form(data).faults] == [(4, "label::English")]


def test_quotation_marks_of_a_word_processor_are_read_as_plain_ones() -> None:
    form = imported(sheet("select_one yn | a | 问 | Ask", "text | b | 问 | Ask | | ${a} = ‘yes’")).definition
    assert form is not None
    assert "${a} = 'yes'" in form.canonical


def test_plain_labels_are_in_the_default_language() -> None:
    text = sheet("text | a | 问 | Ask").replace("label::中文 (zh)", "label")
    form = imported(text).definition
    assert form is not None
    assert form.question("a").label.zh == "问"
