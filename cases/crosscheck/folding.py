"""One spelling for the many ways of writing a word so that no filter sees it. Pure; knows no word that matters.

Width, case, traditional characters, fillers and the usual look-alikes are folded. The pairs of characters are those of
Unicode's Unihan database (kSimplifiedVariant), limited to what the words of `term_list.py` are written with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

END = "\n"  # of a sentence: no combination reaches across it
APART = "\x1e"  # between two texts that are searched together
_TRADITIONAL = (
    "優优轉转賬账帐账帳账個个號号線线綫线戶户現现錢钱單单發发開开無无給给點点聯联繫系係系電电話话訂订購购買买賣卖"
    "價价減减費费還还經经過过員员銷销貨货廠厂關关門门評评預预據据實实際际說说這这沒没別别刪删對对講讲傭佣繞绕"
    "訴诉們们幫帮麼么裡里裏里寶宝碼码紅红滿满從从問问讓让飛飞內内調调雙双後后證证餘余條条網网處处"
)
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
_ONE = str.maketrans(dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)) | _ALIKE)
_ENDS = frozenset("。.!?！？;；\r\n")
_DOT = "."
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


@dataclass(frozen=True)
class Folded:
    """`text` without fillers; `pauses`: places in it before which there was a comma or the like.

    origins: for each character of it, the first and the last place in the original that it stands for.
    """

    text: str
    pauses: frozenset[int]
    origins: tuple[tuple[int, int], ...]


def folded(text: str) -> Folded:
    """The same for every way of writing the same."""
    kept: list[str] = []
    pauses: list[int] = []
    origins: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        for part in _CAREFUL[ord(char)]:
            if part == _PAUSE:
                pauses.append(len(kept))
            elif part != _DOT or not _is_filler(text, place):
                kept.append(END if part == _DOT else part)
                origins.append((place, place))
    return _spelled_out("".join(kept), pauses, origins)


def flattened(text: str) -> str:
    """Much faster and coarser: neither pauses nor dots are kept, short forms are. What `folded` holds of a word, it holds."""
    return text.translate(_FLAT)


class _Folding(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __init__(self, pause: str, dot: str) -> None:
        super().__init__({ord(APART): APART})
        self._marks = {_PAUSE: pause, _DOT: dot}

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower().translate(_ONE)
        found = "".join(map(self._kept, plain))
        if len(self) < _KNOWN:
            self[code] = found
        return found

    def _kept(self, char: str) -> str:
        if char == _DOT:
            return self._marks[_DOT]
        if char in _ENDS:
            return END
        if char in _PAUSES:
            return self._marks[_PAUSE]
        return char if char.isalnum() else ""


_CAREFUL = _Folding(_PAUSE, _DOT)
_FLAT = _Folding("", "")


def _is_filler(text: str, place: int) -> bool:
    """A dot inside a word of two characters, 微.信, ends no sentence; nor does one inside a number."""
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def _spelled_out(text: str, pauses: list[int], origins: list[tuple[int, int]]) -> Folded:
    """Short forms in full; pauses move with the text."""
    parts: list[str] = []
    places, spread, last = list(pauses), [], 0
    for start, stop, full in _short_forms(text):
        parts += [text[last:start], full]
        spread += origins[last:start] + [(origins[start][0], origins[stop - 1][1])] * len(full)
        added = len(full) - (stop - start)
        places = [place + added if pauses[number] >= stop else place for number, place in enumerate(places)]
        last = stop
    return Folded("".join([*parts, text[last:]]), frozenset(places), (*spread, *origins[last:]))


def _short_forms(text: str) -> list[tuple[int, int, str]]:
    found = [(one.start(), one.end(), SHORT[one[0]]) for one in _LATIN.finditer(text) if one[0] in SHORT]
    for short, full in SHORT_INSIDE:
        found += [
            place for place in _places(text, short, full) if all(place[1] <= a or place[0] >= b for a, b, _ in found)
        ]
    return sorted(found)


def _places(text: str, short: str, full: str) -> Iterator[tuple[int, int, str]]:
    place = text.find(short)
    while place >= 0:
        stop = place + len(short)
        after = text[stop : stop + 1]
        goes_on = short[-1].isascii() and after.isascii() and after.isalpha()
        if not goes_on and after not in ("信", "心"):
            yield place, stop, full
        place = text.find(short, stop)
