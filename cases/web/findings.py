"""The desk's handlers of findings: the list of those without a case, and what an investigator says about one."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.beside import finding_view
from cases.findings import dismiss_finding, finding_for, list_findings, mark_finding
from cases.wording import GRADES, KINDS
from crypto.vault import Vault
from surveys.forms import read_form

MAX_BYTES = 16 << 10


@get("/desk/findings", permission="case.read", include_in_schema=False)
async def findings_page(
    actor: NamedDependency[Actor], vault: NamedDependency[Vault], language: NamedDependency[str]
) -> Template:
    """What was noticed and has no case: hints, and doubts that came while nobody could read them."""
    lines = await list_findings(actor, vault, language)
    return Template("desk/findings.html", context={"lines": lines, "kinds": KINDS, "grades": GRADES})


@get("/desk/findings/{finding_id:uuid}", permission="case.read", include_in_schema=False)
async def finding_page(
    finding_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Template:
    """One finding by itself."""
    return Template("desk/finding.html", context={"view": await finding_view(actor, finding_id, vault, language)})


@post("/desk/findings/{finding_id:uuid}/mark", permission="case.write", include_in_schema=False)
async def mark(request: Request[Any, Any, Any], finding_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await mark_finding(actor, finding_id, form.text("mark"))
    return await _back(actor, finding_id)


@post("/desk/findings/{finding_id:uuid}/dismiss", permission="case.write", include_in_schema=False)
async def dismiss(
    request: Request[Any, Any, Any],
    finding_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await dismiss_finding(actor, finding_id, form.text("reason"), vault)
    return await _back(actor, finding_id)


async def _back(actor: Actor, finding_id: UUID) -> Redirect:
    """To the page on which the finding stands."""
    row, _ = await finding_for(actor, finding_id)
    page = f"/desk/cases/{row.case}" if row.case else "/desk/findings"
    return Redirect(f"{page}#finding-{finding_id}", status_code=303)


HANDLERS: tuple[Any, ...] = (findings_page, finding_page, mark, dismiss)
