"""A posted form, read as a stream into memory and never spooled to disk. Knows sizes, not meanings."""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import (  # litestar's Request is generic over user, auth and state, none of which matter here
    Any,
    Protocol,
    TypeAlias,
)

from litestar import Request
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from surveys.errors import FormTooLarge, FormUnreadable

MAX_FIELDS = 400
_QUOTED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
MOST_STREAMED_BYTES = 4 << 30  # of a form whose files are taken as they come; each has a limit of its own


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


class TakesFiles(Protocol):
    """Takes the files of a form one after another while they come; `so_far` is what stood before them in the form."""

    async def take(
        self, so_far: Form, field: str, upload_name: str, media_type: str, pieces: AsyncIterator[bytes]
    ) -> None: ...


async def read_form(
    request: Request[Any, Any, Any], *, max_bytes: int = 1 << 20, takes_files: TakesFiles | None = None
) -> Form:
    """Read an urlencoded or multipart body of at most `max_bytes`, beside what `takes_files` takes.

    Raises FormTooLarge as soon as the limit is passed, FormUnreadable for anything malformed; neither quotes the body.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == "multipart/form-data":
        events = _events(request, options.get("boundary", ""), max_bytes, is_bounded=takes_files is None)
        return await _read_multipart(events, max_bytes, takes_files)
    body = await read_body(request, max_bytes=max_bytes)
    return Form(_grouped(urlencoded(body)), {})


def urlencoded(body: bytes) -> list[tuple[str, str]]:
    """Names and values of an urlencoded body, as urllib's parse_qsl reads them, in a seventh of its time for Chinese.

    Raises FormUnreadable for too many fields.
    """
    fields = body.split(b"&", MAX_FIELDS)
    if len(fields) > MAX_FIELDS:
        raise FormUnreadable
    return [(_unquoted(name), _unquoted(value)) for name, _, value in (one.partition(b"=") for one in fields if one)]


def _unquoted(quoted: bytes) -> str:
    plain = _QUOTED.sub(lambda run: unhexlify(run[0].replace(b"%", b"")), quoted.replace(b"+", b" "))
    return plain.decode("utf-8", "replace")


async def read_body(request: Request[Any, Any, Any], *, max_bytes: int) -> bytes:
    """The body as it came. Raises FormTooLarge as soon as the limit is passed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise FormTooLarge(megabytes=_megabytes(max_bytes))
    return bytes(body)


Event: TypeAlias = MultipartSegment | bytearray | None  # a part begins, some of it, it ends


async def _events(
    request: Request[Any, Any, Any], boundary: str, max_bytes: int, *, is_bounded: bool
) -> AsyncIterator[Event]:
    size = 0
    most = max_bytes if is_bounded else MOST_STREAMED_BYTES
    try:
        with PushMultipartParser(boundary, max_segment_count=MAX_FIELDS, max_segment_size=most) as parser:
            async for chunk in request.stream():
                size += len(chunk)
                if size > most:
                    raise FormTooLarge(megabytes=_megabytes(most))
                for event in parser.parse(chunk):
                    yield event
    except (MultipartError, ValueError) as error:
        raise FormUnreadable from error


async def _read_multipart(events: AsyncIterator[Event], max_bytes: int, takes_files: TakesFiles | None) -> Form:
    pairs: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    size = 0
    async for segment in events:
        if not isinstance(segment, MultipartSegment):
            raise FormUnreadable
        if takes_files is not None and segment.filename is not None:
            await _hand_over(segment, Form(_grouped(pairs), {}), events, takes_files)
            continue
        data = b"".join([bytes(piece) async for piece in _pieces(events)])
        size += len(data)
        if size > max_bytes:
            raise FormTooLarge(megabytes=_megabytes(max_bytes))
        _keep(segment, data, pairs, files)
    return Form(_grouped(pairs), files)


async def _hand_over(
    segment: MultipartSegment, so_far: Form, events: AsyncIterator[Event], takes_files: TakesFiles
) -> None:
    """An empty file field of a browser is a part without a name. What is not taken to its end is read past."""
    pieces = _pieces(events)
    if segment.filename:
        await takes_files.take(so_far, segment.name, segment.filename[:200], segment.content_type or "", pieces)
    async for _ in pieces:
        continue


async def _pieces(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    async for event in events:
        if event is None:
            return
        if isinstance(event, MultipartSegment):
            raise FormUnreadable
        yield bytes(event)


def _keep(segment: MultipartSegment, data: bytes, pairs: list[tuple[str, str]], files: dict[str, Upload]) -> None:
    if segment.filename is not None:
        files[segment.name] = Upload(segment.filename[:200], data)
        return
    try:
        pairs.append((segment.name, data.decode("utf-8")))
    except ValueError as error:
        raise FormUnreadable from error


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def _megabytes(size_bytes: int) -> int:
    return max(1, size_bytes >> 20)
