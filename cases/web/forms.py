"""The desk's form builder: list, draft, preview, import and export, publishing. Judges no form and knows no answer.

Every button works without scripts; a script may refresh the preview while somebody types, and let them drag.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.forms.editing import Sheet, question_in, sheet_of
from cases.forms.publishing import history_of_form, publish_form, refuse_reserved, retire_form
from surveys import begin_draft, change_draft, discard_draft, draft_of, drafts, forms_known
from surveys.answering.previewing import previewed
from surveys.definitions.drafting import Source, added, blank, changed, moved, place_of, removed, titled
from surveys.definitions.errors import DraftGone, DraftUnfit
from surveys.definitions.form import COMPARED, MEASURES, TYPES, VISIBILITIES
from surveys.definitions.publishing import wording_of
from surveys.definitions.xlsform.exporting import export_form
from surveys.definitions.xlsform.importing import Imported, import_form
from surveys.definitions.xlsform.spellings import MAX_BYTES, SPELLINGS
from surveys.errors import DefinitionUnknown, SurveyError
from surveys.forms import Form, read_form

MAX_FORM_BYTES = 256 << 10
WORDS: Mapping[str, Any] = {
    "types": sorted(TYPES),
    "compared": sorted(COMPARED),
    "measures": sorted(MEASURES),
    "visibilities": sorted(VISIBILITIES),
    "spellings": SPELLINGS,
}
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "yaml": "application/yaml",
}


@get("/desk/forms", permission="callback.send", include_in_schema=False)
async def forms_page() -> Template:
    return await _list_page(Form({}, {}))


@post("/desk/forms", permission="callback.send", status_code=200, include_in_schema=False)
async def begin(request: Request[Any, Any, Any]) -> Response[Any]:
    """A new draft, blank or as a copy of a form there is."""
    form = await read_form(request, max_bytes=MAX_FORM_BYTES)
    name, zh, en = (form.text(field).strip() for field in ("name", "title_zh", "title_en"))
    try:
        refuse_reserved(name)
        source = blank(name, zh, en)
        if form.text("copy"):
            source = json.loads((await wording_of(form.text("copy"))).canonical) | {
                "name": name,
                "title": source["title"],
            }
        found = [
            f.error
            for f in sheet_of(source).reading.faults
            if f.place.field in ("name", "title") and f.place.question < 0
        ]
        if found:
            raise found[0]
        await begin_draft(source, _today())
    except SurveyError as problem:
        return await _list_page(form, problem)
    return _to(name)


@post("/desk/forms/file", permission="callback.send", status_code=200, include_in_schema=False)
async def from_file(request: Request[Any, Any, Any]) -> Response[Any]:
    """A spreadsheet into a draft, with what of it was passed over; or everything that is wrong with it."""
    form = await read_form(request, max_bytes=MAX_BYTES + MAX_FORM_BYTES)
    upload = form.file("file")
    try:
        imported = import_form(upload.data if upload else b"", upload.filename if upload else "")
        if imported.definition is None:
            return await _list_page(form, imported=imported)
        refuse_reserved(imported.definition.name)
        await begin_draft(json.loads(imported.definition.canonical), _today())
    except SurveyError as problem:
        return await _list_page(form, problem)
    if imported.remarks:
        return await _list_page(form, imported=imported)
    return _to(imported.definition.name)


@get("/desk/forms/{form_name:str}", permission="callback.send", include_in_schema=False)
async def form_page(request: Request[Any, Any, Any], form_name: FromPath[str]) -> Template:
    return await _edit_page(form_name, str(request.query_params.get("at", "")))


@post("/desk/forms/{form_name:str}/draft", permission="callback.send", status_code=200, include_in_schema=False)
async def word_anew(form_name: FromPath[str]) -> Response[Any]:
    """Begin a draft from the wording that is asked by now; one that is there already is gone on with."""
    if await draft_of(form_name) is None:
        await begin_draft(json.loads((await wording_of(form_name)).canonical), _today())
    return _to(form_name)


@post("/desk/forms/{form_name:str}/title", permission="callback.send", status_code=200, include_in_schema=False)
async def entitle(request: Request[Any, Any, Any], form_name: FromPath[str]) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_FORM_BYTES)
    zh, en = form.text("title_zh").strip(), form.text("title_en").strip()
    return await _changed(form_name, form, lambda source: titled(source, zh, en))


@post("/desk/forms/{form_name:str}/add", permission="callback.send", status_code=200, include_in_schema=False)
async def add(request: Request[Any, Any, Any], form_name: FromPath[str]) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_FORM_BYTES)
    kind = form.text("type") if form.text("type") in TYPES else "text"
    made: list[str] = []

    def change(source: Source) -> Source:
        source, name = added(source, kind, form.text("after"))
        made[:] = [name]
        return source

    return await _changed(form_name, form, change, at=lambda: made[0])


@post("/desk/forms/{form_name:str}/question", permission="callback.send", status_code=200, include_in_schema=False)
async def act_on_question(request: Request[Any, Any, Any], form_name: FromPath[str]) -> Response[Any]:
    """Save, move or remove one question; `do` says which. `question` is the name it had, `was` how it stood."""
    form = await read_form(request, max_bytes=MAX_FORM_BYTES)
    name, was, wanted = form.text("question"), form.text("was"), form.text("do")
    if wanted in ("up", "down", "to"):
        return await _changed(
            form_name, form, lambda source: moved(source, name, _goal(source, name, form)), at=lambda: name
        )
    if wanted == "remove":
        return await _changed(form_name, form, lambda source: removed(source, name, was))
    question = question_in(form)
    return await _changed(
        form_name, form, lambda source: changed(source, name, question, was), at=lambda: str(question.get("name", ""))
    )


@post("/desk/forms/{form_name:str}/preview", permission="callback.send", status_code=200, include_in_schema=False)
async def preview(request: Request[Any, Any, Any], form_name: FromPath[str]) -> Template:
    """Both phones with what stands in the fields now. Keeps nothing."""
    form = await read_form(request, max_bytes=MAX_FORM_BYTES)
    draft = await draft_of(form_name)
    source: Source = draft.source if draft else {"name": form_name, "title": {}, "questions": []}
    questions = [
        question_in(form) if question.get("name") == form.text("question") else question
        for question in source["questions"]
    ]
    sheet = sheet_of({**source, "questions": questions})
    at = next((n for n, one in enumerate(source["questions"]) if one.get("name") == form.text("question")), 0)
    return Template("desk/_form_preview.html", context=_phones(sheet, at))


@get("/desk/forms/{form_name:str}/file/{spelling:str}", permission="callback.send", include_in_schema=False)
async def as_file(form_name: FromPath[str], spelling: FromPath[str]) -> Response[bytes]:
    """The draft if it is whole, else the wording that is asked by."""
    chosen = next((one for one in SPELLINGS if one == spelling), None)
    if chosen is None:
        raise DefinitionUnknown
    draft = await draft_of(form_name)
    definition = sheet_of(draft.source).reading.definition if draft else None
    data = export_form(definition or await wording_of(form_name), chosen)
    headers = {"Content-Disposition": f'attachment; filename="{quote(form_name)}.{chosen}"'}
    return Response(data, media_type=MEDIA[chosen], headers=headers)


@post("/desk/forms/{form_name:str}/publish", permission="callback.send", status_code=200, include_in_schema=False)
async def put_out(form_name: FromPath[str], actor: NamedDependency[Actor]) -> Response[Any]:
    try:
        draft = await draft_of(form_name)
        if draft is None:
            raise DraftGone
        sheet = sheet_of(draft.source)
        if sheet.reading.definition is None:
            raise DraftUnfit(count=sheet.faulty)
        await publish_form(actor, sheet.reading.definition, draft.revision)
    except SurveyError as problem:
        return await _edit_page(form_name, "", problem)
    return _to(form_name)


@post("/desk/forms/{form_name:str}/retire", permission="callback.send", status_code=200, include_in_schema=False)
async def set_aside(
    request: Request[Any, Any, Any], form_name: FromPath[str], actor: NamedDependency[Actor]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_FORM_BYTES)
    await retire_form(actor, form_name, is_retired=form.text("again") != "yes")
    return _to(form_name)


@post("/desk/forms/{form_name:str}/discard", permission="callback.send", status_code=200, include_in_schema=False)
async def drop(form_name: FromPath[str]) -> Response[Any]:
    await discard_draft(form_name)
    return Redirect("/desk/forms", status_code=303)


HANDLERS: tuple[Any, ...] = (
    forms_page,
    begin,
    from_file,
    form_page,
    word_anew,
    entitle,
    add,
    act_on_question,
    preview,
    as_file,
    put_out,
    set_aside,
    drop,
)


async def _changed(form_name: str, form: Form, change: Any, at: Any = lambda: "") -> Response[Any]:
    """Make the change and go back to the question; whoever was overtaken keeps what they typed."""
    try:
        await change_draft(form_name, change, _today())
    except SurveyError as problem:
        return await _edit_page(form_name, form.text("question"), problem, form)
    return _to(form_name, at())


async def _list_page(form: Form, problem: SurveyError | None = None, imported: Imported | None = None) -> Template:
    context = {
        "forms": await forms_known(),
        "drafts": await drafts(),
        "form": form,
        "problem": problem,
        "imported": imported,
    }
    status = problem.status if problem else 422 if imported and imported.faults else 200
    return Template("desk/forms.html", context=context, status_code=status)


async def _edit_page(
    form_name: str, at: str, problem: SurveyError | None = None, typed: Form | None = None
) -> Template:
    """typed: what stays in the fields of the question although it was not saved."""
    draft = await draft_of(form_name)
    known = {form.name: form for form in await forms_known()}.get(form_name)
    source = draft.source if draft else json.loads((await wording_of(form_name)).canonical)
    sheet = sheet_of(source)
    place = sheet.place_of(at)
    typed_question = question_in(typed) if typed and typed.text("was") and problem else None
    line = sheet.lines[place] if sheet.lines else None
    context: dict[str, Any] = {
        "form_name": form_name,
        "draft": draft,
        "known": known,
        "source": source,
        "sheet": sheet,
        "line": line,
        "question": typed_question or (line.question if line else {}),
        "history": await history_of_form(form_name),
        "problem": problem,
        "words": WORDS,
    }
    return Template(
        "desk/form.html", context=context | _phones(sheet, place), status_code=problem.status if problem else 200
    )


def _phones(sheet: Sheet, at: int) -> dict[str, Any]:
    phones = {language: previewed(sheet.reading.questions, at, language) for language in ("zh", "en")}
    return {"phones": phones, "problems": {}}


def _goal(source: Source, name: str, form: Form) -> int:
    written = form.text("place")
    if form.text("do") == "to" and written.isascii() and written.isdecimal() and len(written) < 4:
        return int(written)
    return max(0, place_of(source, name) + (1 if form.text("do") == "down" else -1))


def _today() -> date:
    return datetime.now(UTC).date()


def _to(form_name: str, at: str = "") -> Redirect:
    where = f"?at={quote(at)}#question" if at else ""
    return Redirect(f"/desk/forms/{quote(form_name)}{where}", status_code=303)
