"""One form in four spellings is one form, and other tools read what we write."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveys.definitions.form import Definition
from surveys.definitions.reading import READY_MADE, definition_of, ready_made
from surveys.definitions.xlsform.exporting import export_form
from surveys.definitions.xlsform.importing import import_form
from surveys.definitions.xlsform.spellings import SPELLINGS, Spelling


def back_again(definition: Definition, spelling: Spelling) -> Definition | None:
    imported = import_form(export_form(definition, spelling), f"form.{spelling}")
    assert imported.faults == ()
    return imported.definition


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", READY_MADE)
def test_a_form_comes_back_from_each_spelling_with_its_hash(name: str, spelling: Spelling) -> None:
    again = back_again(ready_made(name), spelling)
    assert again is not None
    assert again.sha256 == ready_made(name).sha256


@pytest.mark.parametrize("spelling", ["xlsx", "csv", "md"])
@pytest.mark.parametrize("name", READY_MADE)
def test_pyxform_converts_what_we_export(name: str, spelling: Spelling) -> None:
    data = export_form(ready_made(name), spelling)
    result = convert(io.BytesIO(data), validate=False, file_type=f".{spelling}")
    assert ready_made(name).title.zh in result.xform


WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="$\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(lambda text: "<br>" not in text)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(LINES, LINES, st.sampled_from(SPELLINGS))
def test_whatever_words_come_back_as_they_were(zh: str, en: str, spelling: Spelling) -> None:
    question = {"name": "first", "type": "text", "label": {"zh": zh, "en": en}}
    form = definition_of(json.dumps({"name": "probe", "title": {"zh": "题", "en": "T"}, "questions": [question]}))
    again = back_again(form, spelling)
    assert again is not None
    assert again.sha256 == form.sha256
