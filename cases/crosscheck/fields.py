"""How one field that was said compares with the same field as recorded: the answer is a level, named in `weights`.

Knows spelling, typing slips and rounding; knows no weight, no order and no rule. A field that either side lacks has no
level (`None`): silence is no evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from operator import ne

from .traditional import simplified

ROUNDING_FEN = 100_00  # people say 6,800 for 6,784: within ¥100 is the same price
ROUNDING_SHARE = 0.02  # and 36,000 for 35,600: within 2 % likewise
CLOSE_SHARE = 0.10
WILD_RATIO = 3.0
DATE_LEVELS = ((2, "same"), (7, "week"), (15, "fortnight"), (31, "month"), (60, "two_months"))

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_NOT_DIGIT = re.compile(r"\D+")
_TITLE = re.compile(r"(先生|女士|小姐|太太|老师|师傅|店长|主管|顾问|经理|销售|总|哥|姐|工)$")
_NICKNAME = re.compile(r"^[小老阿](?=.$)")
_FIRM = re.compile(r"(?<=..)(股份|集团)?(有限(责任)?)?公司$")
_SERIES = re.compile(r"^[^\W\d_]+(?=\d\w{5})")  # what stands in front of an order number: SO, XS, 订单


def plain_text(text: str) -> str:
    """Full-width to half-width, lower case, no space or punctuation."""
    if text.isascii():  # what programs write and most names are, at a fifth of the cost
        return text.lower() if text.isalnum() else _NOT_ALPHANUMERIC.sub("", text.lower())
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text.casefold()
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text).casefold())


def plain_name(text: str) -> str:
    """The same in simplified characters, and a firm without what kind of company it is."""
    plain = simplified(plain_text(text))
    return _FIRM.sub("", plain) if plain.endswith("公司") else plain


def name_in_order(name: str) -> str:
    """A plain name whose words, if it is one of Latin letters, stand in one order: Wei Zhang and Zhang Wei are alike."""
    if name.isascii() and len(words := _NOT_ALPHANUMERIC.split(name.lower())) > 1:
        return "".join(sorted(words))
    return plain_name(name)


def plain_phone(text: str) -> str:
    """The digits, without China's country code. Four digits stay four digits."""
    if len(text) == 11 and text.isascii() and text.isdigit():
        return text  # nearly all of them: the books hold plain mobile numbers
    digits = _NOT_DIGIT.sub("", unicodedata.normalize("NFKC", text))
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 11:
            return digits[len(prefix) :]
    return digits


def plain_account(text: str) -> str:
    """An account number or handle without spaces, dashes and case."""
    return plain_text(text)


