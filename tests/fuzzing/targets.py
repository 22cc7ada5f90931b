"""What strangers can send, one function a kind: any bytes in, an answer or a named refusal out. Anything else is a find."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any  # stands for litestar's Request, of which two members are needed

from cases.contents import unpacked
from crypto.chunks import SEALED_CHUNK_BYTES
from crypto.envelopes import Recipient, open_envelope, parse, seal
from crypto.errors import CryptoError
from crypto.keys import decrypt, encrypt, key_pair_of, unlock
from crypto.proofs import FORMAT, check_proof
from crypto.receipts import Receipt
from portal.form_tokens import TokenStale, read_token
from portal.sessions import read_cookie
from surveys.errors import SurveyError
from surveys.forms import read_form

PAIR = key_pair_of(b"\x01" * 32)
SEED_ENVELOPE = seal(b"text", [Recipient(PAIR.public, "recipient")])
SEED_CELL = encrypt(bytes(32), b"value", b"column")
BOUNDARY = "limit"
SEED_FORM = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\nhello\r\n'
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nbytes\r\n--{BOUNDARY}--\r\n'
).encode()
_loop = asyncio.new_event_loop()


def envelope(raw: bytes) -> None:
    with suppress(CryptoError):
        parse(raw)
        open_envelope(raw, PAIR)


def receipt(raw: bytes) -> None:
    with suppress(CryptoError):
        words = Receipt.from_words(raw.decode("utf-8", "replace"))
        assert Receipt.from_words(" ".join(words.words("en"))) == words


def content(raw: bytes) -> None:
    read = unpacked(raw)
    assert unpacked(read.packed()).text == read.text


def sealed_cell(raw: bytes) -> None:
    with suppress(CryptoError):
        decrypt(bytes(32), raw, b"column")


def locked_key(raw: bytes) -> None:
    """Fronts that would ask for a real Argon2id are left to the unit tests: they cost half a second each."""
    if raw[:4] != b"BLK1":
        with suppress(CryptoError):
            unlock(raw, "password")


def proof(raw: bytes) -> None:
    with suppress(CryptoError):
        check_proof(raw.decode("utf-8", "replace"))


def form_token(raw: bytes) -> None:
    with suppress(TokenStale):
        read_token(raw.decode("utf-8", "replace"), "mailbox")


def cookie(raw: bytes) -> None:
    assert read_cookie(raw.decode("latin-1"), 1_800_000_000) is None


def multipart_form(raw: bytes) -> None:
    _read_as(f"multipart/form-data; boundary={BOUNDARY}", raw)


def urlencoded_form(raw: bytes) -> None:
    _read_as("application/x-www-form-urlencoded", raw)


def media_type(raw: bytes) -> None:
    _read_as(raw.decode("latin-1"), SEED_FORM)


@dataclass
class _Sent:
    """As much of a request as reading a form needs: headers, and the body in two pieces."""

    headers: dict[str, str]
    body: bytes

    async def stream(self) -> AsyncIterator[bytes]:
        yield self.body[: len(self.body) // 2]
        yield self.body[len(self.body) // 2 :]


def _read_as(kind: str, raw: bytes) -> None:
    request: Any = _Sent({"content-type": kind}, raw)
    with suppress(SurveyError):
        _loop.run_until_complete(read_form(request, max_bytes=SEALED_CHUNK_BYTES))


TARGETS: dict[str, tuple[Callable[[bytes], None], bytes]] = {
    "envelope": (envelope, SEED_ENVELOPE),
    "receipt": (receipt, " ".join(Receipt(bytes(16)).words("zh")).encode()),
    "content": (content, b'{"schema":1,"text":"hello","claim":{"amount":"1"},"language":"zh","channel":"web"}'),
    "sealed_cell": (sealed_cell, SEED_CELL),
    "locked_key": (locked_key, b"BLK0" + bytes(80)),
    "proof": (proof, f'{{"format":"{FORMAT}","head":"","leaves":[]}}'.encode()),
    "form_token": (form_token, b"AAAA"),
    "cookie": (cookie, b"AAAA"),
    "multipart_form": (multipart_form, SEED_FORM),
    "urlencoded_form": (urlencoded_form, b"text=hello&left_out=1&left_out=2"),
    "media_type": (media_type, f"multipart/form-data; boundary={BOUNDARY}".encode()),
}
