"""A second opinion on forms: random spreadsheets, each expression made together with what it means, groups kept as a tree.

Nothing of the product is used: no parser, no Decimal, no flat list of conditions. What a raw answer comes to stands in a table.
"""

import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

TODAY = date(2026, 6, 1)
Value = str | bool | Fraction | float | date


@dataclass
class Env:
    answers: dict[str, Value]
    current: Value = ""


Meaning = Callable[[Env], Value]


@dataclass
class Said:
    """An expression: how it is written and what it means."""

    text: str
    means: Meaning


@dataclass
class Asked:
    name: str
    type: str
    required: bool = False
    relevant: Said | None = None
    constraint: Said | None = None
    calculation: Said | None = None


@dataclass
class Group:
    name: str
    relevant: Said | None
    is_page: bool
    inside: list["Asked | Group"] = field(default_factory=list)


@dataclass
class Outcome:
    path: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


# Raw values a browser may send, and what each comes to: a value, or a problem written as ("!", kind).
POOLS: dict[str, list[tuple[list[str], object]]] = {
    "text": [
        (["张伟"], "张伟"),
        (["  12 "], "12"),
        (["a b c"], "a b c"),
        (["unsure"], "unsure"),
        (["x", "y"], ("!", "several")),
        (["x" * 201], ("!", "too_long")),
    ],
    "integer": [
        (["7"], Fraction(7)),
        (["-3"], Fraction(-3)),
        (["１２"], Fraction(12)),
        (["0"], Fraction(0)),
        (["1.5"], ("!", "number")),
        (["many"], ("!", "number")),
    ],
    "decimal": [
        (["6,800.50"], Fraction("6800.5")),
        (["1.2万"], Fraction(12000)),
        (["¥ 0"], Fraction(0)),
        (["4200元"], Fraction(4200)),
        (["-1"], ("!", "number")),
        (["1", "2"], ("!", "several")),
    ],
    "date": [
        (["2026-03-08"], date(2026, 3, 8)),
        (["2026年6月1日"], date(2026, 6, 1)),
        (["2026/12/31"], date(2026, 12, 31)),
        (["2026-02-30"], ("!", "date")),
        (["soon"], ("!", "date")),
    ],
    "select_one": [
        (["a"], "a"),
        (["2"], "2"),
        (["unsure"], "unsure"),
        (["z"], ("!", "unknown_choice")),
        (["a", "2"], ("!", "several")),
    ],
    "select_multiple": [
        (["2", "a"], "a 2"),
        (["a"], "a"),
        (["unsure"], "unsure"),
        (["a", "unsure"], ("!", "exclusive")),
        (["a", "z"], ("!", "unknown_choice")),
    ],
    "range": [(["0"], Fraction(0)), (["10"], Fraction(10)), (["11"], ("!", "range")), (["x"], ("!", "range"))],
    "acknowledge": [(["yes"], "yes"), (["no"], ("!", "unknown_choice"))],
}
PATTERNS = ["[0-9]+", "[a-z ]*", "..", "(a|b)+", "\\d{2}", "[^x]{1,4}"]


def number(value: Value) -> Fraction | float:
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, date):
        return Fraction((value - date(1970, 1, 1)).days)
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text and set(text) <= set("0123456789-."):
        try:
            return Fraction(text) if "-" not in text[1:] else number(date.fromisoformat(text))
        except ValueError:
            return math.nan
    return math.nan


def text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return "NaN"
    scaled, places = value, 0
    while scaled.denominator > 1:
        scaled, places = scaled * 10, places + 1
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    whole = digits if not places else f"{digits[:-places]}.{digits[-places:]}"
    return f"-{whole}" if value < 0 else whole


def truth(value: Value) -> bool:
    if isinstance(value, Fraction | float) and not isinstance(value, bool):
        return not math.isnan(value) and value != 0
    return bool(value)


