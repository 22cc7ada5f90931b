"""`brightline rotate-keys`: everything that hung on the old root key hangs on the new one, on both databases."""

from __future__ import annotations

import asyncio
import re
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from piccolo.columns import Bytea

import surveys
from cases.findings import open_reason
from cases.joining import case_about
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.mailbox import open_mailbox
from cases.people.tables import Attempts
from cases.records.drafts import remembered_mapping
from cases.records.importing import import_file
from cases.records.lookup import Candidates, candidates
from cases.records.tables import Lead, Order, Payment
from cases.records.tokens import Tokens
from cases.signed_replies import reply_signer
from cases.tables import Case, Finding
from crypto.errors import WrongKey
from crypto.heads import HeadKey
from crypto.proofs import check_proof
from crypto.vault import Vault, create_root_key, load_root_key
from portal.every_table import every_table
from portal.holding import InUse, hold
from portal.opening import opened
from portal.root_keys import OtherRootKey
from portal.rotating import CELLS, rotate_keys
from portal.settings import Settings
from surveys.errors import NobodyToAsk
from surveys.outbox import write_tx
from surveys.rekeying import Cells
from tests.cases.books import LEADS, ORDERS, SOLD, TODAY, WANG_LEAD, WANG_ORDER
from tests.factories import make_staff
from tests.portal.furnished import ACCOUNTS, HEADER, MAPPING, PAYMENTS, PEOPLE, REASON, WANTS_PEACE, Outside, furnish
from tests.postgres import drop_database, new_database

T = TypeVar("T")
KEYED = re.compile(r"^sealed_|_token$|fingerprint|_hash$")
# sealed to people, under a case key or under a recovery key, which a new root key leaves alone
NOT_OURS = {
    "sealed_case_key",
    "sealed_content_key",
    "sealed_key",
    "sealed_note",
    "sealed_private_key",
    "sealed_reason",
}
TAKEN_CARE_OF = {
    "cases_case.subject_token",  # cases.rekeying.renew_case_tokens
    "cases_case.salesperson_token",
}


@dataclass(frozen=True)
class Portal:
    """A furnished portal whose root key was renewed once."""

    settings: Settings
    outside: Outside
    old: Vault

    def inside(self, look: Callable[[Vault], Awaitable[T]]) -> T:
        async def looked() -> T:
            async with opened(self.settings) as vault:
                return await look(vault)

        return asyncio.run(looked())


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data = tmp_path_factory.mktemp("rotating")
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    url = asyncio.run(new_database(server)) if server else None
    settings = Settings(data_dir=data, database_url=url)
    old = Vault(create_root_key(settings.root_key_file))
    outside = asyncio.run(furnish(settings))
    assert rotate_keys(Namespace(settings=settings)) == 0
    yield Portal(settings, outside, old)
    if server and url:
        asyncio.run(drop_database(server, url))


@asynccontextmanager
async def held(settings: Settings, *, alone: bool) -> AsyncIterator[None]:
    """As another process would hold it."""
    taken = await hold(settings, alone=alone)
    try:
        yield
    finally:
        await taken.let_go()


def column_names(cells: Cells) -> list[str]:
    return [f"{cells.table._meta.tablename}.{column._meta.name}" for column in (*cells.sealed, *cells.made)]


def test_every_column_that_hangs_on_the_root_key_is_taken_care_of() -> None:
    columns = [
        f"{table._meta.tablename}.{column._meta.name}"
        for table in every_table()
        for column in table._meta.columns
        if isinstance(column, Bytea) and KEYED.search(column._meta.name)
    ]
    known = {name for cells in CELLS for name in column_names(cells)} | TAKEN_CARE_OF
    assert {name for name in columns if name not in known and name.partition(".")[2] not in NOT_OURS} == set()


@pytest.mark.parametrize("cells", CELLS, ids=lambda cells: cells.table._meta.tablename)
def test_every_sealed_cell_opens_under_the_new_key_alone(portal: Portal, cells: Cells) -> None:
    async def sealed(vault: Vault) -> list[tuple[str, bytes]]:
        query = cells.table.select().where(cells.only) if cells.only is not None else cells.table.select()
        rows = await query
        found = [(label, row[column._meta.name]) for row in rows for column, label in cells.sealed.items()]
        return [(label, vault.open_bytes(label, bytes(cell)) and bytes(cell)) for label, cell in found if cell]

    found = portal.inside(sealed)
    assert found
    for label, cell in found:
        with pytest.raises(WrongKey):
            portal.old.open_bytes(label, cell)


