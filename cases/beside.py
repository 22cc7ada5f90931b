"""Said beside recorded: one finding as values a page can draw. Decides no words and draws nothing itself.

`FindingView`, handed to `templates/desk/_finding.html` as `view`:
    id, kind, grade, state, mark, found_on, case_id; kind_label, grade_label, state_label (message ids: `_(…)` them)
    strength 1..3 · summary (in the reader's language) · probability 0..1 of the match, or of there being none
    source survey|report|phone|import, or records where no claim gave rise to it
    order_no, lead_no, payment_no, salesperson, store, reason (of a dismissal)
    rows: Row(label, form, said, recorded, sign, bits, capped, doubted)
        form "money": fen, use the filter; "word": message ids, `_(…)` them; "text": as it is. None is an en dash.
        note: what stands behind a word, such as a masked payee. sign is one of = ≈ ≠ ?
    waterfall: Waterfall(bars, zero, sure) or None; bars: Bar(label, bits, left, width, total); x runs from 0 to 100
    candidates: Candidate(order_no, amount_fen, ordered_at, status, salesperson, probability, chosen)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args  # Any: the sealed detail is JSON, untyped once opened
from uuid import UUID

from cases.actors import Actor
from cases.beside_records import fields_of, form_of, label_of, shown
from cases.crosscheck.facts import Source
from cases.crosscheck.fields import amount_level, date_level, name_level, order_no_level, word_level
from cases.crosscheck.weights import CUSTOMER_CAP_BITS, CUSTOMER_FIELDS, WEIGHTS
from cases.findings import finding_for, open_detail, open_reason
from cases.grants import case_keys_for
from cases.masking import masked_account, masked_name
from cases.tables import Finding
from cases.waterfall import Waterfall, waterfall_of
from cases.wording import FIELDS, GRADES, KINDS, STATES, VALUES
from crypto.vault import Vault

SIGNS: Mapping[str | None, str] = {
    None: "?",
    "same": "=",
    "near": "≈",
    "surname": "≈",
    "rounded": "≈",
    "week": "≈",
    "fortnight": "≈",
}
DOUBTED: Mapping[str, str] = {
    "amount_differs": "amount",
    "payee_not_company": "payee",
    "salesperson_differs": "salesperson",
    "cancelled_but_delivered": "state",
    "lead_lost_but_bought": "state",
    "order_denied": "state",
    "no_order": "order_no",
}
CLOSE_BITS = 0.05  # weights are stored as they were added up
STRENGTHS = {"hint": 1, "review": 2, "finding": 3}
SOURCES = get_args(Source)
RECORDS = "records"  # the source of what no claim gave rise to
_GONE = ("cancelled", "deleted", "lost", "dormant")
_Detail = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Row:
    """One field, said and recorded. `bits` is what it weighs in the match, None where it has no weight."""

    label: str
    form: str
    said: str | int | None
    recorded: str | int | None
    sign: str
    bits: float | None = None
    capped: bool = False
    doubted: bool = False
    said_note: str = ""
    recorded_note: str = ""


@dataclass(frozen=True)
class Candidate:
    """One order that could have been meant."""

    order_no: str
    amount_fen: int | None
    ordered_at: str | None
    status_label: str
    salesperson: str | None
    probability: float
    chosen: bool


@dataclass(frozen=True)
class FindingView:
    id: UUID
    case_id: UUID | None
    kind: str
    kind_label: str
    grade: str
    grade_label: str
    strength: int
    state: str
    state_label: str
    mark: str
    summary: str
    probability: float
    source: str
    order_no: str | None
    lead_no: str | None
    payment_no: str | None
    salesperson: str | None
    store: str
    found_on: date
    reason: str
    rows: tuple[Row, ...]
    has_said: bool  # False: only the records speak, as of a figure or a note
    waterfall: Waterfall | None
    candidates: tuple[Candidate, ...]


async def finding_view(actor: Actor, finding_id: UUID, vault: Vault, language: str) -> FindingView:
    """One finding, opened. Raises FindingUnknown if this person may not know of it."""
    row, case_key = await finding_for(actor, finding_id, vault)
    return view_of(row, open_detail(row, vault, case_key), language, open_reason(row, vault, case_key))


async def case_findings(actor: Actor, case_id: UUID, vault: Vault, language: str) -> list[FindingView]:
    """Every finding of a case, strongest first, those that hold before those that do not. [] without a grant."""
    key = (await case_keys_for(actor, [case_id])).get(case_id)
    rows = await Finding.objects().where(Finding.case == case_id) if key else []
    views = [view_of(row, open_detail(row, vault, key), language, open_reason(row, vault, key)) for row in rows]
    return sorted(views, key=lambda view: (view.state != "open", -view.strength, view.kind))


def view_of(row: Finding, detail: _Detail, language: str, reason: str = "") -> FindingView:
    """The view of a row whose detail is open already."""
    source = detail["source"] if detail.get("source") in SOURCES else RECORDS
    return FindingView(
        id=row.id,
        case_id=row.case,
        kind=row.kind,
        kind_label=KINDS.get(row.kind, row.kind),
        grade=row.grade,
        grade_label=GRADES[row.grade],
        strength=STRENGTHS[row.grade],
        state=row.state,
        state_label=STATES[row.state],
        mark=row.mark,
        summary=detail["summary"][language],
        probability=row.probability or 0.0,
        source=source,
        order_no=detail.get("order_no"),
        lead_no=detail.get("lead_no"),
        payment_no=detail.get("payment_no"),
        salesperson=detail.get("salesperson"),
        store=row.store or _text(detail["recorded"].get("store")) or _text(detail["said"].get("store")) or "",
        found_on=row.found_on,
        reason=reason,
        rows=_rows_of_records(detail) if source == RECORDS else _rows(row.kind, detail),
        has_said=source != RECORDS or any(value is not None for value in detail["said"].values()),
        waterfall=waterfall_of(detail["weights"]) if detail.get("weights") else None,
        candidates=_candidates(detail),
    )


def _rows(kind: str, detail: _Detail) -> tuple[Row, ...]:
    said, recorded = detail["said"], detail["recorded"]
    rows = (
        _row("order_no", "text", said.get("order_no"), recorded.get("order_no"), order_no_level, detail, kind),
        _amount(kind, detail),
        _date(kind, detail),
        _payee(kind, said, recorded),
        _row("salesperson", "text", said.get("salesperson"), recorded.get("salesperson"), name_level, detail, kind),
        _row("product", "text", said.get("product"), recorded.get("product"), word_level, detail, kind),
        _state(kind, said, recorded),
        *(_plain_row(name, said.get(name)) for name in ("terms", "list")),
    )
    return tuple(row for row in rows if row.said is not None or row.recorded is not None)


def _plain_row(name: str, said: object) -> Row:
    """What nothing on record stands against."""
    return Row(label=label_of(name), form="text", said=shown(name, said), recorded=None, sign="?")


def _rows_of_records(detail: _Detail) -> tuple[Row, ...]:
    said, recorded = detail["said"], detail["recorded"]
    return tuple(
        Row(
            label=label_of(name),
            form=form_of(name, said.get(name) or recorded.get(name)),
            said=shown(name, said.get(name)),
            recorded=shown(name, recorded.get(name)),
            sign=_plain_sign(said.get(name), recorded.get(name)),
        )
        for name in fields_of(said, recorded)
    )


def _plain_sign(one: object, other: object) -> str:
    if one is None or other is None:
        return "?"
    return "=" if one == other else "≠"


def _row(
    field: str, form: str, said: Any, recorded: Any, level_of: Any, detail: _Detail, kind: str, weight: str = ""
) -> Row:
    weight = weight or field
    bits = detail["weights"].get(weight) if detail["recorded"] else None
    level = level_of(said, recorded)
    return Row(
        label=FIELDS[field],
        form=form,
        said=said,
        recorded=recorded,
        sign=SIGNS.get(level, "≠"),
        bits=bits,
        capped=_is_capped(weight, bits, level, detail["weights"]),
        doubted=DOUBTED.get(kind) == field,
    )


def _is_capped(weight: str, bits: float | None, level: str | None, weights: Mapping[str, float]) -> bool:
    """Whether the cap on customer evidence took some of it; less than the shipped bits may also be what is in use."""
    is_full = sum(weights.get(name, 0.0) for name in CUSTOMER_FIELDS) >= CUSTOMER_CAP_BITS - CLOSE_BITS
    return weight in CUSTOMER_FIELDS and is_full and bits is not None and bits < WEIGHTS[weight].get(level or "", bits)


def _amount(kind: str, detail: _Detail) -> Row:
    said, recorded = detail["said"], detail["recorded"]
    weight = "quoted" if "lead_no" in recorded else "amount"
    known = recorded.get("amount_fen", recorded.get("quoted_amount_fen"))
    return _row("amount", "money", said.get("amount_fen"), known, _amount_level, detail, kind, weight)


def _date(kind: str, detail: _Detail) -> Row:
    said, recorded = detail["said"], detail["recorded"]
    weight = "created" if "lead_no" in recorded else "date"
    known = recorded.get("ordered_at", recorded.get("created_at"))
    return _row("date", "text", said.get("occurred_on"), known, _date_level, detail, kind, weight)


def _payee(kind: str, said: _Detail, recorded: _Detail) -> Row:
    named = said.get("payee_kind")
    on_record = recorded.get("payee_kind")
    sign = "?" if named in (None, "unsure", "cash") or (named == "company" and not on_record) else "≠"
    sign = "=" if named == "company" and on_record == "company" else sign
    notes = (masked_name(said.get("payee_name")), masked_account(said.get("payee_account")))
    word = VALUES.get(named or "")
    return Row(
        label=FIELDS["payee"],
        form="word" if word else "text",
        said=word or (" ".join(filter(None, notes)) or None),
        recorded=VALUES["expected"] if sign == "≠" and not on_record else VALUES.get(on_record or ""),
        sign=sign,
        doubted=DOUBTED.get(kind) == "payee",
        said_note=" ".join(filter(None, notes)) if word else "",
        recorded_note=masked_account(recorded.get("payee_account")),
    )


def _state(kind: str, said: _Detail, recorded: _Detail) -> Row:
    told = "not_bought" if said.get("bought") == "no" else said.get("received")
    told = told or ("bought" if said.get("bought") == "yes" else None)
    status = recorded.get("status")
    return Row(
        label=FIELDS["state"],
        form="word",
        said=VALUES.get(told or ""),
        recorded=VALUES.get(status or ""),
        sign=_state_sign(told, status),
        doubted=DOUBTED.get(kind) == "state",
    )


def _state_sign(told: str | None, status: str | None) -> str:
    if told in (None, "unsure") or status is None:
        return "?"
    if told in ("not_bought", "none"):
        return "≠" if status in ("done", "paid" if told == "not_bought" else "done") else "≈"
    if status in _GONE:
        return "≠"
    return "=" if status in ("done", "won") else "≈"


def _amount_level(said: int | None, recorded: int | None) -> str | None:
    return amount_level(said, (recorded,))


def _date_level(said: str | None, recorded: str | None) -> str | None:
    if said is None or recorded is None:
        return None
    level = date_level(date.fromisoformat(said), (date.fromisoformat(recorded),))
    return "week" if level == "same" and said != recorded else level


def _candidates(detail: _Detail) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            order_no=one["order_no"],
            amount_fen=one["amount_fen"],
            ordered_at=one["ordered_at"],
            status_label=VALUES[one["status"]],
            salesperson=one["salesperson"],
            probability=one["probability"],
            chosen=one["order_no"] == detail["order_no"],
        )
        for one in detail.get("candidates", ())
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
