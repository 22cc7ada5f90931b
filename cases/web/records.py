"""The desk's pages of records: upload, preview, confirm. Reads forms and picks pages; decides nothing about a row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
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
from cases.evidence.files import FileStore
from cases.nights import last_night
from cases.records import drafts, history, running
from cases.records.contract import CONTRACT, KINDS
from cases.records.crew import LARGE_BYTES
from cases.records.drafts import Draft, SealedUpload
from cases.records.errors import FileUnreadable, NoFileChosen
from cases.records.previewing import Preview, columns_to_choose
from cases.records.reading import ENCODINGS
from cases.records.vanished import CAN_BE_COMPLETE
from crypto.vault import Vault
from surveys.errors import FormTooLarge, SurveyError
from surveys.forms import Form, read_form
from surveys.services import Services


class _Sealing:
    """Seals the form's one file to the disk while it comes; nothing of it is held."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self.upload: SealedUpload | None = None
        self.file_name = ""

    async def take(
        self, so_far: Form, field: str, upload_name: str, media_type: str, pieces: AsyncIterator[bytes]
    ) -> None:
        if self.upload is None:
            self.upload = await drafts.seal_upload(pieces, self._store)
            self.file_name = upload_name

    async def forget(self) -> None:
        if self.upload is not None:
            await self._store.remove(self.upload.id)


@get("/desk/records", permission="records.import", include_in_schema=False)
async def records_page(
    actor: NamedDependency[Actor], vault: NamedDependency[Vault], services: NamedDependency[Services]
) -> Template:
    """What there is, what was imported, and the form to import more."""
    return await _records(actor, vault, services)


@post("/desk/records/import", permission="records.import", include_in_schema=False)
async def upload(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    store: NamedDependency[FileStore],
    services: NamedDependency[Services],
) -> Response[Any]:
    """Take a file and go on to its preview; whatever is wrong with it is said beside the form."""
    form, kept = Form({}, {}), drafts.draft_store(store)
    sealing = _Sealing(kept)
    try:
        form = await read_form(request, takes_files=sealing)
        kind = drafts.kind_named(form.text("kind"))
        if sealing.upload is None or not sealing.upload.size_bytes:
            raise NoFileChosen
        await running.header_of(Draft(sealing.upload.id, kind, sealing.file_name, sealing.upload.content(kept)))
    except (CaseError, FormTooLarge) as problem:
        await sealing.forget()
        return await _records(actor, vault, services, problem, form.text("kind"))
    draft_id = await drafts.keep_draft(kind, sealing.file_name, sealing.upload, actor.id, vault)
    return Redirect(f"/desk/records/import/{draft_id}", status_code=303)


@get("/desk/records/import/{draft_id:uuid}", permission="records.import", include_in_schema=False)
async def preview_page(
    draft_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    store: NamedDependency[FileStore],
    language: NamedDependency[str],
) -> Template:
    """How the file was understood; nothing of it is stored as records yet."""
    draft = await drafts.open_draft(draft_id, actor.id, vault, drafts.draft_store(store))
    chosen = await drafts.remembered_mapping(draft.kind, await running.header_of(draft), vault)
    seen = await running.look_at(draft, chosen, "", language)
    return _preview(draft, seen, language, remembered=chosen is not None)


@post("/desk/records/import/{draft_id:uuid}", permission="records.import", include_in_schema=False)
async def decide(
    request: Request[Any, Any, Any],
    draft_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    store: NamedDependency[FileStore],
    language: NamedDependency[str],
) -> Response[Any]:
    """Look again with other columns or another encoding, import, or discard: whichever button was pressed."""
    form = await read_form(request)
    kept = drafts.draft_store(store)
    if form.text("action") == "discard":
        await drafts.discard_draft(draft_id, actor.id, kept)
        return Redirect("/desk/records", status_code=303)
    draft = await drafts.open_draft(draft_id, actor.id, vault, kept)
    chosen = {column.name: form.text(f"column.{column.name}") for column in CONTRACT[draft.kind]}
    encoding = form.text("encoding")
    try:
        if form.text("action") == "recode":  # another encoding gives other headers
            return _preview(draft, await running.look_at(draft, None, encoding, language), language, chosen=encoding)
        seen = await running.look_at(draft, chosen, encoding, language)
    except FileUnreadable as problem:
        seen = await running.look_at(draft, None, "", language)
        return _preview(draft, seen, language, problem=problem)
    if form.text("action") != "import" or seen.missing:
        status_code = 422 if form.text("action") == "import" else 200
        return _preview(draft, seen, language, chosen=encoding, status_code=status_code)
    return await _import(draft, actor, chosen, encoding, bool(form.text("is_complete")), vault, kept)


async def _import(
    draft: Draft,
    actor: Actor,
    chosen: dict[str, str],
    encoding: str,
    is_complete: bool,
    vault: Vault,
    store: FileStore,
) -> Redirect:
    """A small file is in before the page is; a large one waits its turn, and the page shows how far it is."""
    import_id = await running.ask_for_import(
        draft, actor, chosen, encoding=encoding, is_complete=is_complete and draft.kind in CAN_BE_COMPLETE
    )
    if draft.content.size_bytes < LARGE_BYTES and await running.claim(import_id, datetime.now(UTC)):
        await running.run_import(import_id, vault, store, partial(store_claims, vault=vault))
    return Redirect(f"/desk/records/imports/{import_id}", status_code=303)


async def _records(
    actor: Actor, vault: Vault, services: Services, problem: CaseError | SurveyError | None = None, kind: str = ""
) -> Template:
    context = {
        "night": await last_night(actor, vault),
        "nightly_hour": services.nightly_hour,
        "counts": await history.record_counts(),
        "imports": await history.past_imports(),
        "kinds": KINDS,
        "kind": kind or "orders",
        "problem": problem,
        "megabytes": drafts.MOST_BYTES >> 20,
    }
    return Template(template_name="desk/import.html", context=context, status_code=problem.status if problem else 200)


def _preview(
    draft: Draft,
    seen: Preview,
    language: str,
    *,
    chosen: str = "",
    remembered: bool = False,
    problem: FileUnreadable | None = None,
    status_code: int = 200,
) -> Template:
    context = {
        "draft": draft,
        "seen": seen,
        "choices": columns_to_choose(draft.kind, language),
        "headers": [name for name in seen.header.names if name],
        "encodings": ENCODINGS,
        "encoding": chosen,
        "remembered": remembered,
        "can_be_complete": draft.kind in CAN_BE_COMPLETE,
        "problem": problem,
    }
    status_code = problem.status if problem else status_code
    return Template(template_name="desk/import_preview.html", context=context, status_code=status_code)


HANDLERS: list[Any] = [records_page, upload, preview_page, decide]  # Any: handlers of two verbs
