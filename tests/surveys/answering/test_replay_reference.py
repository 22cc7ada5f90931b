"""The replay against second opinions: the call-back written as plain Python, and random forms of the whole grammar."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.answering.replaying import replay
from surveys.definitions.reading import ready_made
from surveys.definitions.xlsform.importing import import_form
from tests.surveys.answering import reference

FORMS, SETS = 250, 40  # ten thousand sets of answers
TODAY = date(2026, 6, 1)
RECORDED = {"amount": "4200.00"}
POOLS: dict[str, list[list[str]]] = {
    "bought": [[], ["yes"], ["yes"], ["yes"], ["no"], ["unsure"], ["refused"], ["maybe"], ["yes", "no"]],
    "paid_on": [[], ["2026-05-08"], ["2026-05-08"], ["2026/5/8"], ["2026-06-02"], ["soon"], ["unsure"]],
    "amount": [[], ["4200"], ["4,242"], ["4243"], ["0"], ["1.2万"], ["unsure"], ["x"], ["4200", "unsure"]],
    "amount_again": [[], ["4200"], ["unsure"], ["-1"]],
    "payee_kind": [[], ["company"], ["personal"], ["other_company"], ["cash"], ["unsure"]],
    "payee_name": [[], ["王某"], ["unsure"], ["x" * 61]],
    "payee_account": [[], ["1234"]],
    "salesperson": [[], ["张伟"], ["nobody"]],
    "received": [[], ["all"], ["none"]],
    "invoice": [[], ["yes"], ["unsure"]],
    "events": [[], ["none"], ["coached", "pay_person"], ["none", "coached"], ["unsure"]],
    "rating": [[], ["5"], ["0"]],
}
BAD = {"maybe", "2026-06-02", "soon", "0", "x", "-1", "x" * 61}
ALWAYS = {"bought", "events", "rating", "recommend", "remark", "may_call"}
IF_BOUGHT = {"times", "paid_on", "amount", "payee_kind", "salesperson", "received", "contract", "invoice"}
OPTIONAL = {"times", "contract", "issuer", "payee_account", "voucher", "rating", "recommend", "remark", "may_call"}
LISTS = {"events"}


def is_good(name: str, values: list[str]) -> bool:
    if name in LISTS:
        return len(values) > 0 and not ("none" in values and len(values) > 1)
    return len(values) == 1 and values[0] not in BAD


def expected_path(answers: dict[str, list[str]]) -> set[str]:
    path = set(ALWAYS)
    if answers["bought"] != ["yes"]:
        return path
    path |= IF_BOUGHT
    if answers["payee_kind"] in (["personal"], ["other_company"]):
        path |= {"payee_name", "payee_account", "voucher"}
    if answers["invoice"] == ["yes"]:
        path.add("issuer")
    # beyond one per cent of 4200: 4243 and 1.2万 are, 4242 is exactly on the line
    if answers["amount"] in (["4243"], ["1.2万"]):
        path.add("amount_again")
    return path


@settings(max_examples=500)
@given(st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in POOLS.items()}))
def test_path_problems_and_kept_answers_agree_with_a_second_opinion(answers: dict[str, list[str]]) -> None:
    walk = replay(ready_made("callback"), answers, recorded=RECORDED, today=TODAY)
    path = expected_path(answers)
    kept = {name for name in path if is_good(name, answers.get(name, []))}
    assert {question.name for question in walk.path if question.is_asked} == path
    assert set(walk.answers) == kept
    assert set(walk.problems) == {name for name in path - kept if answers.get(name) or name not in OPTIONAL}


@pytest.mark.parametrize("seed", range(FORMS))
def test_a_random_form_comes_to_the_same_as_by_a_second_evaluator(seed: int) -> None:
    items = reference.Writer(seed).form()
    imported = import_form(reference.spreadsheet(items).encode(), "form.md")
    assert imported.faults == ()
    assert imported.definition is not None
    chance = random.Random(seed)
    for _ in range(SETS):
        chosen = {
            one.name: chance.choice(reference.POOLS[one.type])
            for one in reference.questions_of(items)
            if chance.random() < 0.8
        }
        walk = replay(
            imported.definition, {n: raw for n, (raw, _) in chosen.items()}, recorded={}, today=reference.TODAY
        )
        expected = reference.walk(items, chosen)
        assert [question.name for question in walk.path] == expected.path
        assert walk.answers == expected.answers
        assert walk.problems == expected.problems
