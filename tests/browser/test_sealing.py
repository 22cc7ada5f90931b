"""A report and a mailbox visit with scripts: sealed before it leaves, and nothing lost on the way. Everything is overheard."""

from __future__ import annotations

import base64
import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request, Route, expect

from cases.crosscheck.traditional import written_as
from crypto.receipts import Receipt
from tests.browser.conftest import OpenPage
from tests.browser.staff import come_in
from tests.browser.windows import PHONE
from tests.browser.world import World
from tests.journeys.server import Server, running
from tests.journeys.traces import forms

ANSWER = "请问是哪一家店？"
ON, SEND = "下一步：抄回执码", "封存并发送"


@dataclass
class Overheard:
    """Everything one browser ever sent: addresses, headers, bodies."""

    sent: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", lambda request: self.hear(request))

    def hear(self, request: Request) -> None:
        self.sent += [request.url.encode(), json.dumps(request.headers).encode()]
        if request.method == "POST":
            self.posted.append(request.url.split("/", 3)[3])
            self.bodies.append(request.post_data_buffer or b"")

    def traces(self, *secret: bytes) -> list[str]:
        """Where a secret shows, plain or in another encoding; each body also as it is inside its JSON's base64."""
        parts = [*self.sent, *self.bodies, *(inside for body in self.bodies for inside in _base64_fields(body))]
        return [form for one in secret for form, needle in forms(one) for part in parts if needle in part]


def _base64_fields(body: bytes) -> list[bytes]:
    return [
        base64.b64decode(said)
        for name, said in json.loads(body).items()
        if name not in ("recipients", "language", "channel", "work", "files")
    ]


