"""A report typed in for somebody who called, wrote or came: sealed at once; the receipt code is shown once, to hand over.

Who typed it and how it came are on record, by the day. They read it afterwards only if they are one of its readers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.actors import Actor
from cases.channels.offered import OfferedChannel, all_channels, channel_named
from cases.errors import CaseError
from cases.evidence.files import FileStore
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, readers_chosen
from cases.receiving import Typed, receive
from cases.records.dates import day_of
from cases.web.labels import SOURCES
from crypto.receipts import Receipt
from crypto.wordlists import Language
from portal.files_with_forms import FILES_LOST, enclosed_with, files_of
from portal.posted_files import lost_files
from portal.questions import read_questions, unanswered
from portal.report_page import Offer, form_context
from portal.reporter_form import ReportForm, empty_form, read_report_form
from surveys.forms import read_form

MOST_FORM_BYTES = 8 << 20


class SourceMissing(CaseError):
    sentence = "Please say how it came: by a call, a letter or a visit."
    status = 422


@get("/desk/reports/new", permission="report.file", include_in_schema=False)
async def new_report(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Template:
    channel = await channel_named(str(request.query_params.get("channel", "")))
    form = empty_form(channel.key, await unanswered(channel))
    return await _page(form, channel, language)


@post("/desk/reports/new", permission="report.file", status_code=200, include_in_schema=False)
async def file_report(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    language: NamedDependency[str],
    store: NamedDependency[FileStore],
) -> Template:
    """Seal what was typed to the readers of its channel, less those the caller leaves out or names."""
    today = day_of(datetime.now(UTC))
    arrived = files_of(store, today)
    posted = await read_form(request, max_bytes=MOST_FORM_BYTES, takes_files=arrived)
    channel = await channel_named(posted.text("channel"))
    form = read_report_form(posted, channel.key, await read_questions(posted, channel), arrived)
    source, theirs = posted.text("source"), _language(posted.text("language"))
    try:
        readers = readers_chosen(await channel.possible_readers(), form.shown, form.left_out, form.named)
        if source not in SOURCES:
            raise SourceMissing
    except (NobodyLeft, NobodyToRead, SourceMissing) as refusal:
        return await _page(form, channel, language, source, theirs, refusal)
    if not form.is_fit:
        return await _page(form, channel, language, source, theirs)
    try:
        enclosure, notes = await enclosed_with(form, readers, store, today)
    except FILES_LOST as error:
        return await _page(replace(form, brought=lost_files(error)), channel, language, source, theirs)
    typed = Typed(actor.id, source)
    await receive(form.receipt, form.content(theirs, notes), readers, today, typed, enclosed=enclosure)
    is_reader = actor.id in {person.id for person in readers.people}
    return _receipt_page(form.receipt, theirs, len(readers.people), is_reader=is_reader)


HANDLERS: tuple[Any, ...] = (new_report, file_report)


async def _page(
    form: ReportForm,
    channel: OfferedChannel,
    language: str,
    source: str = "",
    theirs: Language = "zh",
    refusal: CaseError | None = None,
) -> Template:
    offer = Offer(channel, await channel.possible_readers(), tuple(one for one in await all_channels() if one.is_open))
    context = form_context(form, offer, language) | {
        "sources": SOURCES,
        "source": source,
        "theirs": theirs,
        "problem": refusal,
    }
    return Template("desk/report_new.html", context=context, status_code=422 if refusal or not form.is_fit else 200)


def _receipt_page(receipt: Receipt, theirs: Language, reader_count: int, *, is_reader: bool) -> Template:
    context = {
        "words": receipt.words(theirs),
        "theirs": theirs,
        "reader_count": reader_count,
        "is_reader": is_reader,
    }
    return Template("desk/report_new_done.html", context=context)


def _language(text: str) -> Language:
    return "en" if text == "en" else "zh"
