"""A customer's complaint with a mailbox: sealed as a report is, in the customer's look, so that the company can answer.

The open form at /feedback stays for those who only rate. No cookie, no name asked, nothing stored before the last button.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, post, route
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from cases.channels.first import COMPLAINT
from cases.channels.offered import channel_named
from cases.evidence.files import FileStore
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, Readers, readers_chosen
from cases.receiving import receive
from cases.records.dates import day_of
from portal.catalogues import translate
from portal.files_told import files_context, files_told
from portal.files_with_forms import FILES_LOST, enclosed_with, files_of
from portal.floods import Floods, TooSoon
from portal.posted_files import lost_files
from portal.questions import read_questions, unanswered
from portal.reporter_form import ReportForm, empty_form, entropy_field, read_report_form
from surveys import AskedQuestion
from surveys.forms import read_form
from surveys.web import READ

MOST_FORM_BYTES = 1 << 20


@route("/complaint", http_method=READ, permission="public", include_in_schema=False)
async def show_complaint_form(
    language: NamedDependency[str], company_name: NamedDependency[str], floods: NamedDependency[Floods]
) -> Response[Any]:
    """Where complaints are not offered, the open form is."""
    channel = await channel_named(COMPLAINT)
    if not channel.is_open:
        return Redirect("/feedback", status_code=303)
    form = empty_form(COMPLAINT, await unanswered(channel))
    form = replace(form, ticket=floods.patience.ticket(form.receipt.entropy))
    possible = await channel.possible_readers()
    if not possible.people:
        raise NobodyToRead
    return _page(form, possible, language, company_name)


@post("/complaint", permission="public", status_code=200, include_in_schema=False)
async def send_complaint(
    request: Request[Any, Any, Any],
    language: NamedDependency[str],
    company_name: NamedDependency[str],
    floods: NamedDependency[Floods],
    store: NamedDependency[FileStore],
) -> Template:
    """Sealed in memory the moment it arrives. Whoever it names as having served does not read it."""
    patience, today = floods.patience, day_of(datetime.now(UTC))
    arrived = files_of(store, today, COMPLAINT)
    posted = await read_form(request, max_bytes=MOST_FORM_BYTES, takes_files=arrived)
    channel = await channel_named(COMPLAINT)
    form = read_report_form(posted, COMPLAINT, await read_questions(posted, channel), arrived)
    form = replace(form, ticket=patience.kept(form.ticket, form.receipt.entropy))
    possible = await channel.possible_readers()
    if not form.is_fit:
        return _page(form, possible, language, company_name)
    try:
        readers = readers_chosen(possible, form.shown, (), form.named)
        patience.refuse_haste(form.ticket, form.receipt.entropy)
        enclosure, notes = await enclosed_with(form, readers, store, today)
    except (NobodyLeft, NobodyToRead, TooSoon) as refusal:
        return _page(form, possible, language, company_name, refusal)
    except FILES_LOST as error:
        return _page(replace(form, brought=lost_files(error)), possible, language, company_name)
    if await receive(form.receipt, form.content(language, notes), readers, today, enclosed=enclosure) != "repeated":
        patience.note_arrival()
    words = form.receipt.words("en" if language == "en" else "zh")
    context = {"words": words, "company": company_name, "files_told": files_told(form.brought, language)}
    return Template("customer/complaint_receipt.html", context=context)


HANDLERS: tuple[Any, ...] = (show_complaint_form, send_complaint)


def _page(
    form: ReportForm,
    possible: Readers,
    language: str,
    company: str,
    refusal: NobodyLeft | NobodyToRead | TooSoon | None = None,
) -> Template:
    problem = form.problems.get("text")
    questions = form.questions.shown(language)
    context = {
        "company": company,
        "questions": [question.shown for question in questions],
        "problems": _problems(questions),
        "questionnaire": form.questions.sha256,
        "text": form.values["text"],
        "text_problem": translate(language, problem[0], **problem[1]) if problem else "",
        "shown": " ".join(str(person.id) for person in possible.people),
        "entropy": entropy_field(form.receipt),
        "ticket": form.ticket,
        "refusal": translate(language, refusal.sentence, **refusal.facts) if refusal else "",
    } | files_context(form.brought, language)
    status = refusal.status if refusal else 200 if form.is_fit else 422
    return Template("customer/complaint.html", context=context, status_code=status)


def _problems(questions: tuple[AskedQuestion, ...]) -> dict[str, tuple[str, bool]]:
    return {one.shown.name: (one.problem, one.is_own_problem) for one in questions if one.problem}
