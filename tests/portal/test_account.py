"""Somebody's own page at the desk, and the administrator's page of everybody, seen from a browser."""

from __future__ import annotations

import re

import httpx
import pyotp
import pytest

from cases.tables import Staff
from crypto.vault import Vault
from portal.sessions import COOKIE, start_session
from portal.tables import StaffSession
from surveys.outbox import write_tx
from tests.conftest import DeskClient, DeskClientFactory
from tests.factories import PASSWORD, make_staff

NEW = "quite-another-password"


@pytest.fixture
async def desk(desk_client: DeskClientFactory, vault: Vault) -> DeskClient:
    """An investigator with a password, signed in twice."""
    desk = await desk_client("investigator", username="anna")
    locked = (await make_staff(vault, "auditor", username="donor", with_password=True)).id
    row = await Staff.objects().where(Staff.id == locked).first()
    assert row is not None
    async with write_tx():
        await Staff.update({Staff.locked_private_key: row.locked_private_key}).where(Staff.id == desk.actor.id)
    await start_session(desk.actor.id, desk.actor.pair.private)
    return desk


async def sessions(desk: DeskClient) -> int:
    return int(await StaffSession.count().where(StaffSession.staff == desk.actor.id))


async def test_a_changed_password_ends_the_other_sessions(desk: DeskClient) -> None:
    answer = await desk.post("/desk/account/password", data={"old": PASSWORD, "new": NEW})
    assert answer.headers["location"] == "/desk/account?done=password"
    assert await sessions(desk) == 1
    assert "Your password is changed" in (await desk.get("/desk/account?done=password")).text


async def test_a_wrong_password_changes_nothing_and_is_not_repeated(desk: DeskClient) -> None:
    answer = await desk.post("/desk/account/password", data={"old": "not-this-one-at-all", "new": NEW})
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text
    assert "not-this-one-at-all" not in answer.text
    assert await sessions(desk) == 2


async def test_a_renewed_key_ends_every_session_and_goes_on_in_this_browser(desk: DeskClient) -> None:
    before = desk.cookies[COOKIE]
    answer = await desk.post("/desk/account/key", data={"password": PASSWORD})
    assert answer.headers["location"] == "/desk/account?done=key"
    assert answer.cookies[COOKIE] != before
    desk.cookies.set(COOKIE, answer.cookies[COOKIE], path="/desk")
    assert await sessions(desk) == 1
    assert (await desk.get("/desk/account")).status_code == 200


async def test_the_second_factor_is_shown_once_and_taken_by_its_code(desk: DeskClient, vault: Vault) -> None:
    shown = await desk.post("/desk/account/second-factor", data={"password": PASSWORD})
    secret, offer = re.findall(r"<code>(\w{32})</code>", shown.text), re.findall(r'"offer" value="(\w+)"', shown.text)
    fields = {"offer": offer[0], "code": pyotp.TOTP(secret[0]).now()}
    wrong = await desk.post("/desk/account/second-factor/confirm", data=fields | {"code": "000000"})
    assert (wrong.status_code, secret[0] in wrong.text) == (422, True)
    answer = await desk.post("/desk/account/second-factor/confirm", data=fields)
    assert answer.headers["location"] == "/desk/account?done=factor"
    row = await Staff.objects().where(Staff.id == desk.actor.id).first()
    assert row is not None
    assert vault.open("totp", row.sealed_totp_secret) == secret[0]


async def test_all_other_sessions_are_ended_by_one_button(desk: DeskClient) -> None:
    await desk.post("/desk/account/sessions", data={"which": "others"})
    assert await sessions(desk) == 1
    assert (await desk.get("/desk/account")).status_code == 200


async def test_somebody_ends_their_own_sessions_and_nobody_elses(
    desk: DeskClient, desk_client: DeskClientFactory
) -> None:
    other = await desk_client("investigator", username="boris")
    theirs = await StaffSession.objects().where(StaffSession.staff == other.actor.id).first()
    assert theirs is not None
    await desk.post("/desk/account/sessions", data={"which": str(theirs.id)})
    assert (await other.get("/desk/account")).status_code == 200


async def test_the_page_marks_the_session_one_looks_from(desk: DeskClient) -> None:
    page = (await desk.get("/desk/account")).text
    assert (page.count("this one"), page.count("End it")) == (1, 1)


async def test_whoever_has_a_password_others_saw_chooses_one_first(desk: DeskClient) -> None:
    async with write_tx():
        await Staff.update({Staff.must_change: True}).where(Staff.id == desk.actor.id)
    assert (await desk.get("/desk")).headers["location"] == "/desk/account"
    assert (await desk.post("/desk/account/password", data={"old": PASSWORD, "new": NEW})).status_code == 303
    assert (await desk.get("/desk")).status_code == 200


@pytest.fixture
async def admin(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("administrator", username="admin")


async def test_a_new_persons_password_is_shown_once(admin: DeskClient) -> None:
    fields = {"username": "boris", "name": "Boris B.", "roles": "auditor"}
    shown = await admin.post("/desk/staff", data=fields)
    password = re.findall(r"<code>([a-z0-9]{5}(?:-[a-z0-9]{5}){3})</code>", shown.text)
    assert (shown.status_code, len(password)) == (200, 1)
    assert "<svg" in shown.text
    assert password[0] not in (await admin.get("/desk/staff")).text


async def test_what_is_refused_keeps_what_was_typed(admin: DeskClient) -> None:
    answer = await admin.post("/desk/staff", data={"username": "admin", "name": "Boris B.", "roles": "auditor"})
    assert answer.status_code == 422
    assert 'value="Boris B."' in answer.text


async def test_switching_somebody_off_ends_their_sessions(admin: DeskClient, desk: DeskClient) -> None:
    async with write_tx():
        await Staff.update({Staff.roles: "investigator"}).where(Staff.username == "donor")
    await admin.post(f"/desk/staff/{desk.actor.id}/switch", data={"to": "off"})
    assert await sessions(desk) == 0
    assert (await desk.get("/desk")).headers["location"].startswith("/desk/sign-in")


async def test_wrong_shares_are_told_and_not_repeated(admin: DeskClient, desk: DeskClient) -> None:
    answer = await admin.post(f"/desk/staff/{desk.actor.id}/help", data={"share": ["wrong words", "other words"]})
    assert answer.status_code == 422
    assert "Recovery share 1 is mistyped" in answer.text
    assert "wrong words" not in answer.text


async def test_auditors_read_the_record_and_change_nothing(
    admin: DeskClient, desk_client: DeskClientFactory, client: httpx.AsyncClient
) -> None:
    await admin.post("/desk/staff", data={"username": "boris", "name": "Boris B.", "roles": "supervisor"})
    auditor = await desk_client("auditor")
    page = (await auditor.get("/desk/staff")).text
    assert "added: Compliance supervisor" in page
    assert "Add somebody" not in page
    assert (await auditor.post("/desk/staff", data={"username": "x", "name": "X"})).status_code == 403
