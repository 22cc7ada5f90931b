"""Which forms can be asked, and by which wording."""

import json

import pytest

from surveys import definition_of, forms_published, published
from surveys.definitions.form import Definition
from surveys.definitions.publishing import forms_known, publish, retire
from surveys.definitions.reading import READY_MADE, ready_made
from surveys.errors import DefinitionUnknown
from surveys.outbox import write_tx


def reworded(name: str, title: str = "另一种问法") -> Definition:
    source = json.loads(ready_made("callback").canonical)
    return definition_of(json.dumps(source | {"name": name, "title": {"zh": title, "en": "Another wording"}}))


async def put_out(definition: Definition) -> None:
    async with write_tx():
        await publish(definition)


async def set_aside(name: str, *, is_retired: bool = True) -> bool:
    async with write_tx():
        return await retire(name, is_retired=is_retired)


async def test_what_comes_with_the_product_can_be_asked_at_once(database: None) -> None:
    assert [form.name for form in await forms_published()] == list(READY_MADE)
    assert await published("callback") == ready_made("callback")


async def test_a_form_is_asked_by_the_wording_published_last(database: None) -> None:
    await put_out(reworded("spring"))
    await put_out(reworded("spring", "再换一种"))
    assert (await published("spring")).title.zh == "再换一种"
    assert [form.name for form in await forms_published()] == [*READY_MADE, "spring"]


async def test_another_wording_of_a_ready_made_form_takes_its_place(database: None) -> None:
    await put_out(reworded("callback"))
    assert (await published("callback")).sha256 == reworded("callback").sha256
    assert next(form for form in await forms_published() if form.name == "callback").is_ready_made is False


async def test_a_retired_form_is_asked_no_more_until_it_is_taken_up_again(database: None) -> None:
    assert await set_aside("callback") is True
    assert await set_aside("callback") is False
    assert "callback" not in {form.name for form in await forms_published()}
    assert "callback" in {form.name for form in await forms_known()}
    with pytest.raises(DefinitionUnknown):
        await published("callback")
    await set_aside("callback", is_retired=False)
    assert await published("callback") == ready_made("callback")


async def test_a_form_nobody_published_is_unknown(database: None) -> None:
    with pytest.raises(DefinitionUnknown):
        await published("nothing")
    with pytest.raises(DefinitionUnknown):
        await set_aside("nothing")
