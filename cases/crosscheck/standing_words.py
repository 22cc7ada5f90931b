"""The sentence of a figure that chance hardly explains, in both languages. It says how often, and never why."""

from __future__ import annotations

from collections.abc import Mapping

from .sentences import Summary, Values

_ABOUT: Mapping[str, Summary] = {
    "cancel_rate_outlier": Summary("订单撤单、退货或被删除", "orders were cancelled, returned or deleted"),
    "discount_outlier": Summary("订单成交价比报价低一成以上", "orders were sold more than a tenth under the quote"),
    "repeat_business_drop": Summary("老客户这半年没有再买", "earlier customers did not buy again this half-year"),
}
_UNDER_USUAL = Summary(
    "订单成交价比标价的通常折扣（{usual}）还低一成以上",
    "orders were sold more than a tenth under what is usual of the list price ({usual})",
)
STANDING_KINDS = tuple(_ABOUT)


def standing_sentence(kind: str, recorded: Values) -> Summary:
    about = _ABOUT[kind]
    if usual := recorded.get("usual"):
        about = Summary(*(words.format(usual=usual) for words in _UNDER_USUAL))
    name, part, whole = recorded.get("salesperson"), recorded.get("cases"), recorded.get("orders")
    rate, expected = recorded.get("rate"), recorded.get("expected")
    return Summary(
        f"{name}：{whole} 个中有 {part} 个{about.zh}（{rate}，通常约 {expected}）。原因可能很平常，数字本身不说明有人做错了事",
        f"{name}: {part} of {whole} {about.en} ({rate}; about {expected} would be usual). "
        "The reason may be an ordinary one; a figure alone says nothing of fault.",
    )
