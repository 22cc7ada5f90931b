"""One sentence in Chinese and English for each finding: what was said, what is recorded, never a verdict.

The sentences are composed here and not in the catalogues, because each is stored with its finding in both languages:
what an investigator read must not change with a later wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Values = Mapping[str, str | int | None]


class Summary(NamedTuple):
    zh: str
    en: str


SPEAKERS = {
    "survey": Summary("客户称", "The customer says they"),
    "phone": Summary("客户称", "The customer says they"),
    "import": Summary("客户称", "The customer says they"),
    "report": Summary("举报称客户", "A report says the customer"),
}
PAYEES = {
    "company": Summary("公司账户", "to the company"),
    "personal": Summary("个人账户", "to a personal account"),
    "other_company": Summary("其他公司账户", "to another company"),
    "cash": Summary("现金", "in cash"),
}
RECEIVED = {"all": Summary("已收货", "received everything"), "part": Summary("已收到部分", "received a part")}
RECEIVING = ("cancelled_but_delivered", "deleted_after_confirmation", "no_order", "lead_lost_but_bought")
STATUSES = {
    "open": Summary("未完成", "open"),
    "paid": Summary("已付款", "paid"),
    "done": Summary("已完成", "done"),
    "cancelled": Summary("已撤单", "cancelled"),
    "returned": Summary("已退货", "returned"),
    "deleted": Summary("已删除", "deleted"),
    "won": Summary("已成交", "won"),
    "lost": Summary("已丢单", "lost"),
    "dormant": Summary("已休眠", "dormant"),
}
ASIDES = {
    "private_contact": Summary("曾被要求用个人微信继续联系", "were asked to go on in a private chat"),
    "private_discount": Summary("曾被许诺不走公司的优惠", "were offered a discount past the company"),
    "coached_answer": Summary("曾被人教过怎么回答", "were told how to answer"),
}


def summary(kind: str, source: str, said: Values, recorded: Values) -> Summary:
    """The sentence of one finding. `said` has the claim's columns, `recorded` the order's or lead's; money in fen."""
    speaker = SPEAKERS.get(source, SPEAKERS["import"])
    words = _words_said(kind, said)
    facts = _words_recorded(kind, recorded)
    return Summary(f"{speaker.zh}{words.zh}；{facts.zh}", f"{speaker.en} {words.en}; {facts.en}.")


def money(amount_fen: int) -> str:
    """6,800 or 35,600.50"""
    yuan, fen = divmod(amount_fen, 100)
    return f"{yuan:,}.{fen:02d}" if fen else f"{yuan:,}"


def _words_said(kind: str, said: Values) -> Summary:
    if kind == "order_denied":
        return Summary("没有购买", "did not buy")
    if kind == "salesperson_differs":
        return Summary(f"由{said.get('salesperson')}服务", f"were served by {said.get('salesperson')}")
    paid = _paid(said)
    received = RECEIVED.get(str(said.get("received")))
    if kind in ASIDES:
        return ASIDES[kind]
    if received is not None and kind in RECEIVING:
        return Summary(f"{paid.zh}，{received.zh}", f"{paid.en} and {received.en}")
    return paid


def _paid(said: Values) -> Summary:
    amount, payee = said.get("amount_fen"), PAYEES.get(str(said.get("payee_kind")))
    if isinstance(amount, int):
        if payee is None:
            return Summary(f"付 {money(amount)} 元", f"paid ¥{money(amount)}")
        if said.get("payee_kind") == "cash":
            return Summary(f"付现金 {money(amount)} 元", f"paid ¥{money(amount)} in cash")
        return Summary(f"付 {money(amount)} 元到{payee.zh}", f"paid ¥{money(amount)} {payee.en}")
    if payee is not None:
        return Summary("付现金" if said.get("payee_kind") == "cash" else f"付款到{payee.zh}", f"paid {payee.en}")
    return Summary("已购买", "bought")


def _words_recorded(kind: str, recorded: Values) -> Summary:
    status = STATUSES.get(str(recorded.get("status")), Summary("", ""))
    if recorded.get("lead_no") is not None and kind != "no_order":
        quoted = _quoted(recorded.get("quoted_amount_fen"))
        return Summary(f"线索记{quoted.zh}{status.zh}", f"the lead {quoted.en}is {status.en}")
    if recorded.get("order_no") is None:
        return Summary("没有找到对应的订单", "no order on record fits")
    if kind == "salesperson_differs":
        owner = recorded.get("salesperson")
        return Summary(f"订单记在{owner}名下", f"the order is credited to {owner}")
    price = _price(recorded.get("amount_fen"))
    return Summary(f"订单记{price.zh}{status.zh}", f"the order says{price.en} {status.en}")


def _quoted(amount_fen: str | int | None) -> Summary:
    if not isinstance(amount_fen, int):
        return Summary("", "")
    return Summary(f"报价 {money(amount_fen)} 元，", f"was quoted at ¥{money(amount_fen)} and ")


def _price(amount_fen: str | int | None) -> Summary:
    if not isinstance(amount_fen, int):
        return Summary("", "")
    return Summary(f" {money(amount_fen)} 元，", f" ¥{money(amount_fen)},")
