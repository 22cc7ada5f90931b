"""The reporter's door: front page, report form, receipt. No cookie, no script needed, nothing stored before the last button.

Without scripts the text is sealed here, in memory, the moment it arrives; the page says so.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.contents import CLAIM_FIELDS
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, Readers, possible_readers, readers_chosen
from cases.receiving import receive
from cases.records.dates import day_of
from cases.staff import READING_ROLES
from crypto.receipts import WORD_COUNT, Receipt
from crypto.wordlists import Language, values_of
from portal.catalogues import translate
from portal.channel import channel_of
from portal.form_tokens import CHECK_SECONDS, TokenStale, form_token, read_token
from portal.reporter_form import PAYEE_KINDS, ReportForm, empty_form, entropy_field, read_report_form
from portal.settings import Settings
from surveys.forms import read_form

MOST_FORM_BYTES = 8 << 20  # far above what is accepted, so that too long a text comes back to its writer
MOST_CHECK_BYTES = 16 << 10
ASKED_BACK = (4, 9)  # places of the receipt that are asked for before its holder leaves


@get("/", permission="public", include_in_schema=False)
async def front_page(settings: NamedDependency[Settings]) -> Template:
    return Template("index.html", context={"has_desk": "desk" in settings.doors})


@get("/blank", permission="public", include_in_schema=False)
async def blank_page() -> Template:
    """Where "leave quickly" leads: nothing to see over a shoulder."""
    return Template("reporter/blank.html", context={})


@get("/report", permission="public", include_in_schema=False)
async def show_report_form(language: NamedDependency[str]) -> Template:
    possible = await possible_readers()
    if not possible.people:
        raise NobodyToRead
    return _form_page(empty_form(), possible, language, 200)


@post("/report", permission="public", status_code=200, include_in_schema=False)
async def send_report(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Template:
    form = read_report_form(await read_form(request, max_bytes=MOST_FORM_BYTES))
    possible = await possible_readers()
    refused: NobodyLeft | NobodyToRead | None = None
    try:
        readers = readers_chosen(possible, form.shown, form.left_out, form.named)
    except (NobodyLeft, NobodyToRead) as error:
        refused = error
    if form.problems or refused:
        return _form_page(form, possible, language, 422, refused)
    outcome = await receive(form.receipt, form.content(language), readers, day_of(datetime.now(UTC)))
    return _receipt_page(form.receipt, language, outcome=outcome, reader_count=len(readers.people))


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


HANDLERS: tuple[Any, ...] = (front_page, blank_page, show_report_form, send_report, check_receipt)


def _form_page(
    form: ReportForm,
    possible: Readers,
    language: str,
    status: int,
    refused: NobodyLeft | NobodyToRead | None = None,
) -> Template:
    people = possible.people
    problems = {name: translate(language, sentence, **facts) for name, (sentence, facts) in form.problems.items()}
    if refused:
        problems["readers"] = translate(language, refused.sentence)
    context = {
        "values": form.values,
        "problems": problems,
        "people": people,
        "roles": sorted(Counter(min(person.roles & READING_ROLES) for person in people).items()),
        "left_out": form.left_out,
        "shown": " ".join(str(person.id) for person in people),
        "entropy": entropy_field(form.receipt),
        "payee_kinds": PAYEE_KINDS,
        "channel": msgspec.json.encode(channel_of(possible)).decode(),
        "words": [""] * WORD_COUNT,  # filled by the page's own script, which makes its own receipt
        "asked_back": ASKED_BACK,
        "has_claim": any(form.values[name] for name in CLAIM_FIELDS),
    }
    return Template("reporter/report.html", context=context, status_code=status)


def _receipt_page(
    receipt: Receipt, language: str, *, outcome: str, reader_count: int = 0, wrong: list[int] | None = None
) -> Template:
    context = {
        "words": receipt.words(_words_language(language)),
        "token": form_token(receipt, "check", CHECK_SECONDS),
        "asked_back": ASKED_BACK,
        "outcome": outcome,
        "reader_count": reader_count,
        "wrong": wrong or [],
    }
    return Template("reporter/receipt.html", context=context, status_code=422 if wrong else 200)


def _is_word(typed: str, receipt: Receipt, place: int) -> bool:
    """Whether this is the receipt's word at that place, in either language and either Chinese script."""
    word = unicodedata.normalize("NFKC", typed).strip().lower()
    meant = values_of("en")[receipt.words("en")[place - 1]]
    return meant in (values_of("zh").get(word), values_of("en").get(word))


def _words_language(language: str) -> Language:
    return "en" if language == "en" else "zh"
