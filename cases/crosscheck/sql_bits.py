"""The table of weights as SQL: how many bits a pair of claim and record is worth, as `matching.py` weighs it.

Everything is numbers, and texts are compared only where the numbers leave no other choice. Knows no key and no engine.
"""

from __future__ import annotations

from collections.abc import Mapping

from .coding import LAST_FOUR
from .fields import CLOSE_SHARE, DATE_LEVELS, ROUNDING_FEN, ROUNDING_SHARE, WILD_RATIO
from .weights import CUSTOMER_CAP_BITS, PRIOR_BITS, WEIGHTS

EXACT_FEN = 100  # ¥1: the same amount


def weighed(pairs: str) -> str:
    """Columns claim, record, bits. pairs: a table of claims and records."""
    return f"""
SELECT p.claim, p.record,
  {PRIOR_BITS}e0 + LEAST({CUSTOMER_CAP_BITS}e0, {_phone()} + {_name("c", "o")} + {_seller()} + {_word("store", "cs", "os")})
  + {_number()} + {_invited()} + {_amount()} + {_day()} + {_word("product", "cp", "op")} AS bits
FROM {pairs} p JOIN claims c ON c.claim = p.claim JOIN orders o ON o.record = p.record
LEFT JOIN words ca ON ca.word = c.seller LEFT JOIN words oa ON oa.word = o.seller
LEFT JOIN words cs ON cs.word = c.store LEFT JOIN words os ON os.word = o.store
LEFT JOIN words cp ON cp.word = c.product LEFT JOIN words op ON op.word = o.product
""".strip()  # noqa: S608  # names and numbers of ours


def _bits(field: str) -> Mapping[str, str]:
    """Weights as the text of doubles: without an exponent both engines would add decimals, and slowly."""
    return {level: f"{bits}e0" for level, bits in WEIGHTS[field].items()}


def _phone() -> str:
    """A slip leaves the last four digits or the first seven as they were, or swaps the two at that seam, or makes the number
    longer or shorter, which doubles or halves it at least. Only what passes that is compared as text.
    """
    bits = _bits("phone")
    said, recorded = "CAST(c.phone AS STRING)", "CAST(o.phone AS STRING)"
    ending, recorded_ending = (f"SUBSTRING(CAST(10000 + {side}.four AS STRING), 2, 4)" for side in ("c", "o"))
    last_five = "SUBSTRING(CAST(100000 + o.phone % 100000 AS STRING), 2, 5)"
    return f"""CASE
      WHEN c.four IS NULL OR o.phone IS NULL THEN 0e0
      WHEN c.phone = o.phone THEN {bits["same"]}
      WHEN c.phone IS NULL THEN CASE WHEN c.four = o.four THEN {bits["last_four"]}
        WHEN (c.four % 100 = o.four % 100 OR ABS(c.four - o.four) < 100) AND {_near(ending, recorded_ending)}
        THEN {bits["last_four_near"]}
        WHEN {_swapped("c.four", "o.four", range(3))} OR {_near(ending, last_five)} THEN {bits["last_four_near"]}
        ELSE {bits["differs"]} END
      WHEN c.head = o.head OR c.four = o.four THEN CASE
        WHEN {_near(said, recorded)} OR {_swapped("c.phone", "o.phone", range(10))} THEN {bits["near"]}
        ELSE {bits["differs"]} END
      WHEN {_swapped("c.phone", "o.phone", range(LAST_FOUR - 1, LAST_FOUR))} THEN {bits["near"]}
      WHEN (c.phone >= 2 * o.phone OR o.phone >= 2 * c.phone) AND {_near(said, recorded)} THEN {bits["near"]}
      ELSE {bits["differs"]} END"""


def _swapped(said: str, recorded: str, places: range) -> str:
    """Two neighbouring digits changed places: the numbers then differ by nine times a digit at that place, and hardly
    any others that share a key do."""
    gaps = ", ".join(str(9 * digit * 10**place) for place in places for digit in range(1, 10))
    return f"ABS({said} - {recorded}) IN ({gaps})"


def _near(said: str, recorded: str) -> str:
    return f"levenshtein({said}, {recorded}) <= 1"


def _name(said: str, recorded: str, field: str = "name") -> str:
    bits = _bits(field)
    return f"""CASE
      WHEN {said}.name IS NULL OR {recorded}.name IS NULL THEN 0e0
      WHEN {said}.name = {recorded}.name OR {said}.short = {recorded}.name THEN {bits["same"]}
      WHEN {said}.length = 1 THEN CASE WHEN {said}.c1 = {recorded}.c1 THEN {bits["surname"]} ELSE {bits["differs"]} END
      WHEN {_name_slip(said, recorded)} THEN {bits["near"]}
      ELSE {bits["differs"]} END"""


