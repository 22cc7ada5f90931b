"""The expression language: what it reads, what it refuses and where, and what it comes to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions.evaluation import Scope, evaluate, holds, to_text
from surveys.definitions.expressions import parse, references
from surveys.errors import ExpressionError, ExpressionTooLong, PatternRefused, UnknownFunction, WrongArguments

TODAY = date(2026, 6, 1)
ANSWERS = {
    "amount": Decimal(6800),
    "kind": "personal",
    "events": "wechat discount",
    "paid_on": date(2026, 3, 8),
    "nil": "",
}


def value_of(text: str, current: str | Decimal | date = "") -> object:
    return evaluate(parse(text), Scope(ANSWERS, current, TODAY))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("7 - 2 - 1", Decimal(4)),
        ("- 2 + 5", Decimal(3)),
        ("7 div 2", Decimal("3.5")),
        ("${amount} > 5000", True),
        ("${amount} = '6800'", True),
        ("${amount} = 'personal'", False),
        ("${kind} = 'personal' and ${amount} >= 6800", True),
        ("1 = 2 or 1 = 1 and 2 = 2", True),
        ("not(${kind} = 'company')", True),
        ("selected(${events}, 'wechat')", True),
        ("selected(${events}, 'we')", False),
        ("count-selected(${events})", Decimal(2)),
        ("count-selected(${nil})", Decimal(0)),
        ("string-length('收款人')", Decimal(3)),
        ("regex('138-0000', '[0-9-]+')", True),
        ("regex('138 x', '[0-9 ]+')", False),
        ("${paid_on} <= today()", True),
        ("${paid_on} > '2026-03-07'", True),
        ("today() - ${paid_on}", Decimal(85)),
        ("number('12.5')", Decimal("12.5")),
        ("if(${amount} > 1, 'many', 'few')", "many"),
        ("coalesce(${nil}, 'none')", "none"),
        ("coalesce(${kind}, 'none')", "personal"),
        ("${nowhere} = ''", True),
        ("\"double\" = 'double'", True),
    ],
)
def test_an_expression_comes_to_its_value(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize("text", ["${nil} > 0", "${nil} < 0", "${kind} <= 1", "1 div 0 < 1", "'x' = 1", "0 div 0 = 0"])
def test_what_is_no_number_compares_as_false(text: str) -> None:
    assert value_of(text) is False


@pytest.mark.parametrize(
    ("text", "words"),
    [("0 * (- 1)", "0"), ("1 div 8", "0.125"), ("7 div 0", "NaN"), ("1 = 1", "true"), ("10 * 10", "100")],
)
def test_a_value_is_written_as_people_write_it(text: str, words: str) -> None:
    assert to_text(evaluate(parse(text), Scope({}, "", TODAY))) == words


def test_a_dot_is_the_answer_being_judged() -> None:
    assert holds(parse(". > 0 and . < 10"), Scope({}, Decimal(5), TODAY))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("1 +", 4),
        ("1 2", 3),
        ("(1", 3),
        ("1)", 2),
        ("a = 1", 1),
        ("${__amount} = 1", 1),
        ("${amount = 1", 1),
        ("1 == 1", 4),
        ("1 < 2 < 3", 7),
        ("1 mod 2", 3),
        ("'open", 1),
        ("1 | 2", 3),
        ("not(1", 6),
        ("selected(1 2)", 12),
        ("${a} + §", 8),
        (".5", 2),
        ("1.2.3", 1),
    ],
)
def test_what_is_not_understood_is_refused_with_its_position(text: str, position: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert refused.value.facts["position"] == position


@pytest.mark.parametrize("text", ["count(${a})", "position(..)", "pulldata('x')", "true()", "not-a-thing(1)"])
def test_an_unknown_function_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnknownFunction):
        parse(text)


@pytest.mark.parametrize(
    "text", ["today(1)", "not()", "not(1, 2)", "if(1, 2)", "selected('a')", "coalesce('a', 'b', 'c')"]
)
def test_a_wrong_number_of_values_is_refused(text: str) -> None:
    with pytest.raises(WrongArguments):
        parse(text)


@pytest.mark.parametrize(
    "pattern",
    ["${nil}", "'(?=x)'", "'[a'", r"'(a)\1'", "'a**'", "'(a{1,99}){1,99}'", "'a{2,1}'", "'(a'", "'a)'", "'x' + 'y'"],
)
def test_a_pattern_that_is_not_read_here_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        parse(f"regex(., {pattern})")


@pytest.mark.parametrize(
    "text", ["(" * 40 + "1" + ")" * 40, "-" * 40 + "1", "1" + " + 1" * 150, "'" + "x" * 1000 + "'"]
)
def test_an_endless_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionTooLong):
        parse(text)


def test_references_name_every_question_looked_at() -> None:
    assert references(parse("if(${a} = 1, ., coalesce(${b}, ${a}))")) == {"a", "b", ""}


NUMBERS = st.integers(0, 99).map(str)
SUMS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", " * "]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=6,
)
COMPARISONS = st.tuples(SUMS, st.sampled_from([" = ", " != ", " < ", " <= ", " > ", " >= "]), SUMS).map("".join)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"not({text})"),
    ),
    max_leaves=5,
)


@given(CONDITIONS)
def test_conditions_agree_with_python_on_the_same_arithmetic(text: str) -> None:
    reference = text.replace(" = ", " == ").replace("not(", "not (")
    assert value_of(text) is eval(reference)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        parsed = parse(text)
    except (ExpressionError, ExpressionTooLong):
        return
    assert isinstance(to_text(evaluate(parsed, Scope(ANSWERS, "", TODAY))), str)
