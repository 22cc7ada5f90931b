"""A question for investigators alone leaves no trace in anything that is told of many answers."""

import json
from datetime import date
from uuid import UUID

import pytest

from crypto.vault import Vault
from surveys import definition_of
from surveys.definitions.form import canonical
from surveys.results.exporting import as_csv
from surveys.results.reading import Summary, crosstab, summary
from surveys.results.tables import ResultSum
from tests.surveys.results.making import FORM, MAY, TEXT, Maker

pytestmark = pytest.mark.usefixtures("database")
YES_OR_NO = [{"name": name, "label": {"zh": name, "en": name}} for name in ("yes", "no")]
HIDDEN = {"zh": "只给调查员", "en": "For investigators"}
SHOWN = ("likely", "happy", "way", "liked")


def _select(name: str, **fields: object) -> dict[str, object]:
    return {"name": name, "type": "select_one", "label": HIDDEN, "choices": YES_OR_NO, **fields}


def _form() -> dict[str, object]:
    source: dict[str, object] = json.loads(FORM.canonical)
    more = [
        _select("bribed", visibility="investigators"),
        {"name": "sure", "type": "range", "least": 1, "most": 5, "measure": "csat", "label": HIDDEN}
        | {"visibility": "investigators"},
        _select("by_whom", relevant="${bribed} = 'yes'"),
        {"name": "weight", "type": "calculate", "calculation": "if(${by_whom} = 'yes', 1, 0)"},
        _select("since", relevant="${weight} = 1"),
    ]
    questions = source["questions"]
    assert isinstance(questions, list)
    return source | {"questions": [*more, *questions]}


@pytest.fixture
async def maker(vault: Vault) -> Maker:
    """Ten people who answered everything, in a month that is over."""
    maker = Maker(vault, definition_of(canonical(_form())))
    for number in range(10):
        said = "yes" if number % 2 else "no"
        told = {"bribed": said, "sure": "5", "by_whom": said, "since": said}
        await maker.answer(happy="4", way="shop" if number % 2 else "web", likely="9", liked="price", **told)
    await maker.close(date(2026, 6, 1))
    return maker


async def _told(maker: Maker) -> tuple[UUID, Summary]:
    row = await ResultSum.select(ResultSum.version).first()
    assert row is not None
    found = await summary(row["version"], maker.vault, MAY, MAY)
    assert found is not None
    return row["version"], found


async def test_it_is_in_no_figure_nor_is_what_is_asked_after_it(maker: Maker) -> None:
    _, found = await _told(maker)
    assert tuple(one.question.name for one in found.distributions) == SHOWN
    assert [one.question.name for one in (*found.measures, *found.trends, *found.stores[0].measures)] == [
        "likely",
        "happy",
    ] * 3


async def test_it_is_in_no_table_of_two_questions(maker: Maker) -> None:
    wording, _ = await _told(maker)
    pairs = [await crosstab(wording, MAY, "way", name, maker.vault) for name in ("bribed", "sure", "by_whom", "since")]
    assert (pairs, await crosstab(wording, MAY, "way", "happy", maker.vault) is None) == ([None] * 4, False)


async def test_it_is_in_no_file_of_figures(maker: Maker) -> None:
    _, found = await _told(maker)
    files = as_csv(found, "zh") + as_csv(found, "en")
    assert [text in files.decode() for text in (HIDDEN["zh"], HIDDEN["en"], TEXT["en"])] == [False, False, True]
