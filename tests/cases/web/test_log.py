"""The log's public pages: what they show, what they do not, and that they prove what they say."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest

from cases.log.integrating import integrate
from cases.log.reading import head_of, signer_of
from cases.tables import Case
from crypto.heads import HeadKey, Signer, check_head
from crypto.merkle import check_consistency
from crypto.vault import Vault
from tests.cases.reports import DAY, TEXT, filed
from tests.factories import make_staff


@pytest.fixture
def signer(vault: Vault) -> Signer:
    return signer_of(vault)


@pytest.fixture
async def grown(client: httpx.AsyncClient, vault: Vault, signer: Signer) -> None:
    await filed(await make_staff(vault, "investigator"))
    await integrate(DAY + timedelta(days=1), signer)
    await integrate(DAY + timedelta(days=2), signer)


@pytest.mark.parametrize(("language", "words"), [("zh", "还没有签名"), ("en", "Nothing is signed yet")])
async def test_before_the_first_night_the_page_says_so(client: httpx.AsyncClient, language: str, words: str) -> None:
    assert words in (await client.get("/log", params={"lang": language})).text


@pytest.mark.usefixtures("grown")
async def test_the_page_lists_heads_by_day_and_size_and_shows_the_key(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    page = (await client.get("/log")).text
    assert re.findall(r"<td>(2026-03-\d\d)</td><td>(\d+)</td>", page) == [("2026-03-11", "128"), ("2026-03-10", "64")]
    assert str(signer.key).split("+", 1)[0] in page


@pytest.mark.usefixtures("grown")
async def test_a_head_is_downloaded_as_it_was_signed(client: httpx.AsyncClient, signer: Signer) -> None:
    latest, first = await client.get("/log/head"), await client.get("/log/head", params={"size": "64"})
    assert latest.text == (await head_of(signer.key)).text
    assert check_head(first.text, HeadKey.read(str(signer.key))).size == 64
    assert first.headers["content-disposition"] == 'attachment; filename="log-head-64.txt"'


@pytest.mark.usefixtures("grown")
async def test_two_heads_are_proved_to_be_one_log(client: httpx.AsyncClient, signer: Signer) -> None:
    proof = (await client.get("/api/v1/log/consistency", params={"first": "64", "second": "128"})).json()
    first, second = (await head_of(signer.key, 64)).head, (await head_of(signer.key, 128)).head
    check_consistency(64, 128, [bytes.fromhex(step) for step in proof["path"]], first.root, second.root)


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize(("first", "second"), [("1", "128"), ("64", "65"), ("x", "64"), ("٣", "64"), ("9" * 99, "64")])
async def test_sizes_that_were_never_signed_are_unknown(client: httpx.AsyncClient, first: str, second: str) -> None:
    answer = await client.get("/api/v1/log/consistency", params={"first": first, "second": second})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.usefixtures("grown")
async def test_sizes_the_wrong_way_round_prove_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/log/consistency", params={"first": "128", "second": "64"})
    assert answer.status_code in {400, 422}


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize("path", ["/log", "/log?lang=en", "/log/head", "/api/v1/log/consistency?first=64&second=128"])
async def test_nothing_of_a_case_is_public(client: httpx.AsyncClient, path: str) -> None:
    case = await Case.objects().first()
    assert case is not None
    answer = await client.get(path)
    assert answer.status_code == 200
    assert [secret for secret in (TEXT, case.number, str(case.id), "report_received") if secret in answer.text] == []
    assert "set-cookie" not in answer.headers
