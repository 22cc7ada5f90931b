"""Which row of a file is its header, and which of its columns is which of the contract's. A guess people may correct.

Headers are compared by `header_key`, so "订单金额(元)", "4、订单金额*" and "订单金额" are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from cases.records.cells import Cell, clean, is_blank, shown
from cases.records.contract import CONTRACT, Kind, columns_of, missing_columns, required_columns
from cases.records.errors import ColumnsMissing, HeaderMissing, MappingWrong
from cases.records.patterns import AFTER_DISCOUNT, BEFORE_DISCOUNT, DISCOUNT, PART_PAID, PATTERNS, PRODUCT_SUMS
from cases.records.reading import SourceTable
from cases.records.synonyms import LED_BY, OPINION, QUESTIONS, SYNONYMS

ROWS_SEARCHED = 40
HEADER_LENGTH = 200
_LEADING_NUMBER = re.compile(r"^(?:(?:第\d+题|q?\d+|[\[(]\d+[\])])(?:[、.,:)\]\s]|(?<=\d)_)\s*|[*★]+)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[【{〔《<].*?[)\]】}〕》>]")
# Two columns that differ in nothing else.
_IN_OR_OUT = re.compile(r"^((?:交易|记账|入账)?金额|发生额)[(\[](收入|支出)[)\]]")
_OPENING = frozenset("([【{〔《<")
_BRACKET = re.compile(r"[(\[【{〔《<)\]】}〕》>]")
_MUST_ANSWER = re.compile(
    r"[(\[【](?:必填|选填|必答|选答|可不填|(?:可?[多单]选|填空|下拉|量表)题?|required|optional)[)\]】]", re.IGNORECASE
)
_COUNTED = frozenset({"序号", "no"})
COUNTED_RANK = 2500  # after every pattern: a row's place in its file is the last thing to go by
_RIDER = re.compile(r"(?:补充|其[他它]|说明|备注|other)(?:内容|说明|pleasespecify)?$")
_FILL = re.compile(r"[\s_\-./:*#?!,;、。\"'“”‘’]+")
_YUAN = re.compile(r"(?<=[额价款入出])元$|(?:in)?(?:cny|rmb|yuan)$|(?<=.)人民币$", re.IGNORECASE)
_UNITS = (
    (re.compile(r"亿元"), Decimal(100_000_000)),
    (re.compile(r"千万元"), Decimal(10_000_000)),
    (re.compile(r"百万元|\bmillions?\b", re.IGNORECASE), Decimal(1_000_000)),
    (re.compile(r"万元|[(\[/]\s*万(?=[)\]\s]|$)|万$"), Decimal(10_000)),
    (re.compile(r"千元|\bthousands?\b|['’]000", re.IGNORECASE), Decimal(1_000)),
    (re.compile(r"[(\[/]\s*分"), Decimal("0.01")),
)
_UNIT = r"(?:[百千]?万|千|亿)?元|分|美元|欧元|英镑|港[币元]|日元|USD|EUR|GBP|HKD|JPY|(?:RMB|CNY)?\s*['’]000|thousands?|millions?"
_UNIT_ABOVE = re.compile(
    rf"(?:单位|币种|币别|\bunits?|\bcurrency|\bamounts? in)\s*[:(]?\s*(?:人民币|RMB|CNY|yuan)?\s*[:(]?\s*(?:{_UNIT})(?!\w)",
    re.IGNORECASE,
)
_UNIT_BELOW = re.compile(rf"[(\[]?\s*(?:单位\s*:?\s*)?(?:{_UNIT})\s*[)\]]?", re.IGNORECASE)
_NAME_LIKE = re.compile(r"^(?!.*\d{3}).*[^\W\d_]", re.DOTALL)
_FOREIGN = re.compile(r"美元|欧元|英镑|港[币元]|日元|USD|EUR|GBP|HKD|JPY|[$€£]", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The header row: its number, its cells as names no two of which are alike, and whether it was recognised.

    unit: what stands in lines above it about all amounts, such as 万元.
    """

    row: int
    names: tuple[str, ...]
    sure: bool
    unit: str = ""


