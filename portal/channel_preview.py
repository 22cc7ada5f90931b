"""A channel's report page as a reporter sees it, for the administrator. Nothing can be sent from it."""

from __future__ import annotations

from typing import Any  # handlers of every kind
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from cases.channels.changing import channel_for
from portal.questions import unanswered
from portal.report_page import Offer, form_page
from portal.reporter_form import empty_form


@get("/desk/channels/{channel_id:uuid}/preview", permission="staff.manage", include_in_schema=False)
async def preview(channel_id: FromPath[UUID], language: NamedDependency[str]) -> Template:
    channel = await channel_for(channel_id)
    form = empty_form(channel.key, await unanswered(channel))
    return form_page(form, Offer(channel, await channel.possible_readers()), language, 200, is_preview=True)


HANDLERS: tuple[Any, ...] = (preview,)
