"""The desk's pages of one import: how far it is, what came of it, and taking it back."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.errors import CaseError
from cases.records import history, undoing
from cases.records.exporting import refusals_csv
from cases.unchecked import count_unchecked
from crypto.vault import Vault

REFUSALS_SHOWN = 50


@get("/desk/records/imports/{import_id:uuid}", permission="records.import", include_in_schema=False)
async def result_page(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    """What came of one import, or how far it is. The refused values are shown to whoever uploaded the file."""
    return await _result(import_id, actor, vault)


@get("/desk/records/imports/{import_id:uuid}/refusals.csv", permission="records.import", include_in_schema=False)
async def refusals_file(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[bytes]:
    """Every refused value with its row and the reason in both languages; made in memory, kept nowhere."""
    refusals = await history.refusals_of(import_id, actor.id, vault)
    headers = {"Content-Disposition": 'attachment; filename="refusals.csv"', "Cache-Control": "no-store"}
    return Response(refusals_csv(refusals), media_type="text/csv; charset=utf-8", headers=headers)


@post("/desk/records/imports/{import_id:uuid}/undo", permission="records.import", include_in_schema=False)
async def undo(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    """Ask for the import to be taken back; what stands in the way is said on its page."""
    try:
        await undoing.ask_for_undo(import_id, actor.name)
    except CaseError as problem:
        return await _result(import_id, actor, vault, problem)
    return Redirect(f"/desk/records/imports/{import_id}", status_code=303)


async def _result(import_id: UUID, actor: Actor, vault: Vault, problem: CaseError | None = None) -> Template:
    past = await history.past_import(import_id)
    own = past.actor_id == actor.id
    refusals = await history.refusals_of(import_id, actor.id, vault) if own else []
    context = {
        "past": past,
        "own": own,
        "refusals": refusals[:REFUSALS_SHOWN],
        "refused_values": len(refusals),
        "unchecked": await count_unchecked() if past.kind == "claims" and past.state == "done" else 0,
        "can_be_undone": await undoing.is_undoable(import_id),
        "problem": problem,
    }
    status_code = problem.status if problem else 200
    return Template(template_name="desk/import_result.html", context=context, status_code=status_code)


HANDLERS: list[Any] = [result_page, refusals_file, undo]  # Any: handlers of two verbs
