"""Whoever holds the database, but not the root key, cannot check a list of names and phones against it.

The same attack with the key succeeds, so that these tests can fail.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import ahocorasick
import pytest

from cases.records.customers import open_customer
from cases.records.importing import import_file
from cases.records.tables import Order
from cases.records.tokens import Tokens
from crypto.errors import WrongKey
from crypto.vault import Vault
from portal.settings import Settings

CUSTOMERS = 10_000
SAMPLED = 200
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗欧阳"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def customers() -> list[tuple[str, str]]:
    random = Random(11)
    names = ["".join(random.choice(_GIVEN if place else _FAMILY) for place in range(4)) for _ in range(CUSTOMERS)]
    return [(name, f"1{random.choice('3578')}{random.randrange(10**9):09}") for name in names]


async def bring(customers: Sequence[tuple[str, str]], vault: Vault) -> None:
    """An import, and another one of the same orders with changes, which keeps former rows."""
    for amount in (1280, 1300):
        lines = [
            f"DD{number},{name},{phone},李娜,{amount},2026-03-08" for number, (name, phone) in enumerate(customers)
        ]
        text = "订单号,客户,手机,销售员,金额,日期\n" + "\n".join(lines)
        assert (await import_file("orders", text.encode(), vault)).rejected == 0


@pytest.fixture
async def few(customers: list[tuple[str, str]], vault: Vault) -> list[tuple[str, str]]:
    await bring(customers[:SAMPLED], vault)
    return customers[:SAMPLED]


def found_in(dump: bytes, forms: Iterable[bytes]) -> set[str]:
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form.decode("latin-1"), form.decode("latin-1"))
    automaton.make_automaton()
    return {word for _, word in automaton.iter(dump.decode("latin-1"))}


def spellings(secret: str) -> Iterator[bytes]:
    """A text as it may stand in a file without anybody having sealed it."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        plain = secret.encode(encoding)
        yield plain
        yield from (binascii.hexlify(plain), binascii.hexlify(plain).upper())
        yield from (base64.b64encode(b"x" * shift + plain)[4:-4] for shift in (0, 1, 2))
        yield from (hashlib.new(name, plain).digest() for name in ("md5", "sha1", "sha256"))
    yield secret.encode("unicode_escape")


async def test_no_name_and_no_phone_of_ten_thousand_is_in_the_database_in_any_spelling(
    customers: list[tuple[str, str]], vault: Vault, settings: Settings
) -> None:
    await bring(customers, vault)
    dump = b"".join(path.read_bytes() for path in Path(settings.data_dir).glob("brightline.sqlite*"))
    secrets = [secret for pair in customers for secret in pair]
    assert found_in(dump, [b"DD9999"]) == {"DD9999"}
    assert found_in(dump, [secret.encode() for secret in secrets]) == set()
    tried = [form for secret in secrets[: 2 * SAMPLED] for form in spellings(secret) if len(form) > 7]
    assert found_in(dump, tried) == set()


def guesses(phone: str, name: str, public: dict[str, bytes]) -> Iterator[bytes]:
    """Tokens somebody could make of everything the database holds, but without the key."""
    for value in (phone, name, f"{name}\n李娜", f"{phone[-4:]}\n{name}"):
        for key in (b"", b"phone", b"brightline/v1/vault/token:phone", *public.values()):
            for person in (b"", b"phone"):
                yield hashlib.blake2b(value.encode(), key=key[:64], person=person, digest_size=8).digest()
            yield hashlib.sha256(key + value.encode()).digest()[:8]


async def test_without_the_key_no_token_can_be_checked_against_a_list(few: list[tuple[str, str]]) -> None:
    rows = await Order.select(
        Order.phone_token, Order.name_token, Order.name_salesperson_token, Order.last_four_name_token
    )
    tokens = {token.to_bytes(8, signed=True) for row in rows for token in row.values()}
    (sample,) = await Order.select(Order.content_hash, Order.sealed_customer, Order.id).limit(1)
    public = {name: value.bytes if hasattr(value, "bytes") else bytes(value) for name, value in sample.items()}
    tried = {guess for name, phone in few for guess in guesses(phone, name, public)}
    assert tried & tokens == set()


async def test_without_the_key_no_sealed_customer_opens(few: list[tuple[str, str]]) -> None:
    (row,) = await Order.select(Order.sealed_customer).limit(1)
    stranger = Vault(bytes(32))
    with pytest.raises(WrongKey):
        open_customer(stranger, row["sealed_customer"])


async def test_equal_phones_are_sealed_differently(few: list[tuple[str, str]]) -> None:
    rows = await Order.select(Order.sealed_customer)
    assert len({bytes(row["sealed_customer"]) for row in rows}) == len(few)


async def test_with_the_key_the_same_attack_finds_everybody(few: list[tuple[str, str]], vault: Vault) -> None:
    tokens = {row["phone_token"] for row in await Order.select(Order.phone_token)}
    tried = Tokens(vault).phones([phone for _, phone in few])
    assert tokens == set(tried)
