"""The Merkle tree of RFC 9162: leaves in order, one root, short proofs. Knows hashes, and not what a leaf stands for.

Section numbers in comments are the RFC's. SHA-256 throughout; a leaf hash can never be taken for an inner one (§2.1.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from crypto.errors import ProofError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(_LEAF + entry).digest()


class Tree:
    """A tree that only grows. Keeps every perfect subtree it has seen, so that a proof costs a walk and not a rebuild."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """leaves: leaf hashes, in order."""
        self._levels: list[list[bytes]] = [[]]  # [k][i]: the root over leaves i * 2**k up to (i + 1) * 2**k
        self.extend(leaves)

    def __len__(self) -> int:
        return len(self._levels[0])

    @property
    def leaves(self) -> tuple[bytes, ...]:
        return tuple(self._levels[0])

    def extend(self, leaves: Iterable[bytes]) -> None:
        self._levels[0] += leaves
        level = 0
        while len(self._levels[level]) > 1:
            if len(self._levels) == level + 1:
                self._levels.append([])
            below, above = self._levels[level], self._levels[level + 1]
            above += [_node(*below[2 * i : 2 * i + 2]) for i in range(len(above), len(below) // 2)]
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves (all by default). §2.1.1"""
        size = len(self) if size is None else size
        self._refuse_unless(0 <= size <= len(self))
        return self._over(0, size) if size else EMPTY_ROOT

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The audit path of the leaf at `position` (from 0) in the tree of the first `size` leaves. §2.1.3.1"""
        self._refuse_unless(0 <= position < size <= len(self))
        path, start, end = [], 0, size
        while end - start > 1:
            split = start + _split(end - start)
            if position < split:
                path.append(self._over(split, end))
                end = split
            else:
                path.append(self._over(start, split))
                start = split
        return path[::-1]

    def consistency(self, first: int, second: int) -> list[bytes]:
        """Proof that the tree of `second` leaves begins with that of `first`. §2.1.4.1"""
        self._refuse_unless(0 < first <= second <= len(self))
        path, start, end = [], 0, second
        while end != first:  # until the subtree that ends where the first tree ends
            split = start + _split(end - start)
            if first <= split:
                path.append(self._over(split, end))
                end = split
            else:
                path.append(self._over(start, split))
                start = split
        if start:  # the first tree is not that subtree alone, so whoever checks does not know it
            path.append(self._over(start, end))
        return path[::-1]

    def _over(self, start: int, end: int) -> bytes:
        """The root over leaves start..end; start is always a multiple of the subtree's span, as in §2.1.1."""
        count = end - start
        level = count.bit_length() - 1
        if count == 1 << level:
            return self._levels[level][start >> level]
        split = start + _split(count)
        return _node(self._over(start, split), self._over(split, end))

    @staticmethod
    def _refuse_unless(fits: bool) -> None:
        if not fits:
            raise ProofError("out of range")


def check_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raises ProofError unless `leaf` stands at `position` of the tree with this size and root. §2.1.3.2"""
    if not 0 <= position < size:
        raise ProofError("out of range")
    place, last, reached = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofError("path too long")
        if place & 1 or place == last:
            reached = _node(sibling, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = _node(reached, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("path too short")
    if reached != root:
        raise ProofError("another root")


def check_consistency(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> None:
    """Raises ProofError unless the tree of `second` leaves begins with the tree of `first`. §2.1.4.2"""
    if not 0 < first <= second:
        raise ProofError("out of range")
    if first == second:
        if path or first_root != second_root:
            raise ProofError("another root")
        return
    steps = list(path) if first & (first - 1) else [first_root, *path]  # a perfect first tree is its own first step
    if not steps:
        raise ProofError("path too short")
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError("path too long")
        if place & 1 or place == last:
            old, new = _node(step, old), _node(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("path too short")
    if (old, new) != (first_root, second_root):
        raise ProofError("another root")


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (at least 2). §2.1.1"""
    return 1 << (count - 1).bit_length() - 1