def equal(one: Value, other: Value) -> bool:
    if bool in (type(one), type(other)):
        return truth(one) is truth(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return number(one) == number(other)


def divided(one: Fraction | float, other: Fraction | float) -> Fraction | float:
    if other != 0:
        return one / other
    return math.nan if one == 0 or math.isnan(one) else math.copysign(math.inf, one)


class Writer:
    """Writes a random form. Divisors are such that decimals end, so that both arithmetics are exact."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._known: list[str] = []
        self._count = 0

    def form(self) -> list[Asked | Group]:
        return [Asked("q0", "text"), *self._several(depth=2)] if not self._known else []

    def _several(self, depth: int, *, in_page: bool = False) -> list[Asked | Group]:
        items: list[Asked | Group] = []
        for _ in range(self._chance.randint(1, 4)):
            self._count += 1
            if depth and self._chance.random() < 0.35:
                is_page = not in_page and self._chance.random() < 0.5
                group = Group(f"g{self._count}", self._maybe(0.6), is_page)
                group.inside = self._several(depth - 1, in_page=in_page or is_page)
                items.append(group)
            else:
                items.append(self._question())
        return items

    def _question(self) -> Asked:
        name = f"q{self._count}"
        if self._chance.random() < 0.15:
            asked = Asked(name, "calculate", relevant=self._maybe(0.3), calculation=self._value(2))
        else:
            kind = self._chance.choice(list(POOLS))
            asked = Asked(name, kind, self._chance.random() < 0.5, self._maybe(0.5))
            asked.constraint = self._truth(2, dot=True) if self._chance.random() < 0.4 else None
        self._known.append(name)
        return asked

    def _maybe(self, share: float) -> Said | None:
        return self._truth(2) if self._known and self._chance.random() < share else None

    def _truth(self, depth: int, *, dot: bool = False) -> Said:
        kind = self._chance.choice(
            ["and", "or", "not", "compare", "compare", "selected", "regex"] if depth else ["compare"]
        )
        if kind in ("and", "or"):
            a, b = self._truth(depth - 1, dot=dot), self._truth(depth - 1, dot=dot)
            if kind == "and":
                return Said(f"({a.text} and {b.text})", lambda env: truth(a.means(env)) and truth(b.means(env)))
            return Said(f"({a.text} or {b.text})", lambda env: truth(a.means(env)) or truth(b.means(env)))
        if kind == "not":
            a = self._truth(depth - 1, dot=dot)
            return Said(f"not({a.text})", lambda env: not truth(a.means(env)))
        if kind == "selected":
            a, word = self._value(0, dot=dot), self._chance.choice(["a", "2", "unsure", "b"])
            return Said(f"selected({a.text}, '{word}')", lambda env: word in text(a.means(env)).split())
        if kind == "regex":
            a, pattern = self._value(0, dot=dot), self._chance.choice(PATTERNS)
            compiled = re.compile(pattern, re.ASCII)
            return Said(f"regex({a.text}, '{pattern}')", lambda env: bool(compiled.fullmatch(text(a.means(env)))))
        return self._compared(depth, dot=dot)

    def _compared(self, depth: int, *, dot: bool) -> Said:
        a, b = self._value(depth, dot=dot), self._value(depth, dot=dot)
        sign = self._chance.choice(["=", "!=", "<", "<=", ">", ">="])
        tests: dict[str, Callable[[Value, Value], bool]] = {
            "=": equal,
            "!=": lambda x, y: not equal(x, y),
            "<": lambda x, y: number(x) < number(y),
            "<=": lambda x, y: number(x) <= number(y),
            ">": lambda x, y: number(x) > number(y),
            ">=": lambda x, y: number(x) >= number(y),
        }
        return Said(f"{a.text} {sign} {b.text}", lambda env: tests[sign](a.means(env), b.means(env)))

    def _value(self, depth: int, *, dot: bool = False) -> Said:
        if dot and self._chance.random() < 0.4:
            return Said(".", lambda env: env.current)
        if not depth or self._chance.random() < 0.4:
            return self._plain()
        kind = self._chance.choice(
            ["+", "-", "*", "div", "minus", "count", "length", "number", "if", "if", *["coalesce"] * 3]
        )
        a, b = self._value(depth - 1, dot=dot), self._value(depth - 1, dot=dot)
        return self._composed(kind, a, b, depth, dot=dot)

    def _composed(self, kind: str, a: Said, b: Said, depth: int, *, dot: bool) -> Said:
        x, y = a.means, b.means
        if kind == "if":
            c = self._truth(depth - 1, dot=dot)
            return Said(f"if({c.text}, {a.text}, {b.text})", lambda env: x(env) if truth(c.means(env)) else y(env))
        if kind == "div":
            n = self._chance.choice([2, 5, 8, 10, 0])
            return Said(f"({a.text} div {n})", lambda env: divided(number(x(env)), Fraction(n)))
        made: dict[str, Said] = {
            "+": Said(f"({a.text} + {b.text})", lambda env: number(x(env)) + number(y(env))),
            "-": Said(f"({a.text} - {b.text})", lambda env: number(x(env)) - number(y(env))),
            "*": Said(f"({a.text} * {b.text})", lambda env: number(x(env)) * number(y(env))),
            "minus": Said(f"(- {a.text})", lambda env: -number(x(env))),
            "count": Said(f"count-selected({a.text})", lambda env: Fraction(len(text(x(env)).split()))),
            "length": Said(f"string-length({a.text})", lambda env: Fraction(len(text(x(env))))),
            "number": Said(f"number({a.text})", lambda env: number(x(env))),
            "coalesce": Said(f"coalesce({a.text}, {b.text})", lambda env: y(env) if x(env) == "" else x(env)),
        }
        return made[kind]

    def _plain(self) -> Said:
        chance = self._chance.random()
        if self._known and chance < 0.6:
            name = self._chance.choice(self._known)
            return Said(f"${{{name}}}", lambda env: env.answers.get(name, ""))
        if chance < 0.7:
            return Said("today()", lambda env: TODAY)
        if chance < 0.85:
            n = self._chance.choice(["0", "1", "2", "10", "2.5", "4200"])
            return Said(n, lambda env: Fraction(n))
        word = self._chance.choice(["a", "", "12", "unsure", "2026-03-08", "张伟"])
        return Said(f"'{word}'", lambda env: word)


def spreadsheet(items: list[Asked | Group]) -> str:
    """The form as a Markdown spreadsheet."""
    head = ["type", "name", "label::zh", "label::en", "required", "relevant", "constraint", "calculation"]
    head += ["appearance", "parameters", "bind::fd:choices"]
    choices = "| choices |\n| | list_name | name | label::zh | label::en | fd_exclusive |\n"
    choices += "".join(f"| | l | {name} | 选 | Pick | {x} |\n" for name, x in (("a", ""), ("2", ""), ("unsure", "yes")))
    choices += "| | u | unsure | 记不清 | Unsure | |\n"
    lines = [f"| | {' | '.join(row)} |" for row in [head, *_rows(items)]]
    return (
        "| survey |\n" + "\n".join(lines) + f"\n{choices}| settings |\n| | form_id | form_title |\n| | random | 题 |\n"
    )


def _rows(items: list[Asked | Group]) -> Iterator[list[str]]:
    for item in items:
        relevant = _cell(item.relevant)
        if isinstance(item, Group):
            yield ["begin group", item.name, "", "", "", relevant, "", "", "field-list" if item.is_page else "", "", ""]
            yield from _rows(item.inside)
            yield ["end group", "", "", "", "", "", "", "", "", "", ""]
            continue
        kind = f"{item.type} l" if item.type.startswith("select") else item.type
        parameters = "start=0 end=10" if item.type == "range" else ""
        cards = "u" if item.type == "text" else ""
        required = "yes" if item.required else ""
        constraint, calculation = _cell(item.constraint), _cell(item.calculation)
        yield [kind, item.name, "问", "Ask", required, relevant, constraint, calculation, "", parameters, cards]


def _cell(said: Said | None) -> str:
    return said.text.replace("|", "\\|") if said else ""


def walk(items: list[Asked | Group], given: dict[str, tuple[list[str], object]]) -> Outcome:
    """What a set of answers comes to, walked as the tree it is."""
    outcome, values = Outcome(), {}
    _walk(items, given, outcome, values)
    outcome.answers = {name: text(value) for name, value in values.items()}
    return outcome


def _walk(
    items: list[Asked | Group],
    given: dict[str, tuple[list[str], object]],
    outcome: Outcome,
    values: dict[str, Value],
) -> None:
    for item in items:
        if item.relevant is not None and not truth(item.relevant.means(Env(values))):
            continue
        if isinstance(item, Group):
            _walk(item.inside, given, outcome, values)
        elif item.calculation is not None:
            values[item.name] = item.calculation.means(Env(values))
        else:
            outcome.path.append(item.name)
            _answer(item, given.get(item.name), outcome, values)


def _answer(item: Asked, raw: tuple[list[str], object] | None, outcome: Outcome, values: dict[str, Value]) -> None:
    if raw is None:
        if item.required:
            outcome.problems[item.name] = "missing"
        return
    value = raw[1]
    if isinstance(value, tuple):
        outcome.problems[item.name] = value[1]
        return
    assert isinstance(value, str | Fraction | date)
    is_card = item.type == "text" and value == "unsure"
    if item.constraint is not None and not is_card and not truth(item.constraint.means(Env(values, value))):
        outcome.problems[item.name] = "constraint"
        return
    values[item.name] = value


def questions_of(items: list[Asked | Group]) -> Iterator[Asked]:
    for item in items:
        if isinstance(item, Group):
            yield from questions_of(item.inside)
        elif item.calculation is None:
            yield item
