"""Every page of the portal, and how somebody comes to it: by address, or by filling in what stands before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload

from portal.demo.people import PASSWORD
from tests.browser.world import Visit, Who
from tests.cases.evidence import planted

Way = Callable[[Visit], None]
STORY = {
    "zh": "城东店的张伟把客户带到别的店签单，钱打到他个人微信。我在仓库门口亲耳听见的，大约是三月八日下午。",
    "en": "Zhang Wei of the East store takes customers elsewhere; the money goes to his own WeChat. I heard it myself.",
}
ORDERS = """销售订单列表,,,,,,,,
导出人:管理员,导出时间:2026-09-01 08:00:00,,,,,,,

订单编号,客户名称,联系电话,负责人,所属部门,产品名称,订单金额(元),下单时间,订单状态
YS2608220001,王丽华,15406920733,赵军,城东店,全屋净水,"¥2,999.00",2026年8月22日,已完成
YS2608220002,李强,154-0123-4567,周静,城西店,中央空调,1.28万,2026/8/22,已完成
YS2608230003,陈敏,15404445566,周静,城西店,智能门锁,面议,2026-08-23 14:23,已取消
合计,,,,,,"15,799.00",,
"""
NEWCOMER = {"zh": "调查员 林溪", "en": "Lin Xi, investigator"}
ANOTHER = {"zh": "调查员 高岚", "en": "Gao Lan, investigator"}
ASK = """
path => {
  const form = Object.assign(document.createElement('form'), {method: 'post', action: `${path}/approvals`})
  const subject = '00000000-0000-4000-8000-000000000000'
  for (const [name, value] of Object.entries({act: 'open_original', subject, reason: '需要看照片的原始信息'}))
    form.append(Object.assign(document.createElement('input'), {name, value}))
  document.body.append(form)
  form.submit()
}
"""
OUR_SCRIPTS = "**/static/vendor/*.js"
PHOTO = FilePayload(name="货车.jpg", mimeType="image/jpeg", buffer=planted.jpeg())
FILM = FilePayload(name="监控录像.mp4", mimeType="video/mp4", buffer=b"\x00\x00\x00\x18ftypmp42" + bytes(2000))
UNREADABLE_COLUMNS = "甲,乙\n1,2\n"


@dataclass(frozen=True)
class Place:
    """One page. who: whose browser; audience: whose rules for the size of targets."""

    name: str
    who: Who
    audience: Literal["public", "desk"]
    way: Way


def at(path: str) -> Way:
    return lambda visit: visit.go(path)


def plain(way: Way) -> Way:
    """The same way, where our scripts do not come: as with scripts switched off, but axe still runs."""

    def go(visit: Visit) -> None:
        visit.page.route(OUR_SCRIPTS, lambda route: route.fulfill(body="", content_type="text/javascript"))
        way(visit)

    return go


def scripted(way: Way) -> Way:
    """The same way, where they do."""

    def go(visit: Visit) -> None:
        visit.page.unroute(OUR_SCRIPTS)
        way(visit)

    return go


def _refused_report(visit: Visit) -> None:
    visit.go("/report")
    visit.page.locator("summary:not(#voice *)").last.click()
    visit.page.fill("#amount", "很多")
    visit.press("封存并发送", "Seal and send")
    visit.page.locator("#writing > .problem").wait_for()


def filled_report(visit: Visit) -> None:
    visit.go("/report")
    visit.page.fill("#text", STORY[visit.language])
    visit.page.locator("summary:not(#voice *)").last.click()
    visit.page.fill("#order_no", "XS-2603-004211")
    visit.page.fill("#amount", "6800")
    visit.page.select_option("#payee_kind", "personal")


def receipt(visit: Visit) -> None:
    filled_report(visit)
    visit.press("封存并发送", "Seal and send")
    visit.page.locator(".receipt").wait_for()


def _report_with_files(visit: Visit) -> None:
    visit.go("/report")
    visit.page.fill("#text", STORY[visit.language])
    visit.page.set_input_files("#files", [PHOTO, FILM])


def _receipt_with_files(visit: Visit) -> None:
    _report_with_files(visit)
    visit.press("封存并发送", "Seal and send")
    visit.page.locator(".receipt").wait_for()


def _files_came_back(visit: Visit) -> None:
    _report_with_files(visit)
    visit.page.locator("summary:not(#voice *)").last.click()
    visit.page.fill("#amount", "很多")
    visit.press("封存并发送", "Seal and send")
    visit.page.locator("[name=kept]").wait_for()


def _asked_back(visit: Visit, words: list[str]) -> None:
    visit.page.fill("#place_4", words[3])
    visit.page.fill("#place_9", words[8])
    visit.press("核对", "Check")


def _receipt_wrong(visit: Visit) -> None:
    receipt(visit)
    _asked_back(visit, ["?"] * 12)
    visit.page.locator(".problem").wait_for()


def _copied(visit: Visit) -> None:
    receipt(visit)
    _asked_back(visit, visit.page.locator(".receipt b").all_inner_texts())
    visit.page.wait_for_url("**/report/check*")


def _refused_here(visit: Visit) -> None:
    visit.go("/report")
    visit.page.locator("summary:not(#voice *)").last.click()
    visit.page.fill("#amount", "很多")
    visit.press("下一步：抄回执码", "On to the receipt code")
    visit.page.locator("#text-problem").wait_for()


def receipt_here(visit: Visit) -> None:
    filled_report(visit)
    visit.press("下一步：抄回执码", "On to the receipt code")
    visit.page.locator(".receipt").wait_for()


def _copied_here(visit: Visit, words: list[str]) -> None:
    visit.page.fill("#place_4", words[3])
    visit.page.fill("#place_9", words[8])
    visit.page.locator("#check button").click()


def _receipt_here_wrong(visit: Visit) -> None:
    receipt_here(visit)
    _copied_here(visit, ["?"] * 12)
    visit.page.locator("#miscopied").wait_for()


def _enclosed_here(visit: Visit) -> None:
    filled_report(visit)
    visit.page.set_input_files("#files", {"name": "a.txt", "mimeType": "text/plain", "buffer": STORY["en"].encode()})
    visit.page.locator("#voice summary").click()
    visit.page.locator("#voice-record").click()
    visit.page.locator("#voice-clock", has_text="0:01").wait_for()
    visit.page.locator("#voice-stop").click()
    visit.page.locator("#voice-take").wait_for()
    visit.page.locator("#chosen li").wait_for()


def arrived_here(visit: Visit) -> None:
    receipt_here(visit)
    _copied_here(visit, visit.page.locator(".receipt b").all_inner_texts())
    visit.page.locator("#arrived").wait_for()


def _mailbox_mistyped_here(visit: Visit) -> None:
    visit.go("/mailbox")
    visit.page.fill("#receipt", "一二三")
    visit.page.locator("#enter button").click()
    visit.page.locator("#problem").wait_for()


def _mailbox_mistyped(visit: Visit) -> None:
    visit.go("/mailbox")
    visit.page.fill("#receipt", "一二三")
    visit.page.locator("#enter button").click()
    visit.page.locator(".problem").wait_for()


def mailbox(visit: Visit) -> None:
    visit.go("/mailbox")
    visit.page.fill("#receipt", " ".join(visit.demo.receipt.words(visit.language)))
    visit.page.locator("#enter button").click()
    visit.page.locator("article").first.wait_for()


def _callback(visit: Visit) -> None:
    visit.go(f"/s/{visit.demo.customer_token}")


def _callback_problem(visit: Visit) -> None:
    _callback(visit)
    visit.press("继续", "Next")
    visit.page.locator(".problem").wait_for()


def choose(visit: Visit, value: str) -> None:
    """Take a card and go on. Waits for the card, so it cannot answer the screen before."""
    visit.page.locator(f'.card input[value="{value}"]').first.check()
    visit.page.locator("button.primary").click()


def write(visit: Visit, name: str, text: str) -> None:
    """Fill one field and go on."""
    visit.page.fill(f'input[name="q.{name}"]:not([type=checkbox]), textarea[name="q.{name}"]', text)
    visit.page.locator("button.primary").click()


def _callback_amount(visit: Visit) -> None:
    _callback(visit)
    choose(visit, "yes")
    write(visit, "paid_on", "2026-03-08")
    visit.page.locator("[inputmode=decimal]").wait_for()


def _callback_payee(visit: Visit) -> None:
    _callback_amount(visit)
    visit.page.check('[name="q.amount"][value=unsure]')
    visit.page.locator("button.primary").click()
    visit.page.locator("[value=other_company]").wait_for()


def _callback_events(visit: Visit) -> None:
    _callback(visit)
    choose(visit, "no")
    visit.page.locator("[value=coached]").wait_for()


def _callback_closing(visit: Visit) -> None:
    _callback_events(visit)
    choose(visit, "none")
    visit.page.locator(".scale").first.wait_for()


def thanks(visit: Visit) -> None:
    visit.go("/feedback")
    choose(visit, "4")
    choose(visit, "none")
    write(visit, "remark", "")
    write(visit, "phone", "")
    visit.page.locator(".done").wait_for()


def _too_large(visit: Visit) -> None:
    visit.go("/feedback")
    visit.page.evaluate("() => { document.querySelector('[name=nonce]').value = 'x'.repeat(1 << 20) }")
    visit.page.locator("button.primary").click()
    visit.page.locator("h1").wait_for()


def _password_wrong(visit: Visit) -> None:
    visit.go("/desk/account")
    visit.page.fill("#old", "not-this-one-at-all")
    visit.page.fill("#new", "quite-another-password")
    visit.page.locator("form[action$=password] button").click()


def _second_factor(visit: Visit) -> None:
    visit.go("/desk/account")
    visit.page.fill("#factor-password", PASSWORD)
    visit.page.locator("form[action$=second-factor] button").click()
    visit.page.locator(".code svg").wait_for()


def _shown_once(visit: Visit) -> None:
    _take_on(visit, NEWCOMER[visit.language], "newcomer")


def _take_on(visit: Visit, name: str, username: str) -> None:
    """Asks for a role that waits for a second person, so that this person's page shows it."""
    visit.go("/desk/staff")
    visit.page.fill("#name", name)
    visit.page.fill("#username", f"{username}.{visit.language}")
    visit.page.locator("form[action='/desk/staff'] input[value=investigator]").check()
    visit.page.locator("form[action='/desk/staff'] button").click()
    visit.page.locator(".code svg").wait_for()


