"""The desk's pages of searching the records: one form, what was found, and every search as auditors read it.

A key is posted, never put into an address; what was found is drawn once and kept nowhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from cases.actors import Actor
from cases.errors import CaseError
from cases.looking_up import MANY_A_DAY, key_of, look_up, look_ups_of_today, past_look_ups
from cases.masking import masked_account, masked_phone
from cases.records.dates import day_of
from cases.records.finding import Found
from cases.web.labels import KEY_KINDS
from cases.wording import VALUES
from crypto.vault import Vault
from surveys.forms import Form, read_form

MAX_BYTES = 16 << 10


@get("/desk/records/search", permission="records.read", include_in_schema=False)
async def search_page(actor: NamedDependency[Actor]) -> Template:
    return await _page(actor, Form({}, {}))


@post("/desk/records/search", permission="records.read", status_code=200, include_in_schema=False)
async def search(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        key = key_of(form.text("by"), form.text("key"), form.text("name"))
        found = await look_up(actor, key, form.text("reason"), vault)
    except CaseError as problem:
        return await _page(actor, form, problem=problem)
    return await _page(actor, form, found)


@get("/desk/records/lookups", permission="records.audit", include_in_schema=False)
async def look_ups_page(vault: NamedDependency[Vault]) -> Template:
    context = {"past": await past_look_ups(vault), "key_kinds": KEY_KINDS, "many": MANY_A_DAY}
    return Template("desk/look_ups.html", context=context)


HANDLERS: tuple[Any, ...] = (search_page, search, look_ups_page)


async def _page(actor: Actor, typed: Form, found: Found | None = None, problem: CaseError | None = None) -> Template:
    by = typed.text("by")
    context = {
        "by": by if by in KEY_KINDS else "order",
        "typed": {name: typed.text(name) for name in ("key", "name", "reason")},
        "key_kinds": KEY_KINDS,
        "found": found,
        "problem": problem,
        "today": await look_ups_of_today(actor, day_of(datetime.now(UTC))),
        "many": MANY_A_DAY,
        "values": VALUES,
        "masked_phone": masked_phone,
        "masked_account": masked_account,
    }
    headers = {"Cache-Control": "no-store"}
    return Template(
        "desk/records_search.html", context=context, headers=headers, status_code=problem.status if problem else 200
    )
