"""The mailbox's door: a receipt opens it, a sealed form token keeps it open for fifteen minutes. No cookie; GET opens nothing.

A mistyped receipt is told by its checksum, before any look-up. A wrong one and an erased one get the same page.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.channels.told import told
from cases.contents import Content, TextMissing, TextTooLong
from cases.errors import ProofNotYet
from cases.log.proving import has_proof, proof_for
from cases.log.reading import signer_of
from cases.mailbox import ReceiptUnknown, add_from_reporter, open_mailbox
from cases.records.dates import day_of
from cases.signed_replies import reply_signer
from crypto.errors import ReceiptMistyped
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.catalogues import translate
from portal.floods import Floods, TooSoon
from portal.form_tokens import MAILBOX_SECONDS, FormToken, TokenStale, form_token, read_token
from portal.reporter_form import PAYEE_KINDS
from surveys.forms import read_form
from surveys.sentences import N_

MOST_FORM_BYTES = 8 << 20
MOST_TOKEN_BYTES = 16 << 10
PROOF_NAME = 'attachment; filename="proof.json"'
Refusal = ReceiptMistyped | ReceiptUnknown | TokenStale | TextMissing | TextTooLong | ProofNotYet | TooSoon

IN_WORK = N_("It is being worked on.")
STATES = {
    "received": N_("It has arrived."),
    "acknowledged": N_("It has been taken on."),
    "triage": N_("It is being looked at for the first time."),
    "waiting_reporter": N_("There is a question for you. It goes on when you have answered."),
    "closed": N_("It is closed. You can still add something."),
    "rejected_out_of_scope": N_("It is closed: this office cannot deal with it. You can still add something."),
    "reopened": N_("It has been opened again."),
}


@get("/mailbox", permission="public", include_in_schema=False)
async def show_entry(language: NamedDependency[str]) -> Template:
    return _entry_page(language)


@post("/mailbox", permission="public", status_code=200, include_in_schema=False)
async def enter(
    request: Request[Any, Any, Any], language: NamedDependency[str], vault: NamedDependency[Vault]
) -> Template:
    form = await read_form(request, max_bytes=MOST_FORM_BYTES)
    typed, unsent = form.text("receipt"), form.text("text")
    try:
        return await _open_page(Receipt.from_words(typed), vault, language, unsent=unsent)
    except (ReceiptMistyped, ReceiptUnknown) as refusal:
        return _entry_page(language, refusal, typed, unsent)


@post("/mailbox/message", permission="public", status_code=200, include_in_schema=False)
async def send_message(
    request: Request[Any, Any, Any],
    language: NamedDependency[str],
    vault: NamedDependency[Vault],
    floods: NamedDependency[Floods],
) -> Template:
    form = await read_form(request, max_bytes=MOST_FORM_BYTES)
    text = form.text("text")
    try:
        token = read_token(form.text("token"), "mailbox")
        floods.patience.refuse_young(_age_seconds(token))
        await add_from_reporter(token.receipt, Content(text, language=language), token.form, day_of(datetime.now(UTC)))
    except TooSoon as refusal:  # the same token again, so that what was waited for counts
        return await _open_page(token.receipt, vault, language, unsent=text, refusal=refusal, token=form.text("token"))
    except (TextMissing, TextTooLong) as refusal:
        return await _open_page(token.receipt, vault, language, unsent=text, refusal=refusal)
    except (TokenStale, ReceiptUnknown) as refusal:
        return _entry_page(language, refusal, unsent=text)
    floods.patience.note_arrival()
    return await _open_page(token.receipt, vault, language, is_sent=True)


@post("/mailbox/proof", permission="public", status_code=200, include_in_schema=False)
async def download_proof(
    request: Request[Any, Any, Any], language: NamedDependency[str], vault: NamedDependency[Vault]
) -> Template | Response[str]:
    """Proof that what is in the mailbox stands in the log: hashes only, under a name that says nothing."""
    form = await read_form(request, max_bytes=MOST_TOKEN_BYTES)
    try:
        token = read_token(form.text("token"), "mailbox")
        text = await proof_for(token.receipt.mailbox_digest, signer_of(vault).key)
    except ProofNotYet as refusal:
        return await _open_page(token.receipt, vault, language, refusal=refusal)
    except (TokenStale, ReceiptUnknown) as refusal:
        return _entry_page(language, refusal)
    return Response(text, media_type="application/json", headers={"content-disposition": PROOF_NAME})


HANDLERS: tuple[Any, ...] = (show_entry, enter, send_message, download_proof)


def _entry_page(language: str, refusal: Refusal | None = None, typed: str = "", unsent: str = "") -> Template:
    problem = _words_of(refusal, language)
    context = {"problem": problem, "typed": typed, "unsent": unsent, "payee_kinds": PAYEE_KINDS}
    return Template("reporter/mailbox.html", context=context, status_code=refusal.status if refusal else 200)


async def _open_page(
    receipt: Receipt,
    vault: Vault,
    language: str,
    *,
    unsent: str = "",
    refusal: Refusal | None = None,
    is_sent: bool = False,
    token: str = "",
) -> Template:
    """Raises ReceiptUnknown."""
    mailbox = await open_mailbox(receipt, reply_signer(vault).public)
    own_answers = await told(mailbox.answers, mailbox.questionnaire, language)
    context = {
        "mailbox": mailbox,
        "own_answers": own_answers,
        "state": translate(language, STATES.get(mailbox.state, IN_WORK)),
        "token": token or form_token(receipt, "mailbox", MAILBOX_SECONDS),
        "has_proof": await has_proof(receipt.mailbox_digest),
        "problem": _words_of(refusal, language),
        "unsent": unsent,
        "is_sent": is_sent,
    }
    return Template("reporter/mailbox_open.html", context=context, status_code=refusal.status if refusal else 200)


def _age_seconds(token: FormToken) -> float:
    return time.time() - (token.good_until - MAILBOX_SECONDS)


def _words_of(refusal: Refusal | None, language: str) -> str:
    return translate(language, refusal.sentence, **refusal.facts) if refusal else ""
