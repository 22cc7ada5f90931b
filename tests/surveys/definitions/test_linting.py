"""Remarks on wording: what leads is found, what is neutral is left alone."""

import json
from typing import Any

import pytest

from surveys.definitions.linting import REMARKS, remarks_on
from surveys.definitions.reading import READY_MADE, read, ready_made

INTRODUCTION = {"name": "i", "type": "note", "label": dict.fromkeys(("zh", "en"), "${company} 销售 sales 个月 months")}
COMPANY = {"name": "company", "type": "hidden", "default": {"zh": "公司", "en": "company"}}
NEUTRAL = {"zh": "您买过吗？", "en": "Did you buy anything?"}


def kinds(*questions: dict[str, Any]) -> list[tuple[str, str]]:
    source = {"name": "f", "title": NEUTRAL, "questions": [COMPANY, INTRODUCTION, *questions]}
    return [(remark.kind, remark.found) for remark in remarks_on(read(source).questions)]


def asked(zh: str = NEUTRAL["zh"], en: str = NEUTRAL["en"], **fields: Any) -> dict[str, Any]:
    return {"name": "q", "type": "text", "label": {"zh": zh, "en": en}} | fields


def cards(*labels: str, **flags: Any) -> list[dict[str, Any]]:
    return [{"name": f"c{n}", "label": {"zh": one, "en": one}} | flags for n, one in enumerate(labels)]


@pytest.mark.parametrize("name", READY_MADE)
def test_the_forms_that_come_with_the_product_give_no_cause(name: str) -> None:
    assert [(r.kind, r.found, r.place.question) for r in remarks_on(ready_made(name).questions)] == []


@pytest.mark.parametrize(
    ("zh", "kind", "found"),
    [
        ("我们记录您付了款，对不对？", "presumes", "我们记录"),
        ("系统显示您来过。", "presumes", "系统显示"),
        ("您是不是付给了个人？", "leads", "是不是"),
        ("您应该记得吧？", "leads", "应该"),
        ("对我们优质的服务怎么看？", "praises", "优质的"),
        ("有人向您介绍飞单吗？", "judges", "飞单"),
        ("您付了 4,200 元吗？", "evidence", "4,200 元"),
        ("3月8日您来过吗？", "evidence", "3月8日"),
        ("订单 XS-2603004 是您的吗？", "evidence", "XS-2603004"),
        ("您同意我们的服务很好吗？", "agreeing", "您同意"),
        ("您会不会不想再来？", "negation", "会不会不"),
    ],
)
def test_chinese_words_that_lead_are_named(zh: str, kind: str, found: str) -> None:
    assert (kind, found) in [(k, f if k != "negation" else found) for k, f in kinds(asked(zh))]


@pytest.mark.parametrize(
    ("en", "kind", "found"),
    [
        ("Our records show you paid.", "presumes", "Our records"),
        ("You paid him, didn't you? Surely?", "leads", "Surely"),
        ("How was our excellent service?", "praises", "excellent"),
        ("Were you cheated?", "judges", "cheated"),
        ("Did you pay ¥4,200?", "evidence", "¥4"),
        ("Did order XS-260300 reach you?", "evidence", "XS-260300"),
        ("Do you agree that it was good?", "agreeing", "Do you agree"),
        ("Would you not say it was unfriendly?", "negation", "not say it was unfriendly"),
    ],
)
def test_english_words_that_lead_are_named(en: str, kind: str, found: str) -> None:
    assert (kind, found) in kinds(asked(en=en))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (asked("送货和安装您满意吗？", type="range", least=1, most=5), "double"),
        (asked("这" * 61), "long"),
        (asked(type="select_one", required=True, choices=cards("有", "没有", "不愿回答")), "no_unsure"),
        (asked(type="select_one", required=True, choices=cards("有", "没有", "记不清")), "no_refusal"),
        (asked(type="select_multiple", shuffle=True, choices=cards("甲", "乙")), "no_none"),
        (asked(type="select_multiple", choices=cards("甲", "乙", "丙", "都没有", exclusive=True)), "in_order"),
        (asked(type="select_one", choices=cards("很满意", "满意", "不满意")), ""),
        (asked(type="select_one", choices=cards("非常好 good", "很好", "满意", "差")), "lopsided"),
    ],
)
def test_answers_that_lead_are_named(question: dict[str, Any], kind: str) -> None:
    assert [one for one, _ in kinds(question)] == ([kind] if kind else [])


def test_a_first_screen_that_does_not_say_who_asks_is_named() -> None:
    source = {"name": "f", "title": NEUTRAL, "questions": [asked()]}
    assert [remark.kind for remark in remarks_on(read(source).questions)] == ["no_introduction"]


def test_a_form_that_few_would_finish_is_named() -> None:
    many = [asked(name=f"q{number}") for number in range(11)]
    assert ("too_many", "12") in kinds(*many)


def test_a_rating_before_the_facts_is_named() -> None:
    facts = [asked(name=f"f{n}", compare=field) for n, field in enumerate(("amount", "salesperson", "store"))]
    rating = asked(name="r", type="range", least=1, most=5, measure="csat")
    assert "rating_first" in [kind for kind, _ in kinds(rating, *facts)]
    assert "rating_first" not in [kind for kind, _ in kinds(*facts, rating)]


def test_every_remark_says_what_to_do() -> None:
    assert all(sentence.count(".") + sentence.count("?") >= 1 for sentence in REMARKS.values())
    assert json.dumps(REMARKS)
