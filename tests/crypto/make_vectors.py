"""Make the files in `vectors/`, by `python -m tests.crypto.make_vectors`, after a deliberate change of format only.

All randomness is BLAKE2b of a name, so a second run writes the same bytes.
"""

import base64
import hashlib
import itertools
import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from crypto import Receipt, Vault, key_id_of, key_pair_of, lock, padding
from crypto.envelopes import Recipient
from crypto.keys import seal_from
from crypto.shares import split_recovery_key
from crypto.streams import SealingStream
from tests.crypto.malformed import (
    another_key_for_one,
    chunk_faults,
    file_faults,
    header_faults,
    length_faults,
    recipient_twice,
)
from tests.crypto.recipes import FOLDER, sealed
from tests.crypto.typed_codes import mistyped, typed

_SHOWN_WHOLE_BYTES = 5000
_ROLES = {"first": "recipient", "second": "recipient", "recovery": "recovery", "reporter": "reporter"}
_REPORT = "三月八日，客户把货款付到了销售员的个人微信。"


def dice(name: str) -> Callable[[int], bytes]:
    """Randomness that is none: the same name gives the same bytes, in the same order."""
    rolls = itertools.count()
    return lambda size: hashlib.blake2b(f"{name}/{next(rolls)}".encode(), digest_size=size).digest()


def main() -> None:
    keys = {name: _key(name) for name in (*_ROLES, "stranger", *(f"key-{i}" for i in range(16)))}
    good = [_good(*case, keys) for case in _good_cases()]
    refused = [
        *header_faults(),
        *length_faults(),
        *chunk_faults(),
        *_two_key_faults(keys),
        *file_faults(_another_header(keys)),
    ]
    _write("envelopes", {"keys": keys, "good": good, "refused": refused})
    _write("boxes", {"boxes": [_box(size) for size in (0, 1, 32, 100)]})
    _write("padding", {"lengths": [_lengths(length) for length in _interesting_lengths()]})
    entropies = [bytes(16), b"\xff" * 16, dice("receipt 2")(16), dice("receipt 3")(16)]
    receipts = [_receipt(Receipt(entropy)) for entropy in entropies]
    _write("receipts", {"receipts": receipts, "typed": typed(entropies[2]), "refused": mistyped(entropies[2])})
    _write("vault", _vault())
    _write("shares", _shares())


