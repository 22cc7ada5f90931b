"""One spelling for the many ways of writing a word so that no filter sees it. Pure; knows no word that matters.

Width, case, traditional characters, fillers and the usual look-alikes are folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TypeAlias

from .traditional import SIMPLIFIED

END = "\n"  # of a sentence: no combination reaches across it
APART = "\x1e"  # between two texts that are searched together
_ALIKE = {
    "薇": "微",
    "徽": "微",
    "葳": "微",
    "溦": "微",
    "芯": "信",
    "❤": "信",
    "➕": "加",
    "+": "加",
    "伽": "加",
    "咖": "加",
}
_ONE = SIMPLIFIED | str.maketrans(_ALIKE)
_ENDS = frozenset("。!?！？;；\r\n")
_DOT = "."
# inside a word of two characters, 微.信, it ends no sentence; nor does one inside a number
_INNER_DOT = re.compile(r"(?<=[^\W_])[.．﹒](?=[^\W_])")
_PAUSES = frozenset(",，、:：")
_PAUSE = "\x1f"
_KNOWN = 20_000  # characters remembered; a text of ever new ones shall not fill the memory
_LATIN = re.compile(r"[a-z]+")
SHORT = {
    "vx": "微信",
    "wx": "微信",
    "vxin": "微信",
    "wxin": "微信",
    "wechat": "微信",
    "zfb": "支付宝",
    "vchat": "微信",
}
SHORT_INSIDE = (
    ("v信", "微信"),
    ("微xin", "微信"),
    ("微x", "微信"),
    ("v心", "微信"),
    ("微心", "微信"),
    ("加v", "加微信"),
)

Form: TypeAlias = tuple[int, int, str]  # where a short form begins and ends, and what it stands for


@dataclass(frozen=True)
class Folded:
    """`text` without fillers; `pauses`: places in it before which there was a comma or the like."""

    text: str
    pauses: frozenset[int]


def folded(text: str) -> Folded:
    """The same for every way of writing the same."""
    parts = _INNER_DOT.sub("", text).translate(_CAREFUL).split(_PAUSE)
    plain, pauses = "".join(parts), list(accumulate(map(len, parts[:-1])))
    forms = _short_forms(plain)
    moved = [place + sum(len(full) - stop + start for start, stop, full in forms if stop <= place) for place in pauses]
    return Folded("".join(part for _, part in _spelled_out(plain, forms)), frozenset(moved))


def origins(text: str) -> list[tuple[int, int]]:
    """For each character of `folded(text).text`, the first and the last place in the original that it stands for."""
    inner = {one.start() for one in _INNER_DOT.finditer(text)}
    kept = [
        (place, part)
        for place, char in enumerate(text)
        if place not in inner
        for part in _CAREFUL[ord(char)]
        if part != _PAUSE
    ]
    plain = "".join(part for _, part in kept)
    found: list[tuple[int, int]] = []
    for (start, stop), part in _spelled_out(plain, _short_forms(plain)):
        if part == plain[start:stop]:
            found += [(kept[place][0], kept[place][0]) for place in range(start, stop)]
        else:
            found += [(kept[start][0], kept[stop - 1][0])] * len(part)
    return found


def flattened(text: str) -> str:
    """Much faster and coarser: neither pauses nor dots are kept, short forms are. What `folded` holds of a word, it holds."""
    return _BEYOND.sub(lambda found: _FLAT[ord(found[0])], text).translate(_common())


class _Folding(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __init__(self, pause: str, dot: str) -> None:
        super().__init__()
        self._marks = {_DOT: dot} | dict.fromkeys(_PAUSES, pause) | dict.fromkeys(_ENDS, END)

    def __missing__(self, code: int) -> str:
        found = self.worked_out(code)
        if len(self) < _KNOWN:
            self[code] = found
        return found

    def worked_out(self, code: int) -> str:
        if chr(code) == APART:
            return APART
        plain = unicodedata.normalize("NFKC", chr(code)).lower().translate(_ONE)
        return "".join(self._marks.get(char, char if char.isalnum() else "") for char in plain)


_CAREFUL = _Folding(_PAUSE, END)
_FLAT = _Folding("", "")
_BEYOND = re.compile("[^\x00-\u9fff\uff00-\uffef]")  # emoji and the like


@cache
def _common() -> dict[int, str]:
    """All other characters in a plain dictionary, with which translating is half as fast again. Made when first wanted."""
    codes = (*range(0xA000), *range(0xFF00, 0xFFF0))
    return {code: _FLAT.worked_out(code) for code in codes}


def _spelled_out(text: str, forms: Sequence[Form]) -> Iterator[tuple[tuple[int, int], str]]:
    """Pieces of the text and where they begin and end in it, short forms in full."""
    last = 0
    for start, stop, full in forms:
        yield (last, start), text[last:start]
        yield (start, stop), full
        last = stop
    yield (last, len(text)), text[last:]


def _short_forms(text: str) -> list[Form]:
    found = [(one.start(), one.end(), SHORT[one[0]]) for one in _LATIN.finditer(text) if one[0] in SHORT]
    for short, full in SHORT_INSIDE:
        found += [
            place for place in _places(text, short, full) if all(place[1] <= a or place[0] >= b for a, b, _ in found)
        ]
    return sorted(found)


def _places(text: str, short: str, full: str) -> Iterator[Form]:
    place = text.find(short)
    while place >= 0:
        stop = place + len(short)
        after = text[stop : stop + 1]
        goes_on = short[-1].isascii() and after.isascii() and after.isalpha()
        if not goes_on and after not in ("信", "心"):
            yield place, stop, full
        place = text.find(short, stop)
