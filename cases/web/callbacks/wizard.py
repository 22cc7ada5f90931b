"""The desk's page of call-backs: choose whom and how, see who it would be and what it can notice, then ask.

Links leave in the answer to the button that made them and are shown nowhere else. Nobody's reading is tracked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from markupsafe import Markup

from cases.actors import Actor
from cases.callbacks import FRAMES, Outlook, Sending, Wanted, ask, company_name, outlook, stores_and_salespeople
from cases.callbacks.drawing import HEIGHT, WIDTH, power_of
from cases.web.callbacks.handing_out import handed_out
from cases.web.callbacks.reading import carried, sending_in, wanted_in
from crypto.vault import Vault
from surveys import forms_published, qr_svg, rounds
from surveys.delivery.senders import channels_here
from surveys.delivery.sms import fits
from surveys.errors import DefinitionUnknown, NobodyToAsk, NoMailServer, SurveyError, TooManyAtOnce
from surveys.forms import Form, read_form
from surveys.services import Services
from surveys.web.places import LONGEST_PLACE, feedback_address, place_in

MAX_BYTES = 128 << 10
BLANK = Form({}, {})


@get("/desk/callbacks", permission="callback.send", include_in_schema=False)
async def callbacks_page(services: NamedDependency[Services], language: NamedDependency[str]) -> Template:
    return await _page(BLANK, services, language)


@post("/desk/callbacks", permission="callback.send", status_code=200, include_in_schema=False)
async def count(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    services: NamedDependency[Services],
    language: NamedDependency[str],
) -> Template:
    """How many would be asked, before anybody is."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    seen = await outlook(wanted_in(form), sending_in(form), actor, vault, datetime.now(UTC))
    return await _page(form, services, language, seen)


@post("/desk/callbacks/invite", permission="callback.send", status_code=200, include_in_schema=False)
async def create(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    services: NamedDependency[Services],
    language: NamedDependency[str],
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    wanted, sending = wanted_in(form), sending_in(form)
    try:
        if sending.channel != "links" and sending.channel not in channels_here(services):
            raise NoMailServer
        invited = await ask(wanted, sending, actor, vault, datetime.now(UTC))
    except (NobodyToAsk, TooManyAtOnce, NoMailServer, DefinitionUnknown) as problem:
        return await _page(form, services, language, problem=problem)
    if sending.channel != "links":
        return Redirect(f"/desk/callbacks/{invited.campaign_id}", status_code=303)
    return handed_out(invited.links, form.text("way"), invited.campaign_id, services, language)


@get("/desk/callbacks/poster", permission="callback.send", include_in_schema=False)
async def poster(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Template:
    """The open form's code, to hang up or to print on a delivery note."""
    place = place_in(request.query_params)
    context = {
        # segno's output is ours: it holds a drawing and no text
        "code": Markup(qr_svg(feedback_address(services.base_url, place))),  # noqa: S704
        "address": feedback_address(services.base_url, {}),
        "place": place,
        "company": await company_name(),
    }
    return Template("desk/callbacks_poster.html", context=context)


HANDLERS: tuple[Any, ...] = (callbacks_page, count, create, poster)


async def _page(
    form: Form,
    services: Services,
    language: str,
    seen: Outlook | None = None,
    problem: SurveyError | None = None,
) -> Template:
    stores, salespeople = await stores_and_salespeople()
    wanted, sending = wanted_in(form), sending_in(form)
    context = {
        "wanted": wanted,
        "sending": sending,
        "frames": FRAMES,
        "stores": stores,
        "longest_place": LONGEST_PLACE,
        "salespeople": salespeople,
        "forms": [(one.name, one.title.in_language(language)) for one in await forms_published()],
        "seen": seen,
        "problem": problem,
        "channels": channels_here(services),
        "rounds": await rounds(datetime.now(UTC).date()),
        "is_recording": bool(services.recorded_channels),
        "is_standing": False,
        **(await _counted(form, wanted, sending, services, seen) if seen else {}),
    }
    return Template("desk/callbacks.html", context=context, status_code=problem.status if problem else 200)


async def _counted(
    form: Form, wanted: Wanted, sending: Sending, services: Services, seen: Outlook
) -> dict[str, Any]:  # Any: a page's values
    """What only the count shows. The seed goes along, so that the button asks those who were counted."""
    values = [(name, value) for name, value in carried(form) if name != "seed"]
    return {
        "carried": [*values, ("seed", seen.picked.seed or wanted.seed)],
        "power": power_of(seen.count, seen.assumed),
        "box": (WIDTH, HEIGHT),
        "sms_fits": fits(services.base_url, await company_name(), sending.language),
    }
