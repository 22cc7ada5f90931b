"""Reports of a made-up company, filed and read through the faces. Knows no page."""

from __future__ import annotations

from datetime import date
from typing import Any  # a builder takes any field of what it builds

from cases.actors import Actor
from cases.contents import Content
from cases.identities import Given, Person
from cases.readers import Readers
from cases.receiving import receive
from cases.staff import Recipient
from cases.tables import Report
from crypto.keys import new_key_pair
from crypto.receipts import Receipt

DAY = date(2026, 3, 9)
RECOVERY = new_key_pair()
TEXT = "张伟把客户带到别的店签单，钱打到他个人微信。"
CLAIM = {"order_no": "XS-1", "customer_phone": "13806920733", "amount": "6800", "payee_kind": "personal"}


def people(*actors: Actor) -> tuple[Recipient, ...]:
    return tuple(Recipient(one.id, one.name, one.roles, one.pair.public) for one in actors)


def as_readers(*actors: Actor) -> Readers:
    return Readers(people(*actors), RECOVERY.public)


def written(**changed: Any) -> Content:
    return Content(**{"text": TEXT, "claim": {}, "language": "zh"} | changed)


def named(*keepers: Actor, name: str = "李小雨", contact: str = "138 0692 0733") -> Given:
    """Somebody who says who they are to these custodians."""
    return Given(Person(name, contact), as_readers(*keepers))


async def filed(*readers: Actor, given: Given | None = None, **changed: Any) -> tuple[Receipt, Report]:
    """A report that these people can read; its receipt and its row."""
    receipt = Receipt.new()
    await receive(receipt, written(**changed), as_readers(*readers), DAY, given=given)
    row = await Report.objects().where(Report.mailbox_digest == receipt.mailbox_digest).first()
    assert row is not None
    return receipt, row
