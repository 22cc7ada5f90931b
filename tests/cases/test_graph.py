"""Who shares what around a case: what joins records, how far it is followed, what is left out, and who may look."""

from __future__ import annotations

from uuid import UUID

import pytest

from cases.actors import Actor
from cases.errors import CaseUnknown
from cases.graph import MOST_NODES, Graph, graph_around
from cases.graph_layout import BOX_HEIGHT, BOX_WIDTH, drawn
from cases.tables import Case
from crypto.vault import Vault
from tests.cases.books import SOLD, TO_A_PERSON, TODAY, WANG_ORDER, answer, book
from tests.factories import make_staff

ORDERS = "order_no,customer_name,customer_phone,salesperson,store,product,amount,ordered_at,status,payee_account\n"
PAYMENTS = "payment_no,order_no,payer_name,payee_account,amount,paid_at,method\n"
PEOPLE = "employee_no,name,phone,store,joined_on,left_on\n"
ACCOUNTS = "account,holder,bank\n95588001,明线家居,工行\n"
PRIVATE, OURS = "6217 0001 7731", "95588001"
WANG, OTHER, THIRD = "13806920733", "13711112222", "13622223333"


def order(number: str, phone: str, payee: str = OURS, name: str = "李明", salesperson: str = "赵军") -> str:
    return f"{number},{name},{phone},{salesperson},城东店,地板,3000,{TODAY},done,{payee}\n"


