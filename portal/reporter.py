"""The reporter's door: front page, report form, receipt. No cookie, no script needed, nothing stored before the last button.

Without scripts the text is sealed here, in memory, the moment it arrives; the page says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.channels.standing import standing
from cases.identities import Given, NobodyKeeps, keepers_chosen
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, Readers, readers_chosen
from cases.receiving import receive
from cases.records.dates import day_of
from crypto.receipts import Receipt
from crypto.wordlists import Language, values_of
from portal.at_the_door import AtTheDoor
from portal.files_told import FileTold, files_told
from portal.files_with_forms import FILES_LOST, enclosed_with, files_of
from portal.floods import TooSoon
from portal.form_tokens import CHECK_SECONDS, TokenStale, form_token, read_token
from portal.posted_files import lost_files
from portal.questions import read_questions, unanswered
from portal.report_page import ASKED_BACK, Offer, Refused, form_page, offer_of
from portal.reporter_form import ReportForm, empty_form, read_report_form
from portal.settings import Settings
from surveys.forms import read_form

MOST_FORM_BYTES = 8 << 20  # far above what is accepted, so that too long a text comes back to its writer
MOST_CHECK_BYTES = 16 << 10


@get("/", permission="public", include_in_schema=False)
async def front_page(settings: NamedDependency[Settings]) -> Template:
    return Template("index.html", context={"has_desk": "desk" in settings.doors})


@get("/blank", permission="public", include_in_schema=False)
async def blank_page() -> Template:
    """Where "leave quickly" leads: nothing to see over a shoulder."""
    return Template("reporter/blank.html", context={})


@get("/report/enclosing", permission="public", include_in_schema=False)
async def enclosing_parts() -> Template:
    """What scripts add to a form once somebody encloses something; the same for everybody."""
    return Template("reporter/enclosing.html", context={})


@get("/report", permission="public", include_in_schema=False)
async def show_report_form(request: Request[Any, Any, Any], door: NamedDependency[AtTheDoor]) -> Template:
    """The form of one channel, the others beside it: what somebody chooses says nothing about who they are."""
    offer = await offer_of(str(request.query_params.get("channel", "")), door.language)
    form = empty_form(offer.channel.key, await unanswered(offer.channel))
    form = replace(form, ticket=door.floods.patience.ticket(form.receipt.entropy))
    return form_page(form, offer, door.language, 200, work=door.floods.work.asked())


@post("/report", permission="public", status_code=200, include_in_schema=False)
async def send_report(request: Request[Any, Any, Any], door: NamedDependency[AtTheDoor]) -> Template:
    language, store, patience = door.language, door.store, door.floods.patience
    today = day_of(datetime.now(UTC))
    arrived = files_of(store, today)
    posted = await read_form(request, max_bytes=MOST_FORM_BYTES, takes_files=arrived)
    now = await standing()
    channel = now.channel(posted.text("channel"))
    form = read_report_form(posted, channel.key, await read_questions(posted, channel), arrived)
    form = replace(form, ticket=patience.kept(form.ticket, form.receipt.entropy))
    offer = Offer(channel, now.readers_of(channel), keepers=now.keepers)
    refused: Refused | None = None
    try:
        readers = _readers(form, offer)
        given = _given(form, offer)
    except (NobodyLeft, NobodyToRead, NobodyKeeps) as error:
        refused = error
    if not form.is_fit or refused:
        return form_page(form, offer, language, 422, refused)
    try:
        patience.refuse_haste(form.ticket, form.receipt.entropy)
        enclosure, notes = await enclosed_with(form, readers, store, today)
    except TooSoon as too_soon:
        return form_page(form, offer, language, too_soon.status, too_soon=too_soon)
    except FILES_LOST as error:
        lost = replace(form, brought=lost_files(error))
        return form_page(lost, offer, language, error.status)
    outcome = await receive(
        form.receipt, form.content(language, notes), readers, today, given=given, enclosed=enclosure
    )
    if outcome != "repeated":
        patience.note_arrival()
    told = files_told(form.brought, language)
    return _receipt_page(form.receipt, language, outcome=outcome, reader_count=len(readers.people), told=told)


@post("/report/check", permission="public", status_code=200, include_in_schema=False)
async def check_receipt(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Template:
    """Whether two characters were copied right. Writes nothing."""
    form = await read_form(request, max_bytes=MOST_CHECK_BYTES)
    try:
        receipt = read_token(form.text("token"), "check").receipt
    except TokenStale:
        return Template("reporter/copied.html", context={"is_known": False})
    wrong = [place for place in ASKED_BACK if not _is_word(form.text(f"place_{place}"), receipt, place)]
    if wrong:
        return _receipt_page(receipt, language, outcome="checked", wrong=wrong)
    return Template("reporter/copied.html", context={"is_known": True})


HANDLERS: tuple[Any, ...] = (front_page, blank_page, enclosing_parts, show_report_form, send_report, check_receipt)


def _readers(form: ReportForm, offer: Offer) -> Readers:
    """Custodians who are marked are on record inside the report as well, whether a name was given or not.

    Raises NobodyLeft, NobodyToRead.
    """
    readers = readers_chosen(offer.possible, form.shown, form.left_out, form.named)
    keepers = {str(person.id) for person in offer.keepers.people} if offer.keepers else set()
    return replace(readers, left_out=readers.left_out | (keepers & form.left_out))


def _given(form: ReportForm, offer: Offer) -> Given | None:
    """Raises NobodyKeeps."""
    if form.person is None or offer.keepers is None:
        return None
    return Given(form.person, keepers_chosen(offer.keepers, form.shown, form.left_out, form.named))


def _receipt_page(
    receipt: Receipt,
    language: str,
    *,
    outcome: str,
    reader_count: int = 0,
    wrong: list[int] | None = None,
    told: Sequence[FileTold] = (),
) -> Template:
    context = {
        "words": receipt.words(_words_language(language)),
        "token": form_token(receipt, "check", CHECK_SECONDS),
        "asked_back": ASKED_BACK,
        "outcome": outcome,
        "reader_count": reader_count,
        "wrong": wrong or [],
        "files_told": told,
    }
    return Template("reporter/receipt.html", context=context, status_code=422 if wrong else 200)


def _is_word(typed: str, receipt: Receipt, place: int) -> bool:
    """Whether this is the receipt's word at that place, in either language and either Chinese script."""
    word = unicodedata.normalize("NFKC", typed).strip().lower()
    meant = values_of("en")[receipt.words("en")[place - 1]]
    return meant in (values_of("zh").get(word), values_of("en").get(word))


def _words_language(language: str) -> Language:
    return "en" if language == "en" else "zh"
