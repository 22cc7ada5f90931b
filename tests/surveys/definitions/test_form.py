"""Reading a form: its fingerprint, and every way of writing it wrong."""

import json
from typing import Any

import pytest

from surveys.definitions.form import canonical, shuffled
from surveys.definitions.reading import definition_of, read, ready_made
from surveys.errors import (
    DefinitionError,
    DefinitionUnknown,
    ExpressionError,
    MissingLabel,
    NameTaken,
    NotShowable,
    UnknownField,
    UnknownReference,
    WrongValue,
)

BOTH = {"zh": "问", "en": "Ask"}
COMPANY = {"name": "company", "type": "hidden", "default": {"zh": "公司", "en": "company"}}


def form(*questions: dict[str, Any]) -> str:
    return json.dumps({"name": "probe", "title": BOTH, "questions": list(questions)})


def asked(**fields: Any) -> dict[str, Any]:
    return {"name": "first", "type": "text", "label": BOTH} | fields


def chosen(*names: str, **fields: Any) -> dict[str, Any]:
    return asked(type="select_one", choices=[{"name": name, "label": BOTH} for name in names], **fields)


def test_the_fingerprint_ignores_spelling_but_not_content() -> None:
    spaced = json.dumps(json.loads(form(asked())), indent=3)
    assert definition_of(spaced).sha256 == definition_of(form(asked())).sha256
    assert definition_of(form(asked(required=True))).sha256 != definition_of(form(asked())).sha256


def test_a_form_is_read_again_from_its_canonical_text() -> None:
    callback = ready_made("callback")
    assert definition_of(callback.canonical) == callback
    assert canonical(json.loads(callback.canonical)) == callback.canonical


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{", DefinitionError),
        ("[]", DefinitionError),
        ('{"name": "x", "title": {"zh": "题", "en": "t"}, "questions": {}}', DefinitionError),
        (form(asked(colour="red")), UnknownField),
        (form(asked(type="geopoint")), WrongValue),
        (form(asked(name="1st")), WrongValue),
        (form(asked(name="__proto__")), WrongValue),
        (form(asked(label={"zh": "问"})), MissingLabel),
        (form(asked(label={"zh": " ", "en": "Ask"})), MissingLabel),
        (form(asked(label={"zh": "问", "en": "Ask", "fr": "Demander"})), UnknownField),
        (form({"name": "first", "type": "text"}), MissingLabel),
        (form(chosen("a", "a")), NameTaken),
        (form(asked(), asked()), NameTaken),
        (form(asked(type="select_one")), WrongValue),
        (form(asked(type="range", least=5, most=5)), WrongValue),
        (form(asked(required="yes")), WrongValue),
        (form(asked(compare="cost")), WrongValue),
        (form(asked(measure="happiness")), WrongValue),
        (form(asked(tolerance="5%")), WrongValue),
        (form(asked(type="calculate")), WrongValue),
        (form(asked(relevant="${later} = 1"), asked(name="later")), UnknownReference),
        (form(asked(relevant="${first} = 1")), UnknownReference),
        (form(asked(relevant=". = 1")), UnknownReference),
        (form(asked(relevant="${a} == 1")), ExpressionError),
        (form(asked(constraint="${later} < .")), UnknownReference),
        (form(asked(second_look="nothing")), UnknownReference),
        (form(asked(screen="a b")), WrongValue),
        (form(asked(screen="first")), WrongValue),
        (form(asked(screen="p"), asked(name="b"), asked(name="c", screen="p")), WrongValue),
        (form(asked(visibility="sales")), WrongValue),
        (form({"name": "n", "type": "note", "label": BOTH}), DefinitionError),
        (form(asked(), asked(name="again", second_look="first")), UnknownReference),
        (form(asked(label={"zh": "${company}问", "en": "Ask"})), UnknownReference),
        (form(COMPANY, asked(), asked(name="next", label={"zh": "${first}?", "en": "?"})), NotShowable),
        (form({"name": "amount", "type": "hidden", "default": BOTH}), NotShowable),
    ],
)
def test_a_form_written_wrong_is_refused(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        definition_of(source)


def test_everything_wrong_is_found_in_one_reading() -> None:
    faulty = [
        asked(type="geopoint", label={"zh": "问"}),
        asked(name="b", relevant="${c} ==", required="x"),
        chosen("a", "a"),
    ]
    found = [(f.place.question, f.place.field, f.place.language) for f in read(json.loads(form(*faulty))).faults]
    assert set(found) == {
        (0, "type", ""),
        (0, "label", "en"),
        (1, "relevant", ""),
        (1, "required", ""),
        (2, "name", ""),
    }


def test_a_form_nobody_wrote_is_unknown() -> None:
    with pytest.raises(DefinitionUnknown):
        ready_made("../secrets")


def test_shuffling_is_reproducible_and_leaves_the_last_cards_in_place() -> None:
    events = ready_made("callback").question("events")
    first = [choice.name for choice in shuffled(events, b"customer one")]
    assert first == [choice.name for choice in shuffled(events, b"customer one")]
    assert first != [choice.name for choice in shuffled(events, b"customer two")]
    assert first[-3:] == ["none", "unsure", "refused"]
