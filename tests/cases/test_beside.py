"""Said beside recorded: the rows, the signs, the waterfall, and the fragments that draw them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from cases.beside import FindingView, Row, view_of
from cases.crosscheck.engine import check
from cases.crosscheck.facts import Candidates, ClaimFact
from cases.filing import detail_of
from cases.masking import masked_account, masked_name
from cases.tables import Finding
from cases.waterfall import waterfall_of
from portal.pages import template_engine
from tests.cases.crosscheck.facts_made_up import (
    ORDER,
    make_claim,
    make_lead,
    make_order,
    make_payment,
    make_records,
)

CANCELLED = make_records(make_order(status="cancelled"))


def drawn(kind: str, claim: ClaimFact, records: Candidates, language: str = "zh", **row: Any) -> FindingView:
    verdict = check(claim, records)
    doubt = next(found for found in verdict.findings if found.kind == kind)
    columns: dict[str, Any] = {"id": uuid4(), "kind": kind, "grade": doubt.grade, "state": "open", "store": ""}
    finding = Finding(**columns | {"probability": doubt.probability, "found_on": date(2026, 3, 20)} | row)
    return view_of(finding, detail_of(doubt, claim, verdict, records), language)


def rows_of(view: FindingView) -> dict[str, Row]:
    return {row.label: row for row in view.rows}


def test_each_field_stands_beside_its_record_with_a_sign() -> None:
    claim = make_claim(amount_fen=6800_00, payee_kind="personal", payee_name="张伟", occurred_on=date(2026, 3, 8))
    rows = rows_of(drawn("cancelled_but_delivered", claim, CANCELLED))
    assert {label: row.sign for label, row in rows.items()} == {
        "Order number": "=",
        "Amount": "≠",
        "Date": "≈",
        "Payee": "≠",
        "Salesperson": "=",
        "Product": "=",
        "State": "≠",
    }
    assert (rows["Amount"].said, rows["Amount"].recorded) == (6800_00, 4200_00)


def test_the_field_the_doubt_is_about_is_marked() -> None:
    rows = rows_of(drawn("cancelled_but_delivered", make_claim(), CANCELLED))
    assert [label for label, row in rows.items() if row.doubted] == ["State"]


def test_a_field_whose_evidence_was_capped_says_so() -> None:
    rows = rows_of(drawn("cancelled_but_delivered", make_claim(), CANCELLED))
    assert (rows["Salesperson"].bits, rows["Salesperson"].capped, rows["Amount"].capped) == (0.0, True, False)


def test_a_payee_is_shown_by_first_character_and_last_four_digits() -> None:
    claim = make_claim(payee_kind="personal", payee_name="张伟", payee_account="6222999988887777")
    assert rows_of(drawn("payee_not_company", claim, make_records(ORDER)))["Payee"].said_note == "张* …7777"


def test_a_payee_on_record_is_named() -> None:
    records = make_records(ORDER, payments=(make_payment(),))
    row = rows_of(drawn("payee_not_company", make_claim(payee_kind="personal"), records))["Payee"]
    assert (row.said, row.recorded) == ("a personal account", "the company's account")


def test_a_lead_stands_where_the_order_would() -> None:
    view = drawn("lead_lost_but_bought", make_claim(order_no=None), make_records(leads=(make_lead(),)))
    rows = rows_of(view)
    assert view.lead_no == "L-77"
    assert (rows["Amount"].recorded, rows["State"].recorded, rows["State"].sign) == (6500_00, "lost", "≠")


def test_without_a_record_every_field_is_unknown() -> None:
    view = drawn("no_order", make_claim(order_no=None), make_records())
    assert {row.sign for row in view.rows} == {"?"}
    assert (view.order_no, view.lead_no, view.candidates) == (None, None, ())


def test_the_candidates_are_shown_with_the_one_compared() -> None:
    other = make_order(order_no="XS-2501-000001", ordered_on=date(2025, 1, 5))
    view = drawn("payee_not_company", make_claim(payee_kind="personal"), make_records(ORDER, other))
    assert [(one.order_no, one.chosen) for one in view.candidates] == [
        ("XS-2603-004211", True),
        ("XS-2501-000001", False),
    ]


def test_the_waterfall_ends_where_the_weights_add_up_to() -> None:
    fall = waterfall_of({"prior": -20.0, "phone": 20.0, "name": 4.0, "salesperson": 0.0, "amount": -5.0, "date": 6.0})
    assert [bar.bits for bar in fall.bars] == [-20.0, 20.0, 4.0, -5.0, 6.0, 5.0]
    assert fall.bars[0].left == 0.0
    assert all(bar.left >= 0 and bar.left + bar.width <= 100.01 for bar in fall.bars)


def test_a_waterfall_that_never_rises_still_has_its_marks_on_the_line() -> None:
    fall = waterfall_of({"prior": -20.0, "amount": -5.0})
    assert (fall.bars[-1].left, fall.sure) == (0.0, 100.0)


@pytest.mark.parametrize(("name", "mask"), [("张伟", "张*"), ("张", "张*"), (None, "")])
def test_a_name_is_masked_to_its_first_character(name: str | None, mask: str) -> None:
    assert masked_name(name) == mask


@pytest.mark.parametrize(("account", "mask"), [("6222 9999 8888 7777", "…7777"), ("77", "…77"), (None, "")])
def test_an_account_is_masked_to_its_last_four(account: str | None, mask: str) -> None:
    assert masked_account(account) == mask


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("已撤单却已交付", "已收货", "已撤单")), ("en", ("Cancelled but delivered", "cancelled"))],
)
def test_the_fragment_speaks_the_readers_language(language: str, words: tuple[str, ...]) -> None:
    view = drawn("cancelled_but_delivered", make_claim(payee_kind="personal"), CANCELLED, language)
    html = template_engine().get_template("desk/_finding.html").render(view=view, level=2, language=language)
    assert [word for word in words if word not in html] == []


def test_the_fragment_says_why_a_finding_was_put_aside() -> None:
    view = drawn("cancelled_but_delivered", make_claim(), CANCELLED, state="dismissed")
    html = template_engine().get_template("desk/_finding.html").render(view=view, level=2, language="zh")
    assert "已搁置" in html
    assert "<form" not in html


def test_what_a_customer_wrote_cannot_become_markup() -> None:
    claim = make_claim(salesperson="<script>alert(1)</script>", payee_kind="personal")
    view = drawn("payee_not_company", claim, make_records(ORDER))
    html = template_engine().get_template("desk/_finding.html").render(view=view, level=2, language="zh")
    assert "<script>" not in html


def test_a_finding_between_records_is_drawn_from_whatever_either_side_holds() -> None:
    detail = {
        "summary": {"zh": "收款没有订单", "en": "A receipt without an order"},
        "said": {"payment_no": "LS-1", "amount_fen": 98000, "payer_name": "王芳", "payee_account": "6222020200011234"},
        "recorded": {"amount_fen": 120000, "rate": 0.125},
    }
    row = Finding(id=uuid4(), kind="payment_without_order", grade="review", state="open", mark="", store="")
    view = view_of(row, detail, "zh")
    assert [(one.said, one.sign, one.recorded, one.form) for one in view.rows] == [
        ("LS-1", "?", None, "text"),
        (98000, "≠", 120000, "money"),
        ("王*", "?", None, "text"),
        ("…1234", "?", None, "text"),
        (None, "?", "12.5 %", "text"),
    ]
    assert (view.source, view.waterfall, view.candidates) == ("records", None, ())
