"""The channels of a new portal and the questions that come with them. Written at the first run, changed at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from uuid import uuid4

from cases.tables import Channel
from surveys import Definition, definition_of, keep_version

DEFAULT = "diversion"  # what a report is about unless it says so
COMPLAINT = "complaint"  # the customers' own


@dataclass(frozen=True)
class FirstChannel:
    key: str
    name_zh: str
    name_en: str
    line_zh: str
    line_en: str
    takes_claim: bool = False
    audience: str = "reporter"


FIRST = (
    FirstChannel(
        DEFAULT,
        "飞单与私单",
        "Diverted and private deals",
        "把公司的客户带到别处成交，或者让客户把钱付给个人。",
        "A customer of the company is taken elsewhere, or pays a private person.",
        takes_claim=True,
    ),
    FirstChannel(
        "kickback",
        "回扣",
        "Kick-backs",
        "采购、验收或定价时，有人收好处或送好处。",
        "Somebody takes or gives an advantage in buying, accepting or pricing.",
        takes_claim=True,
    ),
    FirstChannel(
        "data_leak",
        "数据泄露",
        "Leaked data",
        "客户名单、价格或个人信息被带了出去。",
        "Lists of customers, prices or personal data have got out.",
    ),
    FirstChannel(
        "harassment",
        "骚扰",
        "Harassment",
        "言语、信息或肢体上的骚扰、欺凌。",
        "Harassment or bullying by words, messages or touch.",
    ),
    FirstChannel(
        "retaliation",
        "报复",
        "Retaliation",
        "因为举报、作证或不肯参与，被人整了。",
        "Somebody suffers for having reported, borne witness or refused to take part.",
    ),
    FirstChannel(
        "opinion",
        "意见",
        "Opinions and suggestions",
        "不是举报谁，只是觉得有件事应该改。",
        "Nobody is accused; something should be done better.",
    ),
    FirstChannel(
        COMPLAINT,
        "顾客投诉",
        "Customers’ complaints",
        "顾客写来的投诉，用回执码查看答复。",
        "What customers complain of; they read the answer with a receipt code.",
        audience="customer",
    ),
)


@cache
def ready_made(key: str) -> Definition:
    """The questions that come with a channel."""
    return definition_of(resources.files("cases.channels").joinpath("ready_made", f"{key}.json").read_text("utf-8"))


async def seed_channels() -> None:
    """Write the first channels and keep their questions. Needs write_tx(); to be called once."""
    for first in FIRST:
        await keep_version(ready_made(first.key))
    await Channel.insert(*(_row(first, place) for place, first in enumerate(FIRST, 1)))


def _row(first: FirstChannel, place: int) -> Channel:
    return Channel(
        id=uuid4(),
        key=first.key,
        audience=first.audience,
        name_zh=first.name_zh,
        name_en=first.name_en,
        line_zh=first.line_zh,
        line_en=first.line_en,
        takes_claim=first.takes_claim,
        questionnaire=ready_made(first.key).sha256,
        place=place,
    )
