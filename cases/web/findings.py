"""The desk's handlers of findings: the inbox, one finding, what an investigator says about one, what becomes of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.answers import corrections_behind
from cases.beside import finding_view
from cases.errors import CaseUnknown
from cases.finding_acts import acts_on
from cases.findings import dismiss_finding, finding_for, mark_finding
from cases.records.dates import day_of
from cases.rule_rates import rule_rate
from cases.settling import cases_to_choose, dismiss_several, take_up
from cases.sifting import FACETS, PERIODS, Sieve, chosen_ids, sieve_of, sift
from cases.web.labels import CASE_STATES, FINDING_ACTS, MARKS, PERIOD_WORDS, PLACES
from cases.web.needs import NEEDS
from cases.wording import GRADES, KINDS, STATES
from crypto.vault import Vault
from surveys.forms import Form, read_form

MAX_BYTES = 64 << 10
NEW_CASE = "new"
_CHOICES = {"kind": KINDS, "grade": GRADES, "days": PERIOD_WORDS, "state": STATES, "mark": MARKS, "place": PLACES}


@get("/desk/findings", permission="case.read", include_in_schema=False)
async def findings_page(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Template:
    """Everything noticed that this person may see, sifted by what the address asks for."""
    asked = {name: str(value) for name, value in request.query_params.items()}
    sifted = await sift(
        actor, vault, language, sieve_of(asked), day_of(datetime.now(UTC)), page=_number(asked.get("page", "1"))
    )
    context = {
        "sifted": sifted,
        "choices": _CHOICES,
        "stores": sorted(filter(None, {*map(str, sifted.counts["store"]), sifted.sieve.store})),
        "periods": PERIODS,
        "kept": _kept(sifted.sieve),
        "cases": await cases_to_choose(actor),
        "states": CASE_STATES,
        "settled": {name: _number(asked[name]) for name in ("dismissed", "taken") if name in asked},
    }
    return Template("desk/findings.html", context=context)


@get("/desk/findings/{finding_id:uuid}", permission="case.read", include_in_schema=False)
async def finding_page(
    finding_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Template:
    """One finding by itself, with all that is known of it."""
    view = await finding_view(actor, finding_id, vault, language)
    context = {
        "view": view,
        "needs": NEEDS.get(view.kind, ""),
        "rate": await rule_rate(view.kind),
        "corrections": await corrections_behind(actor, finding_id, vault),
        "acts": await acts_on(finding_id),
        "act_words": FINDING_ACTS,
        "marks": MARKS,
        "cases": await cases_to_choose(actor) if view.case_id is None else (),
        "states": CASE_STATES,
    }
    return Template("desk/finding.html", context=context)


@post("/desk/findings/{finding_id:uuid}/mark", permission="case.write", include_in_schema=False)
async def mark(
    request: Request[Any, Any, Any],
    finding_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await mark_finding(actor, finding_id, form.text("mark"), vault)
    return await _back(actor, finding_id, vault, form)


@post("/desk/findings/{finding_id:uuid}/dismiss", permission="case.write", include_in_schema=False)
async def dismiss(
    request: Request[Any, Any, Any],
    finding_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await dismiss_finding(actor, finding_id, form.text("reason"), vault)
    return await _back(actor, finding_id, vault, form)


@post("/desk/findings/dismiss", permission="case.write", include_in_schema=False)
async def dismiss_ticked(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Redirect:
    """Every ticked finding, with one reason; back to the list as it was sifted."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    number = await dismiss_several(actor, chosen_ids(form.texts("finding")), form.text("reason"), vault)
    kept = _kept(sieve_of({name: form.text(name) for name in FACETS if name in form.fields}))
    return Redirect(f"/desk/findings?{urlencode({**kept, 'dismissed': number})}", status_code=303)


@post("/desk/findings/take-up", permission="case.write", include_in_schema=False)
async def take_ticked(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Redirect:
    """Every ticked finding into one case, and on to that."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    case_id = await take_up(actor, chosen_ids(form.texts("finding")), _case(form), vault)
    return Redirect(f"/desk/cases/{case_id}#findings", status_code=303)


HANDLERS: tuple[Any, ...] = (findings_page, finding_page, mark, dismiss, dismiss_ticked, take_ticked)


async def _back(actor: Actor, finding_id: UUID, vault: Vault, form: Form) -> Redirect:
    """To the page on which the button was pressed: the finding's own, its case's, or the list."""
    row, _ = await finding_for(actor, finding_id, vault)
    if form.text("stay"):
        return Redirect(f"/desk/findings/{finding_id}", status_code=303)
    page = f"/desk/cases/{row.case}" if row.case else "/desk/findings"
    return Redirect(f"{page}#finding-{finding_id}", status_code=303)


def _case(form: Form) -> UUID | None:
    """None for a new one. What is no id is no case of anybody."""
    text = form.text("case")
    try:
        return None if text == NEW_CASE else UUID(text)
    except ValueError:
        raise CaseUnknown from None


def _kept(sieve: Sieve) -> Mapping[str, str]:
    """The sieve as it stands in an address; `state` always, since it is the one that is not empty by itself."""
    return {name: str(value) for name, value in asdict(sieve).items() if value or name == "state"}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
