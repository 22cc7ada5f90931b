"""One sentence a finding, in both languages, without a verdict."""

from __future__ import annotations

from typing import Any

import pytest

from cases.crosscheck.engine import check
from cases.crosscheck.sentences import money, summary
from tests.cases.crosscheck.facts_made_up import DAY, ORDER, make_claim, make_lead, make_order, make_records

COMMA, SEMICOLON = "\uff0c", "\uff1b"  # the full-width ones


def test_the_sentence_of_the_inbox_holds_both_sides() -> None:
    claim = make_claim(amount_fen=6800_00, payee_kind="personal", received=None)
    finding = check(claim, make_records(make_order(status="cancelled"))).findings[0]
    assert finding.summary.zh == f"客户称付 6,800 元到个人账户{SEMICOLON}订单记 4,200 元{COMMA}已撤单"
    assert (
        finding.summary.en
        == "The customer says they paid ¥6,800 to a personal account; the order says ¥4,200, cancelled."
    )


BOOKED = {"order_no": "X", "status": "done", "salesperson": "张伟"}


@pytest.mark.parametrize(
    ("kind", "said", "recorded", "zh"),
    [
        ("order_denied", {}, BOOKED | {"amount_fen": 100}, f"客户称没有购买;订单记 1 元{COMMA}已完成"),
        ("no_order", {"amount_fen": 50}, {}, "客户称付 0.50 元;没有找到对应的订单"),
        ("no_order", {"received": "part"}, {}, f"客户称已购买{COMMA}已收到部分;没有找到对应的订单"),
        ("no_order", {"payee_kind": "cash", "amount_fen": 800_00}, {}, "客户称付现金 800 元;没有找到对应的订单"),
        ("no_order", {"payee_kind": "personal"}, {}, "客户称付款到个人账户;没有找到对应的订单"),
        ("salesperson_differs", {"salesperson": "李娜"}, BOOKED, "客户称由李娜服务;订单记在张伟名下"),
        ("private_contact", {}, BOOKED, "客户称曾被要求用个人微信继续联系;订单记已完成"),
        ("private_discount", {}, BOOKED, "客户称曾被许诺不走公司的优惠;订单记已完成"),
        ("lead_lost_but_bought", {}, {"lead_no": "L", "status": "lost"}, "客户称已购买;线索记已丢单"),
        ("coached_answer", {"payee_kind": "personal"}, BOOKED, "客户称曾被人教过怎么回答;订单记已完成"),
    ],
)
def test_each_kind_has_its_words(kind: str, said: dict[str, Any], recorded: dict[str, Any], zh: str) -> None:
    assert summary(kind, "survey", said, recorded).zh == zh.replace(";", SEMICOLON)


def test_a_lead_is_named_as_a_lead() -> None:
    claim = make_claim(order_no=None, amount_fen=6800_00, received=None)
    finding = check(claim, make_records(leads=(make_lead(),))).findings[0]
    assert finding.summary.zh == f"客户称付 6,800 元到公司账户{SEMICOLON}线索记报价 6,500 元{COMMA}已丢单"
    assert finding.summary.en.endswith("; the lead was quoted at ¥6,500 and is lost.")


def test_what_a_colleague_reports_is_not_put_in_the_customers_mouth() -> None:
    finding = check(make_claim(source="report", payee_kind="personal"), make_records(ORDER)).findings[0]
    assert finding.summary.zh.startswith("举报称客户")
    assert finding.summary.en.startswith("A report says the customer paid")


def test_a_day_never_stands_in_the_sentence() -> None:
    finding = check(make_claim(payee_kind="personal"), make_records(ORDER)).findings[0]
    assert str(DAY.year) not in finding.summary.zh + finding.summary.en


@pytest.mark.parametrize(("amount_fen", "text"), [(6800_00, "6,800"), (3560050, "35,600.50"), (5, "0.05")])
def test_money_is_written_as_people_write_it(amount_fen: int, text: str) -> None:
    assert money(amount_fen) == text
