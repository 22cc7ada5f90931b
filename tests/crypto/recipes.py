"""From a vector's recipe to bytes: the few operations by which a good envelope becomes each malformed neighbour.

The browser's tests read the same vectors with the same operations; docs for each stand at its function.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from nacl import bindings

from crypto.chunks import SEALED_CHUNK_BYTES
from crypto.envelopes import Recipient, _seal
from crypto.headers import header_digest, parse_header
from crypto.keys import KeyPair, derive, key_pair_of

Recipe = Mapping[str, Any]  # read from JSON, whose values have many types

FOLDER = Path(__file__).parent / "vectors"


@cache
def vectors(name: str) -> Recipe:
    return cast(Recipe, json.loads((FOLDER / f"{name}.json").read_text("utf-8")))  # every vector file holds an object


@cache
def good_envelope(name: str) -> bytes:
    """The envelope of that name, made anew from its recipe."""
    recipe = next(vector for vector in vectors("envelopes")["good"] if vector["name"] == name)
    return sealed(recipe, vectors("envelopes")["keys"])


def sealed(recipe: Recipe, keys: Mapping[str, Recipe]) -> bytes:
    """Seal with the recipe's own randomness: content key, nonce prefix, one ephemeral private key per recipient."""
    drawn = iter([recipe["content_key"], recipe["nonce_prefix"], *recipe["ephemeral_keys"]])
    recipients = [Recipient(bytes.fromhex(keys[to["key"]]["public"]), to["role"]) for to in recipe["recipients"]]
    return _seal(content_of(recipe["content"]), recipients, recipe["padding"], lambda _: bytes.fromhex(next(drawn)))


def content_of(recipe: Recipe) -> bytes:
    """{"text": words} in UTF-8, or {"repeat": [hex, times]}."""
    if "text" in recipe:
        return str(recipe["text"]).encode()
    unit, times = recipe["repeat"]
    return bytes.fromhex(unit) * int(times)


def edited(raw: bytes, edits: Iterable[Recipe], content_key: bytes) -> bytes:
    """Apply edits in order. Only `reseal` uses the content key."""
    for edit in edits:
        raw = _OPERATIONS[edit["op"]](raw, edit, content_key)
    return raw


def bytes_of(base64_text: str) -> bytes:
    return base64.b64decode(base64_text, validate=True)


def _keep(raw: bytes, edit: Recipe, _: bytes) -> bytes:
    """Only the first `bytes` bytes."""
    return raw[: edit["bytes"]]


def _cut(raw: bytes, edit: Recipe, _: bytes) -> bytes:
    """Take out the bytes from `start` to before `end`."""
    return raw[: edit["start"]] + raw[edit["end"] :]


def _append(raw: bytes, edit: Recipe, _: bytes) -> bytes:
    return raw + content_of(edit["content"])


def _set(raw: bytes, edit: Recipe, _: bytes) -> bytes:
    """Write `hex` at `at`."""
    written = bytes.fromhex(edit["hex"])
    return raw[: edit["at"]] + written + raw[edit["at"] + len(written) :]


def _flip(raw: bytes, edit: Recipe, _: bytes) -> bytes:
    """Turn the lowest bit of the byte at `at` (from the end if negative)."""
    changed = bytearray(raw)
    changed[edit["at"]] ^= 1
    return bytes(changed)


def _swap(raw: bytes, edit: Recipe, _: bytes) -> bytes:
    """Exchange `bytes` bytes at `first` with as many at `second`."""
    first, second, size = edit["first"], edit["second"], edit["bytes"]
    changed = bytearray(raw)
    changed[first : first + size], changed[second : second + size] = (
        raw[second : second + size],
        raw[first : first + size],
    )
    return bytes(changed)


def _reseal(raw: bytes, edit: Recipe, content_key: bytes) -> bytes:
    """Replace chunk number `chunk` by one honestly sealed over a dishonest frame.

    The frame says `used` and holds the piece `content`; it is sealed as number `place`, with the `last` flag as
    given, over the header as it now is (or over nothing, where `authenticated` is false).
    """
    header = parse_header(raw)
    start = header.size_bytes + edit["chunk"] * SEALED_CHUNK_BYTES
    frame = edit["used"].to_bytes(4) + content_of(edit["content"])
    nonce = header.nonce_prefix + edit["place"].to_bytes(4) + bytes([edit["last"]])
    associated = header_digest(raw[: header.size_bytes]) if edit["authenticated"] else b""
    key = derive(content_key, b"brightline/v1/envelope/payload")
    chunk = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(frame, associated, nonce, key)
    return raw[:start] + chunk + raw[start + SEALED_CHUNK_BYTES :]


_OPERATIONS: dict[str, Callable[[bytes, Recipe, bytes], bytes]] = {
    "keep": _keep,
    "cut": _cut,
    "append": _append,
    "set": _set,
    "flip": _flip,
    "swap": _swap,
    "reseal": _reseal,
}


def pair_named(name: str) -> KeyPair:
    return key_pair_of(bytes.fromhex(vectors("envelopes")["keys"][name]["private"]))
