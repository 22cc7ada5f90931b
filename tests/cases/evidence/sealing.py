"""Sealed files of a made-up reporter, uploaded through the face. Knows no page."""

from __future__ import annotations

import io
import random
from collections.abc import AsyncIterator, Sequence
from datetime import date

from PIL import Image

from cases.evidence.files import FileStore
from cases.evidence.kinds import PNG
from cases.evidence.pictures import clean_picture
from cases.evidence.uploads import UploadKey, begin_upload, receive_piece
from crypto.envelopes import Recipient
from crypto.streams import SealingStream

TOKEN = b"\x07" * 32


def _photo() -> bytes:
    drawn, out = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000)), io.BytesIO()
    drawn.save(out, "PNG")
    return clean_picture(out.getvalue(), PNG)[0]


PHOTO = _photo()  # of 120 kB, with nothing in it to clean: it opens as it was sent


def sealed_file(recipients: Sequence[Recipient], content: bytes = PHOTO) -> bytes:
    stream = SealingStream(recipients)
    return stream.feed(content) + b"".join(stream.finish())


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def uploaded(store: FileStore, raw: bytes, today: date, token: bytes = TOKEN) -> UploadKey:
    key = UploadKey(await begin_upload(store, len(raw), token, today), token)
    assert (await receive_piece(store, key, 0, pieces(raw))).is_whole
    return key