def _write(name: str, content: dict[str, Any]) -> None:
    """Any: what becomes JSON."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


def _key(name: str) -> dict[str, str]:
    pair = key_pair_of(dice(f"key {name}")(32))
    return {"private": pair.private.hex(), "public": pair.public.hex(), "key_id": key_id_of(pair.public).hex()}


def _good_cases() -> list[tuple[str, str, dict[str, Any], list[str]]]:
    everybody = ["first", "second", "recovery", "reporter"]
    return [
        ("text-one-recipient", "text", {"text": _REPORT}, ["first"]),
        ("text-three-keys", "text", {"text": "Paid to a private account."}, ["first", "recovery", "reporter"]),
        ("text-sixteen-keys", "text", {"text": "十六把钥匙"}, [f"key-{i}" for i in range(16)]),
        ("text-empty", "text", {"text": ""}, everybody),
        ("text-ending-in-zeros", "text", {"repeat": ["00", 100]}, ["first"]),
        ("text-full-bucket", "text", {"repeat": ["e98a80", 341]}, ["first"]),
        ("text-1024-bytes", "text", {"repeat": ["61", 1024]}, ["first"]),
        ("text-1025-bytes", "text", {"repeat": ["61", 1025]}, ["first"]),
        ("text-one-full-chunk", "text", {"repeat": ["61", 65536]}, ["first"]),
        ("text-two-chunks", "text", {"repeat": ["61", 65537]}, ["first"]),
        ("text-three-chunks", "text", {"repeat": ["6162", 70000]}, ["first"]),
        ("file-empty", "file", {"repeat": ["00", 0]}, ["first"]),
        ("file-1500-bytes", "file", {"repeat": ["ff00", 750]}, everybody),
        ("file-two-chunks", "file", {"repeat": ["ff", 65537]}, ["first"]),
        ("file-three-chunks", "file", {"repeat": ["0a0b", 98304]}, ["first"]),
        ("file-ending-in-padding-chunks", "file", {"repeat": ["00ff", 520000]}, ["first", "reporter"]),
        ("file-300000-bytes", "file", {"repeat": ["0d0a", 150000]}, ["first", "recovery"]),
    ]


def _good(
    name: str, kind: str, content: dict[str, Any], to: list[str], keys: dict[str, dict[str, str]]
) -> dict[str, Any]:
    roll = dice(f"envelope {name}")
    recipe: dict[str, Any] = {"name": name, "padding": kind, "content": content}
    recipe["recipients"] = [{"key": key, "role": _ROLES.get(key, "recipient")} for key in to]
    recipe["content_key"], recipe["nonce_prefix"] = roll(32).hex(), roll(19).hex()
    recipe["ephemeral_keys"] = [roll(32).hex() for _ in to]
    raw = sealed(recipe, keys)
    recipe["length"], recipe["sha256"] = len(raw), hashlib.sha256(raw).hexdigest()
    recipe["envelope"] = base64.b64encode(raw).decode() if len(raw) <= _SHOWN_WHOLE_BYTES else None
    return recipe


def _two_key_faults(keys: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """A sealer who wraps another content key for one of the recipients, so that they would read something else."""
    ephemeral = key_pair_of(dice("two keys")(32))
    other_key = seal_from(ephemeral, bytes.fromhex(keys["recovery"]["public"]), dice("other content key")(32))
    return [another_key_for_one(other_key.hex()), recipient_twice(keys["first"]["key_id"])]


def _another_header(keys: dict[str, dict[str, str]]) -> str:
    """Of a file nobody has, sealed to the first key."""
    first = Recipient(bytes.fromhex(keys["first"]["public"]), "recipient")
    return SealingStream([first], dice("another file")).header.hex()


def _box(size: int) -> dict[str, str]:
    roll = dice(f"box {size}")
    ephemeral, recipient, message = key_pair_of(roll(32)), key_pair_of(roll(32)), (roll(64) * 2)[:size]
    sealed_box = seal_from(ephemeral, recipient.public, message)
    return {
        "ephemeral_private": ephemeral.private.hex(),
        "private": recipient.private.hex(),
        "public": recipient.public.hex(),
        "message": message.hex(),
        "sealed": sealed_box.hex(),
    }


def _interesting_lengths() -> list[int]:
    edges = [0, 1024, 1500, 4096, 16384, 65536, 131072, 196608, 1000000, 10485760, 209715200]
    return sorted({max(0, edge + step) for edge in edges for step in (-1, 0, 1)})


def _lengths(length: int) -> dict[str, int]:
    return {"content": length, "text": padding.text_bucket(length), "file": padding.file_bucket(length)}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "entropy": receipt.entropy.hex(),
        "zh": list(receipt.words("zh")),
        "en": list(receipt.words("en")),
        "mailbox_token": receipt.mailbox_token.hex(),
        "mailbox_digest": receipt.mailbox_digest.hex(),
        "x25519_private": receipt.key_pair.private.hex(),
        "x25519_public": receipt.key_pair.public.hex(),
        "reward_seed": receipt.reward_seed.hex(),
        "content_mark_of_abc": receipt.content_mark(b"abc").hex(),
    }


def _vault() -> dict[str, Any]:
    root_key = dice("root key")(32)
    vault = Vault(root_key)
    with patch("os.urandom", dice("vault")):
        sealed_name = vault.seal("customer_name", "张三")
        locked = lock(b"a private key of 32 bytes, locked", "正确的密码１２３")
    return {
        "root_key": root_key.hex(),
        "subkey_of_log_signing": vault.subkey("log-signing").hex(),
        "token_of_zhang_san": vault.token("customer_name", "张三").hex(),
        "sealed_zhang_san": sealed_name.hex(),
        "locked": locked.hex(),
        "locked_secret": b"a private key of 32 bytes, locked".hex(),
        "password": "正确的密码123",
    }


def _shares() -> dict[str, Any]:
    private = dice("recovery key")(32)
    with patch("shamir_mnemonic.shamir.RANDOM_BYTES", dice("shares")):
        return {"private": private.hex(), "shares": split_recovery_key(private)}


if __name__ == "__main__":
    main()
