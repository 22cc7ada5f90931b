"""Whose phones stand on the demo's orders beside the CRM's: a spouse who paid, parents or a tenant who took delivery.

They tell customers apart from nobody, so they play no part in what is told about them.
"""

from __future__ import annotations

from cases.crosscheck.facts import OrderFact
from portal.demo.people import PHONE_BLOCK

PAID_BY_ANOTHER, TAKEN_BY_ANOTHER = 6, 10  # of so many orders, one


def phones_beside(order: OrderFact) -> dict[str, str]:
    """By the contract's columns. Numbers that begin with 0 after the block are neither customers' nor, so far up, employees'."""
    number = int(order.order_no[-6:])
    return {
        "payer_phone": f"{PHONE_BLOCK}01{number:06d}" if number % PAID_BY_ANOTHER == 0 else "",
        "consignee_phone": f"{PHONE_BLOCK}02{number:06d}" if number % TAKEN_BY_ANOTHER == 0 else "",
    }
