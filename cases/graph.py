"""Who shares a phone or a payee with whom, around one case: found by blind tokens, two steps from what the case is about.

A step goes from orders and payments over a phone or an account to whatever else stands under it. The company's own
accounts join everybody to everybody and are left out. Labels are masked; nothing is written. Where it is drawn:
graph_layout.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: rows come untyped from the driver, details are JSON
from uuid import UUID

from cases.actors import Actor
from cases.claims import open_fact
from cases.findings import open_detail
from cases.grants import case_key_for
from cases.masking import masked_account, masked_name, masked_phone
from cases.naming import key_of
from cases.records.customers import COLUMN, open_customer
from cases.records.sharing import company_account_tokens, people_by_phone, rows_of_leads, rows_of_orders, rows_under
from cases.records.tokens import Tokens
from cases.records.values import order_key
from cases.tables import Claim, Finding
from crypto.vault import Vault

STEPS = 2
MOST_NODES = 60
NodeKind = Literal["order", "payment", "lead", "phone", "payee", "employee"]
TieKind = Literal["phone", "payee", "salesperson"]


@dataclass(frozen=True)
class Node:
    """One box. `layer`: 0, 2, 4 for orders, payments and leads, 1, 3, 5 for what they share; `note` stands under the label."""

    key: str
    kind: NodeKind
    label: str
    note: str
    layer: int
    of_case: bool = False  # the case itself speaks of it


@dataclass(frozen=True)
class Tie:
    """A record and what it shares with others, by their keys."""

    record: str
    shared: str
    kind: TieKind


@dataclass(frozen=True)
class Graph:
    """At most MOST_NODES nodes, the nearest first, and the ties between them. left_out: how many more there are."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int


@dataclass
class _Clues:
    """What the case speaks of."""

    orders: set[str] = field(default_factory=set)
    leads: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    accounts: dict[str, set[str]] = field(default_factory=dict)  # and whose it is said to be
    paid: set[tuple[str, str]] = field(default_factory=set)  # for which order or lead somebody says they paid which

    def note_payee(self, account: str | None, holder: str | None, records: Iterable[str | None]) -> None:
        if account:
            self.accounts.setdefault(account, set()).update({holder} if holder else ())
            self.paid |= {(record, account) for record in records if record}


async def graph_around(actor: Actor, case_id: UUID, vault: Vault) -> Graph:
    """Raises CaseUnknown without a grant."""
    case_key = await case_key_for(actor, case_id)
    web = _Web(vault, await company_account_tokens())
    clues = await _clues_of(case_id, vault, case_key)
    web.begin(clues)
    web.take(await rows_of_orders(sorted(map(order_key, clues.orders))), 0)
    web.take(await rows_of_leads(sorted(clues.leads)), 0)
    web.tie_payees(clues)
    for step in range(1, STEPS + 1):
        phones, payees = web.to_follow()
        web.take(await rows_under(phones, payees), 2 * step)
        web.employ(await people_by_phone(phones))
    return web.drawn()


async def _clues_of(case_id: UUID, vault: Vault, case_key: bytes) -> _Clues:
    clues = _Clues()
    for row in await Finding.objects().where(Finding.case == case_id):
        detail = open_detail(row, vault, case_key)
        said: Mapping[str, Any] = detail.get("said") or {}
        records = (detail.get("order_no"), detail.get("lead_no"))
        clues.orders |= {number for number in (records[0], said.get("order_no")) if number}
        clues.leads |= {records[1]} if records[1] else set()
        clues.note_payee(said.get("payee_account"), said.get("payee_name"), records)
    for claim in await Claim.objects().where(Claim.case == case_id):
        fact = open_fact(claim, vault, case_key)
        clues.orders |= {number for number in (fact.order_no, fact.about_order_no) if number}
        clues.leads |= {fact.about_lead_no} if fact.about_lead_no else set()
        clues.phones |= {fact.customer_phone} if fact.customer_phone else set()
        clues.note_payee(fact.payee_account, fact.payee_name, (fact.about_order_no, fact.about_lead_no))
    return clues