def header_key(header: str) -> str:
    """What two spellings of one header share: no question number, no brackets, no marks, no 元, lower case."""
    text = _LEADING_NUMBER.sub("", clean(header)).strip()
    text = _IN_OR_OUT.sub(r"\1\2", text)
    return _YUAN.sub("", _FILL.sub("", _BRACKETS.sub("", text))).lower()


def question_key(header: str) -> str:
    """The same of a survey's question, with what stands in brackets: one column an option has the option there."""
    text = _LEADING_NUMBER.sub("", _MUST_ANSWER.sub("", clean(header)))
    return _FILL.sub("", _BRACKET.sub("", text)).lower()


def unit_of(header: str) -> Decimal | None:
    """What one unit of an amount column is in yuan; None if it is not yuan at all."""
    text = clean(header)
    if _FOREIGN.search(text):
        return None
    return next((scale for pattern, scale in _UNITS if pattern.search(text)), Decimal(1))


def scale_of(header: Header, name: str) -> Decimal | None:
    """The same, where nothing in the column's own name says otherwise, from the lines above the header."""
    own = unit_of(name)
    return unit_of(header.unit) if own == 1 and "元" not in clean(name) else own


def find_header(table: SourceTable, kind: Kind, mapping: Mapping[str, str] | None = None) -> Header:
    """The row that names most of the contract's columns; failing that, the first row that looks like names."""
    best, best_score, fallback = None, 0, None
    wanted = {header_key(header) for header in (mapping or {}).values() if header}
    above: Sequence[Cell] = ()
    unit = ""
    for row, cells in islice(table.rows(), ROWS_SEARCHED):
        if best is not None and row == best.row + 1 and _holds_units(cells):
            best = replace(best, row=row, names=_with_units(best.names, cells))
            continue
        names = _names(_below(above, cells))
        above = cells
        score = _score(kind, names, wanted)
        if score > best_score:
            best, best_score = Header(row, names, sure=True, unit=unit), score
        if fallback is None and _looks_like_names(cells):
            fallback = Header(row, names, sure=False, unit=unit)
        unit = next((stated[0] for cell in cells if (stated := _UNIT_ABOVE.search(shown(cell)))), unit)
    found = best or fallback
    if found is None:
        raise HeaderMissing(columns=labels(kind, required_columns(kind)))
    return found


def _holds_units(cells: Sequence[Cell]) -> bool:
    """A row of its own below the names, with 万元 under the amounts and nothing else."""
    filled = [text for text in map(shown, cells) if text]
    return bool(filled) and all(_UNIT_BELOW.fullmatch(text) for text in filled)


def _with_units(names: Sequence[str], cells: Sequence[Cell]) -> tuple[str, ...]:
    units = [shown(cell).strip("([)]") for cell in cells]
    units += [""] * (len(names) - len(units))
    return tuple(f"{name}({unit})" if name and unit else name for name, unit in zip(names, units, strict=False))


def _below(above: Sequence[Cell], cells: Sequence[Cell]) -> Sequence[Cell]:
    """Where two rows are the header and cells of them were merged, the upper row has the name. A title names nothing."""
    if sum(not is_blank(cell) for cell in above) < 2 or not any(is_blank(cell) for cell in cells):
        return cells
    merged = [upper if is_blank(cell) else cell for cell, upper in zip(cells, above, strict=False)]
    return [*merged, *cells[len(merged) :]]


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = shown(cell)[:HEADER_LENGTH]
        seen[name] = seen.get(name, 0) + 1
        names.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(names)


def _score(kind: Kind, names: Sequence[str], wanted: set[str]) -> int:
    guessed = guess_mapping(kind, names)
    required = required_columns(kind)
    score = len(guessed) + sum(name in guessed for name in required)
    has_some = any(name in guessed for name in required) or not missing_columns(kind, guessed)
    named = len(wanted & {header_key(name) for name in names if name})
    return score + 3 * named if named or (score > 1 and has_some) else 0


