"""`crypto.proofs`: a proof file is good as it was made, offline, and no other way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import CryptoError, HeadError, ProofError, ProofUnreadable
from crypto.heads import Head, Signer, sign
from crypto.merkle import Tree, leaf_hash
from crypto.proofs import Stated, check_proof, leaf_of, make_proof

MINE, THEIRS = b"m" * 32, b"t" * 32
STATEMENTS = [b"first statement".ljust(32), b"second statement".ljust(32)]
TREE = Tree([*(leaf_of(one, MINE) for one in STATEMENTS), *(leaf_hash(bytes([n])) for n in range(62))])
LOG = Signer.of_log(b"l" * 32)
HEAD = sign(Head(LOG.key.name, 64, TREE.root(), date(2026, 3, 10)), LOG)
STATED = [Stated(one, place, leaf_of(one, MINE)) for place, one in enumerate(STATEMENTS)]
PROOF = make_proof(TREE, HEAD, 64, LOG.key, STATED)


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    content = json.loads(PROOF)
    change(content)
    return json.dumps(content)


def test_a_proof_says_how_many_leaves_stand_in_which_head() -> None:
    proven = check_proof(PROOF)
    assert (proven.leaves, proven.head.size, proven.head.day, proven.key) == (2, 64, date(2026, 3, 10), LOG.key)


@pytest.mark.parametrize(("mailbox", "is_own"), [(None, None), (MINE, True), (THEIRS, False)])
def test_only_a_receipt_tells_whose_leaves_they_are(mailbox: bytes | None, is_own: bool | None) -> None:
    assert check_proof(PROOF, mailbox_digest=mailbox).is_own is is_own


def test_a_proof_of_another_log_is_refused() -> None:
    with pytest.raises(HeadError):
        check_proof(PROOF, key=Signer.of_log(b"m" * 32).key)


def test_a_witness_alone_proves_nothing() -> None:
    witness = Signer.of_witness(b"w" * 32, "auditor")
    text = sign(Head(LOG.key.name, 64, TREE.root(), date(2026, 3, 10)), witness)
    with pytest.raises(HeadError):
        check_proof(changed(lambda proof: proof.update(head=text, log_key=str(witness.key))))


@given(st.sampled_from(["leaf", "path"]), st.integers(0, 1), st.integers(0, 5), st.integers(0, 255))
def test_a_bit_changed_in_a_leaf_or_its_path_is_found(part: str, number: int, step: int, bit: int) -> None:
    def flip(text: str) -> str:
        return f"{int(text, 16) ^ 1 << bit:064x}"

    def change(proof: dict[str, Any]) -> None:
        leaf = proof["leaves"][number]
        leaf[part] = (
            flip(leaf[part])
            if part == "leaf"
            else [*leaf[part][:step], flip(leaf[part][step]), *leaf[part][step + 1 :]]
        )

    with pytest.raises(ProofError):
        check_proof(changed(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: proof.pop("head"),
        lambda proof: proof.pop("format"),
        lambda proof: proof.update(leaves=[]),
        lambda proof: proof.update(leaves={"a": 1}),
        lambda proof: proof["leaves"][0].update(position="0"),
        lambda proof: proof["leaves"][0].update(position=True),
        lambda proof: proof["leaves"][0].update(path="00"),
        lambda proof: proof["leaves"][0].update(path=["00"]),
        lambda proof: proof["leaves"][0].update(leaf="zz"),
        lambda proof: proof["leaves"][0].pop("statement"),
    ],
)
def test_a_malformed_neighbour_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(ProofUnreadable):
        check_proof(changed(change))


@pytest.mark.parametrize("position", [-1, 1, 63, 64, 10**30])
def test_a_leaf_is_proved_at_its_own_place_only(position: int) -> None:
    with pytest.raises(ProofError):
        check_proof(changed(lambda proof: proof["leaves"][0].update(position=position)))


@given(st.text(max_size=200))
def test_any_other_text_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(CryptoError):
        check_proof(text)


@pytest.mark.parametrize("text", ["[]", "null", "3", "[" * 100_000, '{"format":"brightline-proof-v1"}'])
def test_json_that_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(ProofUnreadable):
        check_proof(text)
