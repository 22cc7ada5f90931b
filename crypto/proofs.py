"""The proof file: leaves of one mailbox, their way up the tree, and a signed head. Made here, and checked with no server.

It holds hashes only. What a leaf stands for is not in it; whoever has the receipt can check that the leaves are theirs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from crypto.errors import HeadError, ProofUnreadable
from crypto.heads import Head, HeadKey, check_head
from crypto.merkle import HASH_BYTES, Tree, check_inclusion, leaf_hash

FORMAT = "brightline-proof-v1"
MOST_BYTES = 4 << 20
STATEMENT_BYTES = 32


@dataclass(frozen=True)
class Stated:
    """A leaf before hashing: a salted hash of what it stands for; then, not shown to others, whose mailbox it concerns."""

    statement: bytes
    position: int
    leaf: bytes


@dataclass(frozen=True)
class Proven:
    """What a proof file proves. `is_own` is None unless a mailbox was compared."""

    head: Head
    key: HeadKey
    leaves: int
    is_own: bool | None


def leaf_of(statement: bytes, mailbox_digest: bytes) -> bytes:
    """The leaf hash. A statement has a fixed length, so the two parts cannot be shifted against each other."""
    return leaf_hash(statement + mailbox_digest)


def make_proof(tree: Tree, head_text: str, size: int, key: HeadKey, leaves: Sequence[Stated]) -> str:
    shown = [
        {
            "leaf": one.leaf.hex(),
            "statement": one.statement.hex(),
            "position": one.position,
            "path": [step.hex() for step in tree.inclusion(one.position, size)],
        }
        for one in sorted(leaves, key=lambda one: one.position)
    ]
    return json.dumps({"format": FORMAT, "log_key": str(key), "head": head_text, "leaves": shown}, indent=1) + "\n"


def check_proof(text: str, *, key: HeadKey | None = None, mailbox_digest: bytes | None = None) -> Proven:
    """Raises ProofError (ProofUnreadable, if it is none) or HeadError unless every leaf is in a tree whose head `key` signed.

    key: the log's, from elsewhere; without it the file's own is used, which its holder should compare.
    """
    try:
        content = json.loads(text)
        if len(text) > MOST_BYTES or content["format"] != FORMAT or not content["leaves"]:
            raise ProofUnreadable("not a proof file")
        signer = key or HeadKey.read(str(content["log_key"]))
        head = check_head(str(content["head"]), signer)
        leaves = [_checked(one, head) for one in content["leaves"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ProofUnreadable("not a proof file") from None
    if signer.role != "log":
        raise HeadError
    own = [leaf_of(one.statement, mailbox_digest) == one.leaf for one in leaves] if mailbox_digest else None
    return Proven(head, signer, len(leaves), all(own) if own else None)


def _checked(one: dict[str, object], head: Head) -> Stated:
    position = one["position"]
    if type(position) is not int or not isinstance(one["path"], list):
        raise TypeError
    stated = Stated(_hash(one["statement"]), position, _hash(one["leaf"]))
    check_inclusion(stated.leaf, position, head.size, [_hash(step) for step in one["path"]], head.root)
    return stated


def _hash(text: object) -> bytes:
    raw = bytes.fromhex(str(text))
    if len(raw) != HASH_BYTES:
        raise ValueError
    return raw
