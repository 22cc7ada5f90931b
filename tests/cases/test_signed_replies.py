"""An answer is signed over role, day, place, mailbox and content; whatever is changed behind our back is told apart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any  # a column takes what its type says

import pytest

from cases.actors import Actor
from cases.contents import Content
from cases.mailbox import add_from_reporter, add_from_staff, open_mailbox
from cases.signed_replies import mark_of, reply_signer
from cases.tables import Message, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import DAY, filed
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def answered(anna: Actor, vault: Vault) -> tuple[Receipt, Report]:
    receipt, report = await filed(anna)
    await add_from_staff(anna, report.id, "请问是哪一家店?", signer=reply_signer(vault), now=NOW)
    return receipt, report


async def marks(receipt: Receipt, vault: Vault) -> list[str]:
    mailbox = await open_mailbox(receipt, reply_signer(vault).public)
    return [message.mark for message in mailbox.messages]


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_the_reporter_sees_who_answered_when_and_that_it_is_signed(
    answered: tuple[Receipt, Report], vault: Vault
) -> None:
    (message,) = (await open_mailbox(answered[0], reply_signer(vault).public)).messages
    assert (message.role, message.sent_on, message.mark) == ("investigator", date(2026, 3, 10), "signed")


@pytest.mark.parametrize(
    "change",
    [
        {Message.author_role: "custodian"},
        {Message.sent_on: date(2026, 3, 11)},
        {Message.number: 7},
        {Message.signature: bytes(64)},
        {Message.signature: b"short"},
    ],
    ids=["role", "day", "number", "signature", "cut"],
)
async def test_what_is_changed_in_the_database_is_told(
    answered: tuple[Receipt, Report], vault: Vault, change: dict[Any, Any]
) -> None:
    async with write_tx():
        await Message.update(change).where(Message.report == answered[1].id)
    assert await marks(answered[0], vault) == ["forged"]


async def test_another_content_or_mailbox_does_not_fit_the_signature(
    anna: Actor, answered: tuple[Receipt, Report], vault: Vault
) -> None:
    row = await Message.objects().first()
    assert row is not None
    public = reply_signer(vault).public
    assert mark_of(row, Receipt.new().mailbox_digest, public) == "forged"
    row.envelope = bytes(row.envelope)[:-1] + b"x"
    assert mark_of(row, answered[0].mailbox_digest, public) == "forged"


async def test_another_companys_signature_does_not_fit(answered: tuple[Receipt, Report]) -> None:
    assert await marks(answered[0], Vault(b"o" * 32)) == ["forged"]


async def test_an_answer_from_before_says_so(anna: Actor, vault: Vault) -> None:
    receipt, report = await filed(anna)
    await add_from_staff(anna, report.id, "收到", now=NOW)
    assert await marks(receipt, vault) == ["unsigned"]


async def test_the_reporters_own_words_bear_no_mark(anna: Actor, vault: Vault) -> None:
    receipt, _ = await filed(anna)
    await add_from_reporter(receipt, Content("还有"), b"form", DAY)
    assert await marks(receipt, vault) == [""]
