"""The batch's one SQL text, in what DuckDB and Spark have in common: joins, CASE, window functions, whole days, levenshtein
on ASCII. Its weights are written in from `weights.py`. Knows no engine and opens no connection.

It finds, for each claim, the orders that share a key with it, and weighs them as `matching.py` does; the few that could
win go on to the engine itself, which alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from .anothers import BOOKED_WITHIN
from .fields import CLOSE_SHARE, DATE_LEVELS, ROUNDING_FEN, ROUNDING_SHARE, WILD_RATIO
from .weights import CUSTOMER_CAP_BITS, PRIOR_BITS, WEIGHTS

BIG, SMALL, TEXT = "BIGINT", "INTEGER", "STRING"
_PHONE = {"phone": BIG, "four": SMALL, "head": BIG}
_CHARACTERS = {"length": SMALL, "c1": SMALL, "c2": SMALL, "c3": SMALL, "c4": SMALL}
_WORDS = {"seller": SMALL, "store": SMALL, "product": SMALL}
_PRICE = {"amount": BIG, "price": SMALL}
_DAY = {"day": SMALL, "week": SMALL}

CLAIM_COLUMNS: Mapping[str, str] = {
    **{"claim": SMALL, "number": TEXT, "about": TEXT, "denied": SMALL},
    **_PHONE,
    **{"name": BIG, "short": BIG},
    **_CHARACTERS,
    **_WORDS,
    **_PRICE,
    **_DAY,
}
ORDER_COLUMNS: Mapping[str, str] = {
    **{"record": SMALL, "label": TEXT, "number": TEXT},
    **_PHONE,
    "name": BIG,
    **_CHARACTERS,
    **_WORDS,
    **_PRICE,
    **{"paid_sum": BIG, "paid_most": BIG, "paid_least": BIG},
    **_DAY,
    **{"paid_first": SMALL, "paid_last": SMALL},
}
WORD_COLUMNS: Mapping[str, str] = {"word": SMALL, "text": TEXT, "name": BIG, "short": BIG, **_CHARACTERS}
TABLES: Mapping[str, Mapping[str, str]] = {"claims": CLAIM_COLUMNS, "orders": ORDER_COLUMNS, "words": WORD_COLUMNS}

KEPT = 8  # candidates a claim that go on to the engine
KEPT_BITS = 30.0  # … if they lie no further behind the best
CROWDED = 200  # a phone or name shared by more orders of one key identifies nobody; price and day still find them

_STEPS = "(SELECT -1 AS step UNION ALL SELECT 0 AS step UNION ALL SELECT 1 AS step)"
_BLOCKS: Mapping[str, str] = {
    "order number": "c.number = o.number",
    "invitation": "c.about = o.number",
    "phone": "c.phone = o.phone",
    "ending and name": "c.four = o.four AND c.short = o.name",
    "name and salesperson": "c.short = o.name AND c.seller = o.seller",
}
_WEEK, _PRICE_NEAR = "c.week + s.step = o.week", "c.price + {step}.step = o.price"
_BLOCKS_AROUND: Mapping[str, str] = {  # with the week or the price, and the one before and after it
    "ending, surname and week": f"c.four = o.four AND c.c1 = o.c1 AND {_WEEK}",
    "ending, surname and price": f"c.four = o.four AND c.c1 = o.c1 AND {_PRICE_NEAR.format(step='s')}",
    "number range and week": f"c.head = o.head AND {_WEEK}",
    "number range and price": f"c.head = o.head AND {_PRICE_NEAR.format(step='s')}",
}
_BLOCKS_WITHIN: Mapping[str, str] = {  # with both
    "ending": "c.four = o.four",
    "name": "c.short = o.name",
    "salesperson and surname": "c.seller = o.seller AND c.c1 = o.c1",
}
_CROWDS: Mapping[str, tuple[str, ...]] = {
    "phone": ("phone",),
    "ending and name": ("four", "name"),
    "name and salesperson": ("name", "seller"),
}


def candidates() -> str:
    """Columns of the answer: claim, label of the record, bits, place (1 is best)."""
    return f"""
