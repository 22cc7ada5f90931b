"""The desk's call-back pages: choose whom, see the count, create; lists, sheets of codes and mails; what became of a round.

Links leave in the answer to the button that made them and are shown nowhere else. Nobody's reading is tracked.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, get_args  # Any: litestar's Request is generic over user, auth and state
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from markupsafe import Markup

from cases.actors import Actor
from cases.callbacks import FRAMES, Frame, Outlook, Sending, Wanted, ask, company_name, outlook, stores_and_salespeople
from crypto.vault import Vault
from surveys import InvitationLine, Link, invitations_of, links_as_csv, public_link, qr_svg, renew_links, rounds
from surveys.errors import NobodyToAsk, NoMailServer, SurveyError, TooManyAtOnce
from surveys.forms import Form, read_form
from surveys.services import Services

MAX_BYTES = 128 << 10


@get("/desk/callbacks", permission="callback.send", include_in_schema=False)
async def callbacks_page(services: NamedDependency[Services]) -> Template:
    return await _page(Wanted("orders", seed=secrets.token_hex(8)), Sending("links"), services)


@post("/desk/callbacks", permission="callback.send", status_code=200, include_in_schema=False)
async def count(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    services: NamedDependency[Services],
) -> Template:
    """How many would be asked, before anybody is."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    wanted, sending = _wanted(form), _sending(form)
    seen = await outlook(wanted, sending, actor, vault, datetime.now(UTC))
    return await _page(wanted, sending, services, seen)


@post("/desk/callbacks/invite", permission="callback.send", status_code=200, include_in_schema=False)
async def create(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    services: NamedDependency[Services],
    language: NamedDependency[str],
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    wanted, sending = _wanted(form), _sending(form)
    try:
        if sending.channel == "mail" and services.mail is None:
            raise NoMailServer
        invited = await ask(wanted, sending, actor, vault, datetime.now(UTC))
    except (NobodyToAsk, TooManyAtOnce, NoMailServer) as problem:
        return await _page(wanted, sending, services, problem=problem)
    if sending.channel == "mail":
        return Redirect(f"/desk/callbacks/{invited.campaign_id}", status_code=303)
    return _handed_out(invited.links, form.text("way"), invited.campaign_id, services, language)


@get("/desk/callbacks/{campaign_id:uuid}", permission="callback.send", include_in_schema=False)
async def round_page(campaign_id: FromPath[UUID], vault: NamedDependency[Vault]) -> Template:
    lines = await invitations_of(campaign_id, vault, datetime.now(UTC).date())
    context = {"campaign_id": campaign_id, "lines": lines, "open_links": _any_open_link(lines)}
    return Template("desk/callbacks_round.html", context=context, status_code=200 if lines else 404)


@post("/desk/callbacks/{campaign_id:uuid}/links", permission="callback.send", status_code=200, include_in_schema=False)
async def new_links(
    request: Request[Any, Any, Any],
    campaign_id: FromPath[UUID],
    vault: NamedDependency[Vault],
    services: NamedDependency[Services],
    language: NamedDependency[str],
) -> Response[Any]:
    """Fresh links for whoever has not answered; those handed out before stop working."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    links = await renew_links(campaign_id, vault, datetime.now(UTC).date())
    if not links:
        return Redirect(f"/desk/callbacks/{campaign_id}", status_code=303)
    return _handed_out(links, form.text("way"), campaign_id, services, language)


@get("/desk/callbacks/poster", permission="callback.send", include_in_schema=False)
async def poster(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Template:
    """The open form's code, to hang up or to print on a delivery note."""
    store = str(request.query_params.get("store", ""))[:60]
    address = f"{services.base_url}/feedback"
    url = f"{address}?{urlencode({'store': store})}" if store else address
    # segno's output is ours: it holds a drawing and no text
    context = {"code": Markup(qr_svg(url)), "address": address, "store": store, "company": await company_name()}  # noqa: S704
    return Template("desk/callbacks_poster.html", context=context)


HANDLERS: tuple[Any, ...] = (callbacks_page, count, create, poster, round_page, new_links)


async def _page(
    wanted: Wanted,
    sending: Sending,
    services: Services,
    seen: Outlook | None = None,
    problem: SurveyError | None = None,
) -> Template:
    stores, salespeople = await stores_and_salespeople()
    context = {
        "wanted": wanted,
        "sending": sending,
        "frames": FRAMES,
        "stores": stores,
        "salespeople": salespeople,
        "seen": seen,
        "problem": problem,
        "has_mail": services.mail is not None,
        "rounds": await rounds(datetime.now(UTC).date()),
    }
    return Template("desk/callbacks.html", context=context, status_code=problem.status if problem else 200)


def _handed_out(links: Sequence[Link], way: str, campaign_id: UUID, services: Services, language: str) -> Response[Any]:
    """The links themselves, this once: a file, or a page to print."""
    if way != "qr":
        name = f"callbacks-{campaign_id.hex[:8]}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        content = links_as_csv(links, services.base_url, language)
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
    # segno's output is ours: it holds a drawing and no text
    codes = [(link, Markup(qr_svg(public_link(services.base_url, link.token)))) for link in links]  # noqa: S704
    return Template("desk/callbacks_sheet.html", context={"codes": codes, "campaign_id": campaign_id})


def _wanted(form: Form) -> Wanted:
    """A pasted list wins over whatever is ticked above it: nobody pastes numbers to have them ignored."""
    return Wanted(
        frame="list" if form.text("pasted") else _frame(form.text("frame")),
        days=_number(form.text("days"), 90),
        store=form.text("store"),
        salesperson=form.text("salesperson"),
        most=_number(form.text("most"), 50),
        seed=form.text("seed")[:32],
        pasted=form.text("pasted"),
    )


def _sending(form: Form) -> Sending:
    return Sending(
        channel="mail" if form.text("way") == "mail" else "links",
        goods=form.text("goods"),
        language="en" if form.text("mail_language") == "en" else "zh",
    )


def _frame(text: str) -> Frame:
    return next((frame for frame in get_args(Frame) if frame == text), "orders")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _any_open_link(lines: Sequence[InvitationLine]) -> bool:
    return any(line.state == "open" and line.channel == "links" for line in lines)
