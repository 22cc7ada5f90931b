"""The one table of weights: how many bits each level of agreement is worth, and why. Used online and in the batch.

A weight is log2(m/u): m, how often the level is seen when claim and order are the same transaction; u, how often when
they are not. Phone, name, salesperson and store tell the *customer*; their sum is capped, because an old customer's
private deal agrees on all of them with an old order. The *transaction* has to be told by number, amount, date, product.
"""

from __future__ import annotations

from collections.abc import Mapping

PRIOR_BITS = -20.0
"""One order in a million is the one meant: the design size of the books. Fixed, so that a claim gets the same answer
whatever else is imported."""

CUSTOMER_CAP_BITS = 24.0
"""With the prior this leaves +4 bits, odds of 16:1 that a customer who says they bought means the order on the books.
Assumption: 10 % of confirmed purchases have no order and half of those are by existing customers, 5 : 90."""

CUSTOMER_FIELDS = ("phone", "name", "salesperson", "store")
TRANSACTION_FIELDS = ("invited", "order_no", "amount", "date", "product")

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "phone": {
        "same": 20.0,  # m .9 (some give another phone); u one in a million
        "near": 14.0,  # m .05 of answers hold one slip; ~100 numbers lie one slip away
        "last_four": 12.5,  # u 1/10,000, m .9, less a little for shared endings of one number range
        "last_four_near": 3.0,  # one slip in four digits: m .05, u 36/10,000
        "differs": -4.5,  # m .05: second phone, spouse
    },
    "name": {
        "same": 10.0,  # u about 1/1,000: common Chinese full names in one city's books
        "near": 6.0,  # m .05, u 1/1,500: homophones and typing slips
        "surname": 3.0,  # u 1/12: 王, 李, 张 each hold 7 % of people; m .7 once only a surname is given
        "differs": -5.0,  # m .03: bought in a spouse's or firm's name
    },
    "salesperson": {
        "same": 5.0,  # u about 1/40 salespeople of a store, m .9
        "near": 3.0,
        "surname": 2.5,  # 小张, 张经理
        "differs": -3.0,  # m .1: two people served; attribution swaps are the very thing looked for
    },
    "store": {"same": 1.5, "differs": -2.0},  # u 1/3 to 1/10 stores; delivery from another store is common
    "invited": {
        "same": 4.0,  # four answers of five are about the purchase the invitation was sent for
        "denied": 12.0,  # a denial has no other object than what was asked about
    },
    "order_no": {
        "same": 27.0,  # u far below one in a million: nobody guesses one, and slips seldom hit another
        "near": 10.0,  # m .05; numbers run on, so ~100 real neighbours are one slip away
        "differs": -6.0,  # m .02: the contract's or the delivery note's number was given
    },
    "amount": {
        "same": 4.5,  # m .6, u 1/37: price lists repeat, an old customer buys the same thing again
        "rounded": 4.0,  # m .35 for prices as remembered (± ¥100 or 2 %)
        "part": 0.0,  # a deposit: m .02, and of several payments one is soon near to anything
        "close": -1.0,  # within 10 %: neither
        "differs": -5.0,  # m .02: under-recorded or misremembered; u .6
        "wild": -9.0,  # more than threefold
    },
    "date": {
        "same": 6.0,  # ± 2 days. m .5; u 5 days of 700, two years of one customer's life
        "week": 4.5,  # m .4; u 10 of 700
        "fortnight": 0.0,
        "month": -3.0,
        "two_months": -8.0,  # m .0003; u .08
        "far": -12.0,  # order, payment and delivery days all count, so nobody errs by two months
    },
    "product": {"same": 2.0, "differs": -4.0},  # u 1/4 product lines; m .05 for another name of the same thing
    "created": {"after": 1.0, "before": -14.0},  # leads only: nobody buys before asking (a week's grace)
    "quoted": {"same": 3.0, "rounded": 3.0, "close": 2.0, "differs": 0.0, "wild": -3.0},  # a quote is only a quote
}

MATCH_PROBABILITY = 0.95
"""From here on an order is `match`, and only then may a rule say `finding`. Below: `possible`, at most `review`."""

TIGHT_BITS = 9.0
"""Amount and date together must reach this (or the order number, or the invitation, must name the order) before a rule
may say `finding`: a rounded price five days off (4.0 + 4.5) may be another purchase of the same customer."""

CHOSEN_PROBABILITY = 0.75
"""Below this share over all candidates together the claim has no order (`none`): three to one, since a private deal of an
old customer who bought something else that week comes out even. Tuned on odd seeds, reported on even ones."""

POSSIBLE_PROBABILITY = 0.5
"""From here on a lead is taken for the one that a purchase grew out of."""

DOUBT_PROBABILITY = 0.05
"""A candidate above this could still be the order meant: `no_order` is then at most `review`."""
