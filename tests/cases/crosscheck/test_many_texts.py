"""Many texts at once are searched as each by itself: the coarse look loses nothing that the careful one would notice."""

from __future__ import annotations

import random

from cases.crosscheck.many_texts import AT_ONCE, notice_all
from cases.crosscheck.term_list import SHIPPED, TermList
from cases.crosscheck.terms import notice

PIECES = (
    *(entry.word for entry in SHIPPED.entries),
    *(entry.pinyin for entry in SHIPPED.entries if entry.pinyin),
    *"没不，。.!+➕、 \n\x1e薇徽微信心vxVＸ.·轉賬優惠",
    *(
        "加vx",
        "加v",
        "v信",
        "wechat",
        "vxworks",
        "zfb",
        "微x",
        "微心",
        "加 v 信",
        "客户",
        "😀",
        "𝐯",
        "満意",
        "满意",
        "Ok",
        "有没有",
    ),
)


def test_it_notices_what_is_noticed_in_each_by_itself() -> None:
    chance = random.Random(7)
    texts = ["".join(chance.choices(PIECES, k=chance.randrange(12))) for _ in range(2 * AT_ONCE + 7)]
    alone = [(place, noticed) for place, text in enumerate(texts) if (noticed := notice(text))]
    assert len(alone) > AT_ONCE
    assert list(notice_all(texts, SHIPPED)) == alone


def test_no_texts_and_no_words_give_nothing() -> None:
    assert list(notice_all([], SHIPPED)) == []
    assert list(notice_all(["飞单"], TermList(1, ()))) == []
