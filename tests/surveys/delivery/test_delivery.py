"""How links reach customers: a list, a sheet of codes, and a mail to a real server."""

import csv
import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from crypto.vault import Vault
from surveys import Link, invitations_of, invite
from surveys.answering.submitting import open_link
from surveys.campaigns.plans import ZONE
from surveys.campaigns.sending import send_invitation
from surveys.delivery.face import Message as Invitational
from surveys.delivery.face import NotSentYet
from surveys.delivery.links import links_as_csv, qr_svg
from surveys.delivery.mail import message_of
from surveys.errors import MailRefused
from surveys.outbox import Outbox, write_tx
from surveys.services import MailSettings, Services
from surveys.tables import Delivery, Invitation
from tests.surveys.factories import INVESTIGATOR, make_plan, make_transaction

LINK = Link(
    make_transaction(customer_name='=HYPERLINK("x")', customer_phone="+8613900000001"), "A" * 22, date(2026, 6, 15)
)
NOON = datetime.combine(datetime.now(ZONE).date(), time(12), ZONE)  # mails wait for the day
TODAY = NOON.date()


class Post:
    """Keeps what it is given; refuses everybody whose address begins with "gone"."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("gone"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def services(vault: Vault, post: Post) -> Iterator[Services]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(post, hostname="127.0.0.1", port=port)
    server.start()
    mail = MailSettings(host="127.0.0.1", port=port, sender="callback@hengmu.example", security="none")
    yield Services(vault=vault, base_url="https://speak.hengmu.example", mail=mail, now=lambda: NOON)
    server.stop()


async def waiting(vault: Vault, address: str = "zhou@example.com") -> dict[str, Any]:
    """One mail in the outbox; its job's payload."""
    plan = make_plan(channel="mail", started_by=INVESTIGATOR)
    await invite([make_transaction(customer_email=address)], plan, vault, NOON)
    delivery = await Delivery.objects().first()
    assert delivery is not None
    return {"delivery": str(delivery.id)}


async def delivery() -> Delivery:
    found = await Delivery.objects().first()
    assert found is not None
    return found


def body_of(mail: Message) -> str:
    assert isinstance(mail, EmailMessage)
    return str(mail.get_content())


def test_a_list_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    content = links_as_csv([LINK], "https://speak.example", "zh")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["编号", "客户姓名", "客户手机", "邮箱", "链接", "有效期至"]
    assert rows[1][1:3] == ['\'=HYPERLINK("x")', "'+8613900000001"]
    assert rows[1][4:] == ["https://speak.example/s/" + "A" * 22, "2026-06-15"]


def test_a_code_stands_in_a_strict_page() -> None:
    svg = qr_svg("https://speak.example/s/" + "A" * 22)
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "AAAA" not in svg


async def test_a_mail_brings_a_link_that_opens(database: None, vault: Vault, services: Services, post: Post) -> None:
    await send_invitation(await waiting(vault), services)
    body = body_of(post.mails[0])
    token = body.partition("https://speak.hengmu.example/s/")[2][:22]
    assert (await open_link(token, vault, NOON)).shown
    assert post.mails[0]["To"] == "zhou@example.com"
    assert "恒木家居" in post.mails[0]["Subject"]


async def test_a_mail_says_nothing_about_the_order(
    database: None, vault: Vault, services: Services, post: Post
) -> None:
    await send_invitation(await waiting(vault), services)
    content = str(post.mails[0]) + body_of(post.mails[0])
    assert not any(word in content for word in ("XS-2605", "张伟", "4200", "周敏", "139000"))


async def test_a_sent_link_is_nowhere_any_more(database: None, vault: Vault, services: Services) -> None:
    await send_invitation(await waiting(vault), services)
    row = await delivery()
    assert (row.state, row.sealed_token) == ("sent", None)
    assert row.sent_at is not None


async def test_a_mail_is_sent_once_however_often_the_job_runs(
    database: None, vault: Vault, services: Services, post: Post
) -> None:
    payload = await waiting(vault)
    await send_invitation(payload, services)
    await send_invitation(payload, services)
    assert [mail["Message-ID"] for mail in post.mails] == [f"<{payload['delivery']}@hengmu.example>"]


async def test_an_address_the_server_refuses_is_given_up(
    database: None, vault: Vault, services: Services, post: Post
) -> None:
    await send_invitation(await waiting(vault, "gone@example.com"), services)
    row = await delivery()
    assert (row.state, row.problem, row.sealed_token) == ("refused", "address_refused", None)
    campaign = (await Invitation.select(Invitation.campaign))[0]["campaign"]
    assert [line.state for line in await invitations_of(campaign, vault, TODAY)] == ["refused"]


async def test_a_server_that_is_away_leaves_the_mail_waiting(database: None, vault: Vault, services: Services) -> None:
    assert services.mail is not None
    away = replace(services, mail=replace(services.mail, port=1))
    with pytest.raises(NotSentYet):
        await send_invitation(await waiting(vault), away)
    assert (await delivery()).state == "waiting"


async def test_a_server_without_encryption_gets_nothing(
    database: None, vault: Vault, services: Services, post: Post
) -> None:
    assert services.mail is not None
    strict = replace(services, mail=replace(services.mail, security="starttls"))
    with pytest.raises(NotSentYet):
        await send_invitation(await waiting(vault), strict)
    assert post.mails == []


async def test_a_link_answered_meanwhile_is_not_sent(
    database: None, vault: Vault, services: Services, post: Post
) -> None:
    payload = await waiting(vault)
    async with write_tx():
        await Invitation.update({Invitation.state: "answered"}).where(Invitation.state == "open")
    await send_invitation(payload, services)
    assert ((await delivery()).problem, post.mails) == ("closed", [])


async def test_without_a_mail_server_the_mail_is_given_up(database: None, vault: Vault, services: Services) -> None:
    await send_invitation(await waiting(vault), replace(services, mail=None))
    assert (await delivery()).problem == "no_mail_server"


async def test_a_round_by_mail_leaves_one_job_a_customer(database: None, vault: Vault) -> None:
    payload = await waiting(vault)
    jobs = await Outbox.select(Outbox.key).where(Outbox.kind == "send_invitation")
    assert jobs == [{"key": payload["delivery"]}]


@pytest.mark.parametrize(
    "address", ["", "zhou", "a@b", "a@b.cn, c@d.cn", "a@b.cn\nBcc: c@d.cn", "<a@b.cn>", "a b@c.cn"]
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    letter = Invitational(INVESTIGATOR, address, "恒木家居", "https://x.example/s/A", TODAY + timedelta(days=1), "zh")
    with pytest.raises(MailRefused):
        message_of(letter, MailSettings(host="127.0.0.1", port=25, sender="callback@hengmu.example"))


@pytest.mark.parametrize(("language", "words"), [("zh", "销售人员看不到"), ("en", "sales staff never see")])
def test_a_mail_speaks_the_language_of_the_round(language: str, words: str) -> None:
    letter = Invitational(INVESTIGATOR, "a@b.example", "恒木家居", "https://x.example/s/A", TODAY, language)
    message = message_of(letter, MailSettings(host="127.0.0.1", port=25, sender="callback@hengmu.example"))
    assert words in message.get_content()
    assert "$" not in message.get_content()
