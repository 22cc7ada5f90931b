"""`crypto.keys`: sealing, encrypting, locking, deriving."""

import hashlib
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from crypto import (
    LockDamaged,
    WrongKey,
    WrongPassword,
    decrypt,
    derive,
    encrypt,
    key_pair_of,
    lock,
    new_key_pair,
    open_sealed,
    seal_to,
    unlock,
)
from crypto.keys import KeyPair, costs_otherwise, keyed_digest, seal_from
from tests.crypto.recipes import Recipe, vectors

PAIR = key_pair_of(bytes(range(32)))
KEY = b"k" * 32
LOW_ORDER_POINTS = [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"]


@pytest.fixture(scope="module")
def locked() -> bytes:
    return lock(b"secret", "密码 12")


@given(st.binary(max_size=200))
def test_what_is_sealed_to_a_key_opens_with_it(message: bytes) -> None:
    assert open_sealed(PAIR, seal_to(PAIR.public, message)) == message


def test_a_sealed_message_is_48_bytes_longer() -> None:
    assert len(seal_to(PAIR.public, b"12345")) == 53


def test_our_sealed_box_is_the_one_of_libsodium() -> None:
    libsodium_box = SealedBox(PrivateKey(PAIR.private))
    assert libsodium_box.decrypt(seal_to(PAIR.public, b"hello")) == b"hello"
    assert open_sealed(PAIR, libsodium_box.encrypt(b"hello")) == b"hello"


@pytest.mark.parametrize("vector", vectors("boxes")["boxes"])
def test_sealed_boxes_are_those_of_the_vectors(vector: Recipe) -> None:
    ephemeral = key_pair_of(bytes.fromhex(vector["ephemeral_private"]))
    pair = key_pair_of(bytes.fromhex(vector["private"]))
    message = bytes.fromhex(vector["message"])
    assert seal_from(ephemeral, bytes.fromhex(vector["public"]), message).hex() == vector["sealed"]
    assert open_sealed(pair, bytes.fromhex(vector["sealed"])) == message


def test_another_key_does_not_open_a_sealed_message() -> None:
    with pytest.raises(WrongKey):
        open_sealed(new_key_pair(), seal_to(PAIR.public, b"hello"))


@pytest.mark.parametrize("size", [0, 1, 47])
def test_a_sealed_message_cut_short_does_not_open(size: int) -> None:
    with pytest.raises(WrongKey):
        open_sealed(PAIR, seal_to(PAIR.public, b"")[:size])


@pytest.mark.parametrize("public", [*LOW_ORDER_POINTS, b"", b"short", bytes(33)])
def test_nothing_is_sealed_to_a_key_that_anybody_could_open(public: bytes) -> None:
    with pytest.raises(WrongKey):
        seal_to(public, b"hello")


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_private_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(WrongKey):
        key_pair_of(bytes(size))


def test_new_key_pairs_differ() -> None:
    assert new_key_pair() != new_key_pair()


def test_the_repr_of_a_pair_does_not_hold_the_private_key() -> None:
    pair = KeyPair(private=b"private-private-private-private-", public=b"p" * 32)
    assert "private-private" not in repr(pair)


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_encrypted_decrypts_in_its_context(plaintext: bytes, context: bytes) -> None:
    assert decrypt(KEY, encrypt(KEY, plaintext, context), context) == plaintext


def test_the_same_text_encrypted_twice_looks_different() -> None:
    assert encrypt(KEY, b"hello", b"") != encrypt(KEY, b"hello", b"")


def test_another_context_does_not_decrypt() -> None:
    with pytest.raises(WrongKey):
        decrypt(KEY, encrypt(KEY, b"hello", b"name"), b"phone")


@given(st.integers(min_value=0, max_value=44))
def test_a_ciphertext_with_one_bit_changed_does_not_decrypt(place: int) -> None:
    sealed = bytearray(encrypt(KEY, b"hello", b""))
    sealed[place] ^= 1
    with pytest.raises(WrongKey):
        decrypt(KEY, bytes(sealed), b"")


@pytest.mark.parametrize("size", [0, 23, 39])
def test_a_ciphertext_cut_short_does_not_decrypt(size: int) -> None:
    with pytest.raises(WrongKey):
        decrypt(KEY, bytes(size), b"")


def test_a_subkey_is_keyed_blake2b_of_its_label() -> None:
    assert derive(KEY, b"label") == hashlib.blake2b(b"label", key=KEY, digest_size=32).digest()


def test_each_of_many_digests_is_of_its_own_content_alone() -> None:
    digest = keyed_digest(KEY, 16)
    assert [digest(content) for content in (b"one", b"two" * 99, b"one")] == [
        hashlib.blake2b(content, key=KEY, digest_size=16).digest() for content in (b"one", b"two" * 99, b"one")
    ]


def test_a_locked_secret_unlocks_with_its_password(locked: bytes) -> None:
    assert unlock(locked, "密码 12") == b"secret"


def test_a_lock_fills_as_much_memory_as_libsodiums_moderate_in_half_the_space(locked: bytes) -> None:
    """Six passes over 128 MiB; sodium_pwhash's MODERATE, for what is tried a few times a day, is three over 256 MiB."""
    assert struct.unpack_from(">4sII", locked) == (b"BLK1", 6, 128 << 10)
    assert not costs_otherwise(locked)


def test_a_password_typed_in_full_width_letters_is_the_same_password(locked: bytes) -> None:
    assert unlock(locked, "密码　１２") == b"secret"


def test_a_wrong_password_does_not_unlock(locked: bytes) -> None:
    with pytest.raises(WrongPassword):
        unlock(locked, "密码 13")


def test_a_lock_made_earlier_still_opens() -> None:
    vector = vectors("vault")
    locked = bytes.fromhex(vector["locked"])
    assert unlock(locked, vector["password"]).hex() == vector["locked_secret"]
    assert costs_otherwise(locked)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(struct.pack(">4sII", b"BLK1", 3, 100 * 1024 * 1024), id="100 GiB of memory"),
        pytest.param(struct.pack(">4sII", b"BLK1", 1_000_000, 262144), id="a million passes"),
        pytest.param(struct.pack(">4sII", b"BLK1", 0, 262144), id="no pass"),
        pytest.param(struct.pack(">4sII", b"BLK1", 3, 0), id="no memory"),
        pytest.param(struct.pack(">4sII", b"NONE", 3, 262144), id="another magic"),
    ],
)
def test_a_lock_that_asks_for_too_much_is_refused_before_any_work(header: bytes) -> None:
    with pytest.raises(LockDamaged):
        unlock(header + os.urandom(88), "password")


@pytest.mark.parametrize("size", [0, 27, 67])
def test_a_lock_cut_short_is_refused_before_any_work(locked: bytes, size: int) -> None:
    with pytest.raises(LockDamaged):
        unlock(locked[:size], "密码 12")