def _person(visit: Visit) -> None:
    """Takes on a person of its own: which places were seen before this one differs with how the tests are dealt out."""
    _take_on(visit, ANOTHER[visit.language], "another")
    visit.go("/desk/staff")
    visit.follow(f"td a:text-is('{ANOTHER[visit.language]}')")
    visit.page.locator("#confirm-title").wait_for()


def _approvals_waiting(visit: Visit) -> None:
    """Asks for an original of the first case, which came without a file: the form is made here."""
    diverted_case(visit)
    visit.page.evaluate(ASK, urlsplit(visit.page.url).path)
    visit.page.wait_for_url("**/desk/approvals")
    visit.go("/desk/approvals")


def _passkey(visit: Visit) -> None:
    visit.go("/desk/account")
    visit.page.fill("#passkey-password", PASSWORD)
    visit.page.locator("form[action$='/passkeys'] button").click()
    visit.page.locator("#make-passkey").wait_for()


def _sign_in_refused(visit: Visit) -> None:
    visit.go("/desk/sign-in")
    visit.page.fill("#username", "investigator")
    visit.page.fill("#password", "not the password")
    visit.page.fill("#code", "000000")
    visit.page.locator("button[type=submit]").first.click()
    visit.page.locator("main > .problem").wait_for()


def _set_up_wrong(visit: Visit) -> None:
    _set_up(visit, "not the code")
    visit.page.locator(".problem").wait_for()


