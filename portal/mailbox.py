"""The mailbox's door: a receipt opens it, a sealed form token keeps it open for fifteen minutes. No cookie; GET opens nothing.

A mistyped receipt is told by its checksum, before any look-up. A wrong one and an erased one get the same page.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.channels.told import told
from cases.contents import Content, TextMissing, TextTooLong, refuse_bad_length
from cases.errors import ProofNotYet
from cases.evidence.files import FileStore
from cases.evidence.refusals import EvidenceDamaged, TooManyFiles, UploadUnknown
from cases.identities import NameMissing, NameTooLong, NobodyKeeps, Person, give_chosen, possible_keepers, standing_of
from cases.log.proving import has_proof, proof_for
from cases.log.reading import signer_of
from cases.mailbox import ReceiptUnknown, add_from_reporter, keys_of, open_mailbox, report_of
from cases.records.dates import day_of
from cases.signed_replies import reply_signer
from cases.staff import Recipient as Keeper
from crypto.envelopes import Recipient
from crypto.errors import ReceiptMistyped
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.catalogues import translate
from portal.files_told import files_context, files_told
from portal.floods import Floods, TooSoon
from portal.form_tokens import MAILBOX_SECONDS, FormToken, TokenStale, form_token, read_token
from portal.posted_files import Brought, PostedFiles, enclosed
from portal.reporter_form import PAYEE_KINDS
from surveys.forms import Form, read_form
from surveys.sentences import N_

MOST_FORM_BYTES = 8 << 20
MOST_TOKEN_BYTES = 16 << 10
PROOF_NAME = 'attachment; filename="proof.json"'
Refusal = (
    ReceiptMistyped
    | ReceiptUnknown
    | TokenStale
    | TextMissing
    | TextTooLong
    | ProofNotYet
    | TooSoon
    | UploadUnknown
    | TooManyFiles
    | EvidenceDamaged
)
RefusedName = NameMissing | NameTooLong | NobodyKeeps

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


@dataclass(frozen=True)
class Unsent:
    """A message that came back to its writer, with the files that are here already."""

    text: str = field(repr=False)
    brought: Brought = field(default_factory=Brought, repr=False)


@dataclass(frozen=True)
class Naming:
    """A name given just now, or one that came back with what is wrong with it."""

    person: Person = field(default=Person(""), repr=False)
    refusal: RefusedName | None = None
    is_given: bool = False


@get("/mailbox", permission="public", include_in_schema=False)
async def show_entry(language: NamedDependency[str]) -> Template:
    return _entry_page(language, keepers=(await possible_keepers()).people)


@post("/mailbox", permission="public", status_code=200, include_in_schema=False)
async def enter(
    request: Request[Any, Any, Any], language: NamedDependency[str], vault: NamedDependency[Vault]
) -> Template:
    form = await read_form(request, max_bytes=MOST_FORM_BYTES)
    typed, unsent = form.text("receipt"), form.text("text")
    try:
        return await _open_page(Receipt.from_words(typed), vault, language, unsent=Unsent(unsent))
    except (ReceiptMistyped, ReceiptUnknown) as refusal:
        return _entry_page(language, refusal, typed, unsent)


@post("/mailbox/message", permission="public", status_code=200, include_in_schema=False)
async def send_message(
    request: Request[Any, Any, Any],
    language: NamedDependency[str],
    vault: NamedDependency[Vault],
    floods: NamedDependency[Floods],
    store: NamedDependency[FileStore],
) -> Template:
    today = day_of(datetime.now(UTC))
    arrived = PostedFiles(store, today, _recipients_of)
    form = await read_form(request, max_bytes=MOST_FORM_BYTES, takes_files=arrived)
    unsent = Unsent(form.text("text"), arrived.brought(form))
    try:
        token = read_token(form.text("token"), "mailbox")
        floods.patience.refuse_young(_age_seconds(token))
        if unsent.brought.problems:
            return await _open_page(token.receipt, vault, language, unsent=unsent)
        await _add(token, unsent, language, store, today)
    except TooSoon as refusal:  # the same token again, so that what was waited for counts
        return await _open_page(
            token.receipt, vault, language, unsent=unsent, refusal=refusal, token=form.text("token")
        )
    except (TextMissing, TextTooLong) as refusal:
        return await _open_page(token.receipt, vault, language, unsent=unsent, refusal=refusal)
    except (UploadUnknown, TooManyFiles, EvidenceDamaged) as refusal:
        return await _open_page(token.receipt, vault, language, unsent=Unsent(unsent.text), refusal=refusal)
    except (TokenStale, ReceiptUnknown) as refusal:
        return _entry_page(language, refusal, unsent=unsent.text)
    floods.patience.note_arrival()
    return await _open_page(token.receipt, vault, language, sent=unsent.brought)


@post("/mailbox/identity", permission="public", status_code=200, include_in_schema=False)
async def give_name(
    request: Request[Any, Any, Any], language: NamedDependency[str], vault: NamedDependency[Vault]
) -> Template:
    """Sealed to the custodians in memory, the moment it arrives."""
    form = await read_form(request, max_bytes=MOST_TOKEN_BYTES)
    person = Person(form.text("own_name"), form.text("own_contact"))
    shown, left_out = form.text("shown").split(), form.texts("left_out")
    try:
        token = read_token(form.text("token"), "mailbox")
        await give_chosen(token.receipt, person, shown, left_out, day_of(datetime.now(UTC)))
    except (NameMissing, NameTooLong, NobodyKeeps) as refusal:
        return await _open_page(token.receipt, vault, language, naming=Naming(person, refusal))
    except (TokenStale, ReceiptUnknown) as refusal:
        return _entry_page(language, refusal)
    return await _open_page(token.receipt, vault, language, naming=Naming(is_given=True))


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


HANDLERS: tuple[Any, ...] = (show_entry, enter, send_message, give_name, download_proof)


async def _add(token: FormToken, unsent: Unsent, language: str, store: FileStore, today: date) -> None:
    """Raises what stands in the way; nothing is stored then."""
    refuse_bad_length(unsent.text)
    report = await report_of(token.receipt.mailbox_digest)
    pair = token.receipt.key_pair
    enclosure, notes = await enclosed(store, unsent.brought.files, pair, await keys_of(report), today)
    content = Content(unsent.text, language=language, files=notes)
    await add_from_reporter(token.receipt, content, token.form, today, enclosure.uploads)


async def _recipients_of(so_far: Form) -> Sequence[Recipient] | None:
    """To whom a file is sealed that comes with a message: those who hold the case today."""
    try:
        receipt = read_token(so_far.text("token"), "mailbox").receipt
        return await keys_of(await report_of(receipt.mailbox_digest))
    except (TokenStale, ReceiptUnknown):
        return None


def _entry_page(
    language: str,
    refusal: Refusal | None = None,
    typed: str = "",
    unsent: str = "",
    keepers: Sequence[Keeper] = (),
) -> Template:
    problem = _words_of(refusal, language)
    context = {"problem": problem, "typed": typed, "unsent": unsent, "payee_kinds": PAYEE_KINDS, "keepers": keepers}
    return Template("reporter/mailbox.html", context=context, status_code=refusal.status if refusal else 200)


async def _open_page(
    receipt: Receipt,
    vault: Vault,
    language: str,
    *,
    unsent: Unsent | None = None,
    refusal: Refusal | None = None,
    sent: Brought | None = None,
    token: str = "",
    naming: Naming | None = None,
) -> Template:
    """Raises ReceiptUnknown."""
    unsent = unsent or Unsent("")
    mailbox = await open_mailbox(receipt, reply_signer(vault).public)
    own_answers = await told(mailbox.answers, mailbox.questionnaire, language)
    context = {
        "mailbox": mailbox,
        "own_answers": own_answers,
        "state": translate(language, STATES.get(mailbox.state, IN_WORK)),
        "token": token or form_token(receipt, "mailbox", MAILBOX_SECONDS),
        "has_proof": await has_proof(receipt.mailbox_digest),
        "problem": _words_of(refusal, language),
        "unsent": unsent.text,
        "is_sent": sent is not None,
        "files_told": files_told(sent, language) if sent else (),
        **files_context(unsent.brought, language),
    } | await _name_context(receipt, naming or Naming(), language)
    status = 422 if unsent.brought.problems or (naming and naming.refusal) else 200
    status = refusal.status if refusal else status
    return Template("reporter/mailbox_open.html", context=context, status_code=status)


async def _name_context(receipt: Receipt, naming: Naming, language: str) -> dict[str, object]:
    refusal = naming.refusal
    return {
        "is_named": naming.is_given,
        "keepers": (await possible_keepers()).people,
        "identity": await standing_of(receipt.mailbox_digest),
        "values": {"own_name": naming.person.name, "own_contact": naming.person.contact},
        "left_out": (),
        "problems": {"own_name": translate(language, refusal.sentence, **refusal.facts)} if refusal else {},
    }


def _age_seconds(token: FormToken) -> float:
    return time.time() - (token.good_until - MAILBOX_SECONDS)


def _words_of(refusal: Refusal | None, language: str) -> str:
    return translate(language, refusal.sentence, **refusal.facts) if refusal else ""
