"""The small expression language of a form, read into a tree. Knows no question, no answer and no request.

Grammar: `${name}` `.` numbers 'texts' `= != < <= > >= and or + - * div` and the functions listed in ARGUMENTS.
Anything else is refused with the position where reading stopped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from surveys.definitions.patterns import PatternFaulty, pattern_of
from surveys.errors import ExpressionError, ExpressionTooLong, PatternRefused, UnknownFunction, WrongArguments

Value = str | Decimal | bool | date

MAX_LENGTH = 1000
MAX_DEPTH = 32
MAX_TOKENS = 200

ARGUMENTS: Mapping[str, tuple[int, int]] = {
    "not": (1, 1),
    "selected": (2, 2),
    "count-selected": (1, 1),
    "string-length": (1, 1),
    "regex": (2, 2),
    "today": (0, 0),
    "number": (1, 1),
    "if": (3, 3),
    "coalesce": (2, 2),
}
_BINDING: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
}
_COMPARISON = 3
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d{1,15}(?:\.\d{1,10})?(?![\d.]))|(?P<text>'[^']*'|"[^"]*")|\$\{(?P<reference>(?!__)[A-Za-z_][A-Za-z0-9_-]*)\}
    |(?P<name>[a-z]+(?:-[a-z]+)*)|(?P<sign>!=|<=|>=|[-=<>+*(),.]))""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`, or `.` when the name is empty: the answer being judged."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function with its arguments."""

    name: str
    arguments: tuple["Expression", ...]


Expression = Literal | Reference | Call


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Expression:
    """Read an expression. Raises ExpressionError with the 1-based position of what is not understood."""
    if len(text) > MAX_LENGTH:
        raise _too_long()
    tokens = _tokens(text)
    if len(tokens) > MAX_TOKENS:
        raise _too_long()
    reader = _Reader(tokens)
    expression = reader.expression(0, MAX_DEPTH)
    reader.expect("end")
    return expression


def references(expression: Expression) -> frozenset[str]:
    """Names of all questions an expression looks at; the empty name stands for `.`."""
    if isinstance(expression, Reference):
        return frozenset({expression.name})
    if isinstance(expression, Call):
        return frozenset().union(*map(references, expression.arguments))
    return frozenset()


def _too_long() -> ExpressionTooLong:
    return ExpressionTooLong(limit=MAX_LENGTH, depth=MAX_DEPTH)


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    end = len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise ExpressionError(position=start + 1, found=text[start : start + 10])
        kind = found.lastgroup
        tokens.append(_Token(kind, found[kind], found.start(kind) + 1))
        position = found.end()
    tokens.append(_Token("end", "", end + 1))
    return tokens


class _Reader:
    """Precedence climbing over the tokens of one expression."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def expression(self, binding: int, depth: int) -> Expression:
        left = self._operand(depth)
        while (power := self._power()) > binding:
            operator = self._take()
            left = Call(operator.text, (left, self.expression(power, depth - 1)))
            if power == _COMPARISON == self._power():
                raise _refused(self._tokens[self._at])  # a < b < c never means what its writer hopes
        return left

    def expect(self, kind: str, text: str | None = None) -> None:
        token = self._take()
        if token.kind != kind or (text is not None and token.text != text):
            raise _refused(token)

    def _take(self) -> _Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _power(self) -> int:
        token = self._tokens[self._at]
        return _BINDING.get(token.text, 0) if token.kind in ("sign", "name") else 0

    def _operand(self, depth: int) -> Expression:
        if depth == 0:
            raise _too_long()
        token = self._take()
        if token.kind == "number":
            return Literal(Decimal(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if token.kind == "reference":
            return Reference(token.text)
        if token.kind == "name":
            return self._function(token, depth)
        return self._signed(token, depth)

    def _signed(self, token: _Token, depth: int) -> Expression:
        if token.text == ".":
            return Reference("")
        if token.text == "-":
            return Call("negate", (self._operand(depth - 1),))
        if token.text == "(":
            inside = self.expression(0, depth - 1)
            self.expect("sign", ")")
            return inside
        raise _refused(token)

    def _function(self, token: _Token, depth: int) -> Expression:
        if token.text not in ARGUMENTS:
            raise UnknownFunction(position=token.position, found=token.text)
        self.expect("sign", "(")
        arguments: list[Expression] = []
        while self._tokens[self._at].text != ")" or self._tokens[self._at].kind != "sign":
            if arguments:
                self.expect("sign", ",")
            arguments.append(self.expression(0, depth - 1))
        self.expect("sign", ")")
        least, most = ARGUMENTS[token.text]
        if not least <= len(arguments) <= most:
            raise WrongArguments(position=token.position, found=token.text)
        if token.text == "regex":
            _check_pattern(arguments[1], token.position)
        return Call(token.text, tuple(arguments))


def _refused(token: _Token) -> ExpressionError:
    return ExpressionError(position=token.position, found=token.text)


def _check_pattern(expression: Expression, position: int) -> None:
    """A pattern is a text that stands there, so that its author learns at once whether it is read."""
    if not isinstance(expression, Literal) or not isinstance(expression.value, str):
        raise PatternRefused(position=position, found="regex")
    try:
        pattern_of(expression.value)
    except PatternFaulty as faulty:
        raise PatternRefused(position=position, found="regex") from faulty
