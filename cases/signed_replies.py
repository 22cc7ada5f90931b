"""Answers bear the company's signature, over who answered, in which role, when and what; whoever reads one can check it.

The key is a subkey of the vault: who can write into the database alone cannot put an answer into a mailbox unnoticed.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Literal

from cases.tables import Message
from crypto.errors import SignatureWrong
from crypto.signing import SigningPair, sign, signing_pair_from, verify
from crypto.vault import Vault

Mark = Literal["", "signed", "unsigned", "forged"]  # "": the reporter's own, which nobody signs
SIGNING_LABEL = "reply-signing"
STATEMENT = "reply"


def reply_signer(vault: Vault) -> SigningPair:
    return signing_pair_from(vault.subkey(SIGNING_LABEL))


def signature_of(signer: SigningPair, row: Message, mailbox_digest: bytes) -> bytes:
    return sign(signer, STATEMENT, _statement(row, mailbox_digest))


def mark_of(row: Message, mailbox_digest: bytes, public: bytes) -> Mark:
    """Whether the company signed this very answer, for this very mailbox, at this place in it."""
    if not row.author_role:
        return ""
    if not row.signature:
        return "unsigned"
    try:
        verify(public, STATEMENT, _statement(row, mailbox_digest), bytes(row.signature))
    except SignatureWrong:
        return "forged"
    return "signed"


def _statement(row: Message, mailbox_digest: bytes) -> bytes:
    """Five lines; the same in templates/static/js/signed.js."""
    day = row.sent_on.isoformat() if isinstance(row.sent_on, date) else str(row.sent_on)
    digest = hashlib.sha256(bytes(row.envelope)).hexdigest()
    return f"{mailbox_digest.hex()}\n{row.number}\n{row.author_role}\n{day}\n{digest}\n".encode()