def _set_up_done(visit: Visit) -> None:
    _set_up(visit, visit.set_up_code())
    visit.page.locator(".shares").wait_for()


def _set_up(visit: Visit, code: str) -> None:
    visit.go("/desk/set-up")
    visit.page.fill("#company", "拾木暖居")
    visit.page.fill("#code", code)
    visit.page.locator("form[action*=set-up] button").click()


def diverted_case(visit: Visit) -> None:
    """The top lead of the demo."""
    visit.go("/desk")
    visit.page.locator(".inbox .lead a").first.click()
    visit.page.locator(".finding").first.wait_for()


def _sealed_case(visit: Visit) -> None:
    _case_saying(visit, "密封的举报" if visit.language == "zh" else "Sealed report")


def _case_with_files(visit: Visit) -> None:
    """One of this place's own: a photo, and a film that cannot be cleaned, sent all the same."""
    plain(_report_with_files)(visit)
    visit.page.check("[name=uncleaned][value=send]")
    visit.press("封存并发送", "Seal and send")
    visit.page.locator(".receipt").wait_for()
    visit.page.unroute(OUR_SCRIPTS)
    visit.go("/desk")
    sealed = visit.page.locator(".inbox tr", has_text="密封的举报" if visit.language == "zh" else "Sealed report")
    for path in [link.get_attribute("href") for link in sealed.locator(".lead a").all()]:
        visit.go(str(path))
        visit.press("打开举报", "Open the report")
        visit.page.locator("#report .written").wait_for()
        if visit.page.locator(".files", has_text=FILM["name"]).count():
            break
    visit.page.locator(".files summary").first.click()


