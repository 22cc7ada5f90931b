"""Payments find their orders: by what is written on them, by who paid, and never by a guess between two."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.crosscheck.facts import OrderFact, PaymentFact
from cases.crosscheck.reconciling import Reconciled, reconcile
from tests.cases.crosscheck.facts_made_up import DAY, make_order, make_payment


def paid(found: Reconciled) -> dict[str, int]:
    return {one.order.order_no: one.paid_fen for one in found.orders}


def other(number: str, **fields: object) -> OrderFact:
    return make_order(order_no=number, **fields)


def untied(**fields: object) -> PaymentFact:
    return make_payment(**{"order_no": None, **fields})


def test_a_reference_is_read_however_it_is_written() -> None:
    found = reconcile([make_order()], [make_payment(order_no="xs 2603004211")])
    assert (paid(found), found.untied) == ({"XS-2603-004211": 4200_00}, ())


def test_one_payment_may_name_several_orders() -> None:
    orders = [other("A-1", amount_fen=1000_00), other("A-2", amount_fen=500_00)]
    assert paid(reconcile(orders, [make_payment(order_no="A-1、A-2", amount_fen=1500_00)])) == {
        "A-1": 1000_00,
        "A-2": 500_00,
    }


def test_instalments_add_up() -> None:
    halves = [make_payment(payment_no=f"P-{n}", amount_fen=2100_00, paid_on=DAY + timedelta(30 * n)) for n in range(2)]
    assert paid(reconcile([make_order()], halves)) == {"XS-2603-004211": 4200_00}


def test_without_a_reference_the_payers_own_order_at_that_price_is_meant() -> None:
    orders = [make_order(), other("A-2", amount_fen=900_00)]
    found = reconcile(orders, [untied(paid_on=DAY + timedelta(5))])
    assert paid(found) == {"XS-2603-004211": 4200_00, "A-2": 0}


@pytest.mark.parametrize(
    ("customer", "payer"),
    [("張偉", "张伟"), ("张伟", "張偉"), ("Zhang Wei", "WEI ZHANG"), ("華興建材有限公司", "华兴建材")],
)
def test_a_payer_is_the_customer_however_the_name_is_spelled(customer: str, payer: str) -> None:
    found = reconcile([make_order(customer_name=customer)], [untied(payer_name=payer, amount_fen=1000_00)])
    assert paid(found) == {"XS-2603-004211": 1000_00}


def test_the_rest_of_a_transfer_finds_the_customers_other_order_under_another_spelling() -> None:
    orders = [
        other("A-1", amount_fen=1000_00, customer_name="张伟"),
        other("A-2", amount_fen=500_00, customer_name="張偉"),
    ]
    assert paid(reconcile(orders, [make_payment(order_no="A-1", amount_fen=1500_00)])) == {
        "A-1": 1000_00,
        "A-2": 500_00,
    }


def test_two_orders_paid_at_once_are_found_by_their_sum() -> None:
    orders = [other("A-1", amount_fen=1000_00), other("A-2", amount_fen=550_00)]
    assert paid(reconcile(orders, [untied(amount_fen=1550_00)])) == {"A-1": 1000_00, "A-2": 550_00}


def test_a_deposit_belongs_to_the_only_order_there_is() -> None:
    assert paid(reconcile([make_order()], [untied(amount_fen=1000_00)])) == {"XS-2603-004211": 1000_00}


def test_between_two_orders_a_deposit_is_nobodys() -> None:
    orders = [make_order(), other("A-2", amount_fen=9000_00)]
    assert len(reconcile(orders, [untied(amount_fen=1000_00)]).untied) == 1


def test_a_refund_is_taken_from_what_was_paid() -> None:
    back = untied(payment_no="P-2", amount_fen=-200_00, paid_on=DAY + timedelta(9))
    assert paid(reconcile([make_order()], [make_payment(), back])) == {"XS-2603-004211": 4000_00}


def test_a_spouse_pays_the_one_unpaid_order_at_that_price() -> None:
    found = reconcile([make_order()], [untied(payer_name="陈强", paid_on=DAY + timedelta(1))])
    assert paid(found) == {"XS-2603-004211": 4200_00}


def test_a_stranger_pays_neither_of_two_orders_at_one_price() -> None:
    found = reconcile([make_order(), other("A-2", customer_name="赵敏")], [untied(payer_name="陈强")])
    assert len(found.untied) == 1


def test_nobody_pays_for_a_cancelled_order() -> None:
    assert len(reconcile([make_order(status="cancelled")], [untied()]).untied) == 1


def test_the_order_in_which_records_come_changes_nothing() -> None:
    orders = [other(f"A-{n}", amount_fen=(n + 1) * 300_00) for n in range(4)]
    payments = [untied(payment_no=f"P-{n}", amount_fen=(n + 1) * 300_00) for n in range(4)]
    assert paid(reconcile(orders, payments)) == paid(reconcile(orders[::-1], payments[::-1]))