WITH weighed AS (
  SELECT p.claim, p.record,
    {PRIOR_BITS}e0 + LEAST({CUSTOMER_CAP_BITS}e0, {_phone()} + {_name("c", "o")} + {_seller()} + {_word("store", "cs", "os")})
    + {_number()} + {_invited()} + {_amount()} + {_day()} + {_word("product", "cp", "op")} AS bits
  FROM pairs p JOIN claims c ON c.claim = p.claim JOIN orders o ON o.record = p.record
  LEFT JOIN words ca ON ca.word = c.seller LEFT JOIN words oa ON oa.word = o.seller
  LEFT JOIN words cs ON cs.word = c.store LEFT JOIN words os ON os.word = o.store
  LEFT JOIN words cp ON cp.word = c.product LEFT JOIN words op ON op.word = o.product
),
placed AS (
  SELECT claim, record, bits, FIRST_VALUE(bits) OVER (PARTITION BY claim ORDER BY bits DESC, record) AS best,
    ROW_NUMBER() OVER (PARTITION BY claim ORDER BY bits DESC, record) AS place
  FROM weighed
)
SELECT p.claim, o.label, p.bits, p.place
FROM placed p JOIN orders o ON o.record = p.record WHERE place <= {KEPT} AND bits >= best - {KEPT_BITS}
""".strip()  # noqa: S608  # names and numbers of ours


def anothers() -> str:
    """Claims and labels of orders at that price, near that day and by that salesperson, whoever's name they are in."""
    return f"""
SELECT c.claim, o.label FROM claims c CROSS JOIN {_STEPS} s CROSS JOIN {_STEPS} t
  JOIN orders o ON c.seller = o.seller AND {_WEEK} AND {_PRICE_NEAR.format(step="t")}
WHERE ABS(c.day - o.day) <= {BOOKED_WITHIN.days}
  AND (ABS(o.amount - c.amount) <= {ROUNDING_FEN} OR ABS(o.amount - c.amount) <= o.amount * {ROUNDING_SHARE})
ORDER BY c.claim, o.label""".strip()  # noqa: S608  # names and numbers of ours


def prepared() -> Mapping[str, str]:
    """Tables to make one after another before `candidates`: keys of claims that too many orders share, then the pairs.

    Pairs are kept apart from weighing them: one statement for both took twice the memory and time.
    """
    made = {}
    for block, columns in _CROWDS.items():
        same = " AND ".join(f"o.{column} = w.{column}" for column in columns)
        names = ", ".join(f"o.{column}" for column in columns)
        wanted = ", ".join(f"{'short' if column == 'name' else column} AS {column}" for column in columns)
        made[_crowd(block)] = (
            f"SELECT {names} FROM orders o JOIN (SELECT DISTINCT {wanted} FROM claims) w ON {same} "  # noqa: S608
            f"GROUP BY {names} HAVING COUNT(*) > {CROWDED}"
        )
    return made | {"pairs": _pairs()}


def _crowd(block: str) -> str:
    return "crowded_" + block.replace(" ", "_")


def _pairs() -> str:
    found = [
        f"SELECT c.claim, o.record FROM claims c JOIN orders o ON {on}{_uncrowded(key)}"  # noqa: S608  # ours
        for key, on in _BLOCKS.items()
    ]
    found += [
        f"SELECT c.claim, o.record FROM claims c CROSS JOIN {_STEPS} s JOIN orders o ON {on}"  # noqa: S608
        for on in _BLOCKS_AROUND.values()
    ]
    found += [
        f"SELECT c.claim, o.record FROM claims c CROSS JOIN {_STEPS} s CROSS JOIN {_STEPS} t "  # noqa: S608
        f"JOIN orders o ON {on} AND {_WEEK} AND {_PRICE_NEAR.format(step='t')}"
        for on in _BLOCKS_WITHIN.values()
    ]
    return "\n  UNION ".join(found)


