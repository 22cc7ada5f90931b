"""What one cell says: money in fen, phones, numbers of documents, accounts, text. Repairs habits, guesses no fact.

Every function answers None for a blank cell and raises `Refused` with a code of refusals.SENTENCES.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cases.records.cells import EXACT_FLOAT, Cell, Refused, clean, said

KEY_LENGTH = 64
NAME_LENGTH = 100
ACCOUNT_LENGTH = 100
TEXT_LENGTH = 4000
NOTES_LENGTH = 32_767  # what a cell of a spreadsheet holds: years of notes about one customer
AMOUNT_LIMIT_FEN = 10**12  # ten billion yuan: beyond it somebody pasted an account number

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_FOREIGN = re.compile(r"[$€£₩]|USD|EUR|GBP|HKD|JPY|KRW|TWD|美元|欧元|英镑|港币|港元|日元|韩元|台币", re.IGNORECASE)
_APPROXIMATE = re.compile(r"约|大概|左右|以上|以下|[~∼至]|\d\s*-\s*\d")
_MONEY_WORDS = re.compile(r"人民币|RMB|CNY|\byuan\b|[¥元圆块整]", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:[, ]\d{3})+|\d+)?(\.\d*)?([千万亿]?)")
_USUAL_AMOUNT = re.compile(r"¥?(\d{1,3}(?:,\d{3}){0,2}|\d{1,9})(?:\.(\d{1,2}))?元?")
_SCALES = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}

_POINT_ZERO = re.compile(r"(\d+)\.0+")  # a whole number that some program took for a measure
_PHONE_SPLIT = re.compile(r"[/;,、|]|或|\s{2,}")
_PHONE_FILL = re.compile(r"[\s\-.()·]")
_NO_PHONE = frozenset(
    {"未留", "没留", "未提供", "未登记", "未填", "未填写", "不详", "未知", "暂无", "没有", "保密", "无电话"}
)
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#).*$", re.IGNORECASE)
_MASKED = re.compile(r"\+?\d{0,7}[*xX•×·]{2,}(\d{4})")
MOBILE_LENGTH = 11
_MOBILE = re.compile(r"1[3-9]\d{9}")
_USUAL_MOBILE = re.compile(r"(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})")
_LANDLINE = re.compile(r"0\d{9,11}|[2-8]\d{6,7}|[48]00\d{7}")
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{6,14}")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_ACCOUNT_LABEL = re.compile(
    r"^(?:支付宝|微信(?:支付)?|银行卡|账号|账户|卡号|户名|alipay|wechat)\s*[::]\s*", re.IGNORECASE
)


def parse_amount(cell: Cell, *, scale: Decimal = Decimal(1), refunds: bool = False) -> int | None:
    """Yuan as fen. `scale` is the header's unit (万元: 10,000). Brackets and minus: only where `refunds`."""
    usual = _USUAL_AMOUNT.fullmatch(cell) if scale == 1 and isinstance(cell, str) else None
    if usual:
        return int(usual[1].replace(",", "")) * 100 + int((usual[2] or "").ljust(2, "0"))
    text = said(cell)
    if text is None:
        return None
    yuan = _yuan_of_number(cell) if isinstance(cell, (int, float)) else _yuan_of_text(text)
    fen = yuan * scale * 100
    if fen != fen.to_integral_value():
        raise Refused("amount_too_precise")
    if abs(fen) > AMOUNT_LIMIT_FEN:
        raise Refused("amount_too_large")
    if fen < 0 and not refunds:
        raise Refused("amount_negative")
    return int(fen)


def parse_scaled(cell: Cell, scale: Decimal | None, *, refunds: bool) -> int | None:
    """The same; scale is None where the file says that its amounts are no yuan."""
    if scale is None and said(cell) is not None:
        raise Refused("amount_foreign")
    return parse_amount(cell, scale=scale or Decimal(1), refunds=refunds)


def _yuan_of_number(cell: float | int) -> Decimal:
    """A spreadsheet's number; binary noise beyond the sixth decimal is not the writer's."""
    if isinstance(cell, bool) or cell != cell or abs(cell) >= EXACT_FLOAT:
        raise Refused("amount_unreadable")
    return Decimal(str(round(cell, 6)))


def _yuan_of_text(text: str) -> Decimal:
    if _FOREIGN.search(text):
        raise Refused("amount_foreign")
    bare = _MONEY_WORDS.sub("", text).strip()
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1].strip() if negative else bare
    if _SCIENTIFIC.fullmatch(bare):
        raise Refused("amount_scientific")
    if _APPROXIMATE.search(bare):
        raise Refused("amount_approximate")
    found = _NUMBER.fullmatch(bare.replace(" ,", ","))
    if not found or not (found[2] or (found[3] or "")[1:]):
        raise Refused("amount_separators" if re.fullmatch(r"[+-]?[\d.,' ]*\d[\d.,' ]*", bare) else "amount_unreadable")
    whole = (found[2] or "0").replace(",", "").replace(" ", "")
    number = Decimal(f"{found[1]}{whole}{found[3] or ''}") * _SCALES[found[4]]
    return -number if negative else number


