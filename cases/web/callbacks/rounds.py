"""One round at the desk: how far it is, who was asked, and its turns; what was written down instead of being sent.

A private round shows its people to whoever started it; the others see counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, get_args  # Any: litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.callbacks import turn_round
from cases.callbacks.asking import leave_in_peace
from cases.web.callbacks.handing_out import handed_out
from crypto.vault import Vault
from surveys import InvitationLine, Round, Turn, invitations_of, renew_links, round_of
from surveys.delivery.recording import recorded
from surveys.errors import RoundStopped
from surveys.forms import read_form
from surveys.services import Services

MAX_BYTES = 8 << 10


@get("/desk/callbacks/{campaign_id:uuid}", permission="callback.send", include_in_schema=False)
async def round_page(
    campaign_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    return await _page(campaign_id, actor, vault)


@post("/desk/callbacks/{campaign_id:uuid}/turn", permission="callback.send", status_code=200, include_in_schema=False)
async def turn(
    request: Request[Any, Any, Any],
    campaign_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Response[Any]:
    """Pause, resume or stop."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await turn_round(campaign_id, _turn(form.text("turn")), actor)
    except RoundStopped as problem:
        return await _page(campaign_id, actor, vault, problem)
    return Redirect(f"/desk/callbacks/{campaign_id}", status_code=303)


@post(
    "/desk/callbacks/{campaign_id:uuid}/{invitation_id:uuid}/peace",
    permission="callback.send",
    status_code=200,
    include_in_schema=False,
)
async def peace(
    campaign_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Redirect:
    """A customer said to somebody here that they want no more questions."""
    found = await round_of(campaign_id, datetime.now(UTC).date())
    if found is not None and found.shown_to(actor.id):
        await leave_in_peace(campaign_id, invitation_id, actor, vault, datetime.now(UTC).date())
    return Redirect(f"/desk/callbacks/{campaign_id}", status_code=303)


@post("/desk/callbacks/{campaign_id:uuid}/links", permission="callback.send", status_code=200, include_in_schema=False)
async def new_links(
    request: Request[Any, Any, Any],
    campaign_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    services: NamedDependency[Services],
    language: NamedDependency[str],
) -> Response[Any]:
    """Fresh links for whoever has not answered; those handed out before stop working."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    today = datetime.now(UTC).date()
    found = await round_of(campaign_id, today)
    is_shown = found is not None and found.shown_to(actor.id)
    links = await renew_links(campaign_id, vault, today) if is_shown else ()
    if not links:
        return Redirect(f"/desk/callbacks/{campaign_id}", status_code=303)
    return handed_out(links, form.text("way"), campaign_id, services, language)


@get("/desk/callbacks/recorded", permission="callback.send", include_in_schema=False)
async def recorded_page(vault: NamedDependency[Vault], services: NamedDependency[Services]) -> Template:
    """What would have gone out, where no way of sending is set up."""
    messages = await recorded(vault) if services.recorded_channels else []
    return Template("desk/callbacks_recorded.html", context={"messages": messages})


HANDLERS: tuple[Any, ...] = (round_page, turn, peace, new_links, recorded_page)


async def _page(campaign_id: UUID, actor: Actor, vault: Vault, problem: RoundStopped | None = None) -> Template:
    today = datetime.now(UTC).date()
    found = await round_of(campaign_id, today)
    lines = await invitations_of(campaign_id, vault, today) if found and found.shown_to(actor.id) else []
    context = {
        "campaign_id": campaign_id,
        "round": found,
        "lines": lines,
        "open_links": found is not None and _has_open_link(found, lines),
        "problem": problem,
    }
    status = 404 if found is None else problem.status if problem else 200
    return Template("desk/callbacks_round.html", context=context, status_code=status)


def _turn(text: str) -> Turn:
    turns: tuple[Turn, ...] = get_args(Turn)
    return next((one for one in turns if one == text), "paused")


def _has_open_link(found: Round, lines: Sequence[InvitationLine]) -> bool:
    return found.turn != "stopped" and any(line.state == "open" and line.channel == "links" for line in lines)
