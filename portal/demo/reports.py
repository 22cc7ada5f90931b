"""The reports of the demo company: what colleagues and a customer wrote, when, and what became of each. Data only.

Reporters, like everybody here, are made up. Days count back from the demo's today, so that deadlines look alive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from portal.demo.books import Books
from portal.demo.people import CLOSES_PRIVATELY, SENDS_LEADS_AWAY
from portal.demo.plots import OTHER_SHOP, REPORTED
from portal.demo.stories import Deal, day_of

Act = Literal["open", "answer", "message", "state", "note", "take"]


@dataclass(frozen=True)
class Step:
    """What somebody did with a report. who: a username of the staff, or "reporter" (message only).

    text: the answer, message, note or reason. state, outcome: where a case went.
    """

    days_ago: int
    who: str
    act: Act
    text: str = ""
    state: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class DemoReport:
    """One report as its reporter typed it. left_out: usernames of those who must not read it.

    typed_by: the username of whoever typed it in after a call, if its reporter did not.
    """

    key: str
    received_days_ago: int
    text: str
    claim: Mapping[str, str] = field(default_factory=dict)
    language: Literal["zh", "en"] = "zh"
    left_out: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    channel: str = "diversion"
    answers: Mapping[str, str] = field(default_factory=dict)
    typed_by: str = ""


ANSWERED = "other_shop"
"""The report whose receipt is printed: its mailbox has an answer that nobody has read yet."""

_THANKS = "您好，您的举报我们收到了，谢谢您开口。我们会在三个月内告诉您进展。请不要自己去问当事人，也不要转发这封留言。"


def make_reports(books: Books, deals: tuple[Deal, ...]) -> tuple[DemoReport, ...]:
    """The reports, with the numbers of the orders they are about."""
    reported = next(deal for deal in deals if deal.customer == REPORTED.customer)
    sent_away = next(deal for deal in deals if deal.plot == "lead_sent_away")
    return (
        _private_deal(books, reported),
        _other_shop(books, sent_away),
        _WAREHOUSE,
        _ENVY,
        _MILEAGE,
        _SUPPLIER,
        _SCAFFOLD,
        _CUSTOMER_LIST,
        _LEAK,
    )


def _private_deal(books: Books, deal: Deal) -> DemoReport:
    """Opened by a colleague, then forgotten: the first clock ran out yesterday, so it stands first in the inbox."""
    paid_on = day_of(books.orders[deal.ref]) + timedelta(days=deal.said.paid_after_days)
    return DemoReport(
        key="private_deal",
        received_days_ago=8,
        text=(
            "城东店的周启航在做私单。客户交了意向，他先按公司流程开单，过两天把单子撤掉，货从别的地方拿，安装找他认识的师傅，"
            "钱直接打到他自己微信。我亲耳听见他在仓库门口跟客户说“公司这边我帮您撤了，还能再便宜点”。\n"
            "这一单我记得编号，客户姓雷，是一台柜机。这不是第一次，半年多以前就开始了。店里好几个人知道，没人敢说。\n"
            "请不要让店长知道是我说的，他们两家走得很近。"
        ),
        claim={
            "order_no": deal.ref,
            "customer_name": deal.customer,
            "salesperson": deal.seller.name,
            "amount": str(deal.said.amount_yuan),
            "occurred_on": paid_on.isoformat(),
            "payee_kind": "personal",
            "payee_name": CLOSES_PRIVATELY.name,
        },
        steps=(Step(6, "investigator2", "open"),),
    )


def _other_shop(books: Books, deal: Deal) -> DemoReport:
    lead = books.leads[deal.ref]
    return DemoReport(
        key=ANSWERED,
        received_days_ago=24,
        text=(
            f"河西店的冯建业把客户介绍到一家叫“{OTHER_SHOP}”的店，听说是他表弟开的。客户在我们店里量完尺寸、看完方案，"
            "他就在系统里把线索改成“已丢单”，过一周客户家里就装上了。\n我知道的一位客户姓陶，做的水地暖。他每单拿多少我不清楚。"
        ),
        claim={
            "customer_name": deal.customer,
            "customer_phone": (lead.customer_phone or "")[-4:],
            "salesperson": SENDS_LEADS_AWAY.name,
            "amount": str(deal.said.amount_yuan),
            "occurred_on": (day_of(lead) + timedelta(days=deal.said.paid_after_days)).isoformat(),
            "payee_kind": "other_company",
            "payee_name": OTHER_SHOP,
        },
        steps=(
            Step(23, "investigator", "open"),
            Step(23, "investigator", "take"),
            Step(23, "investigator", "answer", _THANKS),
            Step(
                19,
                "reporter",
                "message",
                "还有一位姓黎的客户，做地板，也是同样的办法。合同我见过照片，抬头就是那家店。",
            ),
            Step(18, "investigator", "state", state="triage"),
            Step(16, "investigator", "state", state="investigating"),
            Step(16, "investigator", "note", "黎姓客户：回访答卷里也说付给了那家店，与线索记录一起看。"),
            Step(
                2,
                "investigator",
                "answer",
                "谢谢，您补充的情况很有用，我们正在核对。还想请问：您见过的那份合同，上面有没有盖章或者电话？记得多少写多少就好。",
            ),
        ),
    )


_WAREHOUSE = DemoReport(
    key="warehouse",
    received_days_ago=6,
    text=(
        "新区店后面的周转仓，这个月有两次晚上九点以后出货，没有送货单。一次是周三，一次是上周六，拉走的是空调外机，用一辆没有标识的"
        "面包车。门口的监控那两天正好“坏了”。管仓库的说是调货，可是系统里查不到调拨。"
    ),
)

_ENVY = DemoReport(
    key="envy",
    received_days_ago=31,
    text=(
        "新区店林晓雯的业绩不正常，客户说付的钱和单子上的数对不上，还有客户说不是她接待的单子算在她头上。我怀疑她吃差价、抢别人的单。"
    ),
    steps=(
        Step(29, "investigator2", "open"),
        Step(29, "investigator2", "take"),
        Step(29, "investigator2", "answer", _THANKS),
        Step(26, "investigator2", "state", state="triage"),
        Step(26, "investigator2", "note", "先看收款：她名下的单子钱是否全部进了公司账户，再谈差价。"),
    ),
)

_MILEAGE = DemoReport(
    key="mileage",
    received_days_ago=82,
    text="售后部报销的里程和派工单对不上，有人把去外地的私事也报成上门维修。",
    steps=(
        Step(80, "investigator2", "open"),
        Step(80, "investigator2", "take"),
        Step(80, "investigator2", "answer", _THANKS),
        Step(77, "investigator2", "state", state="triage"),
        Step(75, "investigator2", "state", state="investigating"),
        Step(40, "investigator2", "note", "抽了三个月 214 张派工单，与加油和高速记录逐一核对，差额在合理绕行之内。"),
        Step(34, "investigator2", "state", state="findings_review"),
        Step(30, "investigator2", "state", state="decision"),
        Step(
            28,
            "investigator2",
            "state",
            "派工单、加油和高速记录相符；一次外地行程有客户签收单。没有发现虚报。",
            state="closed",
            outcome="unsubstantiated",
        ),
        Step(
            28,
            "investigator2",
            "answer",
            "我们核对了三个月的派工单和里程，没有发现您担心的情况。谢谢您提醒，如果还有新的线索，请从这里再告诉我们。",
        ),
    ),
)

_SUPPLIER = DemoReport(
    key="supplier",
    received_days_ago=1,
    text=(
        "采购今年换了强化地板的供应商，价格比原来高 8%，质量反而差，返工多了不少。"
        "听供应商的司机说，逢年过节都要给采购“意思意思”。我没有证据，只是觉得应该有人看一看。"
    ),
    channel="kickback",
    answers={"giver": "supplier", "form": "cash gift", "in_return": "换了供应商，价格更高，返工的板子也照样验收。"},
)

_SCAFFOLD = DemoReport(
    key="scaffold",
    received_days_ago=13,
    channel="opinion",
    answers={"about": "safety", "weight": "5", "may_share": "yes"},
    typed_by="investigator",
    text="外机安装不系安全绳，赶工的时候班组长说“快点弄，别拿绳子了”。上个月在城东一个小区十七楼就是这样装的，迟早出事。",
    steps=(
        Step(12, "investigator", "open"),
        Step(12, "investigator", "take"),
        Step(12, "investigator", "answer", _THANKS + "另外想请问：是哪个小区、大概哪一天？我们想先把现场停下来。"),
        Step(11, "investigator", "state", state="triage"),
        Step(11, "investigator", "state", state="waiting_reporter"),
    ),
)

_CUSTOMER_LIST = DemoReport(
    key="customer_list",
    received_days_ago=18,
    language="en",
    left_out=("investigator2",),
    channel="data_leak",
    answers={"what": "customers", "way": "unsure", "still_going": "yes"},
    text=(
        "I work in the back office. Customers keep calling us to ask why a stranger offers them floor heating a day after "
        "they left their number in our store. It happens with the West store only, as far as I can tell. Somebody must be "
        "passing the list of enquiries on. I would rather not have Bai Lu read this: we share a flat with her cousin."
    ),
    steps=(
        Step(16, "investigator", "open"),
        Step(16, "investigator", "take"),
        Step(
            16,
            "investigator",
            "answer",
            "Thank you for writing. I have your report and will tell you within three months what came of it. "
            "Please do not ask around yourself.",
        ),
        Step(12, "reporter", "message", "Two more customers called this week. Both had asked for floor heating."),
    ),
)

_LEAK = DemoReport(
    key="leak",
    received_days_ago=4,
    channel="complaint",
    text=(
        "上月装的厨下净水器，第三天开始接头漏水，橱柜底板泡了。打门店电话说会有人来，等了两天没有人来。"
        "我不想吵，只想有人把接头换好，底板怎么处理给个说法。"
    ),
    answers={"about": "service", "wish": "repair"},
    steps=(
        Step(3, "investigator", "open"),
        Step(
            3,
            "investigator",
            "answer",
            "非常抱歉。售后师傅明天上午九点到十一点上门，接头和底板都由我们负责，不收任何费用。装好以后，请从这里告诉我们一声。",
        ),
    ),
)
