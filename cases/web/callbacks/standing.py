"""The desk's page of rounds that run by themselves: what is set up, and the form that sets up another."""

from __future__ import annotations

from typing import Any, get_args  # Any: litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.callbacks import Sending, Wanted
from cases.callbacks.standing import end, set_up, standing_rounds
from cases.callbacks.triggers import TRIGGERS, Trigger
from cases.web.callbacks.reading import number_in, sending_in, wanted_in
from surveys import forms_published
from surveys.delivery.senders import channels_here
from surveys.forms import read_form
from surveys.services import Services

MAX_BYTES = 16 << 10
USUAL_DAYS = 7


@get("/desk/callbacks/standing", permission="callback.send", include_in_schema=False)
async def standing_page(services: NamedDependency[Services], language: NamedDependency[str]) -> Template:
    context = {
        "standing": await standing_rounds(),
        "triggers": TRIGGERS,
        "channels": channels_here(services),
        "forms": [(one.name, one.title.in_language(language)) for one in await forms_published()],
        "wanted": Wanted("orders"),
        "sending": Sending("links"),
        "is_standing": True,
    }
    return Template("desk/callbacks_standing.html", context=context)


@post("/desk/callbacks/standing", permission="callback.send", status_code=200, include_in_schema=False)
async def stand(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    days = number_in(form, "after_days", USUAL_DAYS)
    await set_up(_trigger(form.text("trigger")), days, wanted_in(form), sending_in(form), actor)
    return Redirect("/desk/callbacks/standing", status_code=303)


@post(
    "/desk/callbacks/standing/{standing_id:uuid}/end",
    permission="callback.send",
    status_code=200,
    include_in_schema=False,
)
async def stand_down(standing_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    await end(standing_id, actor)
    return Redirect("/desk/callbacks/standing", status_code=303)


HANDLERS: tuple[Any, ...] = (standing_page, stand, stand_down)


def _trigger(text: str) -> Trigger:
    triggers: tuple[Trigger, ...] = get_args(Trigger)
    return next((one for one in triggers if one == text), "delivered")
