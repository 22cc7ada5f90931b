"""What several people say by themselves, from their claims to a finding, and who may see it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.checking import check_claim
from cases.claims import store_claims, store_report_claim
from cases.corroboration import store_corroborations
from cases.findings import dismiss_finding, open_detail
from cases.letting_in import let_go, let_in
from cases.matches import Meant, open_match
from cases.opening import NewCase, open_case
from cases.records.cells import Record
from cases.records.importing import Counts, import_file
from cases.rekeying import CELLS, renew_subjects
from cases.sifting import Sieve, sift
from cases.tables import Case, Claim, Event, Finding
from crypto.vault import Vault
from surveys.outbox import write_tx
from surveys.rekeying import seal_anew
from tests.cases.books import TODAY, run_jobs
from tests.factories import make_staff

HEADER = "claim_no,source,bought,customer_name,customer_phone,salesperson,amount,occurred_on,payee_kind,payee_account\n"
PEOPLE = (("王芳", "13806920733"), ("赵敏", "18655554444"), ("陈刚", "13911112222"), ("周婷", "15822223333"))
ACCOUNT = "6217000099998888"

pytestmark = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
async def investigator(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def say(vault: Vault, *lines: tuple[int, str, str]) -> None:
    """Claims of these people: who, of which salesperson, to which account."""

    async def store(rows: list[Record]) -> Counts:
        return await store_claims(rows, vault)

    rows = [
        f"C-{place}-{seller},phone,yes,{','.join(PEOPLE[place])},{seller},6800,{TODAY},personal,{account}\n"
        for place, seller, account in lines
    ]
    await import_file("claims", (HEADER + "".join(rows)).encode(), vault, store_claims=store)
    await run_jobs(vault)


async def corroborated(state: str = "open") -> list[Finding]:
    return list(await Finding.objects().where(Finding.kind == "corroborated", Finding.state == state))


async def test_three_customers_of_one_salesperson_are_a_finding_in_their_case(
    investigator: Actor, vault: Vault
) -> None:
    await say(vault, (0, "张伟", ""), (1, "张伟", ""), (2, "张伟", ""))
    (row,) = await corroborated()
    case = await Case.objects().first()
    assert case is not None
    assert (row.grade, row.case, row.sealed_by) == ("review", case.id, "vault")
    assert open_detail(row, vault)["said"] == {"people": 3, "claims": 3, "sources": 1}
    assert await Event.exists().where(Event.case == case.id, Event.detail == "corroborated review")


async def test_nothing_of_who_spoke_is_in_it(investigator: Actor, vault: Vault) -> None:
    await say(vault, (0, "张伟", ACCOUNT), (1, "张伟", ACCOUNT))
    (row,) = await corroborated()
    told = repr(open_detail(row, vault))
    assert not any(text in told for text in ("王芳", "13806920733", "赵敏", "C-0"))


async def test_comparing_twice_changes_nothing(investigator: Actor, vault: Vault) -> None:
    await say(vault, (0, "张伟", ACCOUNT), (1, "张伟", ACCOUNT))
    before = await Finding.select().order_by(Finding.id), await Event.count()
    await store_corroborations(vault, TODAY)
    assert (await Finding.select().order_by(Finding.id), await Event.count()) == before


@pytest.mark.parametrize("account", ["", ACCOUNT], ids=["a salesperson", "a payee"])
async def test_under_a_new_root_key_it_is_the_same_one_still_put_aside(
    investigator: Actor, vault: Vault, account: str
) -> None:
    await say(vault, (0, "张伟", account), (1, "张伟", account), (2, "张伟", account))
    (row,) = await corroborated()
    await dismiss_finding(investigator, row.id, "同一客户群里的误会", vault)
    new = Vault(bytes(range(32)))
    async with write_tx():
        await renew_subjects(vault, new, TODAY)
        for cells in CELLS:
            await seal_anew(cells, vault, new, lambda _table, _rows: None)
    await store_corroborations(new, TODAY)
    assert [one.id for one in await corroborated("dismissed")] == [row.id]
    assert await corroborated() == []


async def test_it_goes_with_the_doubts_it_rests_on(investigator: Actor, vault: Vault) -> None:
    await say(vault, (0, "张伟", ACCOUNT), (1, "张伟", ACCOUNT))
    for row in await Finding.objects().where(Finding.claim.is_not_null()):
        await dismiss_finding(investigator, row.id, "公司代收账户", vault)
    await store_corroborations(vault, TODAY)
    assert await corroborated() == []
    assert len(await corroborated("withdrawn")) == 1


async def test_what_was_said_in_a_closed_case_is_not_said_again(investigator: Actor, vault: Vault) -> None:
    await say(vault, (0, "张伟", ""))
    async with write_tx():
        await Case.update({Case.state: "closed"}, force=True)
    await say(vault, (1, "张伟", ""))
    assert await corroborated() == []


async def test_an_account_named_in_two_cases_is_told_to_whoever_holds_both(investigator: Actor, vault: Vault) -> None:
    await say(vault, (0, "张伟", ACCOUNT), (1, "李娜", ACCOUNT))
    assert await Case.count() == 2
    (row,) = await corroborated()
    assert row.case is not None


async def test_an_account_named_in_two_cases_is_told_to_nobody_who_holds_one(investigator: Actor, vault: Vault) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await say(vault, (0, "张伟", ACCOUNT))
    case = await Case.objects().first()
    assert case is not None
    await let_go(investigator, case.id, boris.id)
    await say(vault, (1, "李娜", ACCOUNT))
    found = await sift(boris, vault, "zh", Sieve(), TODAY)
    assert [line.kind for line in found.lines if line.kind == "corroborated"] == []
    (row,) = await corroborated()
    assert row.case == case.id


async def test_whoever_is_let_into_one_of_two_cases_learns_nothing_of_the_other(
    investigator: Actor, vault: Vault
) -> None:
    await say(vault, (0, "张伟", ACCOUNT), (1, "李娜", ACCOUNT))
    (row,) = await corroborated()
    boris = await make_staff(vault, "investigator", username="boris")
    await let_in(investigator, UUID(str(row.case)), boris.id)
    await run_jobs(vault)
    (row,) = await corroborated()
    found = await sift(boris, vault, "zh", Sieve(), TODAY)
    assert "corroborated" not in {line.kind for line in found.lines}


async def test_what_a_claim_is_about_is_kept_sealed(investigator: Actor, vault: Vault) -> None:
    await say(vault, (0, "张伟", ""))
    claim = await Claim.objects().first()
    assert claim is not None
    assert open_match(claim, vault) == Meant(None, None, "none", "张伟")
    assert "张伟".encode() not in bytes(claim.sealed_match)


async def test_what_a_reports_claim_is_about_is_kept_nowhere(investigator: Actor, vault: Vault) -> None:
    async with write_tx():
        case = await open_case(NewCase("report", "received"), TODAY)
        claim_id = await store_report_claim(case.id, uuid4(), {"salesperson": "张伟"}, case.key, TODAY)
    await check_claim(claim_id, vault, case_key=case.key)
    claim = await Claim.objects().first()
    assert claim is not None
    assert (claim.checked, claim.sealed_match, claim.salesperson_token) == (True, None, None)
