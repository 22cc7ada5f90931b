"""Mails that came back: which are believed, and what they change."""

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest

from crypto.vault import Vault
from surveys import Schedule, askable, invitations_of, invite
from surveys.campaigns.bouncing import take_bounce
from surveys.campaigns.plans import ZONE
from surveys.delivery.bounces import MOST_BYTES, Returned, returned_in
from surveys.outbox import write_tx
from surveys.services import Services
from surveys.tables import ContactMark, Delivery
from tests.surveys.factories import NOW, make_plan, make_transaction

DELIVERY = UUID("6f1ed002-ab5c-4a1b-9c3d-2f8a4d1e7b60")
NOON = datetime.combine(NOW.date(), time(12), ZONE)


def report(delivery: UUID | str = DELIVERY, *, action: str = "failed", status: str = "5.1.1", head: str = "") -> bytes:
    """As Postfix writes it. head: another third part than the head of the mail that came back."""
    returned = head or f"Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: <{delivery}@hengmu.example>\n"
    return f"""From: MAILER-DAEMON@mx.example
To: callback@hengmu.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; zhou@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such person zhou@example.com

--B
{returned}
--B--
""".encode()


WHOLE = f"Content-Type: message/rfc822\n\nMessage-ID: <{DELIVERY}@hengmu.example>\nSubject: x\n\ntext\n"


@pytest.mark.parametrize(
    ("raw", "returned"),
    [
        (report(), Returned(DELIVERY, True)),
        (report(head=WHOLE), Returned(DELIVERY, True)),
        (report(head="Content-Type: text/plain\n\n-").replace(b"MIME-", f"In-Reply-To: <{DELIVERY}@x.cn>\nMIME-".encode()),
         Returned(DELIVERY, True)),
        (report(action="delayed", status="4.4.1"), Returned(DELIVERY, False)),
        (report(action="failed", status="4.2.2"), Returned(DELIVERY, False)),
        (report(action="delivered", status="2.0.0"), None),
        (report("no-number-of-ours"), None),
        (report().replace(b"multipart/report", b"multipart/mixed"), None),
        (b"Subject: hello\n\nbuy now", None),
        (b"\xff\xfe\x00", None),
        (b"", None),
        (report() + b"x" * MOST_BYTES, None),
    ],
    ids=["head", "whole", "answer", "delayed", "for-now", "arrived", "foreign", "mixed", "advert", "noise", "empty", "huge"],
)  # fmt: skip
def test_a_report_is_read_by_the_mail_it_names(raw: bytes, returned: Returned | None) -> None:
    assert returned_in(raw) == returned


def test_a_thousand_nested_parts_are_not_walked_for_ever() -> None:
    assert returned_in(report(head="Content-Type: message/rfc822\n\n" * 1_000)) is None


@pytest.fixture
def services(vault: Vault) -> Services:
    return Services(vault, "https://fk.example", now=lambda: NOON)


async def sent(vault: Vault, **schedule: Any) -> tuple[UUID, UUID]:
    """A mail that went out with a reminder waiting behind it: its round and its delivery."""
    plan = make_plan(channel="mail", schedule=Schedule(reminders=1, **schedule))
    invited = await invite([make_transaction(customer_email="Zhou@example.com")], plan, vault, NOON)
    row = await Delivery.objects().first()
    assert row is not None
    reminder = Delivery(id=uuid4(), invitation=row.invitation, number=1, channel="mail", sealed_token=b"sealed")
    async with write_tx():
        await Delivery.update({Delivery.state: "sent"}).where(Delivery.id == row.id)
        await Delivery.insert(reminder)
    return invited.campaign_id, row.id


async def test_a_mail_that_came_back_is_told_and_nobody_is_reminded_there(
    database: None, vault: Vault, services: Services
) -> None:
    campaign, delivery = await sent(vault)
    assert await take_bounce(report(delivery), services) == "noted"
    rows = await Delivery.select(Delivery.state, Delivery.sealed_token).order_by(Delivery.number)
    assert [(row["state"], row["sealed_token"]) for row in rows][1] == ("dropped", None)
    assert [line.state for line in await invitations_of(campaign, vault, NOON.date())] == ["bounced"]


async def test_the_address_is_spared_from_then_on(database: None, vault: Vault, services: Services) -> None:
    _, delivery = await sent(vault)
    await take_bounce(report(delivery), services)
    another = [make_transaction(2, customer_email="zhou@example.com")]
    assert (await askable(another, make_plan(channel="mail"), vault, NOON.date()))[1] == {"bounced": 1}


async def test_where_the_round_is_followed_up_by_phone_somebody_may_ring(
    database: None, vault: Vault, services: Services
) -> None:
    campaign, delivery = await sent(vault, phone_follow_up=True)
    await take_bounce(report(delivery), services)
    assert [line.state for line in await invitations_of(campaign, vault, NOON.date())] == ["phone"]


async def test_the_same_mail_twice_changes_nothing_more(database: None, vault: Vault, services: Services) -> None:
    _, delivery = await sent(vault)
    assert [await take_bounce(report(delivery), services) for _ in range(2)] == ["noted", "noted"]
    assert await ContactMark.count() == 1


async def test_a_mail_the_server_still_tries_changes_nothing(database: None, vault: Vault, services: Services) -> None:
    _, delivery = await sent(vault)
    assert await take_bounce(report(delivery, action="delayed", status="4.4.1"), services) == "not_final"
    assert (await ContactMark.count(), await Delivery.count().where(Delivery.state == "bounced")) == (0, 0)


async def test_a_report_of_a_mail_we_never_sent_changes_nothing(
    database: None, vault: Vault, services: Services
) -> None:
    await sent(vault)
    assert await take_bounce(report(), services) == "not_ours"
    assert await ContactMark.count() == 0
