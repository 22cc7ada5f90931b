"""Entries become leaves of the signed tree: whole days, in random order, padded; and proofs of them, on both engines."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.actors import Actor
from cases.contents import Content
from cases.errors import HeadUnknown, LogBroken, ProofNotYet
from cases.log.integrating import BATCH, ask_for_integration, due_day, integrate
from cases.log.proving import has_proof, proof_for
from cases.log.reading import consistency, head_of, heads, signer_of
from cases.mailbox import ReceiptUnknown, add_from_reporter, add_from_staff
from cases.tables import Case, LogEntry, LogHead, Report
from crypto.errors import ProofError
from crypto.heads import Signer
from crypto.merkle import check_consistency
from crypto.proofs import check_proof
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.relay import drain
from surveys.outbox import Outbox, write_tx
from surveys.services import Services
from tests.cases.reports import DAY, TEXT, filed
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]
NEXT_DAY = DAY + timedelta(days=1)
LATER = DAY + timedelta(days=5)


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
def signer(vault: Vault) -> Signer:
    return signer_of(vault)


async def positions() -> list[int | None]:
    rows = await LogEntry.select(LogEntry.position).order_by(LogEntry.position)
    return [row["position"] for row in rows]


async def test_every_entry_of_a_past_day_gets_a_place_and_covers_fill_the_batch(anna: Actor, signer: Signer) -> None:
    await filed(anna)
    signed = await integrate(NEXT_DAY, signer)
    assert signed is not None
    assert (signed.head.size, signed.head.day) == (BATCH, NEXT_DAY)
    assert await positions() == list(range(BATCH))


async def test_a_day_on_which_nothing_happened_looks_like_any_other(anna: Actor, signer: Signer) -> None:
    await filed(anna)
    await integrate(NEXT_DAY, signer)
    await integrate(LATER, signer)
    assert [one.head.size for one in await heads(signer.key)] == [2 * BATCH, BATCH]


async def test_the_day_that_is_not_over_waits(anna: Actor, signer: Signer) -> None:
    await filed(anna)
    await integrate(DAY, signer)
    assert await LogEntry.count().where(LogEntry.position.is_null()) == 4


async def test_the_order_in_the_tree_is_not_the_order_of_arrival(anna: Actor, signer: Signer) -> None:
    arrived = [(await filed(anna))[1].id for _ in range(12)]
    await integrate(NEXT_DAY, signer)
    rows = await LogEntry.select(LogEntry.subject).where(LogEntry.kind == "report").order_by(LogEntry.position)
    placed = [row["subject"] for row in rows]
    assert sorted(placed) == sorted(arrived)
    assert placed != arrived  # by chance once in 479 million


async def test_a_day_has_one_head_however_often_it_is_asked_for(anna: Actor, signer: Signer) -> None:
    results = await asyncio.gather(*(integrate(NEXT_DAY, signer) for _ in range(4)))
    assert sum(one is not None for one in results) == 1
    assert await LogHead.count() == 1


async def test_the_clock_asks_once_a_day_and_the_job_signs(anna: Actor, vault: Vault, signer: Signer) -> None:
    await filed(anna)
    noon = datetime(2026, 3, 10, 4, tzinfo=UTC)
    await ask_for_integration(noon)
    await ask_for_integration(noon + timedelta(hours=3))
    assert await Outbox.count().where(Outbox.kind == "integrate_log") == 1
    await drain(Services(vault=vault, base_url="http://127.0.0.1:8000"))
    assert (await head_of(signer.key)).head.day == date(2026, 3, 10)


async def test_the_day_changes_a_while_after_midnight_in_china() -> None:
    midnight = datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert due_day(midnight + timedelta(minutes=14)) == date(2026, 3, 9)
    assert due_day(midnight + timedelta(minutes=15)) == date(2026, 3, 10)


async def test_every_head_is_proved_the_beginning_of_the_next(anna: Actor, signer: Signer) -> None:
    first = await integrate(NEXT_DAY, signer)
    await filed(anna)
    second = await integrate(LATER, signer)
    assert first is not None
    assert second is not None
    path = await consistency(signer.key, first.head.size, second.head.size)
    check_consistency(first.head.size, second.head.size, path, first.head.root, second.head.root)


async def test_nothing_is_signed_over_leaves_that_do_not_fit(anna: Actor, signer: Signer) -> None:
    await integrate(NEXT_DAY, signer)
    async with write_tx():
        await LogEntry.update({LogEntry.leaf: bytes(32)}).where(LogEntry.position == 7)
    await filed(anna)
    with pytest.raises(LogBroken):
        await integrate(LATER, signer)
    assert await LogHead.count() == 1


async def test_a_fault_in_the_middle_leaves_every_entry_waiting(
    anna: Actor, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filed(anna)

    def broken(*_: object) -> str:
        raise ConnectionError

    monkeypatch.setattr("cases.log.integrating.sign", broken)
    with pytest.raises(ConnectionError):
        await integrate(NEXT_DAY, signer)
    assert (await positions(), await LogHead.count()) == ([None] * 4, 0)


async def test_a_reporter_gets_a_proof_that_is_good_without_a_server(anna: Actor, signer: Signer) -> None:
    receipt, report = await filed(anna)
    await add_from_reporter(receipt, Content("还有一件事"), b"form", DAY)
    await add_from_staff(anna, report.id, "收到", now=datetime(2026, 3, 9, 9, tzinfo=UTC))
    await integrate(NEXT_DAY, signer)
    text = await proof_for(receipt.mailbox_digest, signer.key)
    proven = check_proof(text, key=signer.key, mailbox_digest=receipt.mailbox_digest)
    assert (proven.leaves, proven.is_own, proven.head.day) == (3, True, NEXT_DAY)


async def test_a_proof_of_somebody_else_is_told_by_the_receipt(anna: Actor, signer: Signer) -> None:
    receipt, _ = await filed(anna)
    other, _ = await filed(anna)
    await integrate(NEXT_DAY, signer)
    text = await proof_for(receipt.mailbox_digest, signer.key)
    assert check_proof(text, mailbox_digest=other.mailbox_digest).is_own is False


async def test_a_proof_holds_hashes_and_nothing_of_the_case(anna: Actor, signer: Signer) -> None:
    receipt, report = await filed(anna)
    await integrate(NEXT_DAY, signer)
    case = await Case.objects().get(Case.id == report.case)
    entry = await LogEntry.objects().get(LogEntry.subject == report.id)
    assert case is not None
    assert entry is not None
    text = await proof_for(receipt.mailbox_digest, signer.key)
    assert list(json.loads(text)) == ["format", "log_key", "head", "leaves"]
    assert list(json.loads(text)["leaves"][0]) == ["leaf", "statement", "position", "path"]
    secrets = [TEXT, case.number, str(case.id), str(report.id), report.mailbox_digest.hex(), entry.salt.hex(), "http"]
    assert [secret for secret in secrets if secret in text] == []


async def test_before_the_first_night_there_is_no_proof(anna: Actor, signer: Signer) -> None:
    receipt, _ = await filed(anna)
    await integrate(DAY, signer)
    assert not await has_proof(receipt.mailbox_digest)
    with pytest.raises(ProofNotYet):
        await proof_for(receipt.mailbox_digest, signer.key)


async def test_an_unknown_receipt_has_no_proof(anna: Actor, signer: Signer) -> None:
    with pytest.raises(ReceiptUnknown):
        await proof_for(Receipt.new().mailbox_digest, signer.key)


async def test_the_log_has_no_head_it_did_not_sign(signer: Signer) -> None:
    with pytest.raises(HeadUnknown):
        await head_of(signer.key)
    await integrate(NEXT_DAY, signer)
    with pytest.raises(HeadUnknown):
        await consistency(signer.key, 10, BATCH)
    with pytest.raises(ProofError):
        check_proof(
            json.dumps({"format": "brightline-proof-v1", "head": (await head_of(signer.key)).text, "leaves": []})
        )


async def test_what_was_integrated_is_as_it_was_written(anna: Actor, signer: Signer) -> None:
    _, report = await filed(anna)
    before = await LogEntry.objects().get(LogEntry.subject == report.id)
    await integrate(NEXT_DAY, signer)
    after = await LogEntry.objects().get(LogEntry.subject == report.id)
    assert before is not None
    assert after is not None
    assert after.to_dict() == before.to_dict() | {"position": after.position}
    assert await Report.exists().where(Report.id == report.id)
