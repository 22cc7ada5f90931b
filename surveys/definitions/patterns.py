"""Whether a whole text fits a pattern, in steps that grow with its length and never explode. Knows no form.

A customer's text meets a pattern an author wrote, so no pattern may hang the server: instead of going back and trying
again, all places a match could stand at are kept at once (Thompson, 1968). Read: characters, `.`, `[…]`, `\\d \\w \\s` and
their opposites, `\\uXXXX`, groups, `|`, `* + ?` and `{m,n}`; `^` and `$` around the whole. Letters of classes are ASCII.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_PATTERN = 200
MAX_STEPS = 1500
MAX_TIMES = 200

Fits = Callable[[str], bool]
_TIMES = re.compile(r"\{(\d{1,3})(,(\d{1,3})?)?\}", re.ASCII)
_CLASSES: dict[str, str] = {
    "d": "0123456789",
    "w": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
    "s": " \t\n\r\f\v",
}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r"}
_SPECIAL = frozenset("\\^$.|?*+()[]{}")


class PatternFaulty(ValueError):
    """The pattern says something that is not read here."""


@dataclass(frozen=True, slots=True)
class _One:
    fits: Fits


@dataclass(frozen=True, slots=True)
class _Row:
    parts: tuple["_Node", ...]


@dataclass(frozen=True, slots=True)
class _Either:
    ways: tuple["_Node", ...]


@dataclass(frozen=True, slots=True)
class _Times:
    part: "_Node"
    least: int
    most: int | None


_Node = _One | _Row | _Either | _Times


@dataclass(slots=True)
class _Step:
    """Either takes one character (fits) and goes on to the first of `onward`, or goes on to all of them at once."""

    fits: Fits | None
    onward: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was read; its last step is the end."""

    steps: tuple[_Step, ...]
    start: int

    def fits(self, text: str) -> bool:
        places = self._reached({self.start})
        for sign in text:
            taken = {step.onward[0] for step in self._at(places) if step.fits is not None and step.fits(sign)}
            if not taken:
                return False
            places = self._reached(taken)
        return 0 in places

    def _at(self, places: set[int]) -> Iterator[_Step]:
        return (self.steps[place] for place in places)

    def _reached(self, places: set[int]) -> set[int]:
        reached, waiting = set(places), list(places)
        while waiting:
            step = self.steps[waiting.pop()]
            for place in step.onward if step.fits is None else ():
                if place not in reached:
                    reached.add(place)
                    waiting.append(place)
        return reached


@lru_cache(maxsize=256)
def pattern_of(text: str) -> Pattern:
    """Raises PatternFaulty for what is not read here, or would take more than MAX_STEPS."""
    if len(text) > MAX_PATTERN:
        raise PatternFaulty
    node = _Reader(text.removeprefix("^")).whole()
    steps = [_Step(None, ())]
    start = _laid(node, 0, steps)
    return Pattern(tuple(steps), start)


def _laid(node: _Node, end: int, steps: list[_Step]) -> int:
    """Lay the steps of a node that goes on to `end`; the place where it begins."""
    if len(steps) > MAX_STEPS:
        raise PatternFaulty
    if isinstance(node, _One):
        return _added(steps, _Step(node.fits, (end,)))
    if isinstance(node, _Row):
        if not node.parts:  # nothing takes a step too, or nothing many times over would cost time and no steps
            return _added(steps, _Step(None, (end,)))
        for part in reversed(node.parts):
            end = _laid(part, end, steps)
        return end
    if isinstance(node, _Either):
        return _added(steps, _Step(None, tuple(_laid(way, end, steps) for way in node.ways)))
    return _repeated(node, end, steps)


def _repeated(node: _Times, end: int, steps: list[_Step]) -> int:
    start = end
    if node.most is None:
        start = _added(steps, _Step(None, ()))
        steps[start].onward = (_laid(node.part, start, steps), end)
    for _ in range((node.most or node.least) - node.least):
        start = _added(steps, _Step(None, (_laid(node.part, start, steps), end)))
    for _ in range(node.least):
        start = _laid(node.part, start, steps)
    return start


