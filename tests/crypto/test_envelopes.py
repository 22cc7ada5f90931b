"""`crypto.envelopes`: the vectors shared with the browser, and who can open what."""

import hashlib

import pytest

from crypto import (
    CryptoError,
    EnvelopeError,
    KeyPair,
    Recipient,
    WrongKey,
    content_key_of,
    key_id_of,
    new_key_pair,
    open_envelope,
    open_with_key,
    parse,
    seal,
)
from crypto.chunks import SEALED_CHUNK_BYTES, PayloadReader
from crypto.envelopes import chunk_cipher
from crypto.headers import Padding, Role, parse_header
from tests.crypto.recipes import Recipe, bytes_of, content_of, edited, good_envelope, pair_named, vectors

GOOD = vectors("envelopes")["good"]
REFUSED = vectors("envelopes")["refused"]
PAIR = pair_named("first")
RECIPIENTS = [Recipient(PAIR.public, "recipient"), Recipient(pair_named("reporter").public, "reporter")]


def named(vector: Recipe) -> str:
    return str(vector["name"])


def good(name: str) -> Recipe:
    return next(vector for vector in GOOD if vector["name"] == name)


def fault_of(caught: CryptoError) -> int | str:
    """The name by which vectors call an error."""
    return caught.facts.get("fault", "wrong-key")


def many(count: int) -> list[Recipient]:
    return [Recipient(new_key_pair().public, "recipient") for _ in range(count)]


@pytest.mark.parametrize("vector", GOOD, ids=named)
def test_sealing_with_the_randomness_of_a_vector_gives_its_bytes(vector: Recipe) -> None:
    raw = good_envelope(vector["name"])
    assert (len(raw), hashlib.sha256(raw).hexdigest()) == (vector["length"], vector["sha256"])


@pytest.mark.parametrize("vector", [v for v in GOOD if v["envelope"]], ids=named)
def test_an_envelope_made_earlier_opens_with_each_of_its_keys(vector: Recipe) -> None:
    opened = {open_envelope(bytes_of(vector["envelope"]), pair_named(to["key"])) for to in vector["recipients"]}
    assert opened == {content_of(vector["content"])}


@pytest.mark.parametrize("vector", GOOD, ids=named)
def test_what_was_sealed_opens(vector: Recipe) -> None:
    pair = pair_named(vector["recipients"][0]["key"])
    assert open_envelope(good_envelope(vector["name"]), pair) == content_of(vector["content"])


@pytest.mark.parametrize("vector", REFUSED, ids=named)
def test_a_malformed_neighbour_is_refused_by_the_name_of_its_fault(vector: Recipe) -> None:
    content_key = bytes.fromhex(good(vector["of"])["content_key"])
    raw = edited(good_envelope(vector["of"]), vector["edits"], content_key)
    with pytest.raises(CryptoError) as caught:
        open_envelope(raw, pair_named(vector["opened_by"]))
    assert fault_of(caught.value) == vector["error"]


def test_every_fault_the_format_names_has_a_vector() -> None:
    named_in_format = {
        *("too-large", "too-short", "bad-magic", "unknown-version", "unknown-flags", "recipient-count"),
        *("unknown-role", "recipient-twice", "unpadded-length", "wrong-key", "wrapped-key-altered"),
        *("wrong-commitment", "chunk-altered", "used-too-large", "content-after-padding", "padding-not-zero"),
        "padding-not-minimal",
    }
    assert {vector["error"] for vector in REFUSED} == named_in_format


@pytest.mark.parametrize("letter", ["a", "飞"])
def test_texts_of_1_to_300_characters_are_of_one_length(letter: str) -> None:
    lengths = {len(seal((letter * count).encode(), RECIPIENTS)) for count in range(1, 301)}
    assert len(lengths) == 1


def test_a_text_ending_in_zeros_keeps_them() -> None:
    assert open_envelope(seal(b"text\x00\x00\x80\x00", RECIPIENTS), PAIR) == b"text\x00\x00\x80\x00"


def test_the_same_text_sealed_twice_looks_different() -> None:
    assert seal(b"text", RECIPIENTS)[7:] != seal(b"text", RECIPIENTS)[7:]


