"""The sentence of what several people say by themselves, in both languages: how many and about what, never who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .sentences import Summary

_ABOUT: Mapping[str, Summary] = {
    "payee_not_company": Summary("收款方不是公司", "a payee that is not the company"),
    "no_order": Summary("买了却没有订单", "a purchase without an order"),
    "lead_lost_but_bought": Summary("线索记为丢单却买了", "a purchase from a lost lead"),
    "cancelled_but_delivered": Summary("撤单后仍收到货", "goods that came after a cancellation"),
    "deleted_after_confirmation": Summary("订单被删", "an order that was deleted"),
    "amount_differs": Summary("金额与订单不符", "another amount than the order's"),
    "private_contact": Summary("被要求转到私人联系", "being asked to go on in private"),
    "private_discount": Summary("被许诺不走公司的优惠", "a discount past the company"),
    "coached_answer": Summary("有人教怎么回答", "being told how to answer"),
    "sensitive_terms": Summary("写到的词句", "words that go together"),
}
_WAYS: Mapping[str, Summary] = {
    "survey": Summary("回访", "surveys"),
    "phone": Summary("电话", "the telephone"),
    "import": Summary("导入的陈述", "imported statements"),
    "report": Summary("举报", "reports"),
}


def corroborated_sentence(
    people: int, sources: Sequence[str], kinds: Mapping[str, int], seller: str | None, *, is_payee: bool
) -> Summary:
    ways = [_WAYS.get(source, _WAYS["import"]) for source in sources]
    told = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    zh_about = "、".join(f"{_ABOUT[kind].zh}（{number}）" for kind, number in told)
    en_about = ", ".join(f"{_ABOUT[kind].en} ({number})" for kind, number in told)
    zh_ways, en_ways = "、".join(way.zh for way in ways), " and ".join(way.en for way in ways)
    if is_payee:
        of = Summary(f"（均涉及销售员{seller}）", f", all of them about {seller}") if seller else Summary("", "")
        zh = f"{people} 人分别经{zh_ways}说到同一个公司以外的收款账户{of.zh}：{zh_about}"
        en = f"{people} people name one account outside the company, each by themselves, through {en_ways}{of.en}: {en_about}."
    else:
        zh = f"{people} 人分别经{zh_ways}说到销售员{seller}：{zh_about}"
        en = f"{people} people speak of {seller}, each by themselves, through {en_ways}: {en_about}."
    return Summary(f"{zh}。仍须逐条核实", f"{en} Each still has to be looked into.")