def _file_stays_closed(visit: Visit) -> None:
    _case_with_files(visit)
    visit.page.locator(".files li", has_text=FILM["name"]).locator("button").first.click()
    visit.page.wait_for_url("**/files/*")
    visit.page.locator("summary").last.click()


def _compared_case(visit: Visit) -> None:
    _case_saying(visit, "账面核对发现" if visit.language == "zh" else "Found by comparing with the books")


def _graph(visit: Visit) -> None:
    """Around the case that most people speak of."""
    visit.go("/desk")
    case = visit.page.locator(".inbox tr", has_text="城东店").first.locator(".lead a").get_attribute("href")
    visit.go(f"{case}/graph")
    visit.page.locator(".graph").wait_for()


def _case_saying(visit: Visit, words: str) -> None:
    visit.go("/desk")
    visit.page.locator(".inbox tr", has_text=words).first.locator(".lead a").click()
    visit.page.locator(".case-head").wait_for()


def _closed_case(visit: Visit) -> None:
    visit.go("/desk?show=closed")
    visit.page.locator(".inbox .lead a").first.click()
    visit.page.locator(".case-head").wait_for()


def _finding(visit: Visit) -> None:
    visit.go("/desk/findings")
    visit.page.locator(".findings a").first.click()
    visit.page.locator(".beside").wait_for()


def _counted(visit: Visit) -> None:
    visit.go("/desk/callbacks")
    visit.page.fill("[name=most]", "5")
    visit.press("先看人数", "Count first")
    visit.page.locator(".count").wait_for()


def _sheet(visit: Visit) -> None:
    _counted(visit)
    visit.page.locator("button[value=qr]").click()
    visit.page.locator(".codes").wait_for()


def _round(visit: Visit) -> None:
    visit.go("/desk/callbacks")
    visit.page.locator("table a").first.click()
    visit.page.wait_for_url("**/desk/callbacks/*")


