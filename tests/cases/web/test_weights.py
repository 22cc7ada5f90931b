"""The page of weights: who may do what, and that what was typed is not lost."""

from __future__ import annotations

from cases.crosscheck.weighing import shipped_values
from cases.weights.versions import active_weighing
from tests.conftest import DeskClient, DeskClientFactory

LESS = "trust.amount_differs.finding"


def form(**moved: str) -> dict[str, str]:
    """Every field as the page shows it, but for these."""
    shown = {
        name: f"{value * 100:.0f}" if name.startswith("trust.") else f"{value:g}"
        for name, value in shipped_values().items()
    }
    return {
        **shown,
        "reason": "二十起里只有十二起查实",
        **{name.replace("__", "."): text for name, text in moved.items()},
    }


async def proposed(desk: DeskClient) -> str:
    answer = await desk.post("/desk/weights", data={**form(), LESS: "70"})
    assert answer.status_code == 303
    page = (await desk.get("/desk/weights")).text
    return page


async def test_a_proposal_shows_what_it_moves_and_waits_for_another(desk_client: DeskClientFactory) -> None:
    page = await proposed(await desk_client("investigator"))
    assert "二十起里只有十二起查实" in page
    assert "70 %" in page
    assert 'value="adopt"' not in page


async def test_a_supervisor_adopts_it(desk_client: DeskClientFactory) -> None:
    await proposed(await desk_client("investigator"))
    sven = await desk_client("supervisor", username="sven")
    page = (await sven.get("/desk/weights")).text
    address = page.split('action="/desk/weights/')[1].split('"')[0]
    await sven.post(f"/desk/weights/{address}", data={"decision": "adopt"})
    assert (await active_weighing()).version == 1


async def test_what_is_no_share_is_told_and_kept(desk_client: DeskClientFactory) -> None:
    anna = await desk_client("investigator")
    answer = await anna.post("/desk/weights", data={**form(), LESS: "170"})
    assert answer.status_code == 422
    assert 'value="170"' in answer.text
    assert "二十起里只有十二起查实" in answer.text


async def test_an_auditor_reads_and_changes_nothing(desk_client: DeskClientFactory) -> None:
    auditor = await desk_client("auditor")
    page = await auditor.get("/desk/weights")
    assert page.status_code == 200
    assert 'name="reason"' not in page.text
    assert (await auditor.post("/desk/weights", data=form())).status_code == 403
