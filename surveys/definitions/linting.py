"""Reads a form as a careful colleague does, and remarks where its wording leads. Refuses nothing; knows no answer.

Every remark names the question, the words, and a better way. The patterns know Chinese and English, each by its own habits.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.definitions.faults import Place
from surveys.definitions.form import LANGUAGES, SELECTS, TYPED, Question
from surveys.sentences import N_

MOST_SCREENS = 10
LONGEST: Mapping[str, int] = {"zh": 60, "en": 180}

REMARKS: Mapping[str, str] = {
    "presumes": N_("“{found}” takes for granted what the customer should tell. Ask whether it happened: “did you …?”"),
    "leads": N_("“{found}” pushes towards one answer. Leave it out."),
    "praises": N_("“{found}” praises before the customer has said anything. Leave it out."),
    "judges": N_("“{found}” is a judgement. Say plainly what happened, such as “asked to pay a person”."),
    "evidence": N_("“{found}” gives away what the customer should tell by themselves. Take it out of the question."),
    "double": N_("“{found}” joins two things that may have been different. Ask about each by itself."),
    "agreeing": N_("“{found}”: people tend to agree with whoever asks. Ask how it was, and offer both ends."),
    "negation": N_("“{found}” says no twice, and yes could mean either. Ask it the other way round."),
    "long": N_("This is long to read on a telephone: {found} characters. Say it in one short sentence."),
    "no_unsure": N_("Whoever cannot recall has nothing to choose. Add “I can't recall”."),
    "no_refusal": N_("Whoever will not say has nothing to choose. Add “I'd rather not say”."),
    "no_none": N_("Whoever met none of this has nothing to choose. Add “none of these”, alone on its own."),
    "in_order": N_("What stands first is chosen more often. Have the answers shuffled."),
    "lopsided": N_("There are more good answers than bad ones ({found}). Offer as many of each."),
    "no_introduction": N_(
        "The first screen does not say who asks, that sales staff see no single answer, and what is kept for how long."
    ),
    "too_many": N_("This makes up to {found} screens. Ten are the most that people finish; ask less."),
    "rating_first": N_("A rating stands before the facts and colours them. Ask what happened first."),
}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "presumes": {
        "zh": "我们(的)?记录|系统(显示|记录)|记录显示|据我们(所知|了解)|您上次(购买|付款)的|您(已经|已)(购买|付款|支付)",
        "en": r"we recorded|our records|records show|according to our|as you know|since you (bought|paid)|you have already",
    },
    "leads": {
        "zh": "是不是|是否还|对吧|难道|不是吗|显然|当然|想必|毫无疑问|应该|肯定|一定[会是要]|吧[？?]",
        "en": r"don't you|isn't it|wasn't it|wouldn't you|surely|obviously|of course|clearly|certainly|should have|no doubt",
    },
    "praises": {
        "zh": "优质的?|贴心的?|热情周到|一流的?|优秀的?|精心",
        "en": r"\b(excellent|wonderful|outstanding|first-class|great service|valued customer)\b",
    },
    "judges": {
        "zh": "飞单|私单|欺骗|骗[了您取]|欺诈|诈骗|违规|违法|回扣|贪污|侵占|黑心|不正当|可疑",
        "en": r"\b(fraud\w*|cheat\w*|brib\w+|kick-?backs?|illegal\w*|st(eal|ole)\w*|scam\w*|misconduct|corrupt\w*|suspicious)\b",
    },
    "evidence": {
        "zh": r"[¥￥]\s*\d|\d[\d,，.]*\s*(元|块钱|万元|万块)"
        r"|20\d\d\s*年|\d{1,2}\s*月\s*\d{1,2}\s*[日号]|[A-Z]{2,}-?\d{4,}|(?<!\d)\d{6,}",
        "en": r"[¥$€]\s*\d|\d[\d,.]*\s*(yuan|rmb)\b|\b20\d\d-\d\d-\d\d|\b[A-Z]{2,}-?\d{4,}|(?<!\d)\d{6,}",
    },
    "agreeing": {"zh": "您(是否)?(同意|认同|赞成)", "en": r"do you agree|would you agree|you would agree"},
    "negation": {
        "zh": "不是不|没有不|不会不|并非不|不能不|难道不",
        "en": r"\bnot\b[^.?!]*\b(not|never|un\w{4,})\b|n't\b[^.?!]*\bnot\b",
    },
}
_DOUBLE: Mapping[str, str] = {
    "zh": "[^，。？、]{1,8}(和|以及|并且|及其?|同时)[^，。？、]{1,8}",
    "en": r"[\w'-]+ (and|as well as) [\w'-]+",
}
_UNSURE = re.compile(
    r"记不清|不清楚|不确定|不知道|还没想好|没有?印象|手边没有|at hand|can't recall|not sure|unsure|don't know|not decided",
    re.I,
)
_REFUSED = re.compile(r"不愿|不想(说|回答)|不方便|rather not|prefer not", re.I)
_GOOD = re.compile(r"(?<!不)(满意|很好|不错|同意|愿意)|(?<!dis)satisfied|\bgood\b|(?<!dis)agree\b|excellent", re.I)
_BAD = re.compile(r"不满|不太?(好|满意|同意|愿意)|差|dissatisfied|\bbad\b|poor|disagree", re.I)
_WHO, _SALES, _KEPT = (
    "${company}",
    re.compile("销售|sales|sell", re.I),
    re.compile("保存|保留|个月|keep|kept|month", re.I),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """kind: a key of REMARKS; found: the words it is about."""

    place: Place
    kind: str
    found: str = ""

    @property
    def sentence(self) -> str:
        return REMARKS[self.kind]


def remarks_on(questions: Sequence[Question]) -> tuple[Remark, ...]:
    """In the order of the questions; those about the whole form first."""
    found = [*_on_whole(questions)]
    for number, question in enumerate(questions):
        found.extend(_on_words(question, number))
        found.extend(_on_choices(question, number))
    return tuple(found)


def _on_words(question: Question, number: int) -> Iterator[Remark]:
    if question.type in ("hidden", "calculate", "note"):
        return
    for language in LANGUAGES:
        for field in ("label", "hint"):
            text = getattr(getattr(question, field), language)
            place = Place(number, field, language=language)
            for kind, patterns in _WORDS.items():
                if match := re.search(patterns[language], text, re.I):
                    yield Remark(place, kind, match[0])
            if field == "label":
                yield from _on_label(question, text, language, place)


def _on_label(question: Question, text: str, language: str, place: Place) -> Iterator[Remark]:
    is_closed = question.type == "range" or (question.type == "select_one" and len(question.choices) <= 5)
    if is_closed and (match := re.search(_DOUBLE[language], text, re.I)):
        yield Remark(place, "double", match[0])
    if len(text) > LONGEST[language]:
        yield Remark(place, "long", str(len(text)))


def _on_choices(question: Question, number: int) -> Iterator[Remark]:
    words = [f"{choice.label.zh} {choice.label.en}" for choice in question.choices]
    place = Place(number, "choices")
    if question.required and question.type in SELECTS | TYPED and question.type != "text":
        if not any(_UNSURE.search(one) for one in words) and not _is_about_now(question):
            yield Remark(place, "no_unsure")
        if not any(_REFUSED.search(one) for one in words):
            yield Remark(place, "no_refusal")
    if question.type == "select_multiple":
        alone = [one for choice, one in zip(question.choices, words, strict=True) if choice.exclusive]
        if not any(not _UNSURE.search(one) and not _REFUSED.search(one) for one in alone):
            yield Remark(place, "no_none")
        if not question.shuffle and len(question.choices) > 3:
            yield Remark(place, "in_order")
    good = sum(bool(_GOOD.search(one)) and not _BAD.search(one) for one in words)
    bad = sum(bool(_BAD.search(one)) for one in words)
    if question.type == "select_one" and good > bad + 1:
        yield Remark(place, "lopsided", f"{good} : {bad}")


def _is_about_now(question: Question) -> bool:
    """What somebody wants or means to say is not recalled."""
    return bool(
        re.search("您想|希望|what is it about|would you like", f"{question.label.zh} {question.label.en}", re.I)
    )


def _on_whole(questions: Sequence[Question]) -> Iterator[Remark]:
    shown = [question for question in questions if question.type not in ("hidden", "calculate")]
    if not shown:
        return
    first = shown[0].label
    if not all(_WHO in words and _SALES.search(words) and _KEPT.search(words) for words in (first.zh, first.en)):
        yield Remark(Place(questions.index(shown[0]), "label"), "no_introduction")
    screens = 0
    for before, question in zip([None, *shown], shown, strict=False):
        screens += not (before is not None and question.screen and question.screen == before.screen)
    asked_twice = sum(bool(question.second_look) for question in shown)
    if screens - asked_twice > MOST_SCREENS:
        yield Remark(Place(), "too_many", str(screens - asked_twice))
    facts = [number for number, question in enumerate(questions) if question.compare and question.compare != "text"]
    ratings = [number for number, question in enumerate(questions) if question.measure]
    if facts and ratings and len(facts) > 2 and min(ratings) < min(facts):
        yield Remark(Place(min(ratings), "label"), "rating_first")
