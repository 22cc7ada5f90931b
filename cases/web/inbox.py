"""The desk's first page: the inbox. Knows which words and which page, not which case comes first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from cases.actors import Actor
from cases.channels.offered import KEY, channel_names
from cases.inbox import inbox_of
from cases.records.dates import day_of
from cases.web.labels import CASE_STATES, CHANNELS, OUTCOMES, SHOWS
from cases.wording import GRADES, KINDS
from crypto.vault import Vault

_GRADE_OF = (None, "hint", "review", "finding")


@get("/desk", permission="desk", include_in_schema=False)
async def inbox_page(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Template:
    """Every case this person may open. Whoever may open none sees what else there is for them to do."""
    show, page = str(request.query_params.get("show", "")), _number(request.query_params.get("page"))
    asked = str(request.query_params.get("channel", ""))
    channel = asked if KEY.fullmatch(asked) else ""
    inbox = await inbox_of(actor, vault, language, day_of(datetime.now(UTC)), show=show, channel=channel, page=page)
    channels = CHANNELS | await channel_names(language)
    context = {
        "inbox": inbox,
        "shows": SHOWS,
        "states": CASE_STATES,
        "outcomes": OUTCOMES,
        "channels": channels,
        "kinds": KINDS,
        "strengths": [GRADES[grade] if grade else "" for grade in _GRADE_OF],
    }
    return Template("desk/inbox.html", context=context)


HANDLERS: tuple[Any, ...] = (inbox_page,)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 1