def _rung_up(visit: Visit) -> None:
    """The call is open: the number, and the form to read aloud. Nobody else may ring up the same customer meanwhile."""
    visit.go("/desk/phone")
    visit.follow(f"tbody tr:nth-child({1 if visit.language == 'zh' else 2}) a")
    if not visit.page.locator(".callee").count():
        visit.press("开始通话，显示号码", "Open the call and show the number")
    visit.page.locator(".callee").wait_for()


def _before_a_call(visit: Visit) -> None:
    visit.go("/desk/phone")
    visit.follow("tr:last-child a")
    visit.page.locator("form[action$=start]").wait_for()


def _standing(visit: Visit) -> None:
    visit.go("/desk/callbacks/standing")
    visit.press("设置", "Set up")
    visit.page.locator(".standing").wait_for()


def _recorded(visit: Visit) -> None:
    """A round by text message, which the demo writes down."""
    visit.go("/desk/callbacks")
    visit.page.fill("[name=most]", "2")
    visit.press("先看人数", "Count first")
    visit.page.locator("button[value=sms]").click()
    visit.page.wait_for_url("**/desk/callbacks/*")
    visit.go("/desk/callbacks/recorded")


def _stop_unchosen(visit: Visit) -> None:
    visit.go("/s/2222222222222222222222/stop")
    visit.press("就这样定", "Keep it so")
    visit.page.locator(".problem").wait_for()


def _stop_unknown(visit: Visit) -> None:
    visit.go("/s/2222222222222222222222/stop")
    visit.page.locator("[value=stop]").check()
    visit.press("就这样定", "Keep it so")
    visit.page.locator(".done").wait_for()


def _searched(visit: Visit) -> None:
    """By the number of the first order that a finding could mean."""
    _finding(visit)
    number = re.findall(r"XS-\d{4}-\d+", visit.page.content())
    visit.go("/desk/records/search")
    visit.page.fill("[name=key]", number[0])
    visit.page.fill("[name=reason]", "案件 2026-AB3D：核实订单是否改动过")
    visit.press("查询（留痕）", "Search, on record")
    visit.page.locator(".found").wait_for()


def _searched_in_vain(visit: Visit) -> None:
    visit.go("/desk/records/search")
    visit.page.check("[value=phone]")
    visit.page.fill("[name=key]", "0733")
    visit.page.fill("[name=reason]", "案件 2026-AB3D")
    visit.press("查询（留痕）", "Search, on record")
    visit.page.locator(".problem").wait_for()


def _salesperson(visit: Visit) -> None:
    visit.go("/desk/salespeople")
    visit.follow("th a:text-is('周启航')")
    visit.page.locator(".funnel").first.wait_for()


def _figures_of_a_form(visit: Visit) -> None:
    visit.go("/desk/results")
    visit.follow("tbody th a")
    visit.page.locator("#export").wait_for()


def _two_questions(visit: Visit) -> None:
    _figures_of_a_form(visit)
    visit.follow(".spans a[href$='/pairs']")


def _comments(visit: Visit) -> None:
    _figures_of_a_form(visit)
    visit.follow(".spans a[href$='/comments']")


def _store(visit: Visit) -> None:
    visit.go("/desk/salespeople")
    visit.follow(".plain-list a")
    visit.page.locator(".bars").first.wait_for()


def _asked_report(visit: Visit) -> None:
    visit.go("/report?channel=data_leak")
    visit.page.fill("#text", STORY[visit.language])


def _asked_refused(visit: Visit) -> None:
    _asked_report(visit)
    visit.press("封存并发送", "Seal and send")
    visit.page.locator("#q-still_going-problem").wait_for()


def _asked_refused_here(visit: Visit) -> None:
    _asked_report(visit)
    visit.press("下一步：抄回执码", "On to the receipt code")
    visit.page.locator("#q-still_going-problem").wait_for()