class _Web:
    """Grows by one step after another; remembers what was followed, so that no step goes back."""

    def __init__(self, vault: Vault, company: frozenset[int]) -> None:
        self._vault, self._company = vault, company
        self._tokens = Tokens(vault)
        self._nodes: dict[str, Node] = {}
        self._ties: set[Tie] = set()
        self._shared: dict[str, int] = {}  # keys of phones and payees not followed yet

    def begin(self, clues: _Clues) -> None:
        for phone in sorted(clues.phones):
            if token := self._tokens.phone(phone):
                self._share("phone", token, masked_phone(phone), "", 1, of_case=True)
        for account in sorted(clues.accounts):
            holders = " ".join(sorted({masked_name(holder) for holder in clues.accounts[account]}))
            if token := self._tokens.payee_account(account):
                self._share("payee", token, masked_account(account), holders, 1, of_case=True)

    def tie_payees(self, clues: _Clues) -> None:
        """What somebody says they paid joins records as what is recorded does."""
        for record, account in sorted(clues.paid):
            token = self._tokens.payee_account(account)
            for key in (f"order:{record}", f"lead:{record}"):
                if token and key in self._nodes:
                    self._ties.add(Tie(key, f"payee:{token}", "payee"))

    def take(self, rows: Iterable[Mapping[str, Any]], layer: int) -> None:
        """Records, and what they share, which is followed in the next step."""
        for row in rows:
            key = f"{row['kind']}:{row['number']}"
            if key not in self._nodes:
                self._nodes[key] = Node(key, row["kind"], row["number"], "", layer, of_case=layer == 0)
            self._tie(row, key, self._nodes[key].layer)

    def employ(self, people: Mapping[int, str]) -> None:
        """Whose telephone of the company's own list a customer's turned out to be."""
        for token, name in people.items():
            person = self._person(name, self._nodes[f"phone:{token}"].layer + 1)
            self._ties.add(Tie(person, f"phone:{token}", "phone"))

    def to_follow(self) -> tuple[list[int], list[int]]:
        """Tokens of phones and of payees that nobody has looked under yet."""
        now, self._shared = self._shared, {}
        phones = [token for key, token in now.items() if key.startswith("phone:")]
        return phones, [token for key, token in now.items() if key.startswith("payee:")]

    def drawn(self) -> Graph:
        """Without what one record alone has, unless the case speaks of it or of the record. The nearest come first."""
        degree = Counter(key for tie in self._ties for key in (tie.record, tie.shared))
        idle = {key for key, node in self._nodes.items() if node.layer > 1 and not node.of_case and degree[key] < 2}
        ties = {tie for tie in self._ties if tie.shared not in idle}
        tied = {key for tie in ties for key in (tie.record, tie.shared)}
        kept = [node for key, node in self._nodes.items() if key in tied or node.of_case]
        kept.sort(key=lambda node: (node.layer, not node.of_case, -degree[node.key], node.key))
        nodes = tuple(kept[:MOST_NODES])
        keys = {node.key for node in nodes}
        held = sorted((tie for tie in ties if {tie.record, tie.shared} <= keys), key=lambda t: (t.record, t.shared))
        return Graph(nodes, tuple(held), len(kept) - len(nodes))

    def _tie(self, row: Mapping[str, Any], key: str, layer: int) -> None:
        if row["phone_token"]:
            token = row["phone_token"]
            customer = open_customer(self._vault, row[COLUMN])
            self._share("phone", token, masked_phone(customer.phone or ""), masked_name(customer.name or ""), layer + 1)
            self._ties.add(Tie(key, f"phone:{token}", "phone"))
        if row["payee_account_token"] and row["payee_account_token"] not in self._company:
            token = row["payee_account_token"]
            account = self._opened(row, "sealed_payee_account", "payee_account")
            self._share("payee", token, masked_account(account), "", layer + 1)
            self._ties.add(Tie(key, f"payee:{token}", "payee"))
        if row["salesperson"]:
            self._ties.add(Tie(key, self._person(row["salesperson"], layer + 1), "salesperson"))

    def _share(
        self, kind: Literal["phone", "payee"], token: int, label: str, note: str, layer: int, *, of_case: bool = False
    ) -> None:
        key = f"{kind}:{token}"
        known = self._nodes.get(key)
        if known is None:
            self._nodes[key] = Node(key, kind, label, note, layer, of_case)
            self._shared[key] = token
        elif note and not known.note:
            self._nodes[key] = Node(key, kind, known.label, note, known.layer, known.of_case)

    def _person(self, name: str, layer: int) -> str:
        """Their key, whichever way their name is spelled; the first spelling is shown."""
        key = f"employee:{key_of(name)}"
        self._nodes.setdefault(key, Node(key, "employee", name, "", layer))
        return key

    def _opened(self, row: Mapping[str, Any], column: str, label: str) -> str:
        sealed = row.get(column)
        return self._vault.open(label, bytes(sealed)) if sealed else ""