def test_records_are_found_by_name_and_phone_as_before(portal: Portal) -> None:
    async def look(vault: Vault) -> list[object]:
        by_phone = await candidates(vault, phone="13806920733")
        by_name = await candidates(vault, customer_name="王芳", salesperson="张伟", payer_name="王芳")
        return [by_phone.orders[0].customer_name, by_name.leads[0].lead_no, by_name.payments[0].payment_no]

    assert portal.inside(look) == ["王芳", "L-1", "LS1"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("orders", ORDERS + WANG_ORDER.format(day=TODAY, status="done")),
        ("payments", PAYMENTS),
        ("leads", LEADS + WANG_LEAD.format(day=TODAY)),
        ("salespeople", PEOPLE),
        ("accounts", ACCOUNTS),
    ],
    ids=["orders", "payments", "leads", "salespeople", "accounts"],
)
def test_a_file_imported_before_changes_nothing(portal: Portal, kind: str, text: str) -> None:
    result = portal.inside(lambda vault: import_file(kind, text.encode(), vault))  # type: ignore[arg-type]  # a kind
    assert (result.created, result.updated, result.unchanged) == (0, 0, 1)


async def book_as_written(settings: Settings) -> None:
    """Records of 張偉 as they were stored before names were folded."""
    async with opened(settings) as vault:
        for kind, text in (("orders", ORDERS + WANG_ORDER), ("leads", LEADS + WANG_LEAD), ("payments", PAYMENTS)):
            written = text.format(day=TODAY, status="done").replace("王芳", "張偉").replace(",XS-1,張偉", ",,張偉")
            await import_file(kind, written.encode(), vault)  # type: ignore[arg-type]  # a kind
        tokens = Tokens(vault, folds=False)
        name, both = tokens.name("張偉"), tokens.name_salesperson("張偉", "张伟")
        ending = tokens.last_four_name("13806920733", "張偉")
        async with write_tx():
            for table in (Order, Lead):
                values = {"name_token": name, "name_salesperson_token": both, "last_four_name_token": ending}
                await table.update(values).where(table.name_token.is_not_null())
            await Payment.update({Payment.name_token: name}).where(Payment.name_token.is_not_null())


async def case_as_written(settings: Settings) -> None:
    """A case about 張偉 as it was found again before names were folded, and an order of his."""
    async with opened(settings) as vault:
        order = WANG_ORDER.format(day=TODAY, status="done").replace("张伟", "張偉")
        await import_file("orders", (ORDERS + order).encode(), vault)
        await make_staff(vault)
        async with write_tx():
            await case_about(None, "张伟", vault, TODAY)
            await Case.update({Case.salesperson_token: vault.token("case_salesperson", "張偉")}, force=True)


