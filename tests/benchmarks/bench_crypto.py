"""How fast sealing, receipts, vault and locks are, beside the raw libsodium calls that no implementation can avoid.

Run `python -m tests.benchmarks.bench_crypto`. Figure and floor are taken in turn, so that a busy machine slows both.
"""

import hashlib
import os
import timeit
from collections.abc import Callable, Iterator

from nacl import bindings
from nacl.pwhash import argon2id

from crypto import Receipt, Recipient, Vault, lock, new_key_pair, open_envelope, parse, seal

_ROUNDS = 5
_MIB = 1024 * 1024
_NONCE = bytes(24)  # the floor measures speed and protects nothing
Row = tuple[str, str, str, str]


def main() -> None:
    rows: list[Row] = [("name", "figure", "floor", "ratio"), *_all_rows()]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print(" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def _all_rows() -> Iterator[Row]:
    yield from _envelope_rows()
    yield from _file_rows()
    yield from _receipt_rows()
    yield from _vault_rows()


def _envelope_rows() -> Iterator[Row]:
    pairs = [new_key_pair() for _ in range(5)]
    recipients = [Recipient(pair.public, "recipient") for pair in pairs[:3]]
    recipients += [Recipient(pairs[3].public, "recovery"), Recipient(pairs[4].public, "reporter")]
    report, key = os.urandom(900), os.urandom(32)
    raw, box, chunk = (
        seal(report, recipients),
        bindings.crypto_box_seal(key, pairs[0].public),
        _encrypt(bytes(1028), key),
    )

    def seal_raw() -> None:
        for pair in pairs:
            bindings.crypto_box_seal(key, pair.public)
        _encrypt(bytes(1028), key)

    def open_raw() -> None:
        bindings.crypto_box_seal_open(box, pairs[0].public, pairs[0].private)
        _decrypt(chunk, key)

    yield _rate("seal a report to 3 recipients, recovery, reporter", lambda: seal(report, recipients), seal_raw)
    yield _rate("open a report", lambda: open_envelope(raw, pairs[0]), open_raw)
    yield _rate("check a report without a key", lambda: parse(raw), None)


def _file_rows() -> Iterator[Row]:
    pair, key, file = new_key_pair(), os.urandom(32), os.urandom(8 * _MIB)
    recipients = [Recipient(pair.public, "recipient")]
    raw, sealed = seal(file, recipients, "file"), _encrypt(file, key)
    yield _speed("seal a file of 8 MiB", lambda: seal(file, recipients, "file"), lambda: _encrypt(file, key))
    yield _speed("open a file of 8 MiB", lambda: open_envelope(raw, pair), lambda: _decrypt(sealed, key))


def _receipt_rows() -> Iterator[Row]:
    typed, entropy = "".join(Receipt.new().words("zh")), os.urandom(16)

    def unfold() -> None:
        receipt = Receipt.from_words(typed)
        _ = receipt.mailbox_digest, receipt.key_pair

    def unfold_raw() -> None:
        hashlib.blake2b(hashlib.blake2b(b"mailbox", key=entropy, digest_size=32).digest(), digest_size=32).digest()
        bindings.crypto_scalarmult_base(hashlib.blake2b(b"x25519", key=entropy, digest_size=32).digest())

    yield _duration("typed code to mailbox digest and key pair", unfold, unfold_raw, 200)
    yield _duration("new receipt in words", lambda: Receipt.new().words("zh"), lambda: os.urandom(16), 200)


def _vault_rows() -> Iterator[Row]:
    vault, key, salt = Vault(os.urandom(32)), os.urandom(32), os.urandom(16)
    yield _rate("seal a cell", lambda: vault.seal("name", "张三"), lambda: _encrypt(bytes(32), key))
    yield _rate(
        "blind token of a value",
        lambda: vault.token("name", "张三"),
        lambda: hashlib.blake2b(b"name", key=key, digest_size=8).digest(),
    )
    yield _duration(
        "lock a key under a password",
        lambda: lock(key, "password"),
        lambda: argon2id.kdf(32, b"password", salt, argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE),
        1,
    )


def _encrypt(message: bytes, key: bytes) -> bytes:
    return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(message, None, _NONCE, key)


def _decrypt(sealed: bytes, key: bytes) -> bytes:
    return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, None, _NONCE, key)


def _rate(name: str, figure: Callable[[], object], floor: Callable[[], object] | None) -> Row:
    seconds, floor_seconds = _best(figure, floor, 300)
    floor_cell = f"{1 / floor_seconds:,.0f}/s" if floor_seconds else "-"
    return name, f"{1 / seconds:,.0f}/s", floor_cell, _ratio(seconds, floor_seconds)


def _speed(name: str, figure: Callable[[], object], floor: Callable[[], object]) -> Row:
    seconds, floor_seconds = _best(figure, floor, 3)
    return name, f"{8 / seconds:,.0f} MiB/s", f"{8 / floor_seconds:,.0f} MiB/s", _ratio(seconds, floor_seconds)


def _duration(name: str, figure: Callable[[], object], floor: Callable[[], object], times: int) -> Row:
    seconds, floor_seconds = _best(figure, floor, times)
    return name, f"{seconds * 1000:,.3f} ms", f"{floor_seconds * 1000:,.3f} ms", _ratio(seconds, floor_seconds)


def _best(figure: Callable[[], object], floor: Callable[[], object] | None, times: int) -> tuple[float, float]:
    """Seconds for one call of each, the best of some rounds; 0.0 where there is no floor."""
    rounds = [
        (timeit.timeit(figure, number=times), timeit.timeit(floor, number=times) if floor else 0.0)
        for _ in range(_ROUNDS)
    ]
    return min(seconds for seconds, _ in rounds) / times, min(seconds for _, seconds in rounds) / times


def _ratio(seconds: float, floor_seconds: float) -> str:
    """How much of the floor's speed is reached."""
    return f"{floor_seconds / seconds:.2f}" if floor_seconds else "-"


if __name__ == "__main__":
    main()
