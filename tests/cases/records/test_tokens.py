"""Tokens of customers: what is taken together, and what has none."""

import pytest

from cases.records.tokens import Tokens
from crypto.vault import Vault

TOKENS = Tokens(Vault(b"r" * 32))


@pytest.mark.parametrize(
    ("phone", "name"), [(None, "张伟"), ("", "张伟"), ("733", "张伟"), ("13800138000", None), ("13800138000", "")]
)
def test_last_four_digits_and_a_name_have_no_token_where_either_is_missing(phone: str | None, name: str | None) -> None:
    assert TOKENS.last_fours_names(["13800138000", phone], ["张伟", name])[1] is None


def test_of_a_telephone_the_last_four_digits_go_with_the_name() -> None:
    whole, four = TOKENS.last_fours_names(["138-0013-8000", "8000"], ["张伟", "张伟"])
    assert whole == four


@pytest.mark.parametrize(("name", "salesperson"), [(None, "李娜"), ("张伟", None), ("", "李娜"), ("张伟", "")])
def test_a_customer_and_a_salesperson_have_no_token_where_either_is_missing(
    name: str | None, salesperson: str | None
) -> None:
    assert TOKENS.names_salespeople(["张伟", name], ["李娜", salesperson])[1] is None
