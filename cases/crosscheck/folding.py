"""One spelling for the many ways of writing a word so that no filter sees it. Pure; knows no word that matters.

Width, case, traditional characters, fillers and the usual look-alikes are folded. The pairs of characters are those of
Unicode's Unihan database (kSimplifiedVariant), limited to what the words of `term_list.py` are written with.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

END = "\n"  # of a sentence: no combination reaches across it
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
_TABLE = str.maketrans(dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)) | _ALIKE)
_ENDS = frozenset("。.!?！？;；\r\n")
_PAUSES = frozenset(",，、:：")
_LATIN = re.compile(r"[a-z]+")
_SHORT = {
    "vx": "微信",
    "wx": "微信",
    "vxin": "微信",
    "wxin": "微信",
    "wechat": "微信",
    "zfb": "支付宝",
    "vchat": "微信",
}
_SIMPLER = (("v信", "微信"), ("微xin", "微信"), ("微x", "微信"), ("v心", "微信"), ("微心", "微信"), ("加v", "加微信"))


@dataclass(frozen=True)
class Folded:
    """`text` without fillers; `pauses`: places in it before which there was a comma or the like."""

    text: str
    pauses: frozenset[int]


def folded(text: str) -> Folded:
    """The same for every way of writing the same."""
    kept: list[str] = []
    pauses: list[int] = []
    plain = unicodedata.normalize("NFKC", text).lower().translate(_TABLE)
    for place, char in enumerate(plain):
        if char in _ENDS and not _is_filler(plain, place):
            kept.append(END)
        elif char in _PAUSES:
            pauses.append(len(kept))
        elif char.isalnum():
            kept.append(char)
    return _spelled_out("".join(kept), pauses)


def _is_filler(text: str, place: int) -> bool:
    """A dot inside a word of two characters, 微.信, ends no sentence; nor does one inside a number."""
    return text[place] == "." and 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def _spelled_out(text: str, pauses: list[int]) -> Folded:
    """Short forms in full; pauses move with the text."""
    parts, places, last = [], list(pauses), 0
    grown = 0
    for found in _short_forms(text):
        start, stop, full = found
        parts += [text[last:start], full]
        added = len(full) - (stop - start)
        places = [place + added if pauses[number] >= stop else place for number, place in enumerate(places)]
        last, grown = stop, grown + added
    return Folded("".join([*parts, text[last:]]), frozenset(places))


def _short_forms(text: str) -> list[tuple[int, int, str]]:
    found = [(one.start(), one.end(), _SHORT[one[0]]) for one in _LATIN.finditer(text) if one[0] in _SHORT]
    for short, full in _SIMPLER:
        place = text.find(short)
        while place >= 0:
            stop = place + len(short)
            is_word = not (short[-1].isascii() and stop < len(text) and text[stop].isascii() and text[stop].isalpha())
            if (
                is_word
                and text[stop : stop + 1] not in ("信", "心")
                and all(stop <= a or place >= b for a, b, _ in found)
            ):
                found.append((place, stop, full))
            place = text.find(short, stop)
    return sorted(found)
