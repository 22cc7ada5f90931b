"""Passkeys at the desk, seen from a browser: made on one's own page, shown at the door."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys

import httpx
import pytest
from litestar import Litestar

from cases.actors import Actor
from cases.people.authenticators import RelyingParty
from cases.people.challenges import new_challenge
from cases.people.passkeys import add_passkey, passkeys_of
from cases.tables import Staff
from crypto.vault import Vault
from portal.sessions import COOKIE, DEVICE_COOKIE
from portal.settings import Settings
from surveys.outbox import write_tx
from tests.cases.people.authenticator import Authenticator
from tests.conftest import DeskClient, DeskClientFactory
from tests.factories import PASSWORD, make_staff

HERE = RelyingParty("localhost", "http://localhost:8000")
SIGN_IN = {"username": "investigator", "password": PASSWORD}


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", HERE.origin))


@pytest.fixture
def settings(settings: Settings, address: str) -> Settings:
    """A portal that people reach by a name, if nothing else is said."""
    return dataclasses.replace(settings, base_url=address)


@pytest.fixture
async def staffed(app: Litestar, vault: Vault) -> Actor:
    """An investigator with a password."""
    return await make_staff(vault, "investigator", with_password=True)


@pytest.fixture
async def desk(desk_client: DeskClientFactory, vault: Vault) -> DeskClient:
    """A supervisor with a password, signed in."""
    desk = await desk_client("supervisor")
    donor = await make_staff(vault, "auditor", username="donor", with_password=True)
    row = await Staff.objects().where(Staff.id == donor.id).first()
    assert row is not None
    async with write_tx():
        await Staff.update({Staff.locked_private_key: row.locked_private_key}).where(Staff.id == desk.actor.id)
    return desk


def authenticator() -> Authenticator:
    return Authenticator(party=HERE.name, origin=HERE.origin)


async def offered(desk: DeskClient) -> str:
    """The challenge on the page that makes a passkey."""
    page = await desk.post("/desk/account/passkeys", data={"password": PASSWORD})
    return re.findall(r'data-challenge="([\w-]+)"', page.text)[0]


async def challenge(client: httpx.AsyncClient, username: str = "investigator") -> str:
    answer = await client.post("/desk/sign-in/challenge", data={"username": username})
    return str(answer.json()["challenge"])


async def kept(vault: Vault, actor: Actor) -> Authenticator:
    """One that the person has."""
    made = authenticator()
    sealed = new_challenge(vault, "passkey-registration", str(actor.id))
    await add_passkey(vault, actor, HERE, "Telefon", made.make(sealed))
    return made


async def test_a_passkey_is_made_named_and_removed_on_ones_own_page(desk: DeskClient) -> None:
    fields = {"name": "Büro <b>", "passkey": authenticator().make(await offered(desk))}
    answer = await desk.post("/desk/account/passkeys/confirm", data=fields)
    assert answer.headers["location"] == "/desk/account?done=passkey"
    assert "Büro &lt;b&gt;" in (await desk.get("/desk/account")).text
    (own,) = await passkeys_of(desk.actor.id)
    gone = await desk.post("/desk/account/passkeys/remove", data={"which": str(own.id), "password": PASSWORD})
    assert gone.headers["location"] == "/desk/account?done=passkey-removed"
    assert await passkeys_of(desk.actor.id) == ()


async def test_a_wrong_password_makes_and_removes_nothing(desk: DeskClient, vault: Vault) -> None:
    await kept(vault, desk.actor)
    (own,) = await passkeys_of(desk.actor.id)
    fields = {"which": str(own.id), "password": "not-this-one-at-all"}
    for path in ("/desk/account/passkeys", "/desk/account/passkeys/remove"):
        answer = await desk.post(path, data=fields)
        assert (answer.status_code, "Nothing was changed" in answer.text) == (422, True)
    assert await passkeys_of(desk.actor.id) == (own,)


async def test_an_answer_to_no_offer_of_ours_is_refused(desk: DeskClient) -> None:
    fields = {"name": "Telefon", "passkey": authenticator().make("AAAA")}
    answer = await desk.post("/desk/account/passkeys/confirm", data=fields)
    assert (answer.status_code, "came too late" in answer.text) == (422, True)


async def test_whoever_has_a_password_others_saw_adds_no_passkey(desk: DeskClient) -> None:
    async with write_tx():
        await Staff.update({Staff.must_change: True}).where(Staff.id == desk.actor.id)
    answer = await desk.post("/desk/account/passkeys", data={"password": PASSWORD})
    assert answer.headers["location"] == "/desk/account"


async def test_name_password_and_passkey_open_the_desk(client: httpx.AsyncClient, staffed: Actor, vault: Vault) -> None:
    shown = (await kept(vault, staffed)).show(await challenge(client))
    answer = await client.post("/desk/sign-in", data={**SIGN_IN, "passkey": shown, "next": "/desk/findings"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/findings")
    assert {COOKIE, DEVICE_COOKIE} <= set(answer.cookies)
    assert (await client.get("/desk/findings")).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"password": "not-this-one-at-all"}, {"passkey": "{}"}, {"username": "nobody"}],
    ids=lambda w: next(iter(w)),
)
async def test_whichever_is_wrong_the_answer_is_one(
    client: httpx.AsyncClient, staffed: Actor, vault: Vault, wrong: dict[str, str]
) -> None:
    shown = (await kept(vault, staffed)).show(await challenge(client))
    answer = await client.post("/desk/sign-in?lang=en", data={**SIGN_IN, "passkey": shown, **wrong})
    assert answer.status_code == 403
    assert "Name, password and passkey do not fit together" in answer.text
    assert not set(answer.cookies)


async def test_passkeys_that_fail_make_the_next_sign_in_wait(client: httpx.AsyncClient, staffed: Actor) -> None:
    wrong = {**SIGN_IN, "password": "not-this-one-at-all", "passkey": "{}"}
    got = [(await client.post("/desk/sign-in", data=wrong)).status_code for _ in range(5)]
    assert got == [403, 403, 403, 403, 429]


@pytest.mark.usefixtures("staffed")
async def test_a_name_that_is_not_there_gets_a_challenge_of_the_same_shape(client: httpx.AsyncClient) -> None:
    got = [(await client.post("/desk/sign-in/challenge", data={"username": who})) for who in ("investigator", "nobody")]
    assert [sorted(answer.json()) for answer in got] == [["challenge", "party"]] * 2
    assert len({len(answer.content) for answer in got}) == 1
    assert not any(answer.cookies for answer in got)


@pytest.mark.usefixtures("staffed")
async def test_another_site_gets_no_challenge(client: httpx.AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    answer = await client.post("/desk/sign-in/challenge", data={"username": "investigator"}, headers=headers)
    assert answer.status_code == 403


async def test_the_door_offers_passkeys_where_browsers_know_them(client: httpx.AsyncClient, staffed: Actor) -> None:
    assert 'id="use-passkey"' in (await client.get("/desk/sign-in")).text


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://speak.example.com"], indirect=True)
async def test_the_door_offers_none_where_they_do_not(client: httpx.AsyncClient, staffed: Actor) -> None:
    assert "passkey" not in (await client.get("/desk/sign-in")).text
    assert (await client.post("/desk/sign-in/challenge", data={"username": "investigator"})).status_code == 422


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000"], indirect=True)
async def test_ones_own_page_says_why_there_is_none(desk: DeskClient) -> None:
    answer = await desk.post("/desk/account/passkeys", data={"password": PASSWORD})
    assert (answer.status_code, "an address with a name and https" in answer.text) == (422, True)


def test_what_verbs_and_confined_work_need_is_no_part_of_the_server() -> None:
    verbs = ("webauthn", "cbor2", "PIL", "pikepdf", "lxml", "black", "pydantic", "duckdb", "numpy", "scipy", "pyspark")
    apart = (*verbs, "xlsxwriter")
    started = "import sys, portal.commands; from portal.app import _Application; _Application()"
    seen = f"{started}; print([name for name in {apart} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, check=True).stdout == b"[]\n"