def _complaint_problem(visit: Visit) -> None:
    visit.go("/complaint")
    visit.page.locator("button.primary").click()
    visit.page.locator("#text-problem").wait_for()


def _complaint_receipt(visit: Visit) -> None:
    visit.go("/complaint")
    visit.page.fill("#text", STORY[visit.language])
    visit.page.locator(".card input").first.check()
    visit.page.locator("button.primary").click()
    visit.page.locator(".receipt").wait_for()


def _typed_in(visit: Visit) -> None:
    visit.go("/desk/reports/new")
    visit.page.fill("#text", STORY[visit.language])
    visit.page.locator("[name=source]").first.check()
    visit.press("封存，并显示回执码", "Seal it and show the receipt code")
    visit.page.locator(".receipt").wait_for()


def _channel(visit: Visit) -> None:
    visit.go("/desk/channels")
    visit.follow("th a")
    visit.page.locator("#line_zh").wait_for()


def _channel_preview(visit: Visit) -> None:
    _channel(visit)
    visit.go(str(visit.page.locator("a[href*=preview]").first.get_attribute("href")).partition("?")[0])
    visit.page.locator("#writing").wait_for()


def _form_draft(visit: Visit) -> None:
    """The call-back being worded anew, at its longest question."""
    visit.go("/desk/forms/callback")
    if visit.page.locator("form[action$='/draft'] button").count():
        visit.page.click("form[action$='/draft'] button")
    visit.go("/desk/forms/callback?at=events")


def _terms_tried(visit: Visit) -> None:
    visit.go("/desk/terms")
    visit.page.fill("#sentence", "他让我加 V·X，私下轉賬给他，没有发票。")
    visit.page.locator("#preview mark.counts").first.wait_for()


def _terms_searching(visit: Visit) -> None:
    visit.go("/desk/terms")
    if visit.page.locator("#since").count():
        visit.page.fill("#since", "2026-01-01")
        visit.press("开始查找", "Search them")
    visit.page.locator("#searching").wait_for()


def _terms_refused(visit: Visit) -> None:
    visit.go("/desk/terms")
    visit.page.fill("#lines_plain", "飞单\nvip\n回扣, 12")
    visit.press("存为新版本", "Save as the next version")
    visit.page.locator(".faults").wait_for()


def _upload(visit: Visit, name: str, text: str) -> None:
    visit.go("/desk/records")
    visit.page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": text.encode("gb18030")})
    visit.press("上传并预览", "Upload and preview")


def preview(visit: Visit) -> None:
    _upload(visit, "销售订单.csv", ORDERS)
    visit.page.locator("select").first.wait_for()


def _preview_unclear(visit: Visit) -> None:
    _upload(visit, "表格.csv", UNREADABLE_COLUMNS)
    visit.page.locator(".problem, select").first.wait_for()


def _imported(visit: Visit) -> None:
    preview(visit)
    visit.press("导入这些行", "Import these rows")
    visit.page.wait_for_url("**/imports/*")


def _undone(visit: Visit) -> None:
    _imported(visit)
    if visit.page.locator("#undo").count():
        visit.press("撤回这次导入", "Take this import back")
    visit.page.locator("#import-state p[role=status]").wait_for()


def _no_file(visit: Visit) -> None:
    _upload(visit, "空.csv", "")
    visit.page.locator(".problem").wait_for()


