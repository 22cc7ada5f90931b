"""A customer's name and telephone under one seal."""

import pytest

from cases.records.customers import COLUMN, Customer, open_customer, open_customers, seal_customers
from crypto.vault import Vault

VAULT = Vault(b"r" * 32)
CUSTOMERS = [
    Customer("张伟", "13800138000"),
    Customer("张伟", None),
    Customer(None, "13800138000"),
    Customer(None, None),
    Customer("Wei Zhang 张", "+6591234567"),
]


def test_what_was_sealed_opens_alone_and_with_others() -> None:
    sealed = seal_customers(VAULT, [one.name for one in CUSTOMERS], [one.phone for one in CUSTOMERS])
    assert [one is None for one in sealed] == [False, False, False, True, False]
    assert [open_customer(VAULT, one) for one in sealed] == CUSTOMERS
    assert open_customers(VAULT, [{COLUMN: one} for one in sealed]) == CUSTOMERS


@pytest.mark.parametrize("name", ["李娜", "欧阳娜娜", None])
def test_the_length_does_not_tell_whether_there_is_a_name(name: str | None) -> None:
    sealed = seal_customers(VAULT, [name, "张伟"], ["13800138000"] * 2)
    assert len({len(one or b"") for one in sealed}) == 1
