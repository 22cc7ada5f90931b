"""Whom a round of call-backs falls on: frames, filters, lists, and the draw."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.callbacks import Frame, Sending, Wanted, ask, outlook, pick, stores_and_salespeople
from cases.callbacks.choosing import Flagged
from cases.callbacks.wanted import seeded
from cases.records.importing import import_file
from crypto.vault import Vault
from surveys import invitations_of, rounds
from surveys.answering.submitting import open_link
from surveys.campaigns.peace import opt_out
from surveys.tables import Invitation
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime.now(UTC)
RECENT, OLD = (NOW - timedelta(days=20)).date(), (NOW - timedelta(days=200)).date()
ORDERS = f"""order_no,customer_name,customer_phone,salesperson,store,product,amount,ordered_at,status
XS-1,王芳,13806920733,张伟,城东店,实木地板,4200,{RECENT},done
XS-2,李雷,13806920734,陈芳,城东店,实木床,3000,{RECENT},paid
XS-3,韩梅,13806920735,张伟,城西店,沙发,2500,{OLD},done
XS-4,赵强,13806920736,张伟,城西店,衣柜,9900,{RECENT},cancelled
XS-5,钱多,13806920737,陈芳,城东店,餐桌,1800,{RECENT},deleted
XS-6,孙丽,13806920738,陈芳,城东店,书柜,1500,{RECENT},open
"""
LEADS = f"""lead_no,customer_name,customer_phone,salesperson,store,product,quoted_amount,created_at,status
L-1,周敏,13906920733,张伟,城东店,实木地板,6500,{RECENT},lost
L-2,吴刚,13906920734,陈芳,城东店,橱柜,8000,{RECENT},dormant
L-3,郑爽,13906920735,陈芳,城东店,橱柜,8000,{RECENT},won
"""


@pytest.fixture
async def investigator(database: None, vault: Vault) -> Actor:
    await import_file("orders", ORDERS.encode(), vault)
    await import_file("leads", LEADS.encode(), vault)
    return await make_staff(vault)


@pytest.mark.parametrize(
    ("wanted", "refs"),
    [
        (Wanted("orders"), {"XS-1", "XS-2"}),
        (Wanted("seller", days=365, salesperson="张伟"), {"XS-1", "XS-3", "XS-4", "L-1"}),
        (Wanted("seller"), set()),
        (Wanted("orders", days=365), {"XS-1", "XS-2", "XS-3"}),
        (Wanted("orders", salesperson="张伟"), {"XS-1"}),
        (Wanted("orders", days=365, store="城西店"), {"XS-3"}),
        (Wanted("cancelled"), {"XS-4", "XS-5"}),
        (Wanted("lost_leads"), {"L-1", "L-2"}),
        (Wanted("lost_leads", salesperson="张伟"), {"L-1"}),
        (Wanted("orders", store="城南店"), set()),
    ],
)
async def test_a_frame_holds_whom_it_names(investigator: Actor, vault: Vault, wanted: Wanted, refs: set[str]) -> None:
    picked = await pick(replace(wanted, share_percent=100), vault, NOW)
    assert {one.ref for one in picked.transactions} == refs
    assert picked.population == len(refs)


async def test_a_draw_is_the_same_for_the_same_seed(investigator: Actor, vault: Vault) -> None:
    wanted = Wanted("orders", days=365, most=2, seed="a", share_percent=100)
    first, second = await pick(wanted, vault, NOW), await pick(wanted, vault, NOW)
    assert first == second
    assert [one.inclusion_probability for one in first.transactions] == pytest.approx([2 / 3] * 2)


async def test_another_seed_draws_others(investigator: Actor, vault: Vault) -> None:
    wanted = Wanted("orders", days=365, most=1, share_percent=100)
    drawn = [(await pick(replace(wanted, seed=str(seed)), vault, NOW)).transactions[0].ref for seed in range(20)]
    assert set(drawn) == {"XS-1", "XS-2", "XS-3"}


async def test_a_seed_nobody_chose_is_the_same_all_day_and_another_tomorrow(vault: Vault) -> None:
    today = [seeded(Wanted("orders"), vault, NOW.date()).seed for _ in range(2)]
    tomorrow = seeded(Wanted("orders"), vault, NOW.date() + timedelta(days=1)).seed
    assert today[0] == today[1] != tomorrow


async def test_a_seller_is_owed_somebody_until_somebody_was_drawn(investigator: Actor, vault: Vault) -> None:
    wanted = Wanted("orders", share_percent=1)
    first = await pick(wanted, vault, NOW)
    assert {one.salesperson for one in first.transactions} == {"张伟", "陈芳"}
    await ask(wanted, Sending("links"), investigator, vault, NOW)
    assert (await pick(Wanted("cancelled", share_percent=1, seed="s"), vault, NOW)).by_draw == {}


async def test_a_seller_whom_the_limit_leaves_out_is_named(investigator: Actor, vault: Vault) -> None:
    picked = await pick(Wanted("orders", share_percent=1, most=1), vault, NOW)
    assert picked.owed == ("张伟", "陈芳")


async def test_risk_picks_come_on_top_and_say_why(investigator: Actor, vault: Vault) -> None:
    picked = await pick(Wanted("cancelled", share_percent=0, risk_picks=2), vault, NOW)
    assert (picked.by_draw, picked.why) == ({"risk": 2}, {"gone": 1, "deleted": 1})
    assert {one.inclusion_probability for one in picked.transactions} == {1.0}
    assert {one.random_probability for one in picked.transactions} == {0.0}


async def test_a_draw_and_its_chances_are_kept_with_the_round(investigator: Actor, vault: Vault) -> None:
    wanted = Wanted("orders", days=365, most=2, seed="abc", share_percent=100)
    await ask(wanted, Sending("links", name="秋季回访"), investigator, vault, NOW)
    (found,) = await rounds(NOW.date())
    rows = await Invitation.select(Invitation.drawn_by, Invitation.random_probability, Invitation.salesperson)
    assert (found.name, found.seed, found.population, found.is_private) == ("秋季回访", "abc", 3, False)
    assert [(row["drawn_by"], round(row["random_probability"], 4)) for row in rows] == [("random", 0.6667)] * 2


async def test_one_salespersons_customers_are_a_group_without_a_name_for_the_others(
    investigator: Actor, vault: Vault
) -> None:
    wanted = Wanted("seller", salesperson="张伟", share_percent=100)
    await ask(wanted, Sending("links"), investigator, vault, NOW)
    (found,) = await rounds(NOW.date())
    assert (found.frame, found.is_private) == ("group", True)
    assert (found.shown_to(investigator.id), found.shown_to(uuid4())) == (True, False)


async def test_an_employees_number_is_not_asked_and_a_shared_one_is_told(investigator: Actor, vault: Vault) -> None:
    await import_file("salespeople", "employee_no,name,phone\nE1,张伟,13806920734\n".encode(), vault)
    rows = "".join(f"XS-9{n},客户{n},13806920733,陈芳,城东店,地板,100,{OLD},done\n" for n in range(3))
    await import_file("orders", f"{ORDERS.splitlines()[0]}\n{rows}".encode(), vault)
    picked = await pick(Wanted("orders", share_percent=100), vault, NOW)
    assert [one.ref for one in picked.transactions] == ["XS-1"]
    assert picked.left_out == {"employee_phone": 1}
    assert picked.flagged == (Flagged("XS-1", ("shared_phone",)),)


async def test_a_phone_replaced_soon_after_the_sale_gives_way_to_the_one_before(
    investigator: Actor, vault: Vault
) -> None:
    await import_file("orders", ORDERS.replace("13806920733", "13811112222").encode(), vault)
    picked = await pick(Wanted("orders", salesperson="张伟", share_percent=100), vault, NOW)
    assert [one.customer_phone for one in picked.transactions] == ["13806920733"]
    assert picked.flagged == (Flagged("XS-1", ("changed_phone",)),)


PHONES = f"""order_no,customer_name,customer_phone,salesperson,amount,ordered_at,status,payer_phone,consignee_phone
P-1,王芳,13806920733,张伟,4200,{RECENT},done,13911110001,13911110002
P-2,李雷,13806920734,张伟,3000,{RECENT},done,,13911110003
P-3,韩梅,13806920735,张伟,2500,{RECENT},done,,
"""


async def reached(vault: Vault, orders: str = PHONES) -> dict[str, tuple[str, str]]:
    await import_file("orders", orders.encode(), vault)
    picked = await pick(Wanted("orders", share_percent=100), vault, NOW)
    return {one.ref: (one.phone_of, one.customer_phone) for one in picked.transactions}


async def test_the_payers_and_the_consignees_phone_go_before_the_one_the_seller_wrote(
    database: None, vault: Vault
) -> None:
    assert await reached(vault) == {
        "P-1": ("payer", "13911110001"),
        "P-2": ("consignee", "13911110003"),
        "P-3": ("customer", "13806920735"),
    }
    picked = await pick(Wanted("orders", share_percent=100), vault, NOW)
    assert picked.by_phone == {"payer": 1, "consignee": 1, "customer": 1}


async def test_a_list_of_numbers_takes_the_same_phones(database: None, vault: Vault) -> None:
    await import_file("orders", PHONES.encode(), vault)
    picked = await pick(Wanted("list", pasted="P-1\nP-2\nP-3"), vault, NOW)
    assert [one.phone_of for one in picked.transactions] == ["payer", "consignee", "customer"]


async def test_an_employees_phone_gives_way_to_another_on_the_order_and_is_told(database: None, vault: Vault) -> None:
    await import_file("salespeople", "employee_no,name,phone\nE1,张伟,13911110001\n".encode(), vault)
    assert (await reached(vault))["P-1"] == ("consignee", "13911110002")
    picked = await pick(Wanted("orders", share_percent=0, risk_picks=3), vault, NOW)
    assert picked.flagged == (Flagged("P-1", ("employee_phone",)),)
    assert picked.why.get("employee_phone") == 1


async def test_a_phone_many_share_gives_way_to_one_that_is_this_customers(database: None, vault: Vault) -> None:
    others = "".join(f"Q-{n},客户{n},13911110003,陈芳,100,{OLD},done,,\n" for n in range(3))
    assert (await reached(vault, PHONES + others))["P-2"] == ("customer", "13806920734")


async def test_a_changed_phone_is_not_needed_where_the_payer_left_one(database: None, vault: Vault) -> None:
    await reached(vault)
    changed = PHONES.replace("13806920733", "13811112222").replace("13806920735", "13811113333")
    assert await reached(vault, changed) == {
        "P-1": ("payer", "13911110001"),
        "P-2": ("consignee", "13911110003"),
        "P-3": ("former", "13806920735"),
    }


async def test_peace_is_kept_at_every_number_of_the_customer(database: None, vault: Vault) -> None:
    await reached(vault)
    invited = await ask(
        Wanted("list", pasted="王芳,13806920733"), Sending("links"), await make_staff(vault), vault, NOW
    )
    await opt_out(invited.links[0].token, vault, NOW.date())
    picked = await pick(Wanted("orders", share_percent=100), vault, NOW)
    assert ("P-1" in {one.ref for one in picked.transactions}, picked.left_out) == (False, {"opted_out": 1})


async def test_who_rests_is_not_in_the_draw_and_is_counted(investigator: Actor, vault: Vault) -> None:
    invited = await ask(Wanted("list", pasted="XS-1"), Sending("links"), investigator, vault, NOW)
    await opt_out(invited.links[0].token, vault, NOW.date())
    picked = await pick(Wanted("orders", share_percent=100), vault, NOW)
    assert ([one.ref for one in picked.transactions], picked.left_out) == (["XS-2"], {"opted_out": 1})


async def test_customers_of_whoever_left_are_a_frame(investigator: Actor, vault: Vault) -> None:
    left = (NOW - timedelta(days=10)).date()
    await import_file("salespeople", f"employee_no,name,left_on\nE1,张伟,{left}\nE2,陈芳,\n".encode(), vault)
    picked = await pick(Wanted("leaver", share_percent=100), vault, NOW)
    assert {one.ref for one in picked.transactions} == {"XS-1", "XS-3", "XS-4", "L-1"}


async def test_a_regular_customer_who_stopped_is_a_frame(investigator: Actor, vault: Vault) -> None:
    days = [(NOW - timedelta(days=ago)).date() for ago in (280, 250, 220, 190)]
    rows = "".join(f"XS-8{n},常客,13700000001,陈芳,城东店,净水,500,{day},done\n" for n, day in enumerate(days))
    await import_file("orders", f"{ORDERS.splitlines()[0]}\n{rows}".encode(), vault)
    picked = await pick(Wanted("dormant", share_percent=100), vault, NOW)
    assert [one.ref for one in picked.transactions] == ["XS-83"]


async def test_a_list_takes_orders_leads_and_addresses_as_people_paste_them(investigator: Actor, vault: Vault) -> None:
    pasted = "XS-6, sun@example.com\r\n\r\n L-3 \n XS-6\n没有这个号\nXS-4；zhao@example.com"
    picked = await pick(Wanted("list", pasted=pasted), vault, NOW)
    assert [(one.kind, one.ref, one.customer_email) for one in picked.transactions] == [
        ("order", "XS-6", "sun@example.com"),
        ("lead", "L-3", ""),
        ("order", "XS-4", "zhao@example.com"),
    ]
    assert picked.unknown == ("没有这个号",)


async def test_a_customer_carries_what_the_records_hold(investigator: Actor, vault: Vault) -> None:
    one = (await pick(Wanted("list", pasted="XS-1"), vault, NOW)).transactions[0]
    assert (one.day, one.amount_fen, one.product, one.store, one.salesperson) == (
        RECENT,
        420_000,
        "实木地板",
        "城东店",
        "张伟",
    )
    assert (one.customer_name, one.customer_phone) == ("王芳", "13806920733")


async def test_the_count_is_what_then_happens(investigator: Actor, vault: Vault) -> None:
    wanted, sending = Wanted("orders", share_percent=100), Sending("links", goods="家具")
    seen = await outlook(wanted, sending, investigator, vault, NOW)
    invited = await ask(wanted, sending, investigator, vault, NOW)
    assert (seen.count, invited.count) == (2, 2)
    again = await outlook(wanted, sending, investigator, vault, NOW)
    assert (again.count, again.skipped) == (0, {"asked_lately": 2})


@pytest.mark.parametrize(("frame", "pasted"), [("lost_leads", ""), ("list", "L-1")])
async def test_a_lost_lead_is_asked_with_the_same_form(
    investigator: Actor, vault: Vault, frame: Frame, pasted: str
) -> None:
    invited = await ask(
        Wanted(frame, salesperson="张伟", pasted=pasted, share_percent=100), Sending("links"), investigator, vault, NOW
    )
    link = await open_link(invited.links[0].token, vault, NOW)
    assert (link.definition.name, link.recorded) == ("callback", {})
    assert link.shown["company"].zh == "恒木家居"


async def test_a_round_remembers_whom_it_asked_after_the_order_is_gone(investigator: Actor, vault: Vault) -> None:
    invited = await ask(Wanted("list", pasted="XS-1"), Sending("links"), investigator, vault, NOW)
    await import_file("orders", ORDERS.replace("王芳,13806920733", "某人,13800000000").encode(), vault)
    lines = await invitations_of(invited.campaign_id, vault, NOW.date())
    assert lines[0].transaction.customer_name == "王芳"


async def test_filters_offer_the_names_of_the_books(investigator: Actor) -> None:
    assert await stores_and_salespeople() == (["城东店", "城西店"], ["张伟", "陈芳"])
