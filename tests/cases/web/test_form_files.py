"""Bar: ten broken spreadsheets, each told by the right row and column and by one sentence in either language."""

import html
import io
import re

import openpyxl
import pytest

from surveys import draft_of
from surveys.definitions.reading import ready_made
from surveys.definitions.xlsform.exporting import export_form
from tests.conftest import DeskClientFactory

Told = tuple[str, str, str, str]  # sheet, row, column, sentence

# The call-back as its spreadsheet stands, with one cell or heading changed: where, to what, and what is said of it.
BROKEN: list[tuple[str, str, str, str, tuple[str, str]]] = [
    (
        *("survey", "remark", "type", "txet"),
        (
            "没有“txet”这种题型。可以写：",
            "There is no type “txet” here. Write one of: ",
        ),
    ),
    (
        *("survey", "remark", "name", "how much"),
        (
            "“how much”不能作名称。请用字母、数字、_ 和 -，以字母开头，最多 40 个。",
            "“how much” cannot be a name. Use letters a–z, digits, _ and -, beginning with a letter, at most 40.",
        ),
    ),
    (
        *("survey", "received", "label::English (en)", ""),
        (
            "“received”缺少英文文字。请补上：每位客户都读自己的语言。",
            "“received” has no words in English. Write them: every customer reads the form in their own language.",
        ),
    ),
    (
        *("survey", "amount", "required", "perhaps"),
        (
            "“perhaps”既不是 yes 也不是 no。请写 yes 或 no，或留空。",
            "“perhaps” is neither yes nor no. Write yes or no, or leave it empty.",
        ),
    ),
    (
        *("survey", "paid_on", "relevant", "${invoice} = 'yes'"),
        (
            "“paid_on”引用了“invoice”，但它排在后面。请把“invoice”移到前面。",
            "“paid_on” refers to “invoice”, which is asked later. Move “invoice” before it.",
        ),
    ),
    (
        *("survey", "paid_on", "relevant", "${bought} == 'yes'"),
        (
            "表达式第 12 个字符：这里看不懂“=”。",
            "Character 12 of the expression: “=” is not understood here.",
        ),
    ),
    (
        *("survey", "bought", "type", "select_one nothing"),
        (
            "choices 表里没有“nothing”这组选项。请补上，或改正名称。",
            "There is no list “nothing” in the sheet choices. Add its rows there, or correct the name.",
        ),
    ),
    (
        *("survey", "amount", "default", "4200"),
        (
            "答案要由客户自己给，不能预先填好。请清空这个默认值。",
            "Nothing is answered in advance: a customer's answer must be their own. Clear this default.",
        ),
    ),
    (
        *("choices", "yes", "label::中文 (zh)", ""),
        (
            "缺少中文文字。请补上：每位客户都读自己的语言。",
            "has no words in Chinese. Write them: every customer reads the form in their own language.",
        ),
    ),
    (
        *("survey", "", "relevant", "relevent"),
        (
            "问卷没有“relevent”这一列。请改正列名；只给自己看的，列名写“note”。",
            "“relevent” is no column of a form. Correct its name, or call it “note” if it is only for you.",
        ),
    ),
]


def broken(sheet: str, name: str, column: str, value: str) -> tuple[bytes, str]:
    """The workbook with that cell changed, in the row of that name; without a name, the heading. And the row, from 1."""
    book = openpyxl.load_workbook(io.BytesIO(export_form(ready_made("callback"), "xlsx")))
    page = book[sheet]
    headings = [cell.value for cell in page[1]]
    if column not in headings:
        headings.append(column)
        page.cell(1, len(headings), column)
    names = [row[headings.index("name")].value for row in page.iter_rows()]
    row = names.index(name) + 1 if name else 1
    page.cell(row, headings.index(column) + 1).value = value or None
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), str(row)


def told(page: str) -> list[Told]:
    cells = re.findall(
        r'<tr><td>(.*?)</td><td class="number">(.*?)</td><td>(.*?)</td><td class="reason">(.*?)</td></tr>', page
    )
    return [(one[0], one[1], one[2], html.unescape(one[3])) for one in cells]


def test_there_are_ten() -> None:
    assert len({(column, value) for _, _, column, value, _ in BROKEN}) >= 10


@pytest.mark.parametrize(("language", "spoken"), [("zh", 0), ("en", 1)])
@pytest.mark.parametrize(
    ("sheet", "name", "column", "value", "sentences"), BROKEN, ids=[f"{one[2]}-{one[3]}" for one in BROKEN]
)
async def test_a_broken_workbook_is_told_in_one_sentence_beside_its_cell(
    desk_client: DeskClientFactory,
    sheet: str,
    name: str,
    column: str,
    value: str,
    sentences: tuple[str, str],
    language: str,
    spoken: int,
) -> None:
    desk = await desk_client("investigator", language=language)
    data, row = broken(sheet, name, column, value)
    page = await desk.post("/desk/forms/file", files={"file": ("callback.xlsx", data)})
    ((*place, sentence),) = told(page.text)
    assert (page.status_code, place) == (422, [sheet, row, value if not name else column])
    assert sentences[spoken] in sentence
    assert await draft_of("callback") is None


async def test_what_was_passed_over_is_told_with_the_draft(desk_client: DeskClientFactory) -> None:
    desk = await desk_client("investigator")
    data, row = broken("survey", "amount", "appearance", "minimal")
    page = await desk.post("/desk/forms/file", files={"file": ("callback.xlsx", data)})
    assert page.status_code == 200
    assert told(page.text) == [("survey", row, "appearance", "“minimal” changes nothing here and was passed over.")]
    assert 'href="/desk/forms/callback"' in page.text.partition("</h2>")[0]
    assert await draft_of("callback") is not None
