"""Links themselves, this once: a file, or a page to print. Keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any  # an answer is a file or a page
from uuid import UUID

from litestar import Response
from litestar.response import Template
from markupsafe import Markup

from surveys import Link, links_as_csv, public_link, qr_svg
from surveys.services import Services


def handed_out(links: Sequence[Link], way: str, campaign_id: UUID, services: Services, language: str) -> Response[Any]:
    if way != "qr":
        name = f"callbacks-{campaign_id.hex[:8]}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        content = links_as_csv(links, services.base_url, language)
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
    # segno's output is ours: it holds a drawing and no text
    codes = [(link, Markup(qr_svg(public_link(services.base_url, link.token)))) for link in links]  # noqa: S704
    return Template("desk/callbacks_sheet.html", context={"codes": codes, "campaign_id": campaign_id})