def _added(steps: list[_Step], step: _Step) -> int:
    steps.append(step)
    return len(steps) - 1


class _Reader:
    """Recursive descent over one pattern; depth is bounded by MAX_PATTERN."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def whole(self) -> _Node:
        node = self._either()
        if self._next() == "$" and self._at == len(self._text) - 1:
            self._at += 1
        if self._at < len(self._text):
            raise PatternFaulty
        return node

    def _next(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _take(self) -> str:
        sign = self._next()
        if not sign:
            raise PatternFaulty
        self._at += 1
        return sign

    def _either(self) -> _Node:
        ways = [self._row()]
        while self._next() == "|":
            self._at += 1
            ways.append(self._row())
        return ways[0] if len(ways) == 1 else _Either(tuple(ways))

    def _row(self) -> _Node:
        parts: list[_Node] = []
        while self._next() not in ("", "|", ")", "$"):
            parts.append(self._several(self._part()))
        return _Row(tuple(parts))

    def _several(self, part: _Node) -> _Node:
        sign = self._next()
        times = _TIMES.match(self._text, self._at)
        if times is None and sign not in ("*", "+", "?"):
            return part
        self._at = times.end() if times else self._at + 1
        if self._next() == "?":  # take few or many: the same texts fit
            self._at += 1
        if self._next() in ("*", "+", "?", "{"):
            raise PatternFaulty
        return self._counted(part, times) if times else _Times(part, int(sign == "+"), 1 if sign == "?" else None)

    def _counted(self, part: _Node, times: re.Match[str]) -> _Node:
        least = int(times[1])
        most = least if times[2] is None else int(times[3]) if times[3] else None
        if least > MAX_TIMES or (most is not None and not max(1, least) <= most <= MAX_TIMES):
            raise PatternFaulty
        return _Times(part, least, most)

    def _part(self) -> _Node:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return _One(self._class())
        if sign == ".":
            return _One(lambda one: one != "\n")
        if sign == "\\":
            return _One(self._escaped())
        if sign in _SPECIAL:
            raise PatternFaulty
        return _One(lambda one: one == sign)

    def _group(self) -> _Node:
        if self._next() == "?":
            self._at += 1
            if self._take() != ":":
                raise PatternFaulty
        inside = self._either()
        if self._take() != ")":
            raise PatternFaulty
        return inside

    def _escaped(self) -> Fits:
        found = self._literal_after_backslash()
        if len(found) == 1:
            return lambda one: one == found
        known = _CLASSES[found[1].lower()]
        return (lambda one: one not in known) if found[1].isupper() else (lambda one: one in known)

    def _literal_after_backslash(self) -> str:
        """One character, or a backslash and the letter of a class."""
        sign = self._take()
        if sign.lower() in _CLASSES:
            return f"\\{sign}"
        if sign == "u":
            code = self._text[self._at : self._at + 4]
            if not re.fullmatch("[0-9a-fA-F]{4}", code):
                raise PatternFaulty
            self._at += 4
            return chr(int(code, 16))
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign.isalnum() and sign.isascii():
            raise PatternFaulty
        return sign

    def _class(self) -> Fits:
        is_outside = self._next() == "^"
        self._at += is_outside
        tests = [self._span()]
        while self._next() != "]":
            tests.append(self._span())
        self._at += 1
        return lambda one: any(test(one) for test in tests) != is_outside

    def _span(self) -> Fits:
        if self._next() == "\\" and self._text[self._at + 1 : self._at + 2].lower() in (*_CLASSES,):
            self._at += 1
            return self._escaped()
        first = self._one_of_class()
        if self._next() != "-" or self._text[self._at + 1 : self._at + 2] in ("]", ""):
            return lambda one: one == first
        self._at += 1
        last = self._one_of_class()
        if last < first:
            raise PatternFaulty
        return lambda one: first <= one <= last

    def _one_of_class(self) -> str:
        sign = self._take()
        if sign != "\\":
            if sign == "]":
                raise PatternFaulty
            return sign
        found = self._literal_after_backslash()
        if len(found) > 1:
            raise PatternFaulty
        return found
