"""Heads and the tree beneath them, as whoever asks may see them: sizes, days and hashes. Knows no case and no reporter."""

from __future__ import annotations

from dataclasses import dataclass

from cases.errors import HeadUnknown, LogBroken
from cases.tables import LogEntry, LogHead
from crypto.heads import Head, HeadKey, Signer, check_head
from crypto.merkle import Tree
from crypto.vault import Vault

SIGNING_LABEL = "log-signing"
HEADS_SHOWN = 60


@dataclass(frozen=True)
class SignedHead:
    """`text` is what others keep and compare."""

    head: Head
    text: str


_last_tree: list[tuple[str, Tree]] = []  # the last tree asked for, by its head's text: it never changes


def signer_of(vault: Vault) -> Signer:
    return Signer.of_log(vault.subkey(SIGNING_LABEL))


async def heads(key: HeadKey) -> list[SignedHead]:
    """The latest heads, newest first. Raises HeadError if one of them is not signed by `key`."""
    rows = await LogHead.objects().order_by(LogHead.size, ascending=False).limit(HEADS_SHOWN)
    return [_signed(row, key) for row in rows]


async def head_of(key: HeadKey, size: int | None = None) -> SignedHead:
    """The head of that size, or the latest. Raises HeadUnknown."""
    query = LogHead.objects().order_by(LogHead.size, ascending=False)
    row = await (query if size is None else query.where(LogHead.size == size)).first()
    if row is None:
        raise HeadUnknown
    return _signed(row, key)


async def consistency(key: HeadKey, first: int, second: int) -> list[bytes]:
    """Proof that the log of one head begins with that of an earlier one. Raises HeadUnknown, ProofError."""
    await head_of(key, first)
    await head_of(key, second)
    return (await tree_of(await head_of(key))).consistency(first, second)


async def tree_of(signed: SignedHead) -> Tree:
    """The tree beneath a head. Raises LogBroken if the leaves do not give its root."""
    if _last_tree and _last_tree[0][0] == signed.text:
        return _last_tree[0][1]
    tree = Tree(await leaves(signed.head.size))
    if len(tree) != signed.head.size or tree.root() != signed.head.root:
        raise LogBroken
    _last_tree[:] = [(signed.text, tree)]
    return tree


async def leaves(size: int) -> list[bytes]:
    rows = await LogEntry.select(LogEntry.leaf).where(LogEntry.position < size).order_by(LogEntry.position)
    return [bytes(row["leaf"]) for row in rows]


def _signed(row: LogHead, key: HeadKey) -> SignedHead:
    return SignedHead(check_head(row.text, key), row.text)
