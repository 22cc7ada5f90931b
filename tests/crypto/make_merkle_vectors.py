"""Make `vectors/merkle.json`, by `python -m tests.crypto.make_merkle_vectors`. Imports nothing of ours.

Roots, paths and proofs come from the RFC's recursive definitions, word for word and slow; the first leaves are those every
certificate log is tested with, whose eight roots are well known and stand in the tests.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FILE = Path(__file__).parent / "vectors" / "merkle.json"
KNOWN_INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
SIZES = 12

Entries = list[bytes]


def mth(entries: Entries) -> bytes:
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = largest_power_below(len(entries))
    return hashlib.sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Entries) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = largest_power_below(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: Entries, is_whole: bool) -> list[bytes]:
    if m == len(entries):
        return [] if is_whole else [mth(entries)]
    k = largest_power_below(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], is_whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def main() -> None:
    entries = [bytes.fromhex(text) for text in KNOWN_INPUTS]
    entries += [f"leaf {number}".encode() for number in range(len(entries), SIZES)]
    trees = [
        {
            "size": n,
            "root": mth(entries[:n]).hex(),
            "inclusion": [[step.hex() for step in path(m, entries[:n])] for m in range(n)],
            "consistency": {m: [step.hex() for step in subproof(m, entries[:n], True)] for m in range(1, n + 1)},
        }
        for n in range(SIZES + 1)
    ]
    content = {"entries": [entry.hex() for entry in entries], "trees": trees}
    FILE.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
