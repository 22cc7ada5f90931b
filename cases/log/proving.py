"""The proof file for whoever holds a receipt: the leaves of their mailbox in the tree of the latest head. No content, no salt."""

from __future__ import annotations

from collections.abc import Sequence

from cases.errors import HeadUnknown, ProofNotYet
from cases.log.leaves import statement_of
from cases.log.reading import head_of, tree_of
from cases.mailbox import report_of
from cases.tables import LogEntry, Message
from crypto.heads import HeadKey
from crypto.proofs import Stated, make_proof


async def has_proof(mailbox_digest: bytes) -> bool:
    """Whether anything of this mailbox is in the tree. Raises ReceiptUnknown."""
    return bool(await _entries(mailbox_digest))


async def proof_for(mailbox_digest: bytes, key: HeadKey) -> str:
    """The proof file: the report, every message and every answer that is in the tree. Raises ReceiptUnknown, ProofNotYet."""
    entries = await _entries(mailbox_digest)
    try:
        signed = await head_of(key)
    except HeadUnknown as error:
        raise ProofNotYet from error
    if not entries:
        raise ProofNotYet
    stated = [Stated(statement_of(entry), entry.position, bytes(entry.leaf)) for entry in entries]
    return make_proof(await tree_of(signed), signed.text, signed.head.size, key, stated)


async def _entries(mailbox_digest: bytes) -> Sequence[LogEntry]:
    report = await report_of(mailbox_digest)
    messages = await Message.select(Message.id).where(Message.report == report.id)
    subjects = [report.id, *(row["id"] for row in messages)]
    return await LogEntry.objects().where(LogEntry.subject.is_in(subjects), LogEntry.position.is_not_null())
