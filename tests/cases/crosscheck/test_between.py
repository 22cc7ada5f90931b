"""What is odd in the books themselves, and the innocent neighbour of each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.crosscheck.between import Ledgers, record_findings, subjects
from cases.crosscheck.facts import OrderFact, PaymentFact, SalespersonFact
from tests.cases.crosscheck.facts_made_up import COMPANY_ACCOUNT, DAY, make_order, make_payment

LATER = DAY + timedelta(90)
OTHERS = [make_order(order_no=f"B-{n}", customer_phone=f"1380000{n:04}", customer_name=f"客{n}") for n in range(9)]
PAID = [make_payment(payment_no=f"B-{n}", order_no=f"B-{n}", payer_name=f"客{n}") for n in range(9)]
EARLY = make_payment(payment_no="E", order_no="B-0", amount_fen=1, paid_on=DAY - timedelta(60))
LAST = make_payment(payment_no="L", order_no="B-1", amount_fen=1, paid_on=LATER)


def found(orders: list[OrderFact], payments: list[PaymentFact], *salespeople: SalespersonFact) -> dict[str, str]:
    """Kind and grade of each finding, in books that hold nine paid orders beside."""
    ledgers = Ledgers([*OTHERS, *orders], [*PAID, EARLY, LAST, *payments], salespeople, frozenset({COMPANY_ACCOUNT}))
    return {one.kind: one.grade for one in record_findings(ledgers)}


def test_a_paid_order_is_no_doubt() -> None:
    assert found([make_order()], [make_payment()]) == {}


def test_a_settled_order_without_money_is_for_a_person_to_decide() -> None:
    assert found([make_order()], []) == {"order_without_payment": "review"}


@pytest.mark.parametrize("fields", [{"status": "open"}, {"status": "cancelled"}, {"ordered_on": LATER}])
def test_an_order_that_need_not_be_paid_yet_is_no_doubt(fields: dict[str, object]) -> None:
    assert found([make_order(**fields)], []) == {}


def test_where_the_bank_file_lacks_most_receipts_a_missing_one_says_little() -> None:
    orders = [make_order(order_no=f"C-{n}", customer_name=f"某{n}", customer_phone=None) for n in range(9)]
    assert found(orders, []) == {"order_without_payment": "hint"}


def test_money_without_an_order_is_never_more_than_a_review() -> None:
    stray = make_payment(order_no=None, payer_name="陈强", amount_fen=777_00)
    assert found([], [stray]) == {"payment_without_order": "review"}


def test_money_of_a_known_customer_is_a_hint() -> None:
    stray = make_payment(order_no=None, payer_name="客3", amount_fen=777_00)
    assert found([], [stray]) == {"payment_without_order": "hint"}


@pytest.mark.parametrize(
    ("customer", "payer"),
    [("張偉", "张伟"), ("张伟", "張偉"), ("Zhang Wei", "Wei Zhang"), ("华兴建材", "華興建材有限公司")],
)
def test_a_known_customer_is_known_however_the_bank_spells_the_name(customer: str, payer: str) -> None:
    stray = make_payment(payment_no="P-2", order_no=None, payer_name=payer, amount_fen=777_00)
    assert found([make_order(customer_name=customer)], [make_payment(), stray]) == {"payment_without_order": "hint"}


@pytest.mark.parametrize(
    ("paid_fen", "grade"),
    [(4200_00, None), (4180_00, None), (3000_00, "review"), (5200_00, "review")],
    ids=["all of it", "less a fee", "less", "more than is booked"],
)
def test_what_was_paid_is_held_against_the_order(paid_fen: int, grade: str | None) -> None:
    seen = found([make_order()], [make_payment(amount_fen=paid_fen)])
    assert seen == ({"payment_amount_differs": grade} if grade else {})


def test_after_a_refund_a_smaller_sum_is_a_hint() -> None:
    back = make_payment(payment_no="P-2", amount_fen=-1000_00)
    assert found([make_order()], [make_payment(), back]) == {"payment_amount_differs": "hint"}


def test_money_of_an_order_in_another_account_is_a_finding() -> None:
    assert found([make_order()], [make_payment(payee_account="6217000099998888")]) == {
        "payment_payee_not_company": "finding"
    }


def test_the_companys_account_is_known_by_its_end_where_the_bank_masks_it() -> None:
    assert found([make_order()], [make_payment(payee_account="6222****2222")]) == {}


def test_a_telephone_of_an_employee_on_orders_of_customers_is_noticed() -> None:
    orders = [make_order(order_no=f"D-{n}", customer_name=f"丁{n}", status="open") for n in range(2)]
    assert found(orders, [], SalespersonFact("张伟", phone="13806920733")) == {"shared_contact": "review"}


@pytest.mark.parametrize("name", ["张伟", "張偉"])
def test_an_employee_may_buy_for_themselves(name: str) -> None:
    order = make_order(customer_name=name, status="open")
    assert found([order], [], SalespersonFact("张伟", phone="13806920733")) == {}


@pytest.mark.parametrize(("customers", "grade"), [(2, None), (3, "hint"), (5, "review")])
def test_one_telephone_of_many_customers_is_noticed_beyond_a_couple(customers: int, grade: str | None) -> None:
    orders = [make_order(order_no=f"D-{n}", customer_name=f"丁{n}", status="open") for n in range(customers)]
    assert found(orders, []) == ({"shared_contact": grade} if grade else {})


def test_spellings_of_one_name_are_one_customer() -> None:
    names = ("张伟", "張偉", "張 伟", "丁一")
    orders = [make_order(order_no=f"D-{n}", customer_name=name, status="open") for n, name in enumerate(names)]
    assert found(orders, []) == {}


def test_orders_of_one_salesperson_are_theirs_in_either_script() -> None:
    orders = [
        make_order(order_no=f"D-{n}", customer_name=f"丁{n}", salesperson=seller, status="open")
        for n, seller in enumerate(("張偉", "张伟", "张伟"))
    ]
    (one,) = record_findings(Ledgers(orders, []))
    assert one.salesperson == "张伟"


def test_an_account_is_one_salespersons_however_the_name_is_spelled() -> None:
    sellers = ("张伟", "張偉", "張伟")
    orders = [make_order(order_no=f"D-{n}", salesperson=seller) for n, seller in enumerate(sellers)]
    paid = [
        make_payment(payment_no=f"D-{n}", order_no=f"D-{n}", payee_account="6217000099998888")
        for n in range(len(sellers))
    ]
    assert found(orders, paid) == {"payment_payee_not_company": "finding"}


def test_two_findings_never_share_a_subject() -> None:
    orders = [make_order(order_no=f"C-{n}", customer_name=f"某{n}") for n in range(5)]
    strays = [
        make_payment(payment_no=f"S-{n}", order_no=None, payer_name="陈强", amount_fen=(777 + n) * 100)
        for n in range(3)
    ]
    ledgers = Ledgers([*OTHERS, *orders], [*PAID, EARLY, LAST, *strays], (), frozenset({COMPANY_ACCOUNT}))
    names = [name for name, _ in subjects(record_findings(ledgers))]
    assert len(names) == len(set(names)) > 5


def test_each_finding_says_one_sentence_in_both_languages() -> None:
    ledgers = Ledgers([*OTHERS, make_order()], [*PAID, EARLY, LAST], (), frozenset({COMPANY_ACCOUNT}))
    (one,) = record_findings(ledgers)
    assert one.summary.zh == "订单 XS-2603-004211 记为已付 4,200 元，没有找到对应的收款"
    assert one.summary.en == "Order XS-2603-004211 is booked as paid, ¥4,200; there is no receipt of it."


def test_one_transfer_for_two_orders_that_names_one_is_no_doubt() -> None:
    orders = [make_order(), make_order(order_no="XS-2", amount_fen=1500_00)]
    assert found(orders, [make_payment(amount_fen=5700_00)]) == {}
