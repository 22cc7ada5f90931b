"""The desk's own door: signing in and out, the language, the set-up page, seen from a browser."""

from __future__ import annotations

import re

import httpx
import pyotp
import pytest
from litestar import Litestar

from cases.tables import Organisation, Staff
from crypto.vault import Vault
from portal.desk import path_within_desk
from portal.sessions import COOKIE
from portal.set_up import offer_code
from portal.tables import StaffSession
from tests.conftest import DeskClientFactory
from tests.factories import PASSWORD, TOTP_SECRET, make_staff

RIGHT = {"username": "investigator", "password": PASSWORD}
COMPANY = "恒木家居"


def with_code(**fields: str) -> dict[str, str]:
    return {**RIGHT, "code": pyotp.TOTP(TOTP_SECRET).now()} | fields


@pytest.fixture
async def staffed(app: Litestar, vault: Vault) -> None:
    """An investigator with a password."""
    await make_staff(vault, "investigator", with_password=True)


@pytest.mark.usefixtures("staffed")
async def test_name_password_and_code_open_the_desk(client: httpx.AsyncClient) -> None:
    answer = await client.post("/desk/sign-in", data=with_code(next="/desk/findings"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/findings")
    assert (await client.get("/desk/findings")).status_code == 200


@pytest.mark.usefixtures("staffed")
async def test_the_cookie_is_for_the_desk_and_no_script(client: httpx.AsyncClient) -> None:
    answer = await client.post("/desk/sign-in", data=with_code())
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/desk"))


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(
    "wrong",
    [{"password": "not-this-one-at-all"}, {"code": "000000"}, {"username": "nobody"}],
    ids=lambda w: next(iter(w)),
)
async def test_whichever_is_wrong_the_answer_is_one(client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    answer = await client.post("/desk/sign-in?lang=en", data=with_code(**wrong))
    assert answer.status_code == 403
    assert "Name, password and code do not fit together" in answer.text
    assert f'value="{wrong.get("username", "investigator")}"' in answer.text
    assert COOKIE not in answer.cookies
    assert PASSWORD not in answer.text


@pytest.mark.usefixtures("staffed")
async def test_a_code_is_good_once(client: httpx.AsyncClient) -> None:
    fields = with_code()
    assert (await client.post("/desk/sign-in", data=fields)).status_code == 303
    assert (await client.post("/desk/sign-in", data=fields)).status_code == 403


@pytest.mark.usefixtures("staffed")
async def test_signing_in_ends_the_session_the_browser_brought(
    client: httpx.AsyncClient, desk_client: DeskClientFactory
) -> None:
    other = await desk_client("auditor")
    brought = other.cookies[COOKIE]
    answer = await other.post("/desk/sign-in", data=with_code())
    assert answer.cookies[COOKIE] != brought
    client.cookies.set(COOKIE, brought, path="/desk")
    assert (await client.get("/desk")).headers["location"] == "/desk/sign-in?next=/desk"


@pytest.mark.usefixtures("staffed")
async def test_a_form_of_another_site_does_not_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/desk/sign-in", data=with_code(), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert COOKIE not in answer.cookies


async def test_signing_out_ends_the_session_everywhere(
    client: httpx.AsyncClient, desk_client: DeskClientFactory
) -> None:
    desk = await desk_client("investigator")
    client.cookies.set(COOKIE, desk.cookies[COOKIE], path="/desk")
    answer = await desk.post("/desk/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert not await StaffSession.exists()
    assert (await client.get("/desk")).status_code == 303


async def test_a_chosen_language_stays_with_the_person(desk_client: DeskClientFactory) -> None:
    desk = await desk_client("investigator", language="zh")
    answer = await desk.post("/desk/language", data={"language": "en", "next": "/desk/findings"})
    assert answer.headers["location"] == "/desk/findings"
    assert 'lang="en"' in (await desk.get("/desk")).text
    assert await Staff.exists().where(Staff.id == desk.actor.id, Staff.language == "en")


async def test_a_language_nobody_speaks_changes_nothing(desk_client: DeskClientFactory) -> None:
    desk = await desk_client("investigator", language="zh")
    await desk.post("/desk/language", data={"language": "xx"})
    assert await Staff.exists().where(Staff.id == desk.actor.id, Staff.language == "zh")


@pytest.mark.parametrize("path", ["/desk", "/desk/findings", "/desk/cases/0b7a2c9e-0000-4000-8000-000000000000"])
def test_a_path_of_the_desk_is_followed(path: str) -> None:
    assert path_within_desk(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/report",
        "/desktop",
        "//evil.example",
        "https://evil.example/desk",
        "/desk//evil.example",
        "/desk/../report",
        "/desk\\evil",
        "/desk?x=1",
        "/desk/\n",
        "javascript:alert(1)",
    ],
)
def test_any_other_path_leads_to_the_first_page(path: str) -> None:
    assert path_within_desk(path) == "/desk"


async def test_an_administrator_learns_nothing_of_cases(desk_client: DeskClientFactory) -> None:
    page = await (await desk_client("administrator")).get("/desk")
    assert page.status_code == 200
    assert "Your role opens no case" in page.text
    assert "/desk/cases" not in page.text


async def test_before_set_up_the_desk_leads_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/desk/sign-in")).headers["location"] == "/desk/set-up"
    assert (await client.get("/desk/set-up?lang=en")).status_code == 200


async def test_the_code_of_the_terminal_sets_up_and_what_is_shown_signs_in(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    code = await offer_code(app)
    page = await client.post("/desk/set-up?lang=en", data={"company": COMPANY, "code": f" {code} "})
    shown = re.findall(r"<code>([^<]+)</code>", page.text)
    assert page.status_code == 200
    assert await Organisation.exists().where(Organisation.name == COMPANY)
    assert len(shown) == 2 * 3 + 3
    assert page.text.count("<svg") == 2
    username, password, secret = shown[3:6]
    fields = {"username": username, "password": password, "code": pyotp.TOTP(secret).now()}
    assert (await client.post("/desk/sign-in", data=fields)).status_code == 303


@pytest.mark.parametrize(
    ("company", "code", "status"), [(COMPANY, "abcde-abcde-abcde-abcde", 403), ("", None, 422), (COMPANY, "", 403)]
)
async def test_a_wrong_code_or_no_name_sets_nothing_up(
    app: Litestar, client: httpx.AsyncClient, company: str, code: str | None, status: int
) -> None:
    offered = await offer_code(app)
    answer = await client.post(
        "/desk/set-up?lang=en", data={"company": company, "code": offered if code is None else code}
    )
    assert answer.status_code == status
    assert not await Organisation.exists()


async def test_without_an_offered_code_no_code_is_right(client: httpx.AsyncClient) -> None:
    answer = await client.post("/desk/set-up", data={"company": COMPANY, "code": "None"})
    assert answer.status_code == 403


async def test_a_form_of_another_site_sets_nothing_up(app: Litestar, client: httpx.AsyncClient) -> None:
    fields = {"company": COMPANY, "code": await offer_code(app) or ""}
    answer = await client.post("/desk/set-up", data=fields, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not await Organisation.exists()


@pytest.mark.usefixtures("staffed")
async def test_a_portal_that_is_set_up_has_no_set_up_page_and_no_code(app: Litestar, client: httpx.AsyncClient) -> None:
    assert await offer_code(app) is None
    assert (await client.get("/desk/set-up")).headers["location"] == "/desk/sign-in"
    assert (await client.post("/desk/set-up", data={"company": COMPANY, "code": "x"})).status_code == 409
