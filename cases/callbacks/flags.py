"""By which phone to reach a customer, and what speaks against it, by blind tokens: an employee's number, one that many
customers share, one changed soon after the sale. The payer's or consignee's goes before the CRM's.

A number itself is opened only where a changed contact has a former one: that is where the customer is more likely to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from cases.callbacks.people import LARGEST_FRAME, SOLD, Person
from cases.records.contacts import contact_changes
from cases.records.dates import day_of
from cases.records.tables import Lead, Order, SalespersonRecord
from crypto.vault import Vault
from surveys import PhoneOf

Flag = Literal["employee_phone", "shared_phone", "changed_phone"]
SHARED_BY = 3
CHANGED_WITHIN_DAYS = 45
AT_ONCE = 500


@dataclass(frozen=True)
class Contacts:
    """What is known of the contacts of a frame. employees, shared, bought_since: blind tokens of phones.

    former: the phone that stood on an order before it was replaced soon after the sale, by the order's number.
    """

    employees: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    former: dict[str, str] = field(default_factory=dict, repr=False)
    bought_since: frozenset[str] = frozenset()  # leads, by number, whose customer bought after all

    def way_to(self, person: Person) -> PhoneOf | None:
        """Whose phone is used: the first nothing speaks against, else the first that is no employee's. None without one.

        The one before a change stands for the customer's: whoever replaced it left the customer behind it.
        """
        theirs = [(whose, phone) for whose, phone in person.phones if phone not in self.employees]
        first = next((whose for whose, phone in theirs if phone not in self.shared), theirs[0][0] if theirs else None)
        return "former" if first == "customer" and self.is_changed(person) else first

    def phone_to(self, person: Person) -> int | None:
        """The token of that phone as it stands on the record."""
        whose = self.way_to(person)
        return dict(person.phones).get("customer" if whose == "former" else whose) if whose else None

    def is_changed(self, person: Person) -> bool:
        return person.kind == "order" and person.ref in self.former

    def is_shared(self, person: Person) -> bool:
        return any(phone in self.shared for _, phone in person.phones)

    def is_employees(self, person: Person) -> bool:
        return any(phone in self.employees for _, phone in person.phones)

    def flags(self, person: Person) -> tuple[Flag, ...]:
        found: list[Flag] = []
        if self.is_employees(person):
            found.append("employee_phone")
        if self.is_shared(person):
            found.append("shared_phone")
        if self.is_changed(person):
            found.append("changed_phone")
        return tuple(found)


async def contacts_of(people: Sequence[Person], vault: Vault, now: datetime) -> Contacts:
    """Look once over a whole frame."""
    return Contacts(
        employees=await _employees(),
        shared=await _shared({phone for person in people for _, phone in person.phones}),
        former=await _former(people, vault, now),
        bought_since=await _bought_since([person for person in people if person.kind == "lead"]),
    )


async def _employees() -> frozenset[int]:
    rows = await SalespersonRecord.select(SalespersonRecord.phone_token).where(
        SalespersonRecord.phone_token.is_not_null(), SalespersonRecord.deleted_on.is_null()
    )
    return frozenset(row["phone_token"] for row in rows)


async def _shared(phones: set[int]) -> frozenset[int]:
    """Phones under which SHARED_BY names or more stand in the books."""
    names: dict[int, set[int]] = defaultdict(set)
    ordered = sorted(phones)
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        for table in (Order, Lead):
            rows = await table.select(table.phone_token, table.name_token).where(
                table.phone_token.is_in(part), table.name_token.is_not_null()
            )
            for row in rows:
                names[row["phone_token"]].add(row["name_token"])
    return frozenset(phone for phone, known in names.items() if len(known) >= SHARED_BY)


async def _former(people: Sequence[Person], vault: Vault, now: datetime) -> dict[str, str]:
    orders = {person.ref: person for person in people if person.kind == "order"}
    if not orders:
        return {}
    since = min(person.day for person in orders.values())
    return {
        change.order.order_no: change.former_phone
        for change in await contact_changes(max(since, day_of(now) - timedelta(days=730)), vault)
        if change.order.order_no in orders
        and 0 <= (change.changed_on - change.order.ordered_on).days <= CHANGED_WITHIN_DAYS
    }


async def _bought_since(leads: Sequence[Person]) -> frozenset[str]:
    """Leads that were lost here and yet followed by an order under the same phone: nothing went past the company."""
    created: dict[int, list[Person]] = defaultdict(list)
    for lead in leads:
        if lead.phone is not None:
            created[lead.phone].append(lead)
    phones, found = sorted(created)[:LARGEST_FRAME], set()
    for start in range(0, len(phones), AT_ONCE):
        rows = await Order.select(Order.phone_token, Order.ordered_day).where(
            Order.phone_token.is_in(phones[start : start + AT_ONCE]), Order.status.is_in(SOLD)
        )
        for row in rows:
            found |= {one.ref for one in created[row["phone_token"]] if date.fromordinal(row["ordered_day"]) >= one.day}
    return frozenset(found)
