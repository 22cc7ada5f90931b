"""Reports of a made-up company, filed and read through the faces. Knows no page."""

from __future__ import annotations

from datetime import date
from typing import Any  # a builder takes any field of what it builds

from cases.actors import Actor
from cases.contents import Content
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


async def filed(*readers: Actor, **changed: Any) -> tuple[Receipt, Report]:
    """A report that these people can read; its receipt and its row."""
    receipt = Receipt.new()
    await receive(receipt, written(**changed), as_readers(*readers), DAY)
    row = await Report.objects().where(Report.mailbox_digest == receipt.mailbox_digest).first()
    assert row is not None
    return receipt, row
