"""The log's public pages: heads, how to check them, and proof that a later log begins with an earlier one. No cookie, no case."""

from __future__ import annotations

import base64
from typing import Any  # handlers of every kind

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from cases.errors import HeadUnknown
from cases.log.reading import consistency, head_of, heads, signer_of
from crypto.vault import Vault

ROOT_SHOWN = 12  # characters of base64
MOST_DIGITS = 15


@get("/log", permission="public", include_in_schema=False)
async def show_log(vault: NamedDependency[Vault]) -> Template:
    key = signer_of(vault).key
    lines = [(one.head, base64.b64encode(one.head.root).decode()[:ROOT_SHOWN]) for one in await heads(key)]
    return Template("reporter/log.html", context={"heads": lines, "log_key": str(key)})


@get("/log/head", permission="public", include_in_schema=False, media_type="text/plain")
async def download_head(request: Request[Any, Any, Any], vault: NamedDependency[Vault]) -> Response[str]:
    """The latest signed head, or that of ?size=."""
    asked = request.query_params.get("size")
    signed = await head_of(signer_of(vault).key, None if asked is None else _size(asked))
    name = f"log-head-{signed.head.size}.txt"
    return Response(signed.text, media_type="text/plain", headers=_as_file(name))


@get("/api/v1/log/consistency", permission="public", include_in_schema=True)
async def prove_consistency(
    first: FromQuery[str], second: FromQuery[str], vault: NamedDependency[Vault]
) -> dict[str, object]:
    """Proof (RFC 9162, 2.1.4) that the log of the head of size `second` begins with that of size `first`."""
    sizes = _size(first), _size(second)
    path = await consistency(signer_of(vault).key, *sizes)
    return {"first": sizes[0], "second": sizes[1], "path": [step.hex() for step in path]}


HANDLERS: tuple[Any, ...] = (show_log, download_head, prove_consistency)


def _size(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > MOST_DIGITS:
        raise HeadUnknown
    return int(text)


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