def _name_slip(said: str, recorded: str) -> str:
    """One character added, dropped or mistaken, or two neighbours swapped; of two characters the first has to hold."""
    s, r = ([f"{side}.c{place}" for place in range(1, 5)] for side in (said, recorded))
    agree = " + ".join(f"CASE WHEN {one} = {other} THEN 1 ELSE 0 END" for one, other in zip(s, r, strict=True))
    swaps = " OR ".join(
        "(" + " AND ".join(f"{s[place]} = {r[_swap(place, left)]}" for place in range(4)) + ")" for left in range(3)
    )
    fewer = " OR ".join(_dropped(r, s, place) for place in range(4))
    more = " OR ".join(_dropped(s, r, place) for place in range(4))
    return f"""(({said}.length > 2 AND {recorded}.length > 2 OR {s[0]} = {r[0]}) AND (
        ({said}.length = {recorded}.length AND (({agree}) = 3 OR {swaps}))
        OR ({said}.length + 1 = {recorded}.length AND ({fewer}))
        OR ({said}.length = {recorded}.length + 1 AND ({more}))))"""


def _swap(place: int, left: int) -> int:
    return {left: left + 1, left + 1: left}.get(place, place)


def _dropped(longer: list[str], shorter: list[str], place: int) -> str:
    left = longer[:place] + longer[place + 1 :]
    return "(" + " AND ".join(f"{one} = {other}" for one, other in zip(left, shorter[:3], strict=True)) + ")"


def _seller() -> str:
    same = _bits("salesperson")["same"]
    return f"CASE WHEN c.seller = o.seller THEN {same} ELSE {_name('ca', 'oa', 'salesperson')} END"


def _word(field: str, said: str, recorded: str) -> str:
    bits = _bits(field)
    return f"""CASE
      WHEN {said}.word IS NULL OR {recorded}.word IS NULL THEN 0e0
      WHEN {said}.word = {recorded}.word OR contains({said}.text, {recorded}.text) OR contains({recorded}.text, {said}.text)
      THEN {bits["same"]} ELSE {bits["differs"]} END"""


def _number() -> str:
    bits = _bits("order_no")
    return f"""CASE
      WHEN c.number IS NULL OR o.number IS NULL THEN 0e0
      WHEN c.number = o.number THEN CASE
        WHEN c.series = o.series OR c.series = 0 OR o.series = 0 THEN {bits["same"]} ELSE {bits["differs"]} END
      WHEN {_near("c.number", "o.number")} THEN {bits["near"]}
      ELSE {bits["differs"]} END"""


def _invited() -> str:
    bits = _bits("invited")
    denied = f"CASE WHEN c.denied = 1 THEN {bits['denied']} ELSE {bits['same']} END"
    return f"CASE WHEN c.about = o.number THEN {denied} ELSE 0e0 END"


def _amount() -> str:
    """The nearer of the order's amount and the sum of its payments counts; one payment alone is a part."""
    parts = " OR ".join(_is_rounded(one) for one in ("o.paid_most", "o.paid_least"))
    part = f"CASE WHEN {parts} THEN {_bits('amount')['part']} ELSE {_bits('amount')['wild']} END"
    whole = ", ".join(_amount_bits(one) for one in ("o.amount", "o.paid_sum"))
    return f"""CASE WHEN c.amount IS NULL OR COALESCE(o.amount, o.paid_sum) IS NULL THEN 0e0
      WHEN ABS(o.amount - c.amount) <= {EXACT_FEN} THEN {_bits("amount")["same"]}
      WHEN o.paid_sum IS NULL THEN {_amount_bits("o.amount")} ELSE GREATEST({whole}, {part}) END"""


def _amount_bits(recorded: str) -> str:
    """Shares as whole numbers: a decimal would be multiplied in 128 bits."""
    bits = _bits("amount")
    gap = f"ABS({recorded} - c.amount)"
    return f"""CASE
        WHEN {recorded} IS NULL THEN {bits["wild"]}
        WHEN {gap} <= {EXACT_FEN} THEN {bits["same"]}
        WHEN {_is_rounded(recorded)} THEN {bits["rounded"]}
        WHEN {gap} * {round(1 / CLOSE_SHARE)} <= {recorded} THEN {bits["close"]}
        WHEN {recorded} > {round(WILD_RATIO)} * c.amount OR c.amount > {round(WILD_RATIO)} * {recorded} THEN {bits["wild"]}
        ELSE {bits["differs"]} END"""


def _is_rounded(recorded: str) -> str:
    gap = f"ABS({recorded} - c.amount)"
    return f"({gap} <= {ROUNDING_FEN} OR {gap} * {round(1 / ROUNDING_SHARE)} <= {recorded})"


def _day() -> str:
    bits = _bits("date")
    gap = "LEAST(ABS(c.day - o.day), ABS(c.day - o.paid_first), ABS(c.day - o.paid_last))"
    levels = " ".join(f"WHEN {gap} <= {days} THEN {bits[level]}" for days, level in DATE_LEVELS)
    return f"CASE WHEN {gap} IS NULL THEN 0e0 {levels} ELSE {bits['far']} END"
