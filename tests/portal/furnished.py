"""A portal in which every table that hangs on the root key has rows. Knows no key but the one it was made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import surveys
from cases.actors import Actor
from cases.evidence.holding import sliced
from cases.findings import dismiss_finding
from cases.log.integrating import integrate
from cases.log.proving import proof_for
from cases.log.reading import signer_of
from cases.looking_up import key_of, look_up
from cases.mailbox import add_from_staff
from cases.people.throttle import account_key, count_attempt
from cases.records.drafts import remember_mapping
from cases.signed_replies import reply_signer
from cases.weights.versions import propose
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.cleaning import clean
from portal.opening import opened
from portal.settings import Settings
from surveys.answering.correcting import correct, open_answered
from surveys.answering.drafts import PutAside, put_aside
from surveys.answering.files import keep_file
from surveys.answering.submitting import open_link, submit
from surveys.campaigns.peace import mark
from surveys.campaigns.transactions import SubjectKind
from surveys.delivery.face import Message
from surveys.delivery.recording import RecordingSender
from surveys.outbox import write_tx
from tests.cases.books import LOST, SOLD, TO_A_PERSON, answer, book, book_lost_lead, book_order, list_findings, run_jobs
from tests.cases.evidence import planted
from tests.cases.records.uploads import kept_draft
from tests.cases.reports import DAY, filed
from tests.factories import make_staff
from tests.surveys.results.making import Maker

HEADER = ("甲", "乙")
MAPPING = {"order_no": "甲"}
PAYMENTS = "流水号,关联订单,付款人,收款账户,金额,到账日期\nLS1,XS-1,王芳,6222 0202,4200,2026-03-08\n"
PEOPLE = "工号,姓名,手机,门店,入职日期\nE1,张伟,13900001111,城东店,2020-01-02\n"
ACCOUNTS = "户名,账号,开户行\n某公司,6222 0202,某银行\n"
UNDER_ANOTHER_PHONE = "order_no,customer_phone,amount,ordered_at,status\nXS-1,18655554444,4200,2026-03-08,done\n"
REFUSED = "order_no,amount,ordered_at\nXS-9,很多钱,2026-03-08\n"
REASON = "平常的联系"
WANTS_PEACE = "13900000009"


@dataclass(frozen=True)
class Outside:
    """What people outside hold: the reporter's receipt and proof, and the key that signs heads, as text."""

    receipt: Receipt
    proof: str
    log_key: str


async def furnish(settings: Settings) -> Outside:
    """`settings.root_key_file` is there already."""
    async with opened(settings) as vault:
        anna = await make_staff(vault, "investigator", username="anna")
        outside = await _report(anna, vault)
        await _books(anna, vault, settings)
        await _asked(anna, vault)
        await propose(anna, {"trust.no_order.finding": 0.9}, REASON, vault)
        await _counted(vault)
        await count_attempt(account_key(vault, "anna"))
        return outside


async def _report(anna: Actor, vault: Vault) -> Outside:
    receipt, report = await filed(anna)
    now = datetime.combine(DAY, datetime.min.time(), UTC)
    await add_from_staff(anna, report.id, "请问是哪一家店?", signer=reply_signer(vault), now=now)
    signer = signer_of(vault)
    await integrate(DAY + timedelta(days=1), signer)
    return Outside(receipt, await proof_for(receipt.mailbox_digest, signer.key), str(signer.key))


async def _books(anna: Actor, vault: Vault, settings: Settings) -> None:
    await book("orders", UNDER_ANOTHER_PHONE, vault)
    await book_order(vault)
    await book_lost_lead(vault)
    await book("payments", PAYMENTS.replace("4200", "420"), vault)
    await book("payments", PAYMENTS, vault)
    await book("salespeople", PEOPLE, vault)
    await book("accounts", ACCOUNTS, vault)
    await book("orders", REFUSED, vault)
    await look_up(anna, key_of("order", "XS-1"), "核实案件", vault)
    await kept_draft(b"order_no\n", anna.id, vault, settings)
    await remember_mapping("orders", HEADER, MAPPING, vault)


async def _counted(vault: Vault) -> None:
    maker = Maker(vault)
    for _ in range(5):
        await maker.answer(happy="3")


async def _asked(anna: Actor, vault: Vault) -> None:
    """A hint that was put aside, a doubt that opened a case, a letter that waits, a text written down, a wish for peace."""
    await answer(vault, SOLD, events=["private_contact"])
    (line,) = await list_findings(anna, vault, "zh")
    await dismiss_finding(anna, line.id, REASON, vault)
    await answer(vault, _somebody(LOST.ref, LOST.kind), bought=["yes"], **TO_A_PERSON)
    plan = surveys.Plan("明线家居", "mail", "list", UUID(int=1))
    await _came_back(vault)
    await surveys.invite([_somebody("XS-7", "order", "a@example.com")], plan, vault, datetime.now(UTC))
    message = Message(UUID(int=8), "13900000008", "明线家居", "https://fk.example/s/A", DAY)
    await RecordingSender("sms", vault, lambda: datetime.now(UTC)).send(message)
    async with write_tx():
        await mark("opted_out", (WANTS_PEACE,), "phone", vault, DAY)


async def _came_back(vault: Vault) -> None:
    """One customer who put answers aside, and one who corrected theirs."""
    now, plan = datetime.now(UTC), surveys.Plan("明线家居", "links", "list", UUID(int=1))
    people = [surveys.Transaction("order", f"XS-8{number}", customer_phone=f"1390000000{number}") for number in (1, 2)]
    aside, corrected = [link.token for link in (await surveys.invite(people, plan, vault, now)).links]
    half, link = PutAside("events", {"bought": ("no",)}), await open_link(aside, vault, now)
    await put_aside(link.invitation_id, half, vault, now.date())
    voucher = link.definition.question("voucher")
    await keep_file(link.invitation_id, voucher, "voucher.jpg", sliced(planted.jpeg()), clean, vault, now.date())
    given = {"bought": ["no"], "events": ["none"]}
    code = await submit(corrected, given, "zh", vault, now)
    await run_jobs(vault)
    await correct(await open_answered(corrected, code, vault, now), given | {"remark": ["补充"]}, "zh", vault, now)
    await run_jobs(vault)


def _somebody(ref: str, kind: SubjectKind, email: str = "") -> surveys.Transaction:
    return surveys.Transaction(kind, ref, customer_name="李丽", customer_phone="", customer_email=email)
