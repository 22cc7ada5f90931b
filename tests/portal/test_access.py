"""Every route for every role, on one's own object, a foreign one and a missing one; and that reading changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # handlers of every kind
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get

from cases.actors import Actor
from cases.approvals import ask as ask_for_consent
from cases.approvals import decide
from cases.callbacks import Sending, Wanted
from cases.callbacks.standing import set_up
from cases.channels.first import ready_made
from cases.evidence.files import FileStore
from cases.evidence.rows import evidence_rows
from cases.evidence.uploads import whole_uploads
from cases.receiving import open_report
from cases.records.importing import import_file
from cases.records.tables import SalespersonRecord
from cases.tables import Channel, EvidenceFile, Finding, Report
from cases.weights.versions import propose, versions
from crypto.keys import new_key_pair
from crypto.vault import Vault
from portal import app as portal_app
from portal.access import PERMISSIONS, PUBLIC, PermissionUnnamed
from portal.app import create_app
from portal.doors import DESK_HANDLERS, PROGRAM_HANDLERS, PUBLIC_HANDLERS
from portal.every_table import every_table
from portal.programs import SCOPES, admit
from portal.settings import Settings
from surveys.outbox import write_tx
from surveys.results.tables import ResultSum
from surveys.tables import Invitation
from tests.cases.books import ORDERS, SOLD, TODAY, WANG_ORDER, run_jobs
from tests.cases.evidence import planted
from tests.cases.evidence.sealing import sealed_file, uploaded
from tests.cases.records.uploads import kept_draft
from tests.cases.reports import CLAIM, as_readers, filed
from tests.conftest import DeskClient, DeskClientFactory, browser_of
from tests.factories import make_staff
from tests.surveys.factories import invited
from tests.surveys.results.making import Maker

ROLES = ("investigator", "ombudsman", "supervisor", "auditor", "custodian", "administrator", "caller")
OWNER, STRANGER, NOBODY, PROGRAM = "owner", "stranger", "nobody", "program"
SERVED_BESIDE_THE_DOORS = ("/healthz", "/readyz", "/static/", "/api/v1/openapi.json")
# Fits every form of the desk well enough for the domain to look at the object the form is about.
FIELDS = {
    "mark": "right",
    "reason": "because",
    "text": "hello",
    "before": "received",
    "to": "acknowledged",
    "outcome": "referred",
    "assignee": "",
    "action": "look",
    "kind": "orders",
    "frame": "orders",
    "language": "en",
    "company": "X",
    "act": "open_original",
    "subject": str(uuid4()),
    "decision": "give",
    "case": "new",
    "by": "order",
    "key": "XS-1",
}


@dataclass(frozen=True)
class World:
    """One object of every kind that a path can name, made by and granted to the owner; and everybody's browser."""

    ids: Mapping[str, object]
    browsers: Mapping[str, httpx.AsyncClient]


@pytest.fixture
async def world(client: httpx.AsyncClient, desk_client: DeskClientFactory, vault: Vault, settings: Settings) -> World:
    owner = await desk_client("investigator", username=OWNER)
    browsers: dict[str, httpx.AsyncClient] = {NOBODY: client, OWNER: owner}
    ids = await objects_of(owner, vault, settings)  # before anybody else could be given a grant
    browsers[STRANGER] = await desk_client("investigator", username=STRANGER)
    for role in ROLES[1:]:
        browsers[role] = await desk_client(role)
    browsers[PROGRAM] = await desk_client("auditor", username=PROGRAM)  # whose session is of no use to it
    browsers[PROGRAM].headers["authorization"] = f"Bearer {await admit('board', *SCOPES)}"
    return World(ids, browsers)


async def objects_of(owner: DeskClient, vault: Vault, settings: Settings) -> dict[str, object]:
    order = ORDERS + WANG_ORDER.format(day=TODAY, status="cancelled")
    imported = await import_file("orders", order.encode(), vault, actor_id=owner.actor.id, actor_name=owner.actor.name)
    await run_jobs(vault)
    colleague = await make_staff(vault, "investigator", username="colleague")
    _, report = await filed(owner.actor, colleague, claim=CLAIM)
    await open_report(owner.actor, report.id, vault)
    evidence = await evidence_of(report, owner.actor, colleague, settings)
    consent = await ask_for_consent(owner.actor, report.case, "open_original", evidence, "because")
    await decide(colleague, consent, is_given=True)
    finding = await Finding.objects().where(Finding.case == report.case).first()
    assert finding is not None
    return {
        "case_id": report.case,
        "report_id": report.id,
        "finding_id": finding.id,
        "evidence_id": evidence,
        "approval_id": await ask_for_consent(colleague, report.case, "open_original", uuid4(), "because"),
        "draft_id": await kept_draft(ORDERS.encode(), owner.actor.id, vault, settings),
        "import_id": imported.import_id,
        "campaign_id": (await invited(vault, [SOLD])).campaign_id,
        "invitation_id": await somebody_to_ring_up(),
        "token": "no-such-link",
        "file_id": uuid4(),
        "salesperson_id": await some_salesperson(vault),
        "staff_id": (await make_staff(vault, "supervisor", username="newcomer")).id,
        "channel_id": await some_channel(),
        "version_id": await some_proposal(vault),
        "sha256": ready_made("opinion").sha256,
        "wording_id": await some_figures(vault),
        "form_name": "callback",
        "spelling": "md",
        "standing_id": await set_up("delivered", 7, Wanted("orders"), Sending("links"), owner.actor),
    }


