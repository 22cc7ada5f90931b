"""Columns whose cells are nearly all written in the one usual way, each its own: such cells are read many at once.

What is done to one text of thousands of lines is done in C. Every cell comes to what the function for one cell makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cases.records.cells import Cell, Value
from cases.records.values import ACCOUNT_LENGTH, KEY_LENGTH, NAME_LENGTH

_FEW = 16  # one in so many may be unusual; beyond that it is quicker to read each alone


class Usual:
    """form: a pattern of usual cells, none of which is a blank. plain: lines of them as lines of what they say."""

    def __init__(self, form: str, plain: Callable[[str], str] = str) -> None:
        self._run = re.compile(rf"(?:(?:{form})?+\n)*+")
        self._plain = plain

    def read_all(self, read: Callable[[Cell], Value], cells: Sequence[Cell]) -> list[Value]:
        """What `read` makes of each of these, asked only about the unusual ones. Raises what it raises."""
        try:
            text = "\n".join((*cells, ""))  # type: ignore[arg-type]  # what is no text is told by the error
        except TypeError:
            return list(map(read, cells))
        if text.count("\n") > len(cells):  # some cell has lines of its own
            return list(map(read, cells))
        values: list[Value] = []
        place = 0
        for _ in range(1 + len(cells) // _FEW):
            end = self._end_of_run(text, place)
            values += [line or None for line in self._plain(text[place:end]).split("\n")[:-1]]
            if len(values) == len(cells):
                return values
            values.append(read(cells[len(values)]))
            place = text.index("\n", end) + 1
        return [*values, *map(read, cells[len(values) :])]

    def _end_of_run(self, text: str, place: int) -> int:
        run = self._run.match(text, place)
        return run.end() if run else place


_FILL = str.maketrans("", "", "+- ")


def _bare_mobiles(lines: str) -> str:
    """Without 86 in front, with which no mobile begins."""
    return ("\n" + lines.translate(_FILL)).replace("\n86", "\n")[1:]


PHONES = Usual(r"(?:\+?86[ -]?+)?+1[3-9][0-9][ -]?+[0-9]{4}[ -]?+[0-9]{4}", _bare_mobiles)
KEYS = Usual(rf"[0-9A-Za-z]{{0,{KEY_LENGTH}}}+(?<=[0-9])", str.upper)
NUMBERS = Usual(rf"(?!0+\n)[0-9A-Za-z]{{0,{KEY_LENGTH}}}+(?<=[0-9])", str.upper)  # zeros alone are no number
NAMES = Usual(rf"[\u4e00-\u9fa5]{{2,{NAME_LENGTH}}}+")  # 无 and 空 are blanks
ACCOUNTS = Usual(rf"[0-9]{{1,{ACCOUNT_LENGTH}}}+")
