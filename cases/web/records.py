"""The desk's pages of records: upload, preview, confirm, result. Reads forms and picks pages; decides nothing about a row."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.claims import store_claims
from cases.errors import CaseError
from cases.records import drafts, history
from cases.records.contract import CONTRACT, KINDS
from cases.records.drafts import Draft
from cases.records.errors import ColumnsMissing, NoFileChosen
from cases.records.exporting import refusals_csv
from cases.records.importing import import_file
from cases.records.previewing import Preview, columns_to_choose, preview
from cases.records.source import find_table
from crypto.vault import Vault
from surveys.errors import FormTooLarge, SurveyError
from surveys.forms import Form, read_form

UPLOAD_LIMIT_BYTES = 64 << 20
REFUSALS_SHOWN = 50


@get("/desk/records", permission="records.import", include_in_schema=False)
async def records_page() -> Template:
    """What there is, what was imported, and the form to import more."""
    return await _records()


@post("/desk/records/import", permission="records.import", include_in_schema=False)
async def upload(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    """Take a file and go on to its preview; whatever is wrong with it is said beside the form."""
    form = Form({}, {})
    try:
        form = await read_form(request, max_bytes=UPLOAD_LIMIT_BYTES)
        kind = drafts.kind_named(form.text("kind"))
        file = form.file("file")
        if file is None:
            raise NoFileChosen
        await asyncio.to_thread(find_table, kind, file.data)
    except (CaseError, FormTooLarge) as problem:
        return await _records(problem, form.text("kind"))
    draft_id = await drafts.keep_draft(kind, file.filename, file.data, actor.id, vault)
    return Redirect(f"/desk/records/import/{draft_id}", status_code=303)


@get("/desk/records/import/{draft_id:uuid}", permission="records.import", include_in_schema=False)
async def preview_page(
    draft_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Template:
    """How the file was understood; nothing of it is stored as records yet."""
    draft = await drafts.open_draft(draft_id, actor.id, vault)
    _, header = await asyncio.to_thread(find_table, draft.kind, draft.data)
    chosen = await drafts.remembered_mapping(draft.kind, header, vault)
    return _preview(draft, await asyncio.to_thread(preview, draft.kind, draft.data, chosen, language), language)


@post("/desk/records/import/{draft_id:uuid}", permission="records.import", include_in_schema=False)
async def decide(
    request: Request[Any, Any, Any],
    draft_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[Any]:
    """Look again with other columns, import, or discard: whichever button was pressed."""
    form = await read_form(request)
    if form.text("action") == "discard":
        await drafts.drop_draft(draft_id, actor.id)
        return Redirect("/desk/records", status_code=303)
    draft = await drafts.open_draft(draft_id, actor.id, vault)
    chosen = {column.name: form.text(f"column.{column.name}") for column in CONTRACT[draft.kind]}
    if form.text("action") == "import":
        try:
            return await _import(draft, chosen, actor, vault)
        except ColumnsMissing:
            seen = await asyncio.to_thread(preview, draft.kind, draft.data, chosen, language)
            return _preview(draft, seen, language, status_code=ColumnsMissing.status)
    return _preview(draft, await asyncio.to_thread(preview, draft.kind, draft.data, chosen, language), language)


async def _import(draft: Draft, chosen: dict[str, str], actor: Actor, vault: Vault) -> Redirect:
    result = await import_file(
        draft.kind,
        draft.data,
        vault,
        mapping=chosen,
        actor_id=actor.id,
        actor_name=actor.name,
        file_name=draft.file_name,
        store_claims=partial(store_claims, vault=vault),
    )
    _, header = await asyncio.to_thread(find_table, draft.kind, draft.data, chosen)
    await drafts.remember_mapping(draft.kind, header, chosen, vault)
    await drafts.drop_draft(draft.id, actor.id)
    return Redirect(f"/desk/records/imports/{result.import_id}", status_code=303)


@get("/desk/records/imports/{import_id:uuid}", permission="records.import", include_in_schema=False)
async def result_page(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    """What came of one import. The refused values are shown to whoever uploaded the file."""
    past = await history.past_import(import_id)
    own = past.actor_id == actor.id
    refusals = await history.refusals_of(import_id, actor.id, vault) if own else []
    context = {"past": past, "own": own, "refusals": refusals[:REFUSALS_SHOWN], "refused_values": len(refusals)}
    return Template(template_name="desk/import_result.html", context=context)


@get("/desk/records/imports/{import_id:uuid}/refusals.csv", permission="records.import", include_in_schema=False)
async def refusals_file(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[bytes]:
    """Every refused value with its row and the reason in both languages; made in memory, kept nowhere."""
    refusals = await history.refusals_of(import_id, actor.id, vault)
    headers = {"Content-Disposition": 'attachment; filename="refusals.csv"', "Cache-Control": "no-store"}
    return Response(refusals_csv(refusals), media_type="text/csv; charset=utf-8", headers=headers)


async def _records(problem: CaseError | SurveyError | None = None, kind: str = "") -> Template:
    context = {
        "counts": await history.record_counts(),
        "imports": await history.past_imports(),
        "kinds": KINDS,
        "kind": kind or "orders",
        "problem": problem,
        "megabytes": UPLOAD_LIMIT_BYTES >> 20,
    }
    return Template(template_name="desk/import.html", context=context, status_code=problem.status if problem else 200)


def _preview(draft: Draft, seen: Preview, language: str, *, status_code: int = 200) -> Template:
    context = {
        "draft": draft,
        "seen": seen,
        "choices": columns_to_choose(draft.kind, language),
        "headers": [name for name in seen.header.names if name],
    }
    return Template(template_name="desk/import_preview.html", context=context, status_code=status_code)


HANDLERS: list[Any] = [
    records_page,
    upload,
    preview_page,
    decide,
    result_page,
    refusals_file,
]  # Any: handlers of two verbs
