"""What an expression comes to over a customer's answers. Total: it never raises, whatever was typed. Knows no form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from surveys.definitions.expressions import Expression, Literal, Reference, Value
from surveys.definitions.patterns import pattern_of

# A pattern sees at most this much: with the most steps it can have, that is a moment.
MAX_MATCHED = 256

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_QUIET = Context(prec=28, traps=[])
_NAN = Decimal("NaN")


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may see: the answers so far, the answer being judged, and the day."""

    answers: Mapping[str, Value]
    current: Value
    today: date


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Value of an expression. An unanswered question is the empty text; what is no number counts as NaN."""
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Reference):
        return scope.answers.get(expression.name, "") if expression.name else scope.current
    if expression.name == "today":
        return scope.today
    return _FUNCTIONS[expression.name](*(evaluate(argument, scope) for argument in expression.arguments))


def holds(expression: Expression, scope: Scope) -> bool:
    """Whether a condition is true."""
    return to_boolean(evaluate(expression, scope))


def to_boolean(value: Value) -> bool:
    if isinstance(value, Decimal):
        return not value.is_nan() and value != 0
    return bool(value)


def to_number(value: Value) -> Decimal:
    """Number of a value; a day counts in days since 1970, as in ODK."""
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    if isinstance(value, date):
        return Decimal(value.toordinal() - date(1970, 1, 1).toordinal())
    return _number_of_text(value.strip())


def to_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _digits(value) if value.is_finite() else "NaN"
    return value


def _digits(value: Decimal) -> str:
    return f"{value.normalize(_QUIET):f}" if value else "0"  # nought has a sign in Decimal, and none for people


def _number_of_text(text: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _DAY.fullmatch(text):
        try:
            return to_number(date.fromisoformat(text))
        except ValueError:
            return _NAN
    return _NAN


def _equal(left: Value, right: Value) -> bool:
    """XPath's rule: a truth value compares as truth, a number or day as number, the rest as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, Decimal | date) or isinstance(right, Decimal | date):
        return _ordered(left, right, lambda a, b: a == b)
    return left == right


def _ordered(left: Value, right: Value, holds_for: Callable[[Decimal, Decimal], bool]) -> bool:
    a, b = to_number(left), to_number(right)
    return not a.is_nan() and not b.is_nan() and holds_for(a, b)


def _words(value: Value) -> list[str]:
    return to_text(value).split()


def _matches(value: Value, pattern: Value) -> bool:
    text = to_text(value)
    return len(text) <= MAX_MATCHED and pattern_of(to_text(pattern)).fits(text)


_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "or": lambda a, b: to_boolean(a) or to_boolean(b),
    "and": lambda a, b: to_boolean(a) and to_boolean(b),
    "not": lambda a: not to_boolean(a),
    "=": _equal,
    "!=": lambda a, b: not _equal(a, b),
    "<": lambda a, b: _ordered(a, b, lambda x, y: x < y),
    "<=": lambda a, b: _ordered(a, b, lambda x, y: x <= y),
    ">": lambda a, b: _ordered(a, b, lambda x, y: x > y),
    ">=": lambda a, b: _ordered(a, b, lambda x, y: x >= y),
    "+": lambda a, b: _QUIET.add(to_number(a), to_number(b)),
    "-": lambda a, b: _QUIET.subtract(to_number(a), to_number(b)),
    "*": lambda a, b: _QUIET.multiply(to_number(a), to_number(b)),
    "div": lambda a, b: _QUIET.divide(to_number(a), to_number(b)),
    "negate": lambda a: _QUIET.minus(to_number(a)),
    "selected": lambda a, b: to_text(b) in _words(a),
    "count-selected": lambda a: Decimal(len(_words(a))),
    "string-length": lambda a: Decimal(len(to_text(a))),
    "regex": _matches,
    "number": to_number,
    "if": lambda a, b, c: b if to_boolean(a) else c,
    "coalesce": lambda a, b: a if a != "" else b,
}
