"""The batch's one SQL text, in what DuckDB and Spark have in common: joins, CASE, set operations, whole days, levenshtein
on ASCII. Its weights are written in from `weights.py`. Knows no engine and opens no connection.

It finds, for each claim, the orders that share a key with it, and weighs them as `matching.py` does; the few that could
win go on to the engine itself, which alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .anothers import BOOKED_WITHIN
from .fields import ROUNDING_FEN, ROUNDING_SHARE
from .sql_bits import weighed

BIG, SMALL, TEXT = "BIGINT", "INTEGER", "STRING"
_PHONE = {"phone": BIG, "four": SMALL, "head": BIG}
_CHARACTERS = {"length": SMALL, "c1": SMALL, "c2": SMALL, "c3": SMALL, "c4": SMALL}
_WORDS = {"seller": SMALL, "store": SMALL, "product": SMALL}
_PRICE = {"amount": BIG, "price": SMALL}
_DAY = {"day": SMALL, "week": SMALL}

CLAIM_COLUMNS: Mapping[str, str] = {
    **{"claim": SMALL, "number": TEXT, "series": SMALL, "about": TEXT, "denied": SMALL},
    **_PHONE,
    **{"name": BIG, "short": BIG},
    **_CHARACTERS,
    **_WORDS,
    **_PRICE,
    **_DAY,
}
ORDER_COLUMNS: Mapping[str, str] = {
    **{"record": SMALL, "label": TEXT, "number": TEXT, "series": SMALL},
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
SURE_BITS = 8.0  # 256 to one: what only lies near is not looked for any more, as the online check stops at a match
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
    """The answer: claim, label of the record, bits; what belongs to one claim together, best first."""
    weighed_all = "(SELECT * FROM close_bits UNION ALL SELECT * FROM wide_bits)"
    return f"""
SELECT w.claim, o.label, w.bits
FROM {weighed_all} w JOIN (SELECT claim, MAX(bits) AS bits FROM {weighed_all} GROUP BY claim) b ON b.claim = w.claim
  JOIN orders o ON o.record = w.record
WHERE w.bits >= b.bits - {KEPT_BITS}e0
ORDER BY w.claim, w.bits DESC, w.record""".strip()  # noqa: S608  # names and numbers of ours


def anothers() -> str:
    """Claims and labels of orders at that price, near that day and by that salesperson, whoever's name they are in."""
    return f"""
SELECT c.claim, o.label FROM claims c CROSS JOIN {_STEPS} s CROSS JOIN {_STEPS} t
  JOIN orders o ON c.seller = o.seller AND {_WEEK} AND {_PRICE_NEAR.format(step="t")}
WHERE ABS(c.day - o.day) <= {BOOKED_WITHIN.days}
  AND (ABS(o.amount - c.amount) <= {ROUNDING_FEN} OR ABS(o.amount - c.amount) <= o.amount * {ROUNDING_SHARE})
ORDER BY c.claim, o.label""".strip()  # noqa: S608  # names and numbers of ours


def prepared() -> Mapping[str, str]:
    """Tables to make one after another before `candidates`, each by its name.

    First keys that too many orders share. Then pairs that agree exactly in what tells a customer or an order, and their
    bits. Only claims that none of those is sure to be meant by are held against what lies near. Pairs are kept apart from
    weighing them: one statement for both took twice the memory and time.
    """
    return {
        **{_crowd(block): _crowded(columns) for block, columns in _CROWDS.items()},
        "close_pairs": f"SELECT DISTINCT claim, record FROM ({_exact()}) p",  # noqa: S608  # ours, as all below
        "close_bits": weighed("close_pairs"),
        "doubtful": f"""SELECT c.* FROM claims c
  LEFT JOIN (SELECT claim FROM close_bits GROUP BY claim HAVING MAX(bits) >= {SURE_BITS}e0) s ON s.claim = c.claim
WHERE s.claim IS NULL""",  # noqa: S608
        "wide_pairs": f"{_near()}\n  EXCEPT SELECT claim, record FROM close_pairs",  # noqa: S608
        "wide_bits": weighed("wide_pairs"),
    }


def _crowded(columns: Sequence[str]) -> str:
    same = " AND ".join(f"o.{column} = w.{column}" for column in columns)
    names = ", ".join(f"o.{column}" for column in columns)
    wanted = ", ".join(f"{'short' if column == 'name' else column} AS {column}" for column in columns)
    return (
        f"SELECT {names} FROM orders o JOIN (SELECT DISTINCT {wanted} FROM claims) w ON {same} "  # noqa: S608
        f"GROUP BY {names} HAVING COUNT(*) > {CROWDED}"
    )


def _crowd(block: str) -> str:
    return "crowded_" + block.replace(" ", "_")


def _exact() -> str:
    return "\n  UNION ALL ".join(
        f"SELECT c.claim, o.record FROM claims c JOIN orders o ON {on}{_uncrowded(key)}"  # noqa: S608  # ours
        for key, on in _BLOCKS.items()
    )


def _near() -> str:
    found = [
        f"SELECT c.claim, o.record FROM doubtful c CROSS JOIN {_STEPS} s JOIN orders o ON {on}"  # noqa: S608
        for on in _BLOCKS_AROUND.values()
    ]
    found += [
        f"SELECT c.claim, o.record FROM doubtful c CROSS JOIN {_STEPS} s CROSS JOIN {_STEPS} t "  # noqa: S608
        f"JOIN orders o ON {on} AND {_WEEK} AND {_PRICE_NEAR.format(step='t')}"
        for on in _BLOCKS_WITHIN.values()
    ]
    return "\n  UNION ALL ".join(found)


def _uncrowded(block: str) -> str:
    columns = _CROWDS.get(block)
    if columns is None:
        return ""
    same = " AND ".join(f"x.{column} = o.{column}" for column in columns)
    return f" WHERE NOT EXISTS (SELECT 1 FROM {_crowd(block)} x WHERE {same})"  # noqa: S608
