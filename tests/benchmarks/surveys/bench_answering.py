"""How fast customers' answers are taken while each is held against the books, and whether ten kill -9 lose one.

Run `python -m tests.benchmarks.surveys.bench_answering`. Every answer is the longest ordinary one, from a form as the page
shows it. The books hold an order for every customer, no two of them alike; what differs in a twentieth of the answers
becomes findings.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cases.records.importing import import_file
from cases.tables import Claim, Finding
from crypto.links import link_digest
from crypto.vault import Vault
from portal.opening import opened
from portal.settings import Settings
from surveys import Link, Transaction, invite
from surveys.answering.nonces import form_nonce
from surveys.outbox import Outbox
from surveys.tables import Invitation, Response
from tests.benchmarks.bench_reports import Measured
from tests.journeys.clients import Broken, Client, request
from tests.journeys.entering import everybody_enters
from tests.journeys.server import Server
from tests.surveys.factories import make_plan

ANSWERS = 1500  # at eight clients, in one go
AT_ONCE = 500
CLIENTS = 8
KILLED, KILLS = 1000, 10
HEADER = "order_no,customer_name,customer_phone,salesperson,store,product,amount,ordered_at,status\n"


@dataclass
class Storm:
    """Answers on their way to a server that is killed again and again."""

    server: Server
    waiting: list[bytes]
    acknowledged: int = 0
    already_there: int = 0  # an answer that was stored, whose acknowledgement was lost
    broken: int = 0

    async def work(self) -> None:
        client = Client(self.server.port)
        while self.waiting:
            await self._send(client, self.waiting.pop())
        await client.close()

    async def _send(self, client: Client, whole: bytes) -> None:
        while True:
            try:
                status, _ = await client.send(whole)
            except Broken:
                self.broken += 1
                await asyncio.sleep(0.05)
                continue
            self.acknowledged += status == 200
            self.already_there += status == 410
            return

    async def kill(self) -> None:
        pause = random.Random(7)  # when to kill, not a secret
        for _ in range(KILLS):
            await asyncio.sleep(pause.uniform(0.2, 0.6))
            await asyncio.to_thread(self.server.kill)
            await asyncio.to_thread(self.server.start)


@dataclass(frozen=True)
class Checked:
    """How the checks kept up: how many waited when the last answer was there, and how long those took."""

    waiting: int
    rest_seconds: float
    findings: int


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.init()
        forms = asyncio.run(_invited(server.data, ANSWERS + KILLED + 2 * AT_ONCE))
        server.start()
        try:
            _print(server, forms)
        finally:
            server.stop()


def _print(server: Server, forms: list[bytes]) -> None:
    idle = server.resident_mib()
    asyncio.run(_load(server.port, CLIENTS, forms[: AT_ONCE // 2]))  # warm
    alone = asyncio.run(_load(server.port, 1, forms[AT_ONCE // 2 : AT_ONCE]))
    asyncio.run(_rest(server.data))
    measured = asyncio.run(_load(server.port, CLIENTS, forms[AT_ONCE : AT_ONCE + ANSWERS]))
    checked = asyncio.run(_rest(server.data))
    after = server.resident_mib()
    print(f"{'answers':<12}{'answers/s':>10}{'p50 ms':>9}{'p95 ms':>9}{'failed':>8}")
    for name, one in (("1 client", alone), ("8 clients", measured)):
        print(f"{name:<12}{one.per_second:>10.0f}{one.quantile(0.5):>9.1f}{one.quantile(0.95):>9.1f}{one.failed:>8}")
    print(
        f"cross-check: {len(measured.waits) - checked.waiting} of {len(measured.waits)} while they came, "
        f"the rest in {checked.rest_seconds:.1f} s; {checked.findings} findings; "
        f"resident: idle {idle:.0f} MiB, after {after:.0f} MiB"
    )
    entered, tried = asyncio.run(everybody_enters(server))
    print(
        f"{len(entered)} sign-ins at once, then {len(tried)}: {server.peak_mib():.0f} MiB at the highest since the start"
    )
    storm = Storm(server, forms[AT_ONCE + ANSWERS : AT_ONCE + ANSWERS + KILLED])
    lost = asyncio.run(_killed(storm))
    print(
        f"{KILLS} kill -9: {storm.acknowledged} acknowledged, {storm.already_there} stored before their answer was cut off, "
        f"{storm.broken} broken connections, {lost} lost"
    )


async def _killed(storm: Storm) -> int:
    """How many of the answers are neither stored nor checked in the end, or are stored twice."""
    sent = len(storm.waiting)
    before = await _stored(storm.server.data)
    killing = asyncio.create_task(storm.kill())
    await asyncio.gather(*(storm.work() for _ in range(CLIENTS)))
    await killing
    await _rest(storm.server.data)
    return abs(sent - (await _stored(storm.server.data) - before))


async def _load(port: int, clients: int, requests: Sequence[bytes]) -> Measured:
    waits: list[float] = []
    statuses: list[int] = []
    waiting = iter(requests)

    async def work() -> None:
        client = Client(port)
        for one in waiting:
            began = time.perf_counter()
            status, _ = await client.send(one)
            waits.append(time.perf_counter() - began)
            statuses.append(status)
        await client.close()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(clients)))
    return Measured(time.perf_counter() - began, waits, sum(status != 200 for status in statuses))


async def _rest(data: Path) -> Checked:
    """Wait until every answer that is stored was checked."""
    began = time.perf_counter()
    async with opened(Settings(data_dir=data)):
        waiting = await _waiting()
        while await _waiting():
            await asyncio.sleep(0.2)
        return Checked(waiting, time.perf_counter() - began, await Finding.count())


async def _waiting() -> int:
    rows = await Outbox.select(Outbox.id).where(Outbox.kind == "check_response", Outbox.done.eq(False))
    return len(rows)


async def _stored(data: Path) -> int:
    async with opened(Settings(data_dir=data)):
        return min(await Response.count(), await Claim.count().where(Claim.source == "survey"))


async def _invited(data: Path, people: int) -> list[bytes]:
    """Books with an order for everybody, a link for everybody, and the last press of everybody's button."""
    today = datetime.now(UTC).date()
    everybody = [_customer(number, today) for number in range(people)]
    async with opened(Settings(data_dir=data)) as vault:
        book = HEADER + "".join(
            f"{one.ref},{one.customer_name},{one.customer_phone},{one.salesperson},城东店,实木床,"
            f"{_yuan(one)},{one.day},done\n"
            for one in everybody
        )
        await import_file("orders", book.encode(), vault)
        links: list[Link] = []
        for start in range(0, people, AT_ONCE):
            links += (await invite(everybody[start : start + AT_ONCE], make_plan(), vault, datetime.now(UTC))).links
        digests = {bytes(row["token_digest"]): row["id"] for row in await Invitation.select()}
        return [_pressed(link, digests[link_digest(link.token)], vault, number) for number, link in enumerate(links)]


