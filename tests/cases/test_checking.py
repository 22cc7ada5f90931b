"""From what a customer or reporter says to findings in a case."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.callbacks import Wanted, pick
from cases.checking import check_case_claims, check_claim
from cases.claims import open_fact, store_claims, store_report_claim
from cases.opening import NewCase, open_case
from cases.records.cells import Record
from cases.records.importing import Counts, import_file
from cases.tables import Case, Claim, Event, Finding, Grant, LogEntry
from crypto.vault import Vault
from portal.relay import drain
from surveys import Transaction
from surveys.answering.responses import responses_after
from surveys.outbox import enqueue, write_tx
from surveys.services import Services
from tests.cases.books import (
    LOST,
    ORDERS,
    SOLD,
    TO_A_PERSON,
    TODAY,
    WANG_ORDER,
    answer,
    book,
    book_lost_lead,
    book_order,
    list_findings,
    run_jobs,
)
from tests.factories import make_company, make_staff

CLAIMS = (
    "claim_no,source,bought,order_no,customer_name,customer_phone,salesperson,amount,occurred_on,payee_kind,received\n"
)
WANG_CLAIM = f"C-1,phone,yes,,王芳,13806920733,张伟,6800,{TODAY},{{payee}},all\n"


async def found() -> dict[str, str]:
    """Grade by kind of the open findings."""
    return {row.kind: row.grade for row in await Finding.objects().where(Finding.state == "open")}


async def import_claims(text: str, vault: Vault) -> tuple[int, int, int]:
    async def store(rows: list[Record]) -> Counts:
        return await store_claims(rows, vault)

    result = await import_file("claims", text.encode(), vault, store_claims=store)
    await run_jobs(vault)
    return result.created, result.updated, result.unchanged


@pytest.fixture
async def investigator(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


async def test_an_answer_that_agrees_with_the_books_raises_nothing(investigator: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD)
    assert await found() == {}
    assert await Claim.count().where(Claim.checked.eq(True)) == 1


PAID_BY_A_SPOUSE = (
    f"{ORDERS.strip()},payer_phone\nXS-1,王芳,13806920733,张伟,城东店,实木地板,4200,{TODAY},done,13911110001\n"
)
CRM_HAD_ANOTHER = ORDERS + WANG_ORDER.format(day=TODAY, status="done").replace("13806920733", "13911110001")


async def reached_by(vault: Vault) -> Transaction:
    """The one order of the books, with the phone that its customer is asked by."""
    return (await pick(Wanted("orders", share_percent=100), vault, datetime.now(UTC))).transactions[0]


@pytest.mark.parametrize("whose", ["payer", "former"])
async def test_a_customer_reached_by_another_phone_is_matched_by_the_crms(
    investigator: Actor, vault: Vault, whose: str
) -> None:
    if whose == "former":
        await book("orders", CRM_HAD_ANOTHER, vault)
        await book_order(vault)
    else:
        await book("orders", PAID_BY_A_SPOUSE, vault)
    about = await reached_by(vault)
    await answer(vault, about)
    claim = await Claim.objects().first()
    assert claim is not None
    assert (about.phone_of, about.customer_phone) == (whose, "13911110001")
    assert open_fact(claim, vault).customer_phone == "13806920733"
    assert "no_order" not in await found()


async def test_an_answer_about_a_cancelled_order_becomes_a_case(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD, amount=["6800"], amount_again=["6800"], **TO_A_PERSON)
    assert await found() == {"cancelled_but_delivered": "finding", "payee_not_company": "finding"}
    case = await Case.objects().first()
    assert case is not None
    assert (case.source, case.state) == ("finding", "triage")


async def test_a_lost_lead_whose_customer_bought_becomes_a_case(investigator: Actor, vault: Vault) -> None:
    await book_lost_lead(vault)
    await answer(vault, LOST, amount=["6800"], **TO_A_PERSON)
    assert await found() == {"lead_lost_but_bought": "finding", "payee_not_company": "review"}


async def test_every_investigator_may_open_the_new_case_and_nobody_else(investigator: Actor, vault: Vault) -> None:
    await make_staff(vault, "administrator")
    await make_staff(vault, "investigator", "supervisor", username="ning")
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    assert await Grant.count() == 2


async def test_case_findings_and_log_leaves_come_in_one_piece(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD, **TO_A_PERSON)
    kinds = [row.kind for row in await Event.objects().order_by(Event.number)]
    assert kinds == ["opened", "finding", "finding"]
    kinds = sorted(row["kind"] for row in await LogEntry.select(LogEntry.kind))
    assert kinds == ["case", "event", "event", "event", "finding", "finding"]


async def test_a_hint_waits_in_the_list(investigator: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD, events=["private_contact"])
    lines = await list_findings(investigator, vault, "zh")
    assert [(line.kind, line.grade, line.case_id) for line in lines] == [("private_contact", "hint", None)]
    assert await Case.count() == 0


async def test_checking_twice_stores_once(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD, **TO_A_PERSON)
    (response,) = await responses_after(TODAY)
    async with write_tx():
        await enqueue("check_response", "again", {"response": str(response.id)})
    await run_jobs(vault)
    assert (await Claim.count(), await Finding.count(), await Case.count()) == (1, 2, 1)


async def test_an_order_that_arrives_later_withdraws_the_doubt(investigator: Actor, vault: Vault) -> None:
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company"), vault)
    assert await found() == {"no_order": "finding"}
    await book("orders", ORDERS + WANG_ORDER.format(day=TODAY, status="done").replace("4200", "6800"), vault)
    withdrawn = await Finding.objects().first()
    assert withdrawn is not None
    assert (withdrawn.kind, withdrawn.state) == ("no_order", "withdrawn")
    assert await Event.exists().where(Event.kind == "finding_withdrawn")


async def test_a_doubt_that_comes_back_is_open_again(investigator: Actor, vault: Vault) -> None:
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company"), vault)
    order = ORDERS + WANG_ORDER.format(day=TODAY, status="done").replace("4200", "6800")
    await book("orders", order, vault)
    await book("orders", order.replace("王芳,13806920733", "赵敏,18655554444"), vault)
    assert await found() == {"no_order": "review"}  # or it is hers, in another name
    assert await Case.count() == 1
    events = await Event.select(Event.kind).order_by(Event.number)
    assert [event["kind"] for event in events] == ["opened", "finding", "finding_withdrawn", "finding"]


async def test_checking_again_without_news_writes_nothing(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    before = await Finding.select(), await Event.count(), await LogEntry.count()
    async with write_tx():
        await enqueue("recheck_claims", "again", {})
    await run_jobs(vault)
    assert (await Finding.select(), await Event.count(), await LogEntry.count()) == before


async def test_importing_claims_twice_changes_nothing(investigator: Actor, vault: Vault) -> None:
    claims = CLAIMS + WANG_CLAIM.format(payee="personal")
    assert await import_claims(claims, vault) == (1, 0, 0)
    assert await import_claims(claims, vault) == (0, 0, 1)
    assert await found() == {"no_order": "finding", "payee_not_company": "review"}


async def test_answers_of_two_surveys_numbered_alike_are_two_claims(investigator: Actor, vault: Vault) -> None:
    survey = "序号,提交答卷时间,手机号,是否购买\n1,2026-03-0{} 10:11,1380000111{},是\n"
    came = [await import_claims(survey.format(place, place), vault) for place in (1, 2, 2)]
    assert came == [(1, 0, 0), (1, 0, 0), (0, 0, 1)]


async def test_a_changed_claim_is_checked_again(investigator: Actor, vault: Vault) -> None:
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="personal"), vault)
    assert await import_claims(CLAIMS + WANG_CLAIM.format(payee="company"), vault) == (0, 1, 0)
    assert await found() == {"no_order": "finding"}


async def test_doubts_about_one_order_join_one_case(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company").replace(",,王芳", ",XS-1,王芳"), vault)
    assert await Claim.count() == 2
    assert await Case.count() == 1


async def test_doubts_about_one_salesperson_join_one_case(investigator: Actor, vault: Vault) -> None:
    other = WANG_CLAIM.format(payee="company").replace("C-1", "C-2").replace("王芳,13806920733", "赵敏,18655554444")
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company") + other, vault)
    assert await Finding.count().where(Finding.claim.is_not_null()) == 2
    assert await Case.count() == 1


async def test_a_closed_case_is_not_joined(investigator: Actor, vault: Vault) -> None:
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company"), vault)
    async with write_tx():
        await Case.update({Case.state: "closed"}, force=True)
    other = WANG_CLAIM.format(payee="company").replace("C-1", "C-2").replace("王芳,13806920733", "赵敏,18655554444")
    await import_claims(CLAIMS + other, vault)
    assert await Case.count() == 2


async def test_a_finding_waits_for_a_case_while_nobody_could_read_it(database: None, vault: Vault) -> None:
    await make_company()
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company"), vault)
    assert await found() == {"no_order": "finding"}
    assert await Case.count() == 0


async def test_names_phones_and_numbers_of_a_claim_are_nowhere_in_clear(investigator: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD, remark=["城东店的张伟收了我的钱"])
    claim, finding = await Claim.objects().first(), await Finding.objects().first()
    assert claim is not None
    assert finding is not None
    stored = repr(claim.to_dict()).encode() + claim.sealed_fact + finding.sealed_detail
    assert not any(text.encode() in stored for text in ("王芳", "13806920733", "张伟", "XS-1"))


async def test_what_a_customer_adds_in_their_own_words_is_part_of_the_claim(investigator: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD, remark=["加我微信，私下给你便宜"])
    claim = await Claim.objects().first()
    assert claim is not None
    assert open_fact(claim, vault).text == "加我微信,私下给你便宜"
    assert "sensitive_terms" in await found()


@pytest.mark.parametrize(
    "typed",
    [",,王芳,13806920738", ",,王芳,1380692073", ",XS-2,,", ",SX-1,,"],
    ids=["a wrong digit", "a digit lost", "a number next to it", "two letters swapped"],
)
async def test_a_typing_slip_does_not_make_an_order_disappear(investigator: Actor, vault: Vault, typed: str) -> None:
    await book_order(vault)
    claim = WANG_CLAIM.format(payee="company").replace(",,王芳,13806920733", typed).replace("6800", "4200")
    await import_claims(CLAIMS + claim, vault)
    assert await found() == {}


async def test_four_digits_an_amount_and_a_salesperson_find_the_order(investigator: Actor, vault: Vault) -> None:
    await book_order(vault)
    claim = WANG_CLAIM.format(payee="company").replace("王芳,13806920733", ",0733").replace("6800", "4200")
    await import_claims(CLAIMS + claim, vault)
    assert await found() == {}


async def report_case(actor: Actor) -> tuple[UUID, bytes]:
    async with write_tx():
        opened = await open_case(NewCase("report", "received"), TODAY)
    return opened.id, opened.key


async def test_a_reports_claim_is_checked_inside_the_session(investigator: Actor, vault: Vault) -> None:
    await book_order(vault)
    case_id, key = await report_case(investigator)
    told = {"order_no": "xs-1", "amount": "约 6,800 元", "payee_kind": "personal", "payee_name": "张伟"}
    async with write_tx():
        claim_id = await store_report_claim(case_id, uuid4(), told, key, TODAY)
        await check_claim(claim_id, vault, case_key=key)
    lines = await list_findings(investigator, vault, "zh", case_ids=[case_id])
    assert [(line.kind, line.case_id) for line in lines] == [("payee_not_company", case_id)]
    assert lines[0].summary.startswith("举报称客户")


async def test_a_reports_claim_is_sealed_to_its_case(investigator: Actor, vault: Vault) -> None:
    case_id, key = await report_case(investigator)
    async with write_tx():
        claim_id = await store_report_claim(
            case_id, uuid4(), {"amount": "6800", "payee_kind": "personal", "store": "城东店"}, key, TODAY
        )
        await check_claim(claim_id, vault, case_key=key)
    finding = await Finding.objects().first()
    assert finding is not None
    assert (finding.sealed_by, finding.store) == ("case", "")
    assert (await Case.objects().first()).subject_token is None  # type: ignore[union-attr]  # it was just written


async def test_the_worker_leaves_a_reports_claim_alone(investigator: Actor, vault: Vault) -> None:
    case_id, key = await report_case(investigator)
    async with write_tx():
        await store_report_claim(case_id, uuid4(), {"order_no": "XS-1", "amount": "6800"}, key, TODAY)
    await book_order(vault)
    assert await Finding.count() == 0
    async with write_tx():
        await check_case_claims(case_id, vault, key)
    assert await found() == {"amount_differs": "review"}


async def test_opening_a_report_twice_stores_one_claim(investigator: Actor, vault: Vault) -> None:
    case_id, key = await report_case(investigator)
    report_id = uuid4()
    async with write_tx():
        first = await store_report_claim(case_id, report_id, {"amount": "6800"}, key, TODAY)
        again = await store_report_claim(case_id, report_id, {"amount": "6800"}, key, TODAY)
    assert first == again


async def test_a_response_erased_meanwhile_is_no_claim(investigator: Actor, vault: Vault) -> None:
    async with write_tx():
        await enqueue("check_response", "gone", {"response": str(uuid4())})
    assert await drain(Services(vault=vault, base_url="http://127.0.0.1")) == 1
    assert await Claim.count() == 0


async def test_an_import_has_every_claim_checked_however_many(
    investigator: Actor, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.rechecking.LOOKED_AT_ONCE", 1)
    other = WANG_CLAIM.format(payee="company").replace("C-1", "C-2")
    await import_claims(CLAIMS + WANG_CLAIM.format(payee="company") + other, vault)
    await book("orders", ORDERS + WANG_ORDER.format(day=TODAY, status="done").replace("4200", "6800"), vault)
    assert await Finding.count().where(Finding.state == "withdrawn") == 2
