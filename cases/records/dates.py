"""Days and moments as people and programs write them. A time without a zone is China's.

What is ambiguous is refused, not guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from cases.records.cells import Cell, Refused, said

COMPANY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")  # one zone, no daylight saving since 1991
FIRST_YEAR, LAST_YEAR = 1990, 2099
SERIAL_ZERO = datetime(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_050  # 1990-01-01 .. 2099-12-31

_TIME = (
    r"(?:[T ]?\s*(?:星期.|周.)?\s*(?P<half>上午|下午|晚上|中午|凌晨|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})(?::|时|点|\.(?=\d\d\.))(?P<minute>\d{1,2})?(?:(?::|分|\.)(?P<second>\d{1,2})?)?秒?(?:\.\d{1,9})?"
    r"\s*(?P<half_after>AM|PM)?\s*"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2}|\+\d{2}|(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?"
)
_MOMENT = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?" + _TIME, re.IGNORECASE
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NAMED_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = tuple(  # 5 Mar 2026, 05-Mar-2026, March 5, 2026: no two ways to read them
    re.compile(rf"(?:[a-z]{{3,9}},\s*)?{start}[.,]?[\s\-/]*(?P<year>\d{{4}})(?P<rest>(?!\d).*)", re.IGNORECASE)
    for start in (rf"{_NAMED_DAY}[\s\-/]*{_NAMED_MONTH}", rf"{_NAMED_MONTH}[.\s\-/]*{_NAMED_DAY}")
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?)?")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)(.*)")
_USUAL_LENGTHS = (10, 16, 19)
_HINTS = (
    (re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*"), "date_order"),
    (re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\D.*)?"), "date_short_year"),
    (re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?"), "date_no_day"),
    (re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"), "date_no_year"),
)


def parse_moment(cell: Cell) -> datetime | None:
    """An aware UTC time; a day alone is its midnight in China. Raises Refused."""
    local = _local(cell)
    return local.astimezone(UTC) if local else None


def parse_day(cell: Cell) -> date | None:
    """A day in China. Raises Refused."""
    local = _local(cell)
    return local.astimezone(COMPANY_ZONE).date() if local else None


def day_of(moment: datetime) -> date:
    """The day a stored UTC moment fell on in China."""
    return moment.astimezone(COMPANY_ZONE).date()


@lru_cache(maxsize=4096, typed=True)  # a file of a year without times of day holds some hundreds
def _local(cell: Cell) -> datetime | None:
    moment = _usual(cell) if isinstance(cell, str) else None
    if moment is None:
        text = said(cell)
        if text is None:
            return None
        moment = _from_text(text) if isinstance(cell, str) else _from_cell(cell)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
    return moment if moment.tzinfo else moment.replace(tzinfo=COMPANY_ZONE)


def _usual(text: str) -> datetime | None:
    """What programs write, read ten times as fast as the many ways people do: 2026-03-08, 2026-03-08 14:23[:05]."""
    if len(text) not in _USUAL_LENGTHS or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_cell(cell: Cell) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_text(str(int(cell)) if float(cell).is_integer() else str(cell))
    raise Refused("date_unreadable")


def _from_text(text: str) -> datetime:
    found = _MOMENT.fullmatch(text) or _MOMENT.fullmatch(_in_figures(text))
    if found:
        return _from_match(found)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _moment(*(int(part or 0) for part in compact.groups()))
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    if year_last := _YEAR_LAST.fullmatch(text):
        first, second, year, rest = year_last.groups()
        if (int(first) > len(_MONTHS)) != (int(second) > len(_MONTHS)):  # one of both can only be the day
            day, month = (first, second) if int(first) > len(_MONTHS) else (second, first)
            return _from_text(f"{year}-{month}-{day}{rest}")
    for pattern, code in _HINTS:
        if pattern.fullmatch(text):
            raise Refused(code)
    raise Refused("date_unreadable")


def _in_figures(text: str) -> str:
    """5 Mar 2026 as 2026-3-5; anything else unchanged."""
    named = next(filter(None, (pattern.fullmatch(text) for pattern in _NAMED)), None) if text.isascii() else None
    if named is None:
        return text
    return f"{named['year']}-{_MONTHS.index(named['name'][:3].lower()) + 1}-{named['day']}{named['rest'].replace(',', ' ')}"


def _from_match(found: re.Match[str]) -> datetime:
    part = found.groupdict()
    hour = int(part["hour"] or 0)
    half = (part["half"] or part["half_after"] or "").upper()
    if half in {"下午", "晚上", "PM"} and hour < 12:
        hour += 12
    elif half in {"上午", "凌晨", "AM"} and hour == 12:
        hour = 0
    minute, second = int(part["minute"] or 0), int(part["second"] or 0)
    moment = _moment(int(part["year"]), int(part["month"]), int(part["day"]), hour, minute, second)
    return moment.replace(tzinfo=_zone(part["zone"])) if part["zone"] else moment


def _zone(text: str) -> timezone:
    stated = text.upper().removeprefix("GMT").removeprefix("UTC")
    if stated in ("", "Z"):
        return UTC
    digits = stated[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset >= timedelta(hours=24):
        raise Refused("date_unreadable")
    return timezone(-offset if stated[0] == "-" else offset)


def _moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    try:
        return datetime(year, month, day, hour, minute, second)  # a zone is added by the caller
    except ValueError:
        raise Refused("date_impossible") from None


def _from_serial(serial: float) -> datetime:
    """A spreadsheet's day number, as it appears where a date cell was saved as a plain number."""
    if not FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        raise Refused("date_unreadable")
    return SERIAL_ZERO + timedelta(seconds=round(serial * 86_400))