def _customer(number: int, today: date) -> Transaction:
    """Phones and names lie apart: a slip in a digit leads to nobody else's order, as among the customers of a shop."""
    return Transaction(
        "order",
        f"XS-26-{number:06d}",
        day=today - timedelta(days=10 + number % 60),
        amount_fen=(1200 + number * 37 % 9000) * 100,
        salesperson="张伟李娜王磊刘洋"[number % 4 * 2 : number % 4 * 2 + 2],
        customer_name=f"周{chr(0x4E00 + number % 2000)}{chr(0x5E00 + number // 2000)}",
        customer_phone=f"139{number * 7919 % 10**8:08d}",
    )


def _yuan(one: Transaction) -> int:
    assert one.amount_fen is not None  # every order of these books has a price
    return one.amount_fen // 100


def _pressed(link: Link, invitation_id: UUID, vault: Vault, number: int) -> bytes:
    to_a_person = number % 20 == 0
    fields = {
        "nonce": form_nonce(invitation_id, vault, datetime.now(UTC)),
        "at": "rating",
        "q.bought": "yes",
        "q.paid_on": str(link.transaction.day),
        "q.amount": str(_yuan(link.transaction)),
        "q.payee_kind": "personal" if to_a_person else "company",
        "q.salesperson": link.transaction.salesperson,
        "q.received": "all",
        "q.invoice": "yes",
        "q.events": "none",
        "q.rating": "4",
        "q.remark": "师傅很准时，装完还把地拖了。整体满意，就是送货晚了一天。",
        "q.may_call": "no",
        "step": "next",
    } | ({"q.payee_name": "王某"} if to_a_person else {})
    return request(f"/s/{link.token}", list(fields.items()))


if __name__ == "__main__":
    main()
