"""Hashes that tell a change: the same for what a row says, whatever rows it is hashed with."""

import hashlib

from cases.records.storing import HASH_BYTES, Clerk
from crypto.vault import Vault

VAULT = Vault(bytes(range(32)))
SAID = {
    "account": ["100%s1", "622233", "a=b", "100%s1"],
    "holder": ["甲", None, "", "甲"],
    "bank": [None, None, None, None],
}


def test_a_content_hash_is_a_keyed_digest_of_what_is_said() -> None:
    key = VAULT.subkey("content_hash:accounts")
    said = ["100%s1\x1f甲", "622233", "a=b"]
    digests = [hashlib.blake2b(text.encode(), key=key, digest_size=HASH_BYTES).digest() for text in said]
    assert Clerk("accounts", VAULT).content_hashes(SAID) == [*digests, digests[0]]


def test_a_row_alone_has_the_hash_it_has_among_others() -> None:
    clerk = Clerk("accounts", VAULT)
    each = [clerk.content_hashes({name: [values[place]] for name, values in SAID.items()}) for place in range(4)]
    assert [digest for (digest,) in each] == clerk.content_hashes(SAID)


def test_what_stands_in_another_column_is_other_content() -> None:
    hashes = Clerk("accounts", VAULT).content_hashes(
        {"account": ["1", "1"], "holder": ["甲", None], "bank": [None, "甲"]}
    )
    assert hashes[0] != hashes[1]
