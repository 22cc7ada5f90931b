"""Blind tokens of customers and accounts: one spelling, one label per column family. Only this module knows the labels.

Four digits alone are ten thousand values and would soon be guessed; they are only taken together with a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from cases.crosscheck.fields import name_in_order
from cases.records.values import account_key, name_key
from crypto.vault import Vault

LAST_FOUR = 4
MOST_REMEMBERED = 50_000  # texts of a column
Texts = Iterable[str | None]
Blind = list[int | None]


class OfCustomers(NamedTuple):
    """A column each, named as in the tables of orders and leads."""

    phone_token: Blind
    name_token: Blind
    name_salesperson_token: Blind
    last_four_name_token: Blind


@dataclass(frozen=True)
class Tokens:
    """Tokens under one vault; None wherever a part is missing. Names in the plural take a whole column at once.
    Names, salespeople and accounts are remembered for as long as this lives.

    folds: names as they are compared, as rows are stored; False: as they were written, as rows used to be stored.
    """

    vault: Vault
    folds: bool = True
    _known: dict[str, dict[str | None, int | None]] = field(default_factory=dict, repr=False, compare=False)

    def phone(self, phone: str | None) -> int | None:
        return self.phones([phone])[0]

    def name(self, name: str | None) -> int | None:
        return self.names([name])[0]

    def name_salesperson(self, name: str | None, salesperson: str | None) -> int | None:
        return _both(self.names([name]), self._salespeople([salesperson]))[0]

    def last_four_name(self, phone: str | None, name: str | None) -> int | None:
        return self._last_fours_names([_digits(phone)], self._keys([name]))[0]

    def payee_account(self, account: str | None) -> int | None:
        return self.payee_accounts([account])[0]

    def phones(self, phones: Texts) -> Blind:
        return self.of_digits(list(map(_digits, phones)))

    def names(self, names: Texts) -> Blind:
        return self._again("name", self._keys(names))

    def of_customers(
        self, names: Sequence[str | None], phones: Sequence[str | None], salespeople: Sequence[str | None]
    ) -> OfCustomers:
        """Each spelling worked out once."""
        keys, digits = list(self._keys(names)), list(map(_digits, phones))
        tokens = self._again("name", keys)
        return OfCustomers(
            self.of_digits(digits),
            tokens,
            _both(tokens, self._salespeople(salespeople)),
            self._last_fours_names(digits, keys),
        )

    def of_digits(self, digits: Sequence[str]) -> Blind:
        return self.vault.token_numbers("phone", (number if len(number) > LAST_FOUR else None for number in digits))

    def _salespeople(self, salespeople: Texts) -> Blind:
        return self._again("salesperson", self._keys(salespeople))

    def _last_fours_names(self, digits: Sequence[str], keys: Texts) -> Blind:
        ends = [number[-LAST_FOUR:] if len(number) >= LAST_FOUR else None for number in digits]
        return self.vault.token_numbers("phone_last4+name", _pairs(ends, keys))

    def payee_accounts(self, accounts: Texts) -> Blind:
        return self._again("payee_account", (account_key(account) if account else None for account in accounts))

    def _again(self, column: str, texts: Texts) -> Blind:
        """Of a column whose texts come again and again, such as names: a million orders bear some thousands."""
        told, known = list(texts), self._known.setdefault(column, {})
        if len(known) >= MOST_REMEMBERED:
            return self._with_help_of(known, column, told)
        new = list(set(told).difference(known))
        known.update(zip(new, self.vault.token_numbers(column, new), strict=True))
        return list(map(known.__getitem__, told))

    def _with_help_of(self, known: Mapping[str | None, int | None], column: str, told: Sequence[str | None]) -> Blind:
        """Where hardly any comes twice, remembering each costs more than it saves: the first ones are kept, and no more."""
        unknown = iter(self.vault.token_numbers(column, [text for text in told if text not in known]))
        return [known[text] if text in known else next(unknown) for text in told]

    def _keys(self, names: Texts) -> Iterable[str | None]:
        return map(folded_key if self.folds else _name_key, names)


def each_spelling(vault: Vault, names: Texts, ask: Callable[[Tokens], int | None]) -> list[int]:
    """The token of what was said as names are compared, and as it was written: rows taken in before names were folded
    still bear the latter. One where `names`, all that is asked by, are the same in both."""
    is_one = all(folded_key(name) == _name_key(name) for name in names)
    asked = (Tokens(vault),) if is_one else (Tokens(vault), Tokens(vault, folds=False))
    return [token for tokens in asked if (token := ask(tokens)) is not None]


def each_name(vault: Vault, name: str | None) -> list[int]:
    return each_spelling(vault, [name], lambda tokens: tokens.name(name))


@lru_cache(maxsize=16_384)  # each name is asked for three times, each salesperson a thousand times
def folded_key(name: str | None) -> str | None:
    """The spelling of a name that rows are found by: the one in which names are compared. None for one without a letter."""
    return (name_in_order(name) or None) if name else None


@lru_cache(maxsize=1024)
def _name_key(name: str | None) -> str | None:
    return name_key(name) if name else None


def _both(names: Blind, salespeople: Blind) -> Blind:
    """One token of two. Whoever holds a row can take the salesperson's out of it again; who that is stands in clear beside it."""
    pairs = zip(names, salespeople, strict=True)
    return [None if name is None or person is None else name ^ person for name, person in pairs]


def _pairs(firsts: Texts, seconds: Texts) -> Texts:
    """Both in one text; None where either is missing."""
    return [f"{first}\n{second}" if first and second else None for first, second in zip(firsts, seconds, strict=True)]


def _digits(phone: str | None) -> str:
    if not phone:
        return ""
    return phone if phone.isascii() and phone.isdigit() else "".join(filter(str.isdigit, phone))
