"""Tokens of customers: what is taken together, and what has none."""

import pytest

from cases.records.tokens import Tokens
from crypto.vault import Vault

TOKENS = Tokens(Vault(b"r" * 32))


@pytest.mark.parametrize(
    ("phone", "name"), [(None, "张伟"), ("", "张伟"), ("733", "张伟"), ("13800138000", None), ("13800138000", "")]
)
def test_last_four_digits_and_a_name_have_no_token_where_either_is_missing(phone: str | None, name: str | None) -> None:
    assert TOKENS.of_customers(["张伟", name], ["13800138000", phone], ["李娜"] * 2).last_four_name_token[1] is None
    assert TOKENS.last_four_name(phone, name) is None


def test_of_a_telephone_the_last_four_digits_go_with_the_name() -> None:
    whole, four = TOKENS.of_customers(["张伟"] * 2, ["138-0013-8000", "8000"], ["李娜"] * 2).last_four_name_token
    assert whole == four == TOKENS.last_four_name("13800138000", "张伟")


@pytest.mark.parametrize(("name", "salesperson"), [(None, "李娜"), ("张伟", None), ("", "李娜"), ("张伟", "")])
def test_a_customer_and_a_salesperson_have_no_token_where_either_is_missing(
    name: str | None, salesperson: str | None
) -> None:
    tokens = TOKENS.of_customers(["张伟", name], ["13800138000"] * 2, ["李娜", salesperson]).name_salesperson_token
    assert tokens[0] == TOKENS.name_salesperson("张伟", "李娜")
    assert tokens[1] is None
    assert TOKENS.name_salesperson(name, salesperson) is None


def test_names_have_one_token_however_many_came_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.records.tokens.MOST_REMEMBERED", 4)
    told = ["张伟", None, "李娜", "张伟", "王芳"]
    later = ["赵敏", "周杰", "吴刚", "张伟"]
    tokens = Tokens(TOKENS.vault)
    of_each = [Tokens(TOKENS.vault).name(name) for name in (*told, *later)]
    assert [*tokens.names(told), *tokens.names(later)] == of_each
    assert tokens.names(told) == of_each[: len(told)]
    assert len(set(of_each)) == 7