def parse_phone(cell: Cell, *, last_four: bool = False) -> str | None:
    """Digits of a telephone number, or its last four where the file shows no more (masked, or `last_four` allowed).

    Of several numbers in one cell the first is kept. A number from abroad keeps its "+". With `last_four` somebody said it,
    and a digit mistaken, missing or too many stays as it was said.
    """
    if isinstance(cell, str) and cell.isascii() and (usual := _USUAL_MOBILE.fullmatch(cell)):
        return "".join(usual.groups())
    text = said(cell)
    if text is None:
        return None
    usual = _USUAL_MOBILE.fullmatch(text)
    if usual:
        return "".join(usual.groups())
    if text in _NO_PHONE:
        return None
    if _SCIENTIFIC.fullmatch(text):
        raise Refused("phone_scientific")
    text = _POINT_ZERO.sub(r"\1", text) if _POINT_ZERO.fullmatch(text) else text
    if last_four and isinstance(cell, (int, float)) and text.isdigit() and len(text) < 4:
        return text.zfill(4)  # a number cell drops the zeros in front of 0992
    first = next((part for part in _PHONE_SPLIT.split(text) if part.strip()), "")
    return _phone(first, last_four=last_four)


def _phone(text: str, *, last_four: bool) -> str:
    bare = _PHONE_FILL.sub("", _EXTENSION.sub("", text) if text[:1] in "0+23456789(" else text)
    masked = _MASKED.fullmatch(bare)
    if masked:
        return masked[1]
    if _ABROAD.fullmatch(bare):
        return bare
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$|0?\d{9,11}$)", "", bare)
    if (
        _MOBILE.fullmatch(digits)
        or _LANDLINE.fullmatch(digits)
        or (
            last_four and (len(digits) == 4 or abs(len(digits) - MOBILE_LENGTH) <= 1) and digits.isdigit()
        )  # a slip is the engine's to see through
    ):
        return digits
    if not digits.lstrip("+").isdigit():
        raise Refused("phone_unreadable")
    raise Refused("phone_last_four" if len(digits) == 4 else "phone_length", digits=len(digits.lstrip("+")))


def parse_key(cell: Cell) -> str | None:
    """The number of an order, payment, lead, claim or employee: upper case, no spaces."""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum() and cell[-1].isdigit() and len(cell) <= KEY_LENGTH:
        return cell.upper()  # as nearly every one is
    text = _digits_kept(cell)
    if text is None:
        return None
    text = text.replace(" ", "").upper()
    if len(text) > KEY_LENGTH:
        raise Refused("key_too_long", limit=KEY_LENGTH)
    return text


def parse_number(cell: Cell) -> str | None:
    """The same where programs write 0 for none: payments and what they refer to."""
    text = parse_key(cell)
    return text if text is not None and text.strip("0") else None


def parse_account(cell: Cell) -> str | None:
    """A bank account or wallet: digits without their spacing, anything else as written."""
    text = _digits_kept(cell)
    if text is None:
        return None
    digits = re.sub(r"[\s-]", "", text)
    if len(text) > ACCOUNT_LENGTH:
        raise Refused("text_too_long", limit=ACCOUNT_LENGTH)
    return digits if digits.isdigit() else text


def account_key(account: str) -> str:
    """What two spellings of one account share; the only form that is compared or turned into a token."""
    return re.sub(r"[\s\-]", "", _ACCOUNT_LABEL.sub("", clean(account))).casefold()


def order_key(order_no: str) -> str:
    """What two spellings of one order number share: letters and digits, upper case."""
    if order_no.isascii() and order_no.isalnum():
        return order_no.upper()
    return _NOT_ALPHANUMERIC.sub("", clean(order_no)).upper()


def name_key(name: str) -> str:
    """What two spellings of one name share: no spaces, no case."""
    return clean(name).replace(" ", "").casefold()


def parse_name(cell: Cell) -> str | None:
    """One line of at most NAME_LENGTH characters."""
    text = said(cell)
    if text is not None and len(text) > NAME_LENGTH:
        raise Refused("text_too_long", limit=NAME_LENGTH)
    return text


def parse_text(cell: Cell, *, limit: int = TEXT_LENGTH) -> str | None:
    """Free text, line breaks kept."""
    if said(cell) is None or not isinstance(cell, str):
        return parse_name(cell)
    text = "\n".join(filter(None, (clean(line) for line in cell.splitlines())))
    if len(text) > limit:
        raise Refused("text_too_long", limit=limit)
    return text


def _digits_kept(cell: Cell) -> str | None:
    """Text of a cell that must not have lost digits to a spreadsheet."""
    if isinstance(cell, float) and (abs(cell) >= EXACT_FLOAT or not cell.is_integer()):
        raise Refused("digits_lost")
    text = said(cell)
    if text is not None and "+" in text and re.fullmatch(r"\d(?:\.\d+)?[eE]\+\d{1,2}", text):
        raise Refused("digits_lost")
    whole = _POINT_ZERO.fullmatch(text) if text is not None else None
    return whole[1] if whole else text
