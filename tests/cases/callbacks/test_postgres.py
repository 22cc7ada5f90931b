"""The same on PostgreSQL: frames, draws, messages, peace and standing rounds, whose statements are new."""

from datetime import timedelta

import pytest

from cases.callbacks import Frame, Sending, Wanted, ask, outlook, pick
from cases.callbacks.standing import set_up, standing_rounds
from cases.records.importing import import_file
from crypto.vault import Vault
from portal.relay import drain
from surveys import Schedule, invitations_of, rounds, steer
from surveys.campaigns.peace import opt_in, opt_out, peace_of
from surveys.campaigns.sending import ask_for_sending
from surveys.delivery.recording import recorded
from surveys.services import Services
from tests.cases.callbacks.test_choosing import LEADS, ORDERS
from tests.cases.callbacks.test_standing import NOON, strike
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("postgres")


@pytest.fixture
async def books(postgres: None, vault: Vault) -> None:
    days = [(NOON - timedelta(days=ago)).date() for ago in (280, 250, 220, 190)]
    rows = "".join(f"XS-8{n},常客,13700000001,陈芳,城东店,净水,500,{day},done\n" for n, day in enumerate(days))
    await import_file("orders", (ORDERS + rows).encode(), vault)
    await import_file("leads", LEADS.encode(), vault)
    left = (NOON - timedelta(days=10)).date()
    await import_file("salespeople", f"employee_no,name,left_on\nE1,张伟,{left}\n".encode(), vault)


@pytest.mark.parametrize(
    ("frame", "refs"),
    [
        ("orders", {"XS-1", "XS-2"}),
        ("cancelled", {"XS-4", "XS-5"}),
        ("lost_leads", {"L-1", "L-2"}),
        ("dormant", {"XS-83"}),
        ("leaver", {"XS-1", "XS-3", "XS-4", "L-1"}),
    ],
)
async def test_a_frame_holds_whom_it_names(books: None, vault: Vault, frame: Frame, refs: set[str]) -> None:
    picked = await pick(Wanted(frame, share_percent=100), vault, NOON)
    assert {one.ref for one in picked.transactions} == refs


async def test_messages_go_wait_for_a_pause_and_remind(books: None, vault: Vault) -> None:
    sending = Sending("sms", schedule=Schedule(reminders=1))
    invited = await ask(Wanted("orders", share_percent=100), sending, await make_staff(vault), vault, NOON)
    counts = []
    for days, turn in ((0, None), (3, "paused"), (4, "running")):
        now = NOON + timedelta(days=days)
        if turn:
            await steer(invited.campaign_id, turn)  # type: ignore[arg-type]  # a turn
        await ask_for_sending(now)
        await drain(
            Services(vault, "https://fk.example", recorded_channels=frozenset({"sms"}), now=lambda now=now: now)
        )  # type: ignore[misc]  # bound
        counts.append(len(await recorded(vault)))
    assert counts == [2, 2, 4]
    assert (await rounds(NOON.date()))[0].reminded == 2


async def test_peace_is_kept_counted_and_taken_back(books: None, vault: Vault) -> None:
    actor = await make_staff(vault)
    invited = await ask(Wanted("list", pasted="XS-1\n陌生人,13800000000"), Sending("links"), actor, vault, NOON)
    token = invited.links[0].token
    await opt_out(token, vault, NOON.date())
    await opt_out(token, vault, NOON.date())
    seen = await outlook(Wanted("orders", share_percent=100), Sending("links"), actor, vault, NOON)
    assert (seen.count, seen.skipped) == (1, {"opted_out": 1})
    assert sorted(line.state for line in await invitations_of(invited.campaign_id, vault, NOON.date())) == [
        "open",
        "opted_out",
    ]
    await opt_in(token, vault)
    assert not (await peace_of(token, vault)).is_wanted


async def test_a_standing_round_runs_once_a_day_and_adds_up(books: None, vault: Vault) -> None:
    await set_up("delivered", 3, Wanted("orders", share_percent=100, most=1), Sending("links"), await make_staff(vault))
    await strike(vault, 3)
    await strike(vault, 3)
    assert len(await strike(vault, 4)) == 2
    (found,) = await rounds((NOON + timedelta(days=4)).date())
    assert (found.size, found.population) == (2, 12)
    assert [one.run_on for one in await standing_rounds()] == [(NOON + timedelta(days=4)).date()]