def _uncrowded(block: str) -> str:
    columns = _CROWDS.get(block)
    if columns is None:
        return ""
    same = " AND ".join(f"x.{column} = o.{column}" for column in columns)
    return f" WHERE NOT EXISTS (SELECT 1 FROM {_crowd(block)} x WHERE {same})"  # noqa: S608


def _bits(field: str) -> Mapping[str, str]:
    """Weights as the text of doubles: without an exponent both engines would add decimals, and slowly."""
    return {level: f"{bits}e0" for level, bits in WEIGHTS[field].items()}


def _phone() -> str:
    bits = _bits("phone")
    said, recorded = "CAST(c.phone AS STRING)", "CAST(o.phone AS STRING)"
    ending, recorded_ending = (f"SUBSTRING(CAST(10000 + {side}.four AS STRING), 2, 4)" for side in ("c", "o"))
    return f"""CASE
      WHEN c.four IS NULL OR o.phone IS NULL THEN 0e0
      WHEN c.phone = o.phone THEN {bits["same"]}
      WHEN c.phone IS NULL THEN CASE WHEN c.four = o.four THEN {bits["last_four"]}
        WHEN {_near(ending, recorded_ending)} OR {_swapped("c.four", "o.four", 4)} THEN {bits["last_four_near"]}
        ELSE {bits["differs"]} END
      WHEN {_near(said, recorded)} OR {_swapped("c.phone", "o.phone", 11)} THEN {bits["near"]}
      ELSE {bits["differs"]} END"""


def _swapped(said: str, recorded: str, digits: int) -> str:
    """Two neighbouring digits changed places: the numbers then differ by nine times a digit at that place, and hardly
    any others that share a key do."""
    gaps = ", ".join(str(9 * digit * 10**place) for place in range(digits - 1) for digit in range(1, 10))
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
    return _name("ca", "oa", "salesperson")


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
      WHEN c.number = o.number THEN {bits["same"]}
      WHEN {_near("c.number", "o.number")} THEN {bits["near"]}
      ELSE {bits["differs"]} END"""


def _invited() -> str:
    bits = _bits("invited")
    denied = f"CASE WHEN c.denied = 1 THEN {bits['denied']} ELSE {bits['same']} END"
    return f"CASE WHEN c.about = o.number THEN {denied} ELSE 0e0 END"


def _amount() -> str:
    """The nearest of the order's amount, its payments and their sum is the one that counts."""
    recorded = ("o.amount", "o.paid_sum", "o.paid_most", "o.paid_least")
    levels = ", ".join(_amount_bits(one) for one in recorded)
    return f"""CASE WHEN c.amount IS NULL OR COALESCE({", ".join(recorded)}) IS NULL THEN 0e0
      WHEN o.paid_sum IS NULL THEN {_amount_bits("o.amount")} ELSE GREATEST({levels}) END"""


def _amount_bits(recorded: str) -> str:
    bits = _bits("amount")
    gap = f"ABS({recorded} - c.amount)"
    return f"""CASE
        WHEN {recorded} IS NULL THEN {bits["wild"]}
        WHEN {gap} <= 100 THEN {bits["same"]}
        WHEN {gap} <= {ROUNDING_FEN} OR {gap} <= {recorded} * {ROUNDING_SHARE} THEN {bits["rounded"]}
        WHEN {gap} <= {recorded} * {CLOSE_SHARE} THEN {bits["close"]}
        WHEN GREATEST({recorded}, c.amount) > {WILD_RATIO} * LEAST({recorded}, c.amount) THEN {bits["wild"]}
        ELSE {bits["differs"]} END"""


def _day() -> str:
    bits = _bits("date")
    gap = "LEAST(ABS(c.day - o.day), ABS(c.day - o.paid_first), ABS(c.day - o.paid_last))"
    levels = " ".join(f"WHEN {gap} <= {days} THEN {bits[level]}" for days, level in DATE_LEVELS)
    return f"CASE WHEN {gap} IS NULL THEN 0e0 {levels} ELSE {bits['far']} END"
