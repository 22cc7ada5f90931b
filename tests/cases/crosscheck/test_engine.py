"""The engine as a whole: what uncertainty allows, which explanation wins, what goes out."""

from __future__ import annotations

import json
from datetime import timedelta

from cases.crosscheck.engine import check, finding_json
from tests.cases.crosscheck.facts_made_up import DAY, ORDER, make_claim, make_lead, make_order, make_records


def test_a_similar_price_five_days_apart_is_for_a_person_to_decide() -> None:
    claim = make_claim(
        order_no=None, amount_fen=4250_00, occurred_on=DAY + timedelta(days=5), payee_kind="personal", product=None
    )
    assert {finding.grade for finding in check(claim, make_records(ORDER)).findings} == {"review"}


def test_two_orders_that_both_could_be_meant_never_give_a_finding() -> None:
    twin = make_order(order_no="XS-2603-004300", ordered_on=DAY + timedelta(days=5))
    claim = make_claim(order_no=None, payee_kind="personal", occurred_on=DAY + timedelta(days=3))
    verdict = check(claim, make_records(ORDER, twin))
    assert [(finding.kind, finding.grade) for finding in verdict.findings] == [("payee_not_company", "review")]


def test_a_doubt_that_the_other_order_explains_is_no_doubt() -> None:
    cancelled = make_order(order_no="XS-2603-004300", status="cancelled", ordered_on=DAY + timedelta(days=1))
    verdict = check(make_claim(order_no=None), make_records(ORDER, cancelled))
    assert verdict.findings == ()


def test_a_lost_lead_explains_better_than_a_missing_order() -> None:
    claim = make_claim(order_no=None, amount_fen=6800_00)
    verdict = check(claim, make_records(leads=(make_lead(),)))
    assert [(finding.kind, finding.lead_no) for finding in verdict.findings] == [("lead_lost_but_bought", "L-77")]


def test_an_open_lead_leaves_the_missing_order_a_question() -> None:
    claim = make_claim(order_no=None, amount_fen=6800_00)
    finding = check(claim, make_records(leads=(make_lead(status="open"),))).findings[0]
    assert (finding.kind, finding.grade, finding.lead_no) == ("no_order", "review", "L-77")


def test_a_lost_lead_wins_over_an_old_order_known_by_the_customer_alone() -> None:
    claim = make_claim(order_no=None, amount_fen=None, occurred_on=None, product=None)
    old = make_order(ordered_on=DAY - timedelta(days=400))
    verdict = check(claim, make_records(old, leads=(make_lead(),)))
    assert verdict.findings[0].kind == "lead_lost_but_bought"


def test_an_order_that_fits_wins_over_a_lost_lead() -> None:
    assert check(make_claim(order_no=None), make_records(ORDER, leads=(make_lead(),))).findings == ()


def test_a_private_deal_of_an_old_customer_is_no_order() -> None:
    old = make_order(ordered_on=DAY - timedelta(days=300))
    claim = make_claim(order_no=None, amount_fen=6800_00, payee_kind="personal")
    found = {finding.kind: finding.order_no for finding in check(claim, make_records(old)).findings}
    assert found == {"no_order": None, "payee_not_company": None}


def test_an_answer_that_denies_and_details_at_once_is_at_most_for_review() -> None:
    claim = make_claim(bought="no", payee_kind="personal")
    grades = {finding.kind: finding.grade for finding in check(claim, make_records(ORDER)).findings}
    assert grades == {"payee_not_company": "review", "order_denied": "hint"}


def test_the_answer_does_not_depend_on_the_order_of_the_records() -> None:
    twin = make_order(order_no="XS-2603-004300")
    claim = make_claim(order_no=None, payee_kind="personal")
    assert check(claim, make_records(ORDER, twin)) == check(claim, make_records(twin, ORDER))


def test_a_line_of_the_contract_holds_yuan_nulls_and_both_languages() -> None:
    finding = check(make_claim(payee_kind="personal"), make_records(ORDER)).findings[0]
    line = json.loads(json.dumps(finding_json("C1", finding)))
    assert line["said"]["amount"] == line["recorded"]["amount"] == "4200.00"
    assert line["payment_no"] is None
    assert set(line["summary"]) == {"zh", "en"}
    assert sum(line["weights"].values()) > 10