def _looks_like_names(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    words = [cell for cell in filled if isinstance(cell, str) and _NAME_LIKE.search(clean(cell))]
    return len(filled) > 1 and len(words) == len(filled)


def guess_mapping(kind: Kind, names: Sequence[str]) -> dict[str, str]:
    """Contract column → header, the surest pairs first; no header serves twice."""
    keys = {name: header_key(name) for name in names if name}
    places = {name: place for place, name in enumerate(names)}
    pairs = sorted(_pairs(kind, keys), key=lambda pair: (pair[0], pair[1], places[pair[3]]))
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, column, name in pairs:
        if column not in mapping and name not in taken:
            mapping[column] = name
            taken.add(name)
    _lend_a_phone(mapping)
    if kind == "orders":
        _take_what_was_left(mapping, keys)
    return mapping


def _take_what_was_left(mapping: dict[str, str], keys: Mapping[str, str]) -> None:
    """Where a discount stands beside the order's amount, and neither a list price nor a part paid, the amount is the one
    before it: the price is what had to be paid."""
    before = mapping.get("amount", "")
    left = next((name for after in _AFTER_DISCOUNT for name, key in keys.items() if after.fullmatch(key)), None)
    is_discounted = any(map(_DISCOUNT.fullmatch, keys.values())) and not any(map(_PART_PAID.search, keys.values()))
    if left and is_discounted and "list_amount" not in mapping and _BEFORE_DISCOUNT.fullmatch(keys.get(before, "")):
        mapping["amount"] = left
        mapping["list_amount"] = before


def _lend_a_phone(mapping: dict[str, str]) -> None:
    """Where the consignee's or payer's phone is the only one there is, it is the customer's: statements are matched by that."""
    if "customer_phone" not in mapping:
        lent = next((mapping.pop(column) for column in ("consignee_phone", "payer_phone") if column in mapping), None)
        mapping |= {"customer_phone": lent} if lent else {}


def _pairs(kind: Kind, keys: Mapping[str, str]) -> list[tuple[int, int, str, str]]:
    """(rank, place, column, header) of every possible pair; a survey's question ranks after every exact word."""
    pairs = []
    for place, column in enumerate(CONTRACT[kind]):
        ranks = _RANKS[kind][column.name]
        for name, key in keys.items():
            rank = _rank(column.name, key, ranks)
            if rank is not None and not (column.type.startswith("amount") and unit_of(name) is None):
                pairs.append((rank, place, column.name, name))
    pairs += _by_pattern(kind, keys)
    if kind == "claims":
        questions = {name: question_key(name) for name in keys}
        questions = {name: key for name, key in questions.items() if not _goes_with(key, questions.values())}
        opinions = {name for name in questions if _OPINION.search(keys[name])}  # what brackets hint at is not asked
        pairs = [pair for pair in pairs if pair[0] < 1000 or pair[3] not in opinions]
        for place, (column_name, question) in enumerate(QUESTIONS.items()):
            unasked = _options(keys) if column_name == "text" else opinions
            asked = [name for name, key in questions.items() if name not in unasked and re.search(question, key)]
            if column_name != "happened" or len(asked) == 1:  # several are one option each: no list of what happened
                pairs += [(1000 + place, place, column_name, name) for name in asked]
    return pairs


def _options(names: Iterable[str]) -> set[str]:
    """What stands in brackets under a number that others have too: 9、(优惠), 9、(其他(请注明))."""
    asked = {name: _MUST_ANSWER.sub("", clean(name)) for name in names}
    numbers = {name: found.group() for name, text in asked.items() if (found := _LEADING_NUMBER.match(text))}
    several = Counter(numbers.values())
    return {
        name
        for name, number in numbers.items()
        if several[number] > 1 and asked[name].removeprefix(number)[:1] in _OPENING and number.strip("*★")
    }


def _goes_with(key: str, questions: Collection[str]) -> bool:
    """Whether a column only has what was written beside an option of another question: 付款给了谁, 付款给了谁_其他."""
    asked = _RIDER.sub("", key)
    return asked not in ("", key) and asked in questions


def _by_pattern(kind: Kind, keys: Mapping[str, str]) -> list[tuple[int, int, str, str]]:
    pairs = []
    for name, key in keys.items():
        place, column = next(
            ((place, column) for place, (column, pattern) in enumerate(_PATTERNS[kind]) if pattern.fullmatch(key)),
            (0, ""),
        )
        if column and not ("amount" in column and unit_of(name) is None):
            pairs.append((2000, place, column, name))
        if kind == "orders" and _PRODUCT_SUMS.fullmatch(key):
            pairs.append((3000, 0, "amount", name))
    return pairs


def _rank(column: str, key: str, ranks: Mapping[str, int]) -> int | None:
    """How sure a word is for a column; after all exact ones those with a word in front that changes nothing."""
    if key in ranks:
        return COUNTED_RANK if key in _COUNTED else ranks[key]
    bare = _LED_BY[column].sub("", key) if column in _LED_BY else key
    return 500 + ranks[bare] if bare in ranks else None


def _ranked(column: str, words: str) -> dict[str, int]:
    ranked: dict[str, int] = {}
    for rank, word in enumerate([column, *words.split()]):
        ranked.setdefault(header_key(word), rank)
    return ranked


_PATTERNS = {
    kind: [(column, re.compile(pattern)) for column, pattern in PATTERNS.get(kind, {}).items()] for kind in CONTRACT
}
_PRODUCT_SUMS = re.compile(PRODUCT_SUMS)
_DISCOUNT, _PART_PAID = re.compile(DISCOUNT), re.compile(PART_PAID)
_BEFORE_DISCOUNT, _AFTER_DISCOUNT = re.compile(BEFORE_DISCOUNT), tuple(map(re.compile, AFTER_DISCOUNT))
_OPINION = re.compile(OPINION)
_LED_BY = {column: re.compile(f"^(?:{'|'.join(words.split())})+") for column, words in LED_BY.items()}
_RANKS = {kind: {column: _ranked(column, words) for column, words in table.items()} for kind, table in SYNONYMS.items()}


def settle_mapping(kind: Kind, header: Header, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """The guess, corrected by what a person chose. Raises MappingWrong or ColumnsMissing."""
    mapping = corrected_mapping(kind, header, chosen)
    missing = missing_columns(kind, mapping)
    if missing:
        raise ColumnsMissing(columns=labels(kind, missing))
    return mapping


def corrected_mapping(kind: Kind, header: Header, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """The guess, corrected by {contract column: header}; "" leaves a column out. The reverse, {header: column}, is read too.

    Raises MappingWrong for a column or header that does not exist.
    """
    mapping = guess_mapping(kind, header.names) if header.sure else {}
    by_key = {header_key(name): name for name in reversed(header.names) if name}
    wanted = _by_column(kind, chosen or {})
    found = {
        column: name if name in header.names else by_key.get(header_key(name), "") for column, name in wanted.items()
    }
    wrong = [column for column in wanted if column not in columns_of(kind)]
    wrong += [name for column, name in wanted.items() if name and not found[column] and column not in wrong]
    if wrong:
        raise MappingWrong(names=", ".join(wrong))
    taken = set(found.values())
    kept = {column: name for column, name in mapping.items() if column not in wanted and name not in taken}
    return kept | {column: name for column, name in found.items() if name}


def _by_column(kind: Kind, chosen: Mapping[str, str]) -> Mapping[str, str]:
    columns = columns_of(kind)
    if not any(column in columns for column in chosen) and any(column in columns for column in chosen.values()):
        return {column: name for name, column in chosen.items()}
    return chosen


def label(kind: Kind, column: str, language: str) -> str:
    """What the desk calls a column."""
    return SYNONYMS[kind][column].split()[0] if language == "zh" else column.replace("_", " ")


def labels(kind: Kind, columns: Sequence[str]) -> str:
    """Columns for a sentence that may be read in either language."""
    return ", ".join(f"{column} ({label(kind, column, 'zh')})" for column in columns)
