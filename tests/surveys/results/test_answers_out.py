import csv
import io

import pytest

from crypto.vault import Vault
from surveys.answering.submitting import submit
from surveys.results.answers_out import rows_as_csv
from surveys.tables import Response
from tests.surveys.factories import NOW, PURCHASE, invited

TO_A_PERSON = {"payee_kind": ["personal"], "payee_name": ["王某"]}


@pytest.mark.parametrize(("changed", "marked"), [({}, ""), (TO_A_PERSON, "payee_kind")])
async def test_a_row_names_the_answers_that_the_form_marks(
    database: None, vault: Vault, changed: dict[str, list[str]], marked: str
) -> None:
    await submit((await invited(vault)).links[0].token, PURCHASE | changed, "zh", vault, NOW)
    row = await Response.select(Response.version).first()
    assert row is not None
    text = b"".join([line async for line in rows_as_csv(row["version"], "named", vault)]).decode("utf-8-sig")
    (told,) = csv.DictReader(io.StringIO(text))
    assert told["marked"] == marked