@dataclass
class Reporter:
    page: Page
    server: Server
    overheard: Overheard
    marker: str

    def write(self, **fields: str) -> None:
        self.page.goto(f"{self.server.url}/report")
        self.page.fill("#text", f"我看到 {self.marker} 发生了。")
        self.page.locator("summary:not(#voice *)").last.click()
        self.page.fill("#order_no", self.marker)
        for name, value in fields.items():
            self.page.fill(f"#{name}", value)

    def go_on(self) -> None:
        self.page.get_by_role("button", name=ON).click()

    def copy_receipt(self) -> str:
        self.page.locator("#copying .receipt").wait_for()
        words = self.page.locator("#copying .receipt b").all_inner_texts()
        self.page.fill("#place_4", words[3])
        self.page.fill("#place_9", words[8])
        return "".join(words)

    def send(self) -> None:
        self.page.locator("#check").get_by_role("button", name=SEND).click()

    def file(self) -> str:
        self.write()
        self.go_on()
        receipt = self.copy_receipt()
        self.send()
        self.page.locator("#arrived").wait_for()
        return receipt

    def open_mailbox(self, receipt: str) -> None:
        self.page.goto(f"{self.server.url}/mailbox")
        self.page.fill("#receipt", receipt)
        self.page.get_by_role("button", name="打开", exact=True).click()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for the whole file."""
    with running(tmp_path_factory.mktemp("sealing")) as started:
        yield started


@pytest.fixture
def reporter(server: Server, open_page: OpenPage) -> Reporter:
    page, overheard = open_page(size=PHONE), Overheard()
    overheard.listen(page)
    return Reporter(page, server, overheard, f"证物{secrets.token_hex(8)}")


def reports_in(server: Server) -> int:
    with closing(sqlite3.connect(server.data / "brightline.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM cases_report").fetchone()[0])


def test_an_answer_bears_the_companys_signature_and_one_changed_in_the_database_is_told(
    reporter: Reporter, open_page: OpenPage
) -> None:
    receipt = reporter.file()
    desk = open_page()
    come_in(desk, reporter.server)
    answer_at_the_desk(desk, reporter.marker)
    reporter.open_mailbox(receipt)
    expect(reporter.page.locator("#messages article .soft")).to_contain_text("✓")
    with closing(sqlite3.connect(reporter.server.data / "brightline.sqlite")) as database, database:
        database.execute(
            "UPDATE cases_message SET author_role = 'custodian' WHERE report = "
            "(SELECT id FROM cases_report WHERE mailbox_digest = ?)",
            (Receipt.from_words(receipt).mailbox_digest,),
        )
    reporter.open_mailbox(receipt)
    expect(reporter.page.locator("#messages article .problem")).to_be_visible()


def test_nothing_that_leaves_the_browser_holds_text_or_receipt(reporter: Reporter, open_page: OpenPage) -> None:
    receipt = reporter.file()
    desk = open_page()
    come_in(desk, reporter.server)
    answer_at_the_desk(desk, reporter.marker)
    reporter.open_mailbox(receipt)
    expect(reporter.page.locator("#messages .written")).to_have_text(ANSWER)
    reporter.page.fill("#text", f"补充 {reporter.marker}")
    reporter.page.locator("#add button").click()
    expect(reporter.page.locator("#messages article.own .written")).to_have_text(f"补充 {reporter.marker}")
    paths = [path.split("?")[0] for path in reporter.overheard.posted]
    assert paths == ["api/v1/reports", "api/v1/mailbox", "api/v1/mailbox/messages", "api/v1/mailbox"]
    code = Receipt.from_words(receipt)
    words = " ".join(code.words("en")).encode()
    secret = (reporter.marker.encode(), receipt.encode(), words, code.entropy, code.key_pair.private)
    assert reporter.overheard.traces(*secret) == []
    assert reporter.overheard.traces(code.mailbox_token)  # the search would find what does leave


def answer_at_the_desk(page: Page, marker: str) -> None:
    page.locator(".inbox .lead", has_text="密封的举报").last.locator("a").click()
    page.get_by_role("button", name="打开举报").click()
    expect(page.locator("#report .written")).to_contain_text(marker)
    expect(page.locator("#report .typed")).to_contain_text(marker)
    page.get_by_label("回复举报人").fill(ANSWER)
    page.get_by_role("button", name="发送回复").click()
    expect(page.locator(".written.ours")).to_have_text(ANSWER)


def test_the_receipt_is_shown_and_asked_back_before_anything_is_sent(reporter: Reporter) -> None:
    reporter.write()
    reporter.go_on()
    reporter.copy_receipt()
    reporter.page.fill("#place_9", "错")
    reporter.send()
    expect(reporter.page.get_by_role("alert").filter(has_text="9")).to_be_visible()
    assert reporter.overheard.posted == []


def test_after_a_lost_answer_the_same_is_sent_again_and_stored_once(reporter: Reporter) -> None:
    before = reports_in(reporter.server)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    reporter.page.route("**/api/v1/reports*", lose_the_answer, times=1)
    reporter.write()
    reporter.go_on()
    receipt = reporter.copy_receipt()
    reporter.send()
    expect(reporter.page.locator("#unsent")).to_be_visible()
    expect(reporter.page.locator("#text")).to_have_value(f"我看到 {reporter.marker} 发生了。")
    reporter.send()
    reporter.page.locator("#arrived").wait_for()
    assert reporter.overheard.bodies[0] == reporter.overheard.bodies[1]
    assert reports_in(reporter.server) == before + 1
    reporter.open_mailbox(receipt)
    expect(reporter.page.locator("#own .written")).to_contain_text(reporter.marker)


@pytest.mark.parametrize("kind", ["work-stale", "work-too-little"])
def test_where_more_work_is_asked_for_the_page_does_it_by_itself(reporter: Reporter, kind: str) -> None:
    before = reports_in(reporter.server)
    problem = {"type": f"urn:brightline:{kind}", "title": "?", "status": 409}
    reporter.page.route("**/api/v1/reports*", lambda route: route.fulfill(status=409, json=problem), times=1)
    reporter.file()
    first, again = (len(json.loads(body)["work"]["units"]) for body in reporter.overheard.bodies)
    assert (first, again) == (1, 2 if kind == "work-too-little" else 1)
    assert reports_in(reporter.server) == before + 1


def test_what_the_server_refuses_can_be_changed_and_sent(reporter: Reporter) -> None:
    said = {"type": "urn:brightline:other", "title": "请改一改", "status": 422}
    reporter.page.route("**/api/v1/reports*", lambda route: route.fulfill(status=422, json=said), times=1)
    reporter.write()
    reporter.go_on()
    receipt = reporter.copy_receipt()
    reporter.send()
    expect(reporter.page.locator("#unsent")).to_have_text("请改一改")
    reporter.page.locator("#back").click()
    reporter.page.fill("#text", f"改过了 {reporter.marker}")
    reporter.go_on()
    assert reporter.copy_receipt() == receipt
    reporter.send()
    reporter.page.locator("#arrived").wait_for()
    reporter.open_mailbox(receipt)
    expect(reporter.page.locator("#own .written")).to_have_text(f"改过了 {reporter.marker}")


def test_naming_the_only_reader_is_told_before_the_receipt(reporter: Reporter) -> None:
    reporter.write(salesperson=" 调 查员 ")  # as `brightline init` names the first investigator
    reporter.go_on()
    expect(reporter.page.locator("#nobody-left")).to_be_visible()
    expect(reporter.page.locator("#copying")).to_be_hidden()


def test_whoever_is_left_out_gets_no_key_and_the_others_do(world: World) -> None:
    visit, overheard = world.new_visit("anybody", "zh", size=PHONE), Overheard()
    overheard.listen(visit.page)
    reporter = Reporter(visit.page, world.server, overheard, "证物")
    reporter.write()
    visit.page.locator("summary").first.click()
    everybody = {str(box.get_attribute("value")) for box in visit.page.locator("[name=left_out]").all()}
    left_out = str(visit.page.locator("[name=left_out]").first.get_attribute("value"))
    visit.page.locator("[name=left_out]").first.check()
    reporter.go_on()
    reporter.copy_receipt()
    reporter.send()
    visit.page.locator("#arrived").wait_for()  # the server takes an envelope only with the keys of those it names
    assert set(json.loads(overheard.bodies[0])["recipients"]) == everybody - {left_out}


@pytest.mark.parametrize("script", ["simplified", "traditional"])
def test_whoever_is_named_gets_no_key_without_being_marked(world: World, script: str) -> None:
    visit, overheard = world.new_visit("anybody", "zh", size=PHONE), Overheard()
    overheard.listen(visit.page)
    reporter = Reporter(visit.page, world.server, overheard, "证物")
    reporter.write()
    visit.page.locator("summary").first.click()
    everybody = {str(box.get_attribute("value")) for box in visit.page.locator("[name=left_out]").all()}
    first = visit.page.locator("label:has([name=left_out])").first
    named = str(first.locator("input").get_attribute("value"))
    name = first.inner_text()
    typed = "".join(written_as(sign)[-1] for sign in name) if script == "traditional" else name
    assert (typed != name) is (script == "traditional")
    visit.page.fill("#about", f"某某，{typed}")
    reporter.go_on()
    reporter.copy_receipt()
    reporter.send()
    visit.page.locator("#arrived").wait_for()
    assert set(json.loads(overheard.bodies[0])["recipients"]) == everybody - {named}


def test_an_unreadable_field_is_told_beside_it(reporter: Reporter) -> None:
    reporter.write(amount="很多钱", text=" ")
    reporter.go_on()
    expect(reporter.page.locator("#amount-problem")).to_be_visible()
    expect(reporter.page.locator("#text-problem")).to_be_visible()
    expect(reporter.page.locator("#order_no")).to_have_value(reporter.marker)


def test_the_page_says_what_is_true_with_scripts_and_without(reporter: Reporter, open_page: OpenPage) -> None:
    reporter.page.goto(f"{reporter.server.url}/report")
    without = open_page(scripts=False)
    without.goto(f"{reporter.server.url}/report")
    expect(reporter.page.get_by_text("在这个浏览器里封好才寄出")).to_be_visible()
    expect(without.get_by_text("在这个浏览器里封好才寄出")).to_be_hidden()
    expect(without.get_by_role("button", name=SEND)).to_be_visible()


def test_a_receipt_made_without_scripts_opens_with_them(reporter: Reporter, open_page: OpenPage) -> None:
    without = open_page(scripts=False)
    without.goto(f"{reporter.server.url}/report")
    without.fill("#text", reporter.marker)
    without.get_by_role("button", name=SEND).click()
    reporter.open_mailbox(" ".join(without.locator(".receipt b").all_inner_texts()))
    expect(reporter.page.locator("#own .written")).to_have_text(reporter.marker)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("一二三", "数到 3 个"), ("龘" * 12, "第 1 个"), (" ".join(Receipt(bytes(16)).words("zh")), "没有对应的信箱")],
    ids=["too short", "no such word", "unknown"],
)
def test_a_receipt_that_opens_nothing_is_told_in_the_words_of_the_page(
    reporter: Reporter, typed: str, words: str
) -> None:
    reporter.open_mailbox(typed)
    expect(reporter.page.locator("#problem")).to_contain_text(words)
    expect(reporter.page.locator("#receipt")).to_have_value(typed)


def test_leaving_quickly_leaves_nothing_to_go_back_to(reporter: Reporter) -> None:
    reporter.page.goto("about:blank")
    reporter.write()
    reporter.go_on()
    reporter.page.locator("a.leave").click()
    reporter.page.wait_for_url("**/blank")
    reporter.page.go_back()
    assert reporter.page.url == "about:blank"
    assert reporter.page.context.storage_state() == {"cookies": [], "origins": []}


def test_going_back_to_the_page_finds_it_empty(reporter: Reporter) -> None:
    reporter.write()
    reporter.go_on()
    reporter.page.goto("about:blank")
    reporter.page.go_back()
    expect(reporter.page.locator("#text")).to_have_value("")
    expect(reporter.page.locator("#copying")).to_be_hidden()
