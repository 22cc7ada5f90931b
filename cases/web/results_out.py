"""What leaves the desk of answers: figures for whoever may see them, single answers for investigators. Each is on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any  # Any: litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from cases.actors import Actor
from cases.naming import key_of
from cases.people.record import note_act
from cases.staff import names_kept_from
from cases.web.results import SPANS, summary_of
from crypto.vault import Vault
from surveys.definitions.versions import version
from surveys.forms import Form, read_form
from surveys.outbox import write_tx
from surveys.results.answers_out import Kind, rows_as_csv, spss_syntax
from surveys.results.exporting import as_csv, as_json, as_xlsx
from surveys.results.reading import Summary

MAX_BYTES = 4096
FIGURES: Mapping[str, tuple[Callable[[Summary, str], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


@post("/desk/results/{wording_id:uuid}/export", permission="statistics.read", status_code=200, include_in_schema=False)
async def export_figures(
    request: Request[Any, Any, Any],
    wording_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[bytes]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    found = await summary_of(wording_id, _span(form), vault)
    way = form.text("way") if form.text("way") in FIGURES else "csv"
    written, media_type = FIGURES[way]
    await _note(actor, found, f"figures, {way}")
    headers = _attached(f"figures-{found.counted.name}.{way}")
    return Response(written(found, language), media_type=media_type, headers=headers)


@post("/desk/results/{wording_id:uuid}/answers", permission="answer.read", status_code=200, include_in_schema=False)
async def export_answers(
    request: Request[Any, Any, Any],
    wording_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[Any] | Stream:
    """Streamed: however many there are, a few hundred are open at a time, and none is ever on the disk."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    found = await summary_of(wording_id, SPANS[-1], vault)
    kind: Kind = "named" if form.text("kind") == "named" else "open"
    way = form.text("way")
    data = f"answers-{found.counted.name}.csv"
    await _note(actor, found, f"answers, {kind}, {way if way in {'numbers', 'syntax'} else 'csv'}")
    if way == "syntax":
        syntax = spss_syntax(await version(wording_id), kind, data, language)
        return Response(
            syntax.encode("utf-8-sig"),
            media_type="text/plain; charset=utf-8",
            headers=_attached(f"answers-{found.counted.name}.sps"),
        )
    kept = await names_kept_from(actor.id)
    rows = rows_as_csv(
        wording_id, kind, vault, in_numbers=way == "numbers", leaves_out=lambda seller: key_of(seller) in kept
    )
    return Stream(rows, media_type="text/csv; charset=utf-8", headers=_attached(data))


HANDLERS: tuple[Any, ...] = (export_figures, export_answers)


async def _note(actor: Actor, found: Summary, detail: str) -> None:
    wording = f"{found.counted.name} {found.counted.sha256[:8]}"
    async with write_tx():
        await note_act("results_exported", actor.id, actor=actor.id, detail=f"{detail}: {wording}")


def _span(form: Form) -> int:
    return next((span for span in SPANS if str(span) == form.text("months")), 12)


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
