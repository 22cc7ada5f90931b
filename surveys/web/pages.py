"""Draws the customer's pages. Knows what is shown, not what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from litestar.response import Template

from surveys.answering.codes import shown_code
from surveys.answering.nonces import form_nonce
from surveys.answering.screens import Screen, carried
from surveys.answering.showing import Page, problem_sentences, shown
from surveys.definitions.form import FILES
from surveys.errors import LinkClosed
from surveys.web.visits import TrueAccounts, Visit


@dataclass(frozen=True)
class Way:
    """How somebody came to a page of questions, and what they may do there besides answering.

    code: carried while answers that were sent are corrected. last_day: until when answers may be put aside, if at all.
    place: what the printed code of the open form says about where it hangs.
    """

    is_resumed: bool = False
    code: str = ""
    last_day: date | None = None
    complaint_offered: bool = False
    place: Mapping[str, str] = field(default_factory=dict)


def question_page(
    page: Page, screen: Screen, visit: Visit, way: Way, stale: str = "", untaken: Mapping[str, str] | None = None
) -> Template:
    """untaken: by question, why a file was not taken."""
    problems = problem_sentences(screen, visit.language) | {name: (why, False) for name, why in (untaken or {}).items()}
    context = {
        "title": page.definition.title.in_language(visit.language),
        "screen": screen,
        "questions": [shown(question, page, visit.language) for question in screen.questions],
        "problems": problems,
        "takes_files": any(question.type in FILES for question in screen.questions),
        "carried": carried(page.given, screen),
        "nonce": form_nonce(page.form_id, visit.vault, visit.now),
        "stale": stale,
        "way": way,
        "switch_to": visit.switch_to,
    }
    return Template("customer/question.html", context=context, status_code=422 if stale or problems else 200)


def saved_page(last_day: date) -> Template:
    return Template("customer/saved.html", context={"last_day": last_day.isoformat()}, status_code=200)


def closed_page(closed: LinkClosed, *, code_was_given: bool = False) -> Template:
    """One page for every link that cannot be answered; it offers the way to correct to all of them alike."""
    return Template("customer/closed.html", context={"code_was_given": code_was_given}, status_code=closed.status)


async def thanks_page(
    true_accounts: TrueAccounts, *, code: str = "", last_day: date | None = None, is_correction: bool = False
) -> Template:
    """code: what lets the customer correct until the last day; "" for answers that nobody can correct."""
    context = {
        "accounts": await true_accounts(),
        "code": shown_code(code) if code else "",
        "last_day": last_day.isoformat() if last_day else "",
        "is_correction": is_correction,
    }
    return Template("customer/thanks.html", context=context, status_code=200)