def test_an_envelope_shows_whose_keys_open_it_and_in_which_role() -> None:
    wrapped = [(key.role, key.key_id) for key in parse(seal(b"text", RECIPIENTS)).wrapped_keys]
    assert wrapped == [(recipient.role, key_id_of(recipient.public)) for recipient in RECIPIENTS]


def test_somebody_left_out_cannot_open() -> None:
    with pytest.raises(WrongKey):
        open_envelope(seal(b"text", RECIPIENTS), new_key_pair())


def test_a_stolen_public_key_does_not_open() -> None:
    impostor = KeyPair(private=new_key_pair().private, public=PAIR.public)
    with pytest.raises(EnvelopeError):
        open_envelope(seal(b"text", RECIPIENTS), impostor)


def test_a_content_key_opens_its_own_envelope_later() -> None:
    envelope = parse(seal(b"text", RECIPIENTS))
    assert open_with_key(envelope, content_key_of(envelope, PAIR)) == b"text"


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 32])
def test_another_content_key_does_not_open(key: bytes) -> None:
    with pytest.raises(WrongKey):
        open_with_key(parse(seal(b"text", RECIPIENTS)), key)


@pytest.mark.parametrize("count", [1, 16])
def test_one_to_sixteen_keys_may_open(count: int) -> None:
    assert len(parse(seal(b"text", many(count))).wrapped_keys) == count


@pytest.mark.parametrize(
    ("recipients", "fault"),
    [
        pytest.param([], "recipient-count", id="none"),
        pytest.param(many(17), "recipient-count", id="seventeen"),
        pytest.param([RECIPIENTS[0], RECIPIENTS[0]], "recipient-twice", id="the same twice"),
        pytest.param([RECIPIENTS[0], Recipient(PAIR.public, "recovery")], "recipient-twice", id="in two roles"),
    ],
)
def test_a_bad_list_of_recipients_is_refused_at_sealing(recipients: list[Recipient], fault: str) -> None:
    with pytest.raises(EnvelopeError) as caught:
        seal(b"text", recipients)
    assert fault_of(caught.value) == fault


@pytest.mark.parametrize("public", [bytes(32), b"", b"short"])
def test_a_bad_public_key_is_refused_at_sealing(public: bytes) -> None:
    with pytest.raises(WrongKey):
        seal(b"text", [*RECIPIENTS, Recipient(public, "recovery")])


@pytest.mark.parametrize("padding", ["text", "file"])
def test_what_could_not_be_read_back_is_not_sealed(padding: Padding) -> None:
    with pytest.raises(EnvelopeError) as caught:
        seal(bytes(10 * 1024 * 1024), RECIPIENTS, padding)
    assert fault_of(caught.value) == "too-large"


def test_the_limit_is_the_same_at_sealing_and_at_reading() -> None:
    raw = seal(b"text", RECIPIENTS, most_bytes=1280)
    assert len(raw) == 1280
    assert open_envelope(raw, PAIR, most_bytes=1280) == b"text"
    with pytest.raises(EnvelopeError):
        seal(b"text", RECIPIENTS, most_bytes=1279)


@pytest.mark.parametrize("role", ["recipient", "recovery", "reporter"])
def test_each_role_reads_back(role: Role) -> None:
    assert parse(seal(b"text", [Recipient(PAIR.public, role)])).wrapped_keys[0].role == role


def test_a_file_is_read_chunk_by_chunk_without_the_whole_of_it() -> None:
    content = b"0123456789" * 20_000
    raw = seal(content, RECIPIENTS, "file")
    header = parse_header(raw[:400])
    reader = PayloadReader(chunk_cipher(header, content_key_of(parse(raw), PAIR)))
    starts = range(header.size_bytes, len(raw), SEALED_CHUNK_BYTES)
    pieces = [reader.open_chunk(raw[at : at + SEALED_CHUNK_BYTES], last=at == starts[-1]) for at in starts]
    reader.finish(header.bucket)
    assert b"".join(pieces) == content


def test_a_cipher_does_not_show_its_key() -> None:
    envelope = parse(seal(b"text", RECIPIENTS))
    cipher = chunk_cipher(envelope.header, content_key_of(envelope, PAIR))
    assert repr(cipher.key)[2:12] not in repr(cipher)
