"""What answers say together, for the company's programs: the same figures as on the desk's page and in its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from cases.web.results import span_of, summary_of
from crypto.vault import Vault
from surveys.results.exporting import as_json
from surveys.results.reading import counted_forms


@dataclass(frozen=True)
class CountedForm:
    """One wording of a form that has figures, from one month to another. wording: its SHA-256."""

    id: UUID
    form: str
    wording: str
    title: dict[str, str]
    first_month: date
    last_month: date


@get("/api/v1/results", permission="results.read", include_in_schema=True)
async def forms_with_figures() -> list[CountedForm]:
    """Every wording with figures, the latest first."""
    return [
        CountedForm(one.version, one.name, one.sha256, {"zh": one.title.zh, "en": one.title.en}, one.first, one.last)
        for one in await counted_forms()
    ]


@get("/api/v1/results/{wording_id:uuid}", permission="results.read", include_in_schema=True)
async def figures_of_form(
    request: Request[Any, Any, Any],
    wording_id: FromPath[UUID],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[bytes]:
    """Its figures over the last 1, 3, 12 or 25 `months` (12 unless said), row by row as in the files of the desk."""
    found = await summary_of(wording_id, span_of(request), vault)
    return Response(as_json(found, language), media_type="application/json")


HANDLERS: tuple[Any, ...] = (forms_with_figures, figures_of_form)
