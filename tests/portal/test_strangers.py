"""Whatever a stranger sends to a public address, the answer is a page or a problem in words, and never a fault of ours."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.doors import PUBLIC_HANDLERS
from tests.factories import make_staff
from tests.portal.sealing import channel_of, in_base64, sealed_report

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "", "ü"]
)


def posts() -> list[str]:
    """Every public address that takes something, its places filled with what fits their kind."""
    fitting = {"uuid": "00000000-0000-4000-8000-000000000000", "str": "nothing"}
    found = []
    for handler in PUBLIC_HANDLERS:
        for path in handler.paths if handler.http_methods & {"POST", "PUT"} else ():
            for kind, value in fitting.items():
                path = "/".join(value if part.endswith(f":{kind}}}") else part for part in path.split("/"))
            found.append(path)
    return sorted(found)


@pytest.fixture(autouse=True)
async def somebody_to_read(app: Litestar, vault: Vault) -> None:
    await make_staff(vault, "investigator", username="anna")


@MANY
@given(path=st.sampled_from(posts()), body=st.binary(max_size=400), kind=KINDS)
async def test_any_bytes_are_answered(client: httpx.AsyncClient, path: str, body: bytes, kind: str) -> None:
    answer = await client.post(path, content=body, headers={"content-type": kind.encode("latin-1")})
    assert answer.status_code < 500


@MANY
@given(path=st.sampled_from([path for path in posts() if path.startswith("/api/")]), body=JSON)
async def test_any_json_is_answered_by_a_problem(client: httpx.AsyncClient, path: str, body: Any) -> None:
    answer = await client.post(path, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


@MANY
@given(name=st.sampled_from(["mailbox_digest", "envelope", "recipients", "language", "channel", "more"]), value=JSON)
async def test_a_report_with_anything_in_one_field_is_answered(
    client: httpx.AsyncClient, name: str, value: Any
) -> None:
    body = sealed_report(await channel_of(client), Receipt.new()) | {name: value}
    assert (await client.post("/api/v1/reports", json=body)).status_code < 500


@MANY
@given(token=st.binary(min_size=32, max_size=32), rest=st.dictionaries(st.text(max_size=10), JSON, max_size=3))
async def test_any_mailbox_token_is_unknown(client: httpx.AsyncClient, token: bytes, rest: dict[str, Any]) -> None:
    answer = await client.post("/api/v1/mailbox", json=rest | {"mailbox_token": in_base64(token)})
    assert answer.status_code == 404


@MANY
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "text",
                "amount",
                "token",
                "receipt",
                "shown",
                "left_out",
                "lang",
                "occurred_on",
                "entropy",
                "customer_phone",
                "payee_kind",
                "place_4",
                "channel",
                "questionnaire",
                "q.about",
                "q.since",
            ]
        ),
        st.text(max_size=60),
    ),
    path=st.sampled_from(
        ["/report", "/report/check", "/mailbox", "/mailbox/message", "/mailbox/proof", "/feedback", "/complaint"]
    ),
)
async def test_any_words_in_a_form_are_answered(client: httpx.AsyncClient, fields: dict[str, str], path: str) -> None:
    assert (await client.post(path, data=fields)).status_code < 500
