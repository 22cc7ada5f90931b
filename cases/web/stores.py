"""The desk's page of one store: the same drawings as of a person, among stores. The list stands beside that of people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # handlers of every kind; litestar's Request is generic over user, auth and state

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.finding_counts import counts_in_store
from cases.records.coming_back import coming_back
from cases.records.dates import day_of
from cases.records.selling import first_days, known_store, sellers
from cases.web.salespeople import figures, periods_of
from crypto.vault import Vault


@get("/desk/stores", permission="statistics.read", include_in_schema=False)
async def store_page(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template | Redirect:
    """?name= says which; without one, on to the list."""
    asked = str(request.query_params.get("name", ""))
    if not asked:
        return Redirect("/desk/salespeople", status_code=303)
    today = day_of(datetime.now(UTC))
    name = await known_store(asked, today)
    counts = await counts_in_store(actor, name, first_days(today), vault)
    people = [one for one in await sellers() if one.store == name]
    again = periods_of(name, await coming_back("store", name, today))
    context = {"name": name, "people": people, "again": again, **await figures("store", name, counts)}
    return Template("desk/store.html", context=context)


HANDLERS: tuple[Any, ...] = (store_page,)
