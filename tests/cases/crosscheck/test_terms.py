"""Words that say something together, however they are written, and the ordinary sentence next door."""

from __future__ import annotations

import pytest

from cases.crosscheck.engine import check
from cases.crosscheck.folding import folded
from cases.crosscheck.terms import notice
from tests.benchmarks.batch.words import scores
from tests.cases.crosscheck.facts_made_up import ORDER, make_claim, make_records


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("他让我加微信，说有优惠", "hint"),
        ("叫我加薇信给优惠", "hint"),
        ("➕V 有優惠", "hint"),
        ("加 v·x，便宜", "hint"),
        ("加 微.信 转 账 就行", "review"),
        ("让我私下轉賬給他", "review"),
        ("ＶＸ私聊，转账给他本人", "review"),
        ("说不走公司可以打折", "review"),
        ("他在飞单", "hint"),
        ("jiaweixin you youhui", "hint"),
        ("sixia zhuanzhang", "hint"),
    ],
)
def test_what_goes_together_is_noticed(text: str, grade: str) -> None:
    noticed = notice(text)
    assert noticed is not None
    assert noticed.grade == grade


@pytest.mark.parametrize(
    "text",
    [
        "",
        "优惠很多，很满意",
        "交易顺利",
        "用支付宝付款，店里有优惠",
        "店员加微信发了安装说明",
        "没有加微信，也没有优惠",
        "没有让我加微信转账",
        "加微信方便联系。店里的优惠也不错",  # two sentences
        "加微信了吗？没有。有优惠",
        "从来没有私下转账",
        "安徽的客户买了地板",
        "vxworks 的优惠",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert notice(text) is None


@pytest.mark.parametrize("text", ["有没有加微信？要不要加微信优惠", "不但加微信还给优惠", "没有发票，加微信有优惠"])
def test_what_only_looks_like_a_denial_is_none(text: str) -> None:
    assert notice(text) is not None


@pytest.mark.parametrize("text", ["ＡＢＣ，薇 信。優惠", "加vx，再说", ""])
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = folded(text).text
    assert folded(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "客户问能否私下转账，已拒绝",
        "拒绝了客户的回扣要求",
        "飞单是不可能的",
        "合同写明只付公司账户，私下付款无效",
        "门口贴着谨防私下交易",
        "严禁业务员不开票收现金",
    ],
)
def test_a_refusal_further_off_or_behind_it_denies_as_well(text: str) -> None:
    assert notice(text) is None


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("不走公司可以少收五个点", "hint"),
        ("打款到私人账户", "hint"),
        ("不走公司，现金给他", "review"),
        ("付现金", None),
    ],
)
def test_what_leaves_little_room_speaks_alone_and_weighs_beside_others(text: str, grade: str | None) -> None:
    noticed = notice(text)
    assert (noticed.grade if noticed else None) == grade


def test_most_of_what_is_noticed_in_sentences_it_was_not_tuned_on_is_worth_a_look() -> None:
    looked, decided = scores("reported")
    assert (looked.precision >= 0.85, looked.recall >= 0.4, decided.precision >= 0.95) == (True, True, True)


def test_a_comment_raises_a_finding_that_quotes_the_words_alone() -> None:
    claim = make_claim(text="张店长人很好，叫我私下转账给他，地址是人民路 7 号")
    (finding,) = check(claim, make_records(ORDER)).findings
    assert (finding.kind, finding.grade) == ("sensitive_terms", "review")
    assert finding.summary.zh == "客户留言的一句话里出现了“私下”“转账”，请看原文再判断"
    assert "人民路" not in str(finding)