def one_slip(said: str, recorded: str) -> bool:
    """True if one character was added, dropped or mistaken, or two neighbours swapped. Equal texts have no slip."""
    if len(said) == len(recorded):
        mistaken = sum(map(ne, said, recorded))
        return mistaken == 1 or (mistaken == 2 and _is_swapped(said, recorded))
    shorter, longer = sorted((said, recorded), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    same = _alike(shorter, longer)
    return shorter[same:] == longer[same + 1 :]


def _is_swapped(said: str, recorded: str) -> bool:
    """Of two texts that differ in two places."""
    place = _alike(said, recorded)
    return said[place] == recorded[place + 1] and said[place + 1] == recorded[place]


def _alike(said: str, recorded: str) -> int:
    """How many characters are the same from the beginning on."""
    pairs = enumerate(zip(said, recorded, strict=False))
    return next((place for place, (one, other) in pairs if one != other), len(said))


def order_no_level(said: str | None, recorded: str | None) -> str | None:
    """same (the letters in front may be left out) · near (one slip) · differs"""
    if not said or not recorded:
        return None
    if said == recorded:
        return "same"
    said, recorded = _alike_in_series(plain_text(said), plain_text(recorded))
    if said == recorded:
        return "same"
    return "near" if one_slip(said, recorded) else "differs"


def bare_number(number: str) -> str:
    """An order number in its plain spelling, without the letters in front: what people read off as 250301486 is SO250301486."""
    return _SERIES.sub("", number)


def series_of(number: str) -> str:
    """The letters in front of an order number in its plain spelling; none where fewer than six signs would be left."""
    return number.removesuffix(bare_number(number))


def _alike_in_series(said: str, recorded: str) -> tuple[str, str]:
    """Both without the letters in front if one of them lacks them: orders and returns may count alike."""
    bare = bare_number(said), bare_number(recorded)
    return bare if said == bare[0] or recorded == bare[1] else (said, recorded)


def phone_level(said: str | None, recorded: str | None) -> str | None:
    """same · near (one slip) · last_four (all that was given, and right) · last_four_near · differs"""
    if not said or not recorded:
        return None
    said, recorded = plain_phone(said), plain_phone(recorded)
    if not said or not recorded:
        return None
    if said == recorded:
        return "same"
    if len(said) == 4:
        if recorded.endswith(said):
            return "last_four"
        is_near = one_slip(said, recorded[-4:]) or one_slip(said, recorded[-5:])  # 0495 and 3045 of 30495
        return "last_four_near" if is_near else "differs"
    return "near" if one_slip(said, recorded) else "differs"


def name_level(said: str | None, recorded: str | None) -> str | None:
    """same · near (one slip) · surname (王女士, 小王, 王经理) · differs"""
    if not said or not recorded:
        return None
    if said == recorded:
        return "same"
    turned = said.isascii() and name_in_order(said) == name_in_order(recorded)
    said, recorded = plain_name(said), plain_name(recorded)
    if not said or not recorded:
        return None
    if said == recorded or turned:
        return "same"
    short = short_name(said)
    if len(short) == 1:
        return "surname" if recorded.startswith(short) else "differs"
    if short == recorded:
        return "same"
    return "near" if _slip_in_name(short, recorded) else "differs"


def short_name(said: str) -> str:
    """A name in its plain spelling without title or nickname: 王 for 王女士 and 小王."""
    return _NICKNAME.sub("", _TITLE.sub("", said))


def _slip_in_name(said: str, recorded: str) -> bool:
    # In a name of two characters one slip is half of the name: the surname at least has to hold.
    return one_slip(said, recorded) and (min(len(said), len(recorded)) > 2 or said[0] == recorded[0])


def amount_level(
    said_fen: int | None, recorded_fen: Iterable[int | None], parts_fen: Iterable[int | None] = ()
) -> str | None:
    """The best level against the order's amount and what was paid for it: same · rounded · part (one payment of several,
    so a deposit) · close · differs · wild"""
    if said_fen is None or said_fen <= 0:
        return None
    amounts = [amount for amount in recorded_fen if amount is not None and amount > 0]
    if not amounts:
        return None
    nearest = min(amounts, key=lambda amount: abs(amount - said_fen))
    gap = abs(nearest - said_fen)
    if gap <= 100:
        return "same"
    if within_rounding(said_fen, nearest):
        return "rounded"
    if any(part and part > 0 and within_rounding(said_fen, part) for part in parts_fen):
        return "part"
    if gap <= nearest * CLOSE_SHARE:
        return "close"
    return "wild" if max(said_fen, nearest) > WILD_RATIO * min(said_fen, nearest) else "differs"


def within_rounding(said_fen: int, recorded_fen: int) -> bool:
    """True if the two amounts are the same as far as people remember amounts."""
    return abs(said_fen - recorded_fen) <= max(ROUNDING_FEN, recorded_fen * ROUNDING_SHARE)


def date_level(said: date | None, recorded: Iterable[date | None]) -> str | None:
    """The level of the nearest day (ordered, paid): same (± 2) · week · fortnight · month · two_months · far"""
    if said is None:
        return None
    gaps = [abs((said - day).days) for day in recorded if day is not None]
    if not gaps:
        return None
    gap = min(gaps)
    return next((level for days, level in DATE_LEVELS if gap <= days), "far")


def word_level(said: str | None, recorded: str | None) -> str | None:
    """For products and stores. same (one holds the other: 净水, 全屋净水) · differs"""
    if not said or not recorded:
        return None
    if said == recorded:
        return "same"
    said, recorded = simplified(plain_text(said)), simplified(plain_text(recorded))
    if not said or not recorded:
        return None
    return "same" if said in recorded or recorded in said else "differs"
