"""A posted form, read as a stream into memory and never spooled to disk. Knows sizes, not meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # litestar's Request is generic over user, auth and state, none of which matter here
from urllib.parse import parse_qsl

from litestar import Request
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from surveys.errors import FormTooLarge, FormUnreadable

MAX_FIELDS = 400


@dataclass(frozen=True)
class Upload:
    """One file of a form: the name the browser gave (untrusted, bounded), and its bytes."""

    filename: str
    data: bytes


@dataclass(frozen=True)
class Form:
    """What was posted. Unknown names answer "" and (), so a missing field is an empty one."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, Upload]

    def text(self, name: str) -> str:
        values = self.fields.get(name, ())
        return values[0].replace("\r\n", "\n").strip() if values else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())

    def file(self, name: str) -> Upload | None:
        upload = self.files.get(name)
        return upload if upload and upload.filename and upload.data else None


async def read_form(request: Request[Any, Any, Any], *, max_bytes: int = 1 << 20) -> Form:
    """Read an urlencoded or multipart body of at most `max_bytes`.

    Raises FormTooLarge as soon as the limit is passed, FormUnreadable for anything malformed; neither quotes the body.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == "multipart/form-data":
        return await _read_multipart(request, options.get("boundary", ""), max_bytes)
    body = await read_body(request, max_bytes=max_bytes)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise FormUnreadable from error
    return Form(_grouped(pairs), {})


async def read_body(request: Request[Any, Any, Any], *, max_bytes: int) -> bytes:
    """The body as it came. Raises FormTooLarge as soon as the limit is passed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise FormTooLarge(megabytes=_megabytes(max_bytes))
    return bytes(body)


async def _read_multipart(request: Request[Any, Any, Any], boundary: str, max_bytes: int) -> Form:
    pairs: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    segment: MultipartSegment | None = None
    buffer = bytearray()
    size = 0
    try:
        with PushMultipartParser(boundary, max_segment_count=MAX_FIELDS, max_segment_size=max_bytes) as parser:
            async for chunk in request.stream():
                size += len(chunk)
                if size > max_bytes:
                    raise FormTooLarge(megabytes=_megabytes(max_bytes))
                for event in parser.parse(chunk):
                    if isinstance(event, MultipartSegment):
                        segment, buffer = event, bytearray()
                    elif event is not None:
                        buffer += event
                    elif segment is not None:
                        _keep(segment, bytes(buffer), pairs, files)
    except (MultipartError, ValueError) as error:
        raise FormUnreadable from error
    return Form(_grouped(pairs), files)


def _keep(segment: MultipartSegment, data: bytes, pairs: list[tuple[str, str]], files: dict[str, Upload]) -> None:
    if segment.filename is None:
        pairs.append((segment.name, data.decode("utf-8")))
    else:
        files[segment.name] = Upload(segment.filename[:200], data)


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def _megabytes(size_bytes: int) -> int:
    return max(1, size_bytes >> 20)