@pytest.fixture
async def actor(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


async def case_about_wang(vault: Vault, rows: str, *, payments: str = "", people: str = "", payee: str = "") -> UUID:
    """A case about the cancelled order XS-1 of Wang, whose phone is WANG, in books that hold these rows besides."""
    await book("accounts", ACCOUNTS, vault)
    if people:
        await book("salespeople", PEOPLE + people, vault)
    wang = WANG_ORDER.format(day=TODAY, status="cancelled").strip()
    await book("orders", f"{ORDERS}{wang},{OURS}\n{rows}", vault)
    if payments:
        await book("payments", PAYMENTS + payments, vault)
    await answer(vault, SOLD, **TO_A_PERSON, **({"payee_account": [payee]} if payee else {}))
    case = await Case.objects().first()
    assert case is not None
    return UUID(str(case.id))


def labels(graph: Graph, kind: str) -> list[str]:
    return sorted(node.label for node in graph.nodes if node.kind == kind)


async def test_orders_of_one_phone_are_joined_by_it(actor: Actor, vault: Vault) -> None:
    case_id = await case_about_wang(vault, order("XS-2", WANG) + order("XS-3", OTHER))
    graph = await graph_around(actor, case_id, vault)
    assert labels(graph, "order") == ["XS-1", "XS-2"]
    assert labels(graph, "phone") == ["138****0733"]


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_a_second_step_goes_over_a_payee(actor: Actor, vault: Vault) -> None:
    rows = order("XS-2", WANG, PRIVATE) + order("XS-3", OTHER, PRIVATE) + order("XS-4", OTHER)
    graph = await graph_around(actor, await case_about_wang(vault, rows), vault)
    assert labels(graph, "order") == ["XS-1", "XS-2", "XS-3"]
    assert labels(graph, "payee") == ["…7731"]


async def test_a_third_step_is_not_taken(actor: Actor, vault: Vault) -> None:
    rows = order("XS-2", WANG, PRIVATE) + order("XS-3", OTHER, PRIVATE) + order("XS-4", OTHER, salesperson="钱一")
    graph = await graph_around(actor, await case_about_wang(vault, rows), vault)
    assert "XS-4" not in labels(graph, "order")


async def test_the_companys_own_account_joins_nobody(actor: Actor, vault: Vault) -> None:
    graph = await graph_around(actor, await case_about_wang(vault, order("XS-2", OTHER)), vault)
    assert labels(graph, "payee") == []
    assert "XS-2" not in labels(graph, "order")


async def test_the_account_of_a_receipt_joins_its_order(actor: Actor, vault: Vault) -> None:
    payments = f"LS-1,XS-1,王芳,{PRIVATE},1000,{TODAY},转账\nLS-2,XS-2,李明,{PRIVATE},1000,{TODAY},转账\n"
    graph = await graph_around(actor, await case_about_wang(vault, order("XS-2", OTHER), payments=payments), vault)
    assert "XS-2" in labels(graph, "order")


async def test_an_account_that_was_said_joins_the_order_it_was_paid_for(actor: Actor, vault: Vault) -> None:
    case_id = await case_about_wang(vault, order("XS-2", OTHER, PRIVATE), payee=PRIVATE)
    graph = await graph_around(actor, case_id, vault)
    (payee,) = [node for node in graph.nodes if node.kind == "payee"]
    assert (payee.label, payee.note) == ("…7731", "张*")
    assert {tie.record for tie in graph.ties if tie.shared == payee.key} == {"order:XS-1", "order:XS-2"}


async def test_an_employee_with_a_customers_phone_is_shown(actor: Actor, vault: Vault) -> None:
    people = f"E-9,周启航,{WANG},城东店,2020-01-01,\n"
    graph = await graph_around(actor, await case_about_wang(vault, order("XS-2", OTHER), people=people), vault)
    assert any(tie.record == "employee:周启航" and tie.kind == "phone" for tie in graph.ties)


async def test_a_salesperson_is_one_however_the_name_is_spelled(actor: Actor, vault: Vault) -> None:
    graph = await graph_around(actor, await case_about_wang(vault, order("XS-2", WANG, salesperson="張偉")), vault)
    sold = {(tie.record, tie.shared) for tie in graph.ties if tie.kind == "salesperson"}
    assert sold == {("order:XS-1", "employee:张伟"), ("order:XS-2", "employee:张伟")}


async def test_no_phone_or_name_is_shown_whole(actor: Actor, vault: Vault) -> None:
    graph = await graph_around(actor, await case_about_wang(vault, order("XS-2", WANG, PRIVATE)), vault)
    assert not any(word in repr(graph) for word in (WANG, "王芳", "李明", "62170001"))


async def test_what_is_too_much_is_counted(actor: Actor, vault: Vault) -> None:
    rows = "".join(order(f"XS-{number}", WANG) for number in range(100, 180))
    graph = await graph_around(actor, await case_about_wang(vault, rows), vault)
    assert len(graph.nodes) == MOST_NODES
    assert graph.left_out > 20
    assert {tie.record for tie in graph.ties} | {tie.shared for tie in graph.ties} <= {one.key for one in graph.nodes}


async def test_somebody_without_a_grant_finds_no_case(actor: Actor, vault: Vault) -> None:
    case_id = await case_about_wang(vault, order("XS-2", WANG))
    late = await make_staff(vault, "investigator", username="late")
    with pytest.raises(CaseUnknown):
        await graph_around(late, case_id, vault)


async def test_no_box_lies_on_another_and_all_within_the_drawing(actor: Actor, vault: Vault) -> None:
    rows = "".join(order(f"XS-{number}", WANG, PRIVATE) for number in range(100, 120)) + order("XS-3", OTHER, PRIVATE)
    drawing = drawn(await graph_around(actor, await case_about_wang(vault, rows), vault))
    spots = [(box.x, box.y) for box in drawing.boxes]
    clashes = [
        (one, other)
        for place, one in enumerate(spots)
        for other in spots[:place]
        if abs(one[0] - other[0]) < BOX_WIDTH and abs(one[1] - other[1]) < BOX_HEIGHT
    ]
    assert clashes == []
    assert max(x for x, _ in spots) + BOX_WIDTH <= drawing.width
    assert max(y for _, y in spots) + BOX_HEIGHT <= drawing.height


async def test_it_is_drawn_the_same_every_time(actor: Actor, vault: Vault) -> None:
    case_id = await case_about_wang(vault, order("XS-2", WANG, PRIVATE) + order("XS-3", OTHER, PRIVATE))
    first, second = [drawn(await graph_around(actor, case_id, vault)) for _ in range(2)]
    assert first == second