async def somebody_to_ring_up() -> object:
    async with write_tx():
        await Invitation.update({Invitation.phone_from: TODAY}).where(Invitation.subject_ref == SOLD.ref)
    row = await Invitation.select(Invitation.id).where(Invitation.subject_ref == SOLD.ref).first()
    assert row is not None
    return row["id"]


async def some_figures(vault: Vault) -> object:
    maker = Maker(vault)
    for _ in range(5):
        await maker.answer(day=TODAY, happy="4")
    row = await ResultSum.select(ResultSum.version).first()
    assert row is not None
    return row["version"]


async def some_salesperson(vault: Vault) -> object:
    await import_file("salespeople", b"employee_no,name\nE-1,Li\n", vault)
    row = await SalespersonRecord.select(SalespersonRecord.id).first()
    assert row is not None
    return row["id"]


async def some_proposal(vault: Vault) -> object:
    proposer = await make_staff(vault, "supervisor", username="proposer")
    await propose(proposer, {"trust.no_order.finding": 0.5}, "because", vault)
    return (await versions(vault))[0].id


async def some_channel() -> object:
    row = await Channel.select(Channel.id).where(Channel.key == "opinion").first()
    assert row is not None
    return row["id"]


async def evidence_of(report: Report, owner: Actor, colleague: Actor, settings: Settings) -> UUID:
    """A file that came with it."""
    store, keys = FileStore(settings.files_folder), as_readers(owner, colleague).sealed_to(new_key_pair().public)
    key = await uploaded(store, sealed_file(keys, planted.jpeg()), TODAY)
    (row,) = evidence_rows(await whole_uploads([key], keys), report.id, None, TODAY)
    async with write_tx():
        await EvidenceFile.insert(row)
    return UUID(str(row.id))


def path_of(handler: Any) -> str:
    return str(min(handler.paths))


def method_of(handler: Any) -> str:
    return str(min(handler.http_methods))


def label(handler: Any) -> str:
    return f"{method_of(handler)} {path_of(handler)}"


def is_private(handler: Any) -> bool:
    """Whether the path names something that belongs to one person or to those with a grant."""
    return any(
        part in path_of(handler)
        for part in ("{case_id", "{finding_id", "{approval_id", "{evidence_id", "{draft_id", "/refusals.csv")
    )


async def ask(
    browser: httpx.AsyncClient, handler: Any, ids: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> httpx.Response:
    path = path_of(handler)
    for name, value in ids.items():
        path = path.replace(f"{{{name}:uuid}}", str(value)).replace(f"{{{name}:str}}", str(value))
    data = FIELDS if method_of(handler) == "POST" else None
    return await browser.request(method_of(handler), path, data=data, headers=headers)


def verdict(response: httpx.Response) -> str:
    if response.headers.get("location", "").startswith("/desk/sign-in?next="):
        return "sign in"
    broken = f"broken: {response.status_code}"
    return {401: broken, 403: "refused", 404: "unknown", 405: broken, 500: broken}.get(response.status_code, "done")


def expected(handler: Any, who: str) -> str:
    if who == NOBODY:
        return "sign in"
    role = "investigator" if who in (OWNER, STRANGER) else who
    if role not in PERMISSIONS[handler.opt["permission"]]:
        return "refused"
    return "unknown" if who != OWNER and is_private(handler) else "done"


def is_investigators(handler: Any) -> bool:
    return "investigator" in PERMISSIONS[handler.opt["permission"]]


GUARDED = [handler for handler in DESK_HANDLERS if handler.opt["permission"] != PUBLIC]
GUARDED_FORMS = [handler for handler in GUARDED if method_of(handler) == "POST"]
GUARDED_PAGES = [handler for handler in GUARDED if method_of(handler) != "POST"]
FOREIGN = [handler for handler in GUARDED if is_private(handler) and is_investigators(handler)]
EVERY_HANDLER = (*PUBLIC_HANDLERS, *DESK_HANDLERS, *PROGRAM_HANDLERS)
READING = [handler for handler in EVERY_HANDLER if method_of(handler) == "GET"]
ELSEWHERE = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
)
OWNER_LAST = (NOBODY, *ROLES[1:], STRANGER, OWNER)


async def verdicts(world: World, handler: Any) -> dict[str, str]:
    return {who: verdict(await ask(world.browsers[who], handler, world.ids)) for who in OWNER_LAST}


@pytest.mark.parametrize("handler", PROGRAM_HANDLERS, ids=label)
async def test_a_programs_address_is_for_its_token_and_for_no_role(world: World, handler: Any) -> None:
    got = {who: (await ask(browser, handler, world.ids)).status_code for who, browser in world.browsers.items()}
    assert got == {who: 200 if who == PROGRAM else 401 for who in world.browsers}


