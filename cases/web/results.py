"""The desk's pages of what answers say together: figures with what chance leaves open, drawn and as tables.

Supervisors see sums; what somebody wrote is for those who may read single answers. Nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any  # Any: litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from cases import trend_lines
from cases.crosscheck.folding import folded
from cases.crosscheck.term_list import TermList
from cases.crosscheck.terms import terms_in
from cases.records.dates import day_of
from cases.terms.versions import words_in_force
from crypto.vault import Vault
from surveys.errors import ResultsUnknown
from surveys.results.asking import FEWEST, funnels, silences
from surveys.results.comments import Comment, comments
from surveys.results.reading import Summary, counted_forms, crosstab, summary

SPANS = (1, 3, 12, 25)  # months; answers are kept for two years
ENDS: Mapping[str, tuple[float, float]] = {"nps": (-1.0, 1.0), "csat": (0.0, 1.0)}


@dataclass(frozen=True)
class Marked:
    """A comment, and the words in it that an investigator may want to look at."""

    comment: Comment
    words: tuple[str, ...]


@get("/desk/results", permission="statistics.read", include_in_schema=False)
async def results_page() -> Template:
    return Template("desk/results.html", context={"forms": await counted_forms()})


@get("/desk/results/asked", permission="statistics.read", include_in_schema=False)
async def asked_page() -> Template:
    today = day_of(datetime.now(UTC))
    since = first_of(today, 12)
    people = await silences(since, today)
    context = {"funnels": await funnels(since), "people": people, "fewest": FEWEST, "since": since}
    return Template("desk/results_asked.html", context=context)


@get("/desk/results/{wording_id:uuid}", permission="statistics.read", include_in_schema=False)
async def form_page(
    request: Request[Any, Any, Any], wording_id: FromPath[UUID], vault: NamedDependency[Vault]
) -> Template:
    span = span_of(request)
    found = await summary_of(wording_id, span, vault)
    lines = [trend_lines.trend_line(one.months, *scale_of(one.question)) for one in found.trends]
    context = {
        "found": found,
        "span": span,
        "spans": SPANS,
        "lines": lines,
        "ends": [scale_of(one.question) for one in found.trends],
        "box": (trend_lines.WIDTH, trend_lines.HEIGHT),
        "today": day_of(datetime.now(UTC)),
    }
    return Template("desk/results_form.html", context=context)


@get("/desk/results/{wording_id:uuid}/pairs", permission="statistics.read", include_in_schema=False)
async def pairs_page(
    request: Request[Any, Any, Any], wording_id: FromPath[UUID], vault: NamedDependency[Vault]
) -> Template:
    """Two questions of one month that is over."""
    found = await summary_of(wording_id, SPANS[-1], vault)
    questions = [one.question for one in found.distributions if not one.question.is_multiple]
    chosen = {name: str(request.query_params.get(name, "")) for name in ("month", "rows", "columns")}
    month = next((one for one in found.settled if one.isoformat() == chosen["month"]), None)
    table = await crosstab(wording_id, month, chosen["rows"], chosen["columns"], vault) if month else None
    context = {"found": found, "questions": questions, "chosen": chosen, "month": month, "table": table}
    return Template("desk/results_pairs.html", context=context)


@get("/desk/results/{wording_id:uuid}/comments", permission="answer.read", include_in_schema=False)
async def comments_page(
    request: Request[Any, Any, Any], wording_id: FromPath[UUID], vault: NamedDependency[Vault]
) -> Template:
    found = await summary_of(wording_id, SPANS[-1], vault)
    page = await comments(wording_id, vault, str(request.query_params.get("after", ""))[:60])
    words = await words_in_force()
    marked = [Marked(one, words_in(one.text, words)) for one in page.found]
    return Template("desk/results_comments.html", context={"found": found, "comments": marked, "after": page.after})


HANDLERS: tuple[Any, ...] = (results_page, asked_page, form_page, pairs_page, comments_page)


async def summary_of(wording_id: UUID, span: int, vault: Vault) -> Summary:
    """The last months up to now. Raises ResultsUnknown where nothing may be told yet."""
    today = day_of(datetime.now(UTC))
    found = await summary(wording_id, vault, first_of(today, span), today.replace(day=1))
    if found is None and span < SPANS[-1]:  # an older form: everything there is
        found = await summary(wording_id, vault, first_of(today, SPANS[-1]), today.replace(day=1))
    if found is None:
        raise ResultsUnknown
    return found


def span_of(request: Request[Any, Any, Any]) -> int:
    asked = str(request.query_params.get("months", ""))
    return next((span for span in SPANS if str(span) == asked), 12)


def first_of(today: date, months: int) -> date:
    """The first day of the month with which a row of so many months begins that ends with today's."""
    number = today.year * 12 + today.month - months
    return date(number // 12, number % 12 + 1, 1)


def scale_of(question: Any) -> tuple[float, float]:  # Any: a closed question of surveys, of which two ends are read
    return ENDS.get(question.measure, (float(question.least), float(question.most)))


def words_in(text: str, words: TermList) -> tuple[str, ...]:
    """Words of the company's list, each once; what is denied or only sounds alike is none."""
    found = (term for term in terms_in(folded(text), words) if not (term.is_pinyin or term.is_denied))
    return tuple(dict.fromkeys(term.entry.word for term in found))