PLACES = (
    Place("front", "anybody", "public", at("/")),
    Place("report", "anybody", "public", plain(filled_report)),
    Place("report-refused", "anybody", "public", plain(_refused_report)),
    Place("report-asked", "anybody", "public", plain(_asked_report)),
    Place("report-asked-refused", "anybody", "public", plain(_asked_refused)),
    Place("receipt", "anybody", "public", plain(receipt)),
    Place("receipt-with-files", "anybody", "public", plain(_receipt_with_files)),
    Place("report-with-files-refused", "anybody", "public", plain(_files_came_back)),
    Place("receipt-wrong", "anybody", "public", plain(_receipt_wrong)),
    Place("receipt-copied", "anybody", "public", plain(_copied)),
    Place("mailbox-closed", "anybody", "public", plain(at("/mailbox"))),
    Place("mailbox-mistyped", "anybody", "public", plain(_mailbox_mistyped)),
    Place("mailbox", "anybody", "public", plain(mailbox)),
    Place("report-here", "anybody", "public", scripted(filled_report)),
    Place("report-here-refused", "anybody", "public", scripted(_refused_here)),
    Place("report-here-asked", "anybody", "public", scripted(_asked_refused_here)),
    Place("report-here-enclosed", "anybody", "public", scripted(_enclosed_here)),
    Place("receipt-here", "anybody", "public", scripted(receipt_here)),
    Place("receipt-here-wrong", "anybody", "public", scripted(_receipt_here_wrong)),
    Place("arrived-here", "anybody", "public", scripted(arrived_here)),
    Place("mailbox-here-mistyped", "anybody", "public", scripted(_mailbox_mistyped_here)),
    Place("mailbox-here", "anybody", "public", scripted(mailbox)),
    Place("log", "anybody", "public", at("/log")),
    Place("missing", "anybody", "public", at("/nowhere")),
    Place("callback", "anybody", "public", _callback),
    Place("callback-problem", "anybody", "public", _callback_problem),
    Place("callback-amount", "anybody", "public", _callback_amount),
    Place("callback-payee", "anybody", "public", _callback_payee),
    Place("callback-events", "anybody", "public", _callback_events),
    Place("callback-closing", "anybody", "public", _callback_closing),
    Place("callback-closed", "anybody", "public", at("/s/2222222222222222222222")),
    Place("callback-stop", "anybody", "public", at("/s/2222222222222222222222/stop")),
    Place("callback-stop-unchosen", "anybody", "public", _stop_unchosen),
    Place("callback-stop-unknown", "anybody", "public", _stop_unknown),
    Place("callback-too-large", "anybody", "public", _too_large),
    Place("complaint", "anybody", "public", at("/complaint")),
    Place("complaint-problem", "anybody", "public", _complaint_problem),
    Place("complaint-receipt", "anybody", "public", _complaint_receipt),
    Place("thanks", "anybody", "public", thanks),
    Place("sign-in", "anybody", "desk", at("/desk/sign-in")),
    Place("sign-in-refused", "anybody", "desk", _sign_in_refused),
    Place("set-up", "operator", "desk", at("/desk/set-up")),
    Place("set-up-wrong", "operator", "desk", _set_up_wrong),
    Place("set-up-done", "operator", "desk", _set_up_done),
    Place("sign-in-plain", "operator", "desk", at("/desk/sign-in")),
    Place("account", "investigator", "desk", at("/desk/account")),
    Place("passkey", "investigator", "desk", _passkey),
    Place("account-password-wrong", "investigator", "desk", _password_wrong),
    Place("second-factor", "investigator", "desk", _second_factor),
    Place("staff", "administrator", "desk", at("/desk/staff")),
    Place("staff-shown-once", "administrator", "desk", _shown_once),
    Place("staff-person", "administrator", "desk", _person),
    Place("inbox", "investigator", "desk", at("/desk")),
    Place("inbox-closed", "investigator", "desk", at("/desk?show=closed")),
    Place("case", "investigator", "desk", diverted_case),
    Place("case-sealed", "investigator", "desk", _sealed_case),
    Place("case-compared", "investigator", "desk", _compared_case),
    Place("case-graph", "investigator", "desk", _graph),
    Place("case-closed", "investigator", "desk", _closed_case),
    Place("case-with-files", "investigator", "desk", _case_with_files),
    Place("file-stays-closed", "investigator", "desk", _file_stays_closed),
    Place("approvals-nothing", "investigator", "desk", at("/desk/approvals")),
    Place("approvals-waiting", "investigator", "desk", _approvals_waiting),
    Place("inbox-channel", "investigator", "desk", at("/desk?show=open&channel=kickback")),
    Place("report-typed-in", "investigator", "desk", at("/desk/reports/new?channel=harassment")),
    Place("report-typed-in-receipt", "investigator", "desk", _typed_in),
    Place("findings", "investigator", "desk", at("/desk/findings")),
    Place("findings-sifted", "investigator", "desk", at("/desk/findings?state=&grade=hint&days=365")),
    Place("findings-nothing", "investigator", "desk", at("/desk/findings?kind=no_order&mark=wrong")),
    Place("finding", "investigator", "desk", _finding),
    Place("callbacks", "investigator", "desk", at("/desk/callbacks")),
    Place("callbacks-counted", "investigator", "desk", _counted),
    Place("callbacks-sheet", "investigator", "desk", _sheet),
    Place("callbacks-round", "investigator", "desk", _round),
    Place("callbacks-standing", "investigator", "desk", _standing),
    Place("phone", "caller", "desk", at("/desk/phone")),
    Place("phone-before", "caller", "desk", _before_a_call),
    Place("phone-call", "caller", "desk", _rung_up),
    Place("callbacks-recorded", "investigator", "desk", _recorded),
    Place(
        "callbacks-poster",
        "investigator",
        "desk",
        at("/desk/callbacks/poster?product=%E7%A9%BA%E8%B0%83&contract=HT-2026-0088"),
    ),
    Place("records", "investigator", "desk", at("/desk/records")),
    Place("records-search", "investigator", "desk", at("/desk/records/search")),
    Place("records-found", "investigator", "desk", _searched),
    Place("records-search-refused", "investigator", "desk", _searched_in_vain),
    Place("salespeople", "supervisor", "desk", at("/desk/salespeople")),
    Place("weights", "investigator", "desk", at("/desk/weights?fill=proposed")),
    Place("salesperson", "investigator", "desk", _salesperson),
    Place("store", "supervisor", "desk", _store),
    Place("results", "supervisor", "desk", at("/desk/results")),
    Place("results-form", "investigator", "desk", _figures_of_a_form),
    Place("results-pairs", "supervisor", "desk", _two_questions),
    Place("results-comments", "investigator", "desk", _comments),
    Place("results-asked", "supervisor", "desk", at("/desk/results/asked")),
    Place("look-ups", "auditor", "desk", at("/desk/records/lookups")),
    Place("import-preview", "investigator", "desk", preview),
    Place("import-unclear", "investigator", "desk", _preview_unclear),
    Place("import-result", "investigator", "desk", _imported),
    Place("import-undone", "investigator", "desk", _undone),
    Place("import-no-file", "investigator", "desk", _no_file),
    Place("missing-desk", "investigator", "desk", at("/desk/cases/00000000-0000-4000-8000-000000000000")),
    Place("channels", "administrator", "desk", at("/desk/channels")),
    Place("channel", "administrator", "desk", _channel),
    Place("channel-preview", "administrator", "desk", _channel_preview),
    Place("forms", "investigator", "desk", at("/desk/forms")),
    Place("form", "investigator", "desk", at("/desk/forms/callback?at=amount")),
    Place("form-draft", "investigator", "desk", _form_draft),
    Place("terms", "administrator", "desk", at("/desk/terms")),
    Place("terms-tried", "administrator", "desk", _terms_tried),
    Place("terms-refused", "administrator", "desk", _terms_refused),
    Place("terms-searching", "investigator", "desk", _terms_searching),
    Place("terms-read", "auditor", "desk", at("/desk/terms")),
    Place("inbox-nothing", "administrator", "desk", at("/desk")),
    Place("refused-desk", "administrator", "desk", at("/desk/findings")),
)
