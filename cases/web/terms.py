"""The desk's page of words that go together: read by many, changed by administrators, tried on typed sentences only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.crosscheck.term_list import CATEGORIES, MOST_WEIGHT, NEEDS, REVIEW_WEIGHT, WEIGHTS, Category, TermList
from cases.errors import CaseError
from cases.records.dates import day_of
from cases.terms.errors import Fault, TermsUnfit
from cases.terms.lines import SHORT_NAMES, Reading, in_words, lines_of, read_lines
from cases.terms.previewing import MOST_TYPED, preview
from cases.terms.searching_again import ask_for_search, last_search
from cases.terms.spreadsheets import words_as_csv, words_in_file
from cases.terms.versions import change_words, past_versions, words_in_force, words_of_version
from cases.web.labels import TERM_CATEGORIES
from cases.wording import GRADES
from surveys.forms import Form, read_form

MAX_BYTES = 512 << 10


@get("/desk/terms", permission="terms.read", include_in_schema=False)
async def terms_page(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Template:
    """?version= shows a former one, which can be saved as the next."""
    asked = str(request.query_params.get("version", ""))
    force = await words_in_force()
    shown = await words_of_version(_number(asked)) if asked else force
    return await _page(lines_of(shown.entries, language), language, shown=shown)


@post("/desk/terms/preview", permission="terms.read", status_code=200, include_in_schema=False)
async def try_out(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Template:
    """What the list as it stands on the page would notice in a typed sentence. Keeps nothing."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    return await _page(_typed(form), language, typed=form)


@post("/desk/terms", permission="terms.write", status_code=200, include_in_schema=False)
async def save(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], language: NamedDependency[str]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    lines = _typed(form)
    try:
        await change_words(actor, _without_faults(read_lines(lines, language)), _number(form.text("based_on")))
    except CaseError as problem:
        return await _page(lines, language, typed=form, problem=problem)
    return Redirect("/desk/terms", status_code=303)


@get("/desk/terms.csv", permission="terms.read", include_in_schema=False)
async def as_file(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Response[bytes]:
    asked = str(request.query_params.get("version", ""))
    words = await words_of_version(_number(asked)) if asked else await words_in_force()
    headers = {"Content-Disposition": f'attachment; filename="words-{words.number}.csv"'}
    return Response(words_as_csv(words.entries, language), media_type="text/csv; charset=utf-8", headers=headers)


@post("/desk/terms/file", permission="terms.write", status_code=200, include_in_schema=False)
async def from_file(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Template:
    """A file's words into the fields of the page, where they can be read over, tried and saved."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    upload = form.file("file")
    try:
        reading = words_in_file(upload.data if upload else b"", language)
    except CaseError as problem:
        return await _page(lines_of((await words_in_force()).entries, language), language, problem=problem)
    found = TermsUnfit(reading.faults) if reading.faults else None
    return await _page(lines_of(reading.entries, language), language, problem=found, is_unsaved=True)


@post("/desk/terms/search", permission="terms.search", status_code=200, include_in_schema=False)
async def search(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], language: NamedDependency[str]
) -> Response[Any]:
    """Have what is there already searched by the list in force."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await ask_for_search(actor, _day(form.text("since")))
    except CaseError as problem:
        return await _page(lines_of((await words_in_force()).entries, language), language, problem=problem)
    return Redirect("/desk/terms#search", status_code=303)


HANDLERS: tuple[Any, ...] = (terms_page, try_out, save, as_file, from_file, search)


async def _page(
    lines: Mapping[Category, str],
    language: str,
    *,
    shown: TermList | None = None,
    typed: Form | None = None,
    problem: CaseError | None = None,
    is_unsaved: bool = False,
) -> Template:
    force = await words_in_force()
    reading = read_lines(lines, language)
    sentence = typed.text("sentence")[:MOST_TYPED] if typed else ""
    tried = TermList(force.number, tuple(reading.entries))
    context = {
        "force": force,
        "shown": shown or force,
        "based_on": _number(typed.text("based_on")) if typed else force.number,
        "lines": lines,
        "is_unsaved": is_unsaved or tried.entries != force.entries,
        "groups": [(one, WEIGHTS[one], in_words(NEEDS[one], language)) for one in CATEGORIES],
        "group_names": TERM_CATEGORIES,
        "short_names": SHORT_NAMES[language],
        "faults": _faults(problem, reading),
        "sentence": sentence,
        "tried": preview(sentence, tried) if sentence else None,
        "needs": lambda entry: in_words(entry.needs, language),
        "limits": {"review": REVIEW_WEIGHT, "weight": MOST_WEIGHT, "typed": MOST_TYPED},
        "grades": GRADES,
        "history": await past_versions(),
        "searched": await last_search(),
        "today": day_of(datetime.now(UTC)),
        "problem": problem,
    }
    headers = {"Cache-Control": "no-store"}
    return Template("desk/terms.html", context=context, headers=headers, status_code=problem.status if problem else 200)


def _faults(problem: CaseError | None, reading: Reading) -> Sequence[Fault]:
    return problem.faults if isinstance(problem, TermsUnfit) else tuple(reading.faults)


def _without_faults(reading: Reading) -> Any:
    """Raises TermsUnfit with every line that cannot be taken."""
    if reading.faults:
        raise TermsUnfit(reading.faults)
    return reading.entries


def _typed(form: Form) -> dict[Category, str]:
    """As it was written, so that the number of a line is the one its writer sees."""
    return {one: "".join(form.texts(f"lines_{one}")[:1]).replace("\r\n", "\n") for one in CATEGORIES}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else -1