@pytest.mark.parametrize("handler", GUARDED_FORMS, ids=label)
async def test_everybody_may_do_what_the_permission_says(world: World, handler: Any) -> None:
    assert await verdicts(world, handler) == {who: expected(handler, who) for who in OWNER_LAST}


async def test_everybody_reads_what_the_permission_says(world: World) -> None:
    """In one world, since reading changes nothing, as do the two that follow."""
    got = {label(handler): await verdicts(world, handler) for handler in GUARDED_PAGES}
    assert got == {label(handler): {who: expected(handler, who) for who in OWNER_LAST} for handler in GUARDED_PAGES}


async def test_what_is_foreign_and_what_is_missing_answer_alike(world: World) -> None:
    missing = {name: uuid4() for name in world.ids}
    for handler in FOREIGN:
        foreign = await ask(world.browsers[STRANGER], handler, world.ids)
        nothing = await ask(world.browsers[STRANGER], handler, missing)
        own_nothing = await ask(world.browsers[OWNER], handler, missing)
        got = (foreign.status_code, nothing.status_code, own_nothing.status_code)
        assert got == (404, 404, 404), label(handler)
        assert without(foreign.text, world.ids) == without(nothing.text, missing), label(handler)


def without(text: str, ids: Mapping[str, object]) -> str:
    for value in filter(is_id, ids.values()):
        text = text.replace(str(value), "")
    return text


async def test_a_form_of_another_site_does_nothing(world: World) -> None:
    before = await everything()
    for handler in GUARDED_FORMS:
        got = [(await ask(world.browsers[OWNER], handler, world.ids, headers)).status_code for headers in ELSEWHERE]
        assert got == [403] * len(ELSEWHERE), label(handler)
        assert await everything() == before, label(handler)


async def test_reading_changes_nothing(world: World) -> None:
    before = await everything()
    for handler in READING:
        answer = await ask(world.browsers[somebody_who_may(handler)], handler, world.ids)
        assert answer.status_code in {200, 303, 400, 404, 410}, label(handler)
        assert await everything() == before, label(handler)


def somebody_who_may(handler: Any) -> str:
    permission = handler.opt["permission"]
    if permission in SCOPES:
        return PROGRAM
    allowed = PERMISSIONS.get(permission, frozenset({"investigator"}))
    return OWNER if "investigator" in allowed else min(allowed)


async def everything() -> dict[str, list[str]]:
    """Every row of every table; of an outbox row only that it is there, since jobs may be running."""
    tables = every_table()
    return {table._meta.tablename: await rows_of(table) for table in tables}


async def rows_of(table: Any) -> list[str]:
    columns = [table.kind, table.key] if table._meta.tablename == "surveys_outbox" else []
    return sorted(str(row) for row in await table.select(*columns))


def is_id(value: object) -> bool:
    """Names and words stand on pages for other reasons too."""
    return isinstance(value, UUID)


@pytest.mark.parametrize("role", ["administrator", "supervisor", "auditor", "custodian"])
def test_only_investigators_touch_cases(role: str) -> None:
    allowed = {permission for permission, roles in PERMISSIONS.items() if role in roles}
    assert not {permission for permission in allowed if permission.startswith("case.")}


def test_an_administrator_imports_what_they_cannot_read() -> None:
    assert {p for p, roles in PERMISSIONS.items() if "administrator" in roles} == {
        "desk",
        "staff.manage",
        "records.import",
        "own.keys",
        "staff.record",
        "terms.read",
        "terms.write",
        "terms.search",
        "weights.read",
        "weights.decide",
    }


async def test_every_route_stands_behind_a_door(app: Litestar) -> None:
    behind = {path_of(handler) for handler in EVERY_HANDLER}
    served = {route.path for route in app.routes}
    assert {path for path in served if not path.startswith(SERVED_BESIDE_THE_DOORS)} == behind


@pytest.mark.parametrize("options", [{}, {"permission": "case.raed"}], ids=["none", "misspelt"])
async def test_a_route_without_a_permission_refuses_to_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, options: dict[str, str]
) -> None:
    @get("/desk/forgotten", **options)  # type: ignore[arg-type]  # opt takes any keyword
    async def forgotten() -> None: ...

    monkeypatch.setattr(portal_app, "handlers_behind", lambda _doors: [forgotten])
    with pytest.raises(ExceptionGroup) as refused:
        async with create_app(settings).lifespan():
            pass
    assert refused.group_contains(PermissionUnnamed, match="/desk/forgotten")


async def test_the_public_door_alone_has_no_desk(settings: Settings) -> None:
    app = create_app(settings, frozenset({"public"}))
    ids = {"case_id": uuid4(), "report_id": uuid4()}
    async with app.lifespan(), browser_of(app) as browser:
        behind = (*DESK_HANDLERS, *PROGRAM_HANDLERS)
        got = {label(handler): (await ask(browser, handler, ids)).status_code for handler in behind}
    assert set(got.values()) == {404}