def test_a_case_kept_under_a_name_as_it_was_written_is_joined_afterwards_in_either_script(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    create_root_key(settings.root_key_file)
    asyncio.run(case_as_written(settings))
    assert rotate_keys(Namespace(settings=settings)) == 0

    async def joined() -> int:
        async with opened(settings) as vault, write_tx():
            await case_about(None, "张伟", vault, TODAY)
            await case_about(None, "張偉", vault, TODAY)
            return await Case.count()

    assert asyncio.run(joined()) == 1


async def numbers_of(settings: Settings, name: str) -> list[set[str]]:
    """By name and salesperson, and by name and the last four digits: orders, leads, payments."""

    def numbers(found: Candidates) -> set[str]:
        return {
            *(one.order_no for one in found.orders),
            *(one.lead_no for one in found.leads),
            *(one.payment_no for one in found.payments),
        }

    async with opened(settings) as vault:
        by_name = await candidates(vault, customer_name=name, salesperson="张伟", payer_name=name)
        return [numbers(by_name), numbers(await candidates(vault, phone="0733", customer_name=name))]


def test_names_stored_as_they_were_written_are_found_by_either_spelling_afterwards(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    create_root_key(settings.root_key_file)
    asyncio.run(book_as_written(settings))
    all_of_them = [{"XS-1", "L-1", "LS1"}, {"XS-1", "L-1"}]
    assert asyncio.run(numbers_of(settings, "張偉")) == all_of_them
    assert asyncio.run(numbers_of(settings, "张伟")) == [set(), set()]
    assert rotate_keys(Namespace(settings=settings)) == 0
    assert asyncio.run(numbers_of(settings, "張偉")) == all_of_them
    assert asyncio.run(numbers_of(settings, "张伟")) == all_of_them


def test_a_customer_who_was_asked_is_not_asked_again(portal: Portal) -> None:
    asked = surveys.Transaction("order", "XS-2", customer_phone=SOLD.customer_phone)
    plan = surveys.Plan("明线家居", "links", "list", UUID(int=1))
    with pytest.raises(NobodyToAsk):
        portal.inside(lambda vault: surveys.invite([asked], plan, vault, datetime.now(UTC)))


def test_a_customer_who_wants_peace_keeps_it(portal: Portal) -> None:
    asked = surveys.Transaction("order", "XS-9", customer_phone=WANTS_PEACE)
    plan = surveys.Plan("明线家居", "links", "list", UUID(int=1))
    _, skipped = portal.inside(lambda vault: surveys.askable([asked], plan, vault, datetime.now(UTC).date()))
    assert skipped == {"opted_out": 1}


def test_a_case_is_found_by_what_it_is_about(portal: Portal) -> None:
    async def tokens(vault: Vault) -> tuple[object, bytes]:
        row = await Case.select(Case.salesperson_token).where(Case.source == "finding").first()
        assert row is not None
        return bytes(row["salesperson_token"]), vault.token("case_salesperson", "张伟")

    found, expected = portal.inside(tokens)
    assert found == expected


def test_a_reason_opens_and_a_mapping_is_remembered(portal: Portal) -> None:
    async def look(vault: Vault) -> tuple[str, object]:
        row = await Finding.objects().where(Finding.state == "dismissed").first()
        assert row is not None
        return open_reason(row, vault, None), await remembered_mapping("orders", HEADER, vault)

    assert portal.inside(look) == (REASON, MAPPING)


def test_the_log_fits_and_a_proof_kept_outside_is_good(portal: Portal) -> None:
    async def faults(vault: Vault) -> tuple[str, list[object]]:
        key = signer_of(vault).key
        return str(key), list((await check_log(key)).faults)

    assert portal.inside(faults) == (portal.outside.log_key, [])
    mailbox = portal.outside.receipt.mailbox_digest
    proven = check_proof(portal.outside.proof, key=HeadKey.read(portal.outside.log_key), mailbox_digest=mailbox)
    assert proven.is_own


def test_an_answer_signed_before_is_signed_still(portal: Portal) -> None:
    async def marks(vault: Vault) -> list[str]:
        opened_box = await open_mailbox(portal.outside.receipt, reply_signer(vault).public)
        return [message.mark for message in opened_box.messages]

    assert portal.inside(marks) == ["signed"]


def test_failed_sign_ins_are_forgotten(portal: Portal) -> None:
    async def count(_: Vault) -> int:
        return await Attempts.count()

    assert portal.inside(count) == 0


def test_the_former_key_lies_beside_the_new_one_for_the_backups_made_under_it(portal: Portal) -> None:
    names = sorted(path.name for path in portal.settings.data_dir.glob("root.key*"))
    assert names == ["root.key", f"root.key.former-{portal.old.mark.hex()}"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in portal.settings.data_dir.glob("root.key*"))


def test_a_portal_that_somebody_uses_is_refused(portal: Portal) -> None:
    key = load_root_key(portal.settings.root_key_file)

    async def rotate_beside() -> None:
        async with held(portal.settings, alone=False):
            await asyncio.to_thread(rotate_keys, Namespace(settings=portal.settings))

    with pytest.raises(InUse, match="Stop `brightline serve`"):
        asyncio.run(rotate_beside())
    assert load_root_key(portal.settings.root_key_file) == key


def test_nobody_opens_a_portal_whose_key_is_being_renewed(portal: Portal) -> None:
    async def open_beside() -> None:
        async with held(portal.settings, alone=True), opened(portal.settings):
            pass

    with pytest.raises(InUse, match="being renewed"):
        asyncio.run(open_beside())


def test_a_portal_does_not_open_under_another_root_key(portal: Portal, tmp_path: Path) -> None:
    create_root_key(tmp_path / "root.key")
    elsewhere = Settings(portal.settings.data_dir, portal.settings.database_url, root_key_path=tmp_path / "root.key")

    async def open_it() -> None:
        async with opened(elsewhere):
            pass

    with pytest.raises(OtherRootKey):
        asyncio.run(open_it())
