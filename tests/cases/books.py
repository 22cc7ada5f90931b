"""The books of a made-up company, imported as files, and call-backs about them, answered. Runs the jobs that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import surveys
from cases.actors import Actor
from cases.findings import FindingLine
from cases.records.contract import Kind
from cases.records.importing import import_file
from cases.sifting import Sieve, sift
from crypto.vault import Vault
from portal.relay import drain
from surveys.answering.submitting import submit
from surveys.outbox import Outbox
from surveys.services import Services

TODAY = datetime.now(UTC).date()
ORDERS = "order_no,customer_name,customer_phone,salesperson,store,product,amount,ordered_at,status\n"
LEADS = "lead_no,customer_name,customer_phone,salesperson,store,product,quoted_amount,created_at,status\n"
WANG_ORDER = "XS-1,王芳,13806920733,张伟,城东店,实木地板,4200,{day},{status}\n"
WANG_LEAD = "L-1,王芳,13806920733,张伟,城东店,实木地板,6500,{day},lost\n"
SOLD = surveys.Transaction(
    "order",
    "XS-1",
    day=TODAY,
    amount_fen=4200_00,
    product="实木地板",
    salesperson="张伟",
    customer_name="王芳",
    customer_phone="13806920733",
)
LOST = surveys.Transaction(
    "lead", "L-1", day=TODAY, product="实木地板", customer_name="王芳", customer_phone="13806920733"
)
ANSWERS: Mapping[str, Sequence[str]] = {
    "bought": ["yes"],
    "paid_on": [TODAY.isoformat()],
    "amount": ["4200"],
    "payee_kind": ["company"],
    "salesperson": ["张伟"],
    "received": ["all"],
    "invoice": ["yes"],
    "events": ["none"],
}
TO_A_PERSON = {"payee_kind": ["personal"], "payee_name": ["张伟"]}


async def book(kind: Kind, text: str, vault: Vault) -> None:
    """Import a file and let the jobs run that follow from it."""
    await import_file(kind, text.encode(), vault)
    await run_jobs(vault)


async def book_order(vault: Vault, status: str = "done", day: date = TODAY) -> None:
    await book("orders", ORDERS + WANG_ORDER.format(day=day, status=status), vault)


async def book_lost_lead(vault: Vault) -> None:
    await book("leads", LEADS + WANG_LEAD.format(day=TODAY), vault)


async def answer(vault: Vault, about: surveys.Transaction, **answers: Sequence[str]) -> tuple[str, str]:
    """One customer is asked about one order or lead and answers; the jobs run. The link, and the code to correct with."""
    plan = surveys.Plan("明线家居", "links", "list", UUID(int=1))
    invited = await surveys.invite([about], plan, vault, datetime.now(UTC))
    given = {name: value for name, value in {**ANSWERS, **answers}.items() if value}
    token = invited.links[0].token
    code = await submit(token, given, "zh", vault, datetime.now(UTC))
    await run_jobs(vault)
    return token, code


async def run_jobs(vault: Vault) -> None:
    """Until nothing is left to do, whoever does it: this call, or the worker of an application that is running."""
    services = Services(vault=vault, base_url="http://127.0.0.1")
    while await Outbox.exists().where(Outbox.done.eq(False)):
        await drain(services)


async def list_findings(
    actor: Actor, vault: Vault, language: str, *, case_ids: Sequence[UUID] | None = None
) -> list[FindingLine]:
    """What this person sees in the inbox of findings: of these cases, or without a case."""
    found = await sift(actor, vault, language, Sieve(place="free" if case_ids is None else "cased"), TODAY)
    return [line for line in found.lines if case_ids is None or line.case_id in case_ids]
