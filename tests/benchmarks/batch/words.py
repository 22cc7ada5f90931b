"""Words that go together: how fast notes of a CRM are searched, and how right it is on sentences nobody sent.

`sentences.txt` holds made-up sentences, + where somebody should look. A digest halves them: one half is tuned on, the
other only reported. `python -m tests.benchmarks.batch.words tuned` lists what is wrong in the tuned half.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Literal

from cases.crosscheck.folding import flattened
from cases.crosscheck.many_texts import notice_all
from cases.crosscheck.term_list import SHIPPED
from cases.crosscheck.terms import Noticed, notice
from tests.cases.crosscheck.quality import Score

Half = Literal["tuned", "reported"]
NOTES, SENTENCES_OF_A_NOTE, TRIALS = 50_000, 4, 7
NOTES_WITH_A_WORD, SUSPICIOUS_NOTES = 0.3, 0.02
WORK = (
    """
电话沟通，客户下周六有空到店，提前准备样板|上门量尺，客厅三米六乘四米二，阳台有弧形窗|客户在对比三家，主要看环保等级和安装周期
客户家里有老人小孩，关注甲醛检测报告|已发产品册和案例图，客户说周末和爱人商量|电话未接，短信已发，明天上午再联系
小区还在收房，预计十月动工，先保持联系|客户反馈送货时电梯进不去，已安排吊装|设计师出了两版方案，客户倾向浅色那版
客户朋友介绍来的，住同一个小区，八栋|师傅反馈墙面不平，需要先找平再安装|客户要求月底前装完，已和工程部确认排期
样品寄出，顺丰单号已登记，预计后天到|客户对颜色犹豫，约了周三来店看大板|物业要求提前三天报备，资料已交
回访安装效果，客户表示满意，建议改进包装|客户出差，一周后回来再约|线索来自展会，登记型号为全屋净水三代
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WORK_WITH_A_WORD = (
    """
已加微信，方便发图纸|客户问有没有优惠，答复等月底活动|定金两千已刷卡，收据号已登记|客户觉得比网上贵，希望便宜一点
尾款送货时付，客户用支付宝|客户已下单，型号待定|公对公转账，财务已确认到账|店庆折扣已说明，客户考虑
加微信未通过，改发短信|客户付款后要求换颜色，补差价两百
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_FILE = Path(__file__).with_name("sentences.txt")


def main() -> None:
    print("\nWords that go together")
    for half in ("tuned", "reported"):
        looked, decided = scores(half)
        print(
            f"{half:<9}{looked.right + looked.missed:>5} of {len(list(_labelled(half)))} should be looked at:"
            f"  P {looked.precision:.3f}  R {looked.recall:.3f}   of grade review: P {decided.precision:.3f}"
        )
    texts = notes(404)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    joined = "\n".join(texts)
    floor = _best(lambda: flattened(joined))
    taken = _best(lambda: sum(1 for _ in notice_all(texts, SHIPPED)))
    found = sum(1 for _ in notice_all(texts, SHIPPED))
    print(
        f"{len(texts):,} notes of {megabytes:.0f} MB: {megabytes / taken:.0f} MB/s, {found:,} noticed;"
        f" spelling them alike alone {megabytes / floor:.0f} MB/s"
    )


def scores(half: Half) -> tuple[Score, Score]:
    """Of everything noticed, and of what a person has to decide."""
    looked, decided = Score(), Score()
    for text, is_meant in _labelled(half):
        noticed = notice(text)
        _count(looked, is_meant, noticed is not None)
        _count(decided, is_meant, noticed is not None and noticed.grade == "review")
    return looked, decided


def notes(seed: int) -> list[str]:
    """Notes as salespeople write them; what the list holds stands in them about as often as work makes people write it."""
    chance = random.Random(seed)
    meant = [text for text, is_meant in _all() if is_meant]
    return [_note(chance, meant) for _ in range(NOTES)]


def _note(chance: random.Random, meant: list[str]) -> str:
    parts = chance.choices(WORK, k=SENTENCES_OF_A_NOTE)
    if chance.random() < NOTES_WITH_A_WORD:
        parts.append(chance.choice(WORK_WITH_A_WORD))
    if chance.random() < SUSPICIOUS_NOTES:
        parts.append(chance.choice(meant))
    stamp = f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d} {chance.choice('王李张刘陈')}女士 "
    return stamp + "。".join(parts) + f"，预算{chance.randrange(800, 40_000)}元。"


def _count(score: Score, is_meant: bool, is_noticed: bool) -> None:
    score.right += is_meant and is_noticed
    score.wrong += is_noticed and not is_meant
    score.missed += is_meant and not is_noticed


def _best(work: Callable[[], object]) -> float:
    def once() -> float:
        started = perf_counter()
        work()
        return perf_counter() - started

    return min(once() for _ in range(TRIALS))


def _labelled(half: Half) -> Iterator[tuple[str, bool]]:
    return ((text, is_meant) for text, is_meant in _all() if _half_of(text) == half)


def _half_of(text: str) -> Half:
    return "tuned" if hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 else "reported"


def _all() -> list[tuple[str, bool]]:
    lines = _FILE.read_text("utf-8").splitlines()
    return [(line[2:], line.startswith("+")) for line in lines if line]


def _said(noticed: Noticed | None) -> str:
    return f"{noticed.grade}: {'、'.join(noticed.words)}" if noticed else "nothing"


if __name__ == "__main__":
    if sys.argv[1:] == ["tuned"]:
        for wrong, was_meant in _labelled("tuned"):
            if (notice(wrong) is not None) != was_meant:
                print("+" if was_meant else "-", wrong, "→", _said(notice(wrong)))
    else:
        main()
