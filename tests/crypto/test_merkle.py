"""`crypto.merkle`: roots and proofs as RFC 9162 defines them, and nothing else accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import ProofError
from crypto.merkle import EMPTY_ROOT, Tree, check_consistency, check_inclusion, leaf_hash
from tests.crypto.recipes import vectors

ENTRIES = [bytes.fromhex(text) for text in vectors("merkle")["entries"]]
TREES = vectors("merkle")["trees"]
# The eight roots certificate logs are tested with.
KNOWN_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
MOST_LEAVES, MOST_GROWTH = 64, 40
BIG = [leaf_hash(n.to_bytes(2)) for n in range(MOST_LEAVES)]
GROWN = Tree(BIG)


def tree_of(size: int) -> Tree:
    return Tree(leaf_hash(entry) for entry in ENTRIES[:size])


def raw(steps: list[str]) -> list[bytes]:
    return [bytes.fromhex(step) for step in steps]


def flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data) ^ 1 << bit % (8 * len(data))).to_bytes(len(data))


@pytest.mark.parametrize(("size", "root"), list(enumerate(KNOWN_ROOTS, 1)))
def test_the_well_known_trees_have_their_well_known_roots(size: int, root: str) -> None:
    assert tree_of(size).root().hex() == root


def test_a_tree_without_leaves_has_the_hash_of_nothing() -> None:
    assert Tree().root() == EMPTY_ROOT == hashlib.sha256().digest()


@pytest.mark.parametrize("vector", TREES, ids=lambda vector: str(vector["size"]))
def test_roots_and_proofs_are_those_of_the_recursive_definition(vector: dict[str, Any]) -> None:
    tree, size = tree_of(len(ENTRIES)), vector["size"]
    assert tree_of(size).root() == tree.root(size) == bytes.fromhex(vector["root"])
    assert [tree.inclusion(m, size) for m in range(size)] == [raw(path) for path in vector["inclusion"]]
    assert {str(m): tree.consistency(m, size) for m in range(1, size + 1)} == {
        m: raw(steps) for m, steps in vector["consistency"].items()
    }


def proves(check: Callable[..., None], *proof: object) -> bool:
    try:
        check(*proof)
    except ProofError:
        return False
    return True


@pytest.mark.parametrize("size", range(1, MOST_LEAVES + 1))
def test_every_leaf_of_every_tree_proves(size: int) -> None:
    root = GROWN.root(size)
    paths = [GROWN.inclusion(position, size) for position in range(size)]
    assert all(proves(check_inclusion, BIG[at], at, size, path, root) for at, path in enumerate(paths))


@pytest.mark.parametrize("second", range(1, MOST_GROWTH + 1))
def test_every_tree_is_proved_the_beginning_of_every_later_one(second: int) -> None:
    root = GROWN.root(second)
    steps = [(first, GROWN.consistency(first, second)) for first in range(1, second + 1)]
    assert all(proves(check_consistency, first, second, path, GROWN.root(first), root) for first, path in steps)


def test_a_tree_grown_leaf_by_leaf_is_the_tree_built_at_once() -> None:
    grown, roots = Tree(), []
    for leaf in BIG:
        grown.extend([leaf])
        roots.append(grown.root())
    assert roots == [Tree(BIG[:size]).root() for size in range(1, MOST_LEAVES + 1)]


@given(st.data())
def test_a_bit_changed_anywhere_in_an_inclusion_proof_is_found(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, MOST_LEAVES))
    position = data.draw(st.integers(0, size - 1))
    parts = [BIG[position], GROWN.root(size), *GROWN.inclusion(position, size)]
    changed = data.draw(st.integers(0, len(parts) - 1))
    parts[changed] = flipped(parts[changed], data.draw(st.integers(0, 255)))
    with pytest.raises(ProofError):
        check_inclusion(parts[0], position, size, parts[2:], parts[1])


@given(st.data())
def test_a_bit_changed_anywhere_in_a_consistency_proof_is_found(data: st.DataObject) -> None:
    second = data.draw(st.integers(1, MOST_GROWTH))
    first = data.draw(st.integers(1, second))
    parts = [GROWN.root(first), GROWN.root(second), *GROWN.consistency(first, second)]
    changed = data.draw(st.integers(0, len(parts) - 1))
    parts[changed] = flipped(parts[changed], data.draw(st.integers(0, 255)))
    with pytest.raises(ProofError):
        check_consistency(first, second, parts[2:], parts[0], parts[1])


@given(st.integers(0, MOST_LEAVES - 1), st.integers(-1, MOST_LEAVES + 1))
def test_a_leaf_proves_no_place_but_its_own(position: int, claimed: int) -> None:
    path = GROWN.inclusion(position, MOST_LEAVES)
    is_proved = proves(check_inclusion, BIG[position], claimed, MOST_LEAVES, path, GROWN.root())
    assert is_proved == (claimed == position)


@pytest.mark.parametrize("change", [lambda path: path[:-1], lambda path: [*path, path[0]], lambda path: path[::-1]])
def test_a_path_cut_lengthened_or_turned_round_proves_nothing(change: Any) -> None:
    with pytest.raises(ProofError):
        check_inclusion(BIG[5], 5, 40, change(GROWN.inclusion(5, 40)), GROWN.root(40))
    with pytest.raises(ProofError):
        check_consistency(21, 40, change(GROWN.consistency(21, 40)), GROWN.root(21), GROWN.root(40))


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5), (-1, 5)])
def test_sizes_out_of_order_prove_nothing(first: int, second: int) -> None:
    with pytest.raises(ProofError):
        check_consistency(first, second, [], EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(ProofError):
        GROWN.consistency(first, second)


def test_a_tree_says_nothing_about_leaves_it_has_not() -> None:
    with pytest.raises(ProofError):
        GROWN.root(MOST_LEAVES + 1)
    with pytest.raises(ProofError):
        GROWN.inclusion(3, MOST_LEAVES + 1)


def test_a_leaf_is_never_taken_for_an_inner_node() -> None:
    two = Tree([leaf_hash(b"a"), leaf_hash(b"b")])
    assert leaf_hash(leaf_hash(b"a") + leaf_hash(b"b")) != two.root()
