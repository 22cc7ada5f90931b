"""What `make run` prints before it serves: addresses, sign-ins, a receipt, and the three steps. Short, in both languages."""

from __future__ import annotations

from portal.demo.marking import Mark
from portal.demo.people import COMPANY, PASSWORD, STAFF
from portal.demo.plots import WAITING

BUILDING = "正在搭建演示公司，大约十秒 … Making the demo company, about ten seconds …"


def welcome(mark: Mark, base_url: str) -> str:
    """Everything a newcomer needs for the first two minutes."""
    people = [
        f"  {person.username:<14}{person.name:<12}TOTP {mark.totp_secrets.get(person.username, '')}" for person in STAFF
    ]
    return "\n".join(
        [
            "",
            f"明线演示 · {COMPANY} · {mark.made_on.isoformat()} 生成，人名、电话、金额全部虚构",
            "Brightline demo: every name, number and amount is made up",
            "",
            f"  首页 front page       {base_url}/",
            f"  举报 report           {base_url}/report",
            f"  客户回访 call-back    {base_url}/s/{mark.customer_token}",
            f"                        （{WAITING.customer} 还没有回答，链接只能用一次 · not answered yet, good once）",
            f"  意见反馈 feedback     {base_url}/feedback",
            f"  工作台 desk           {base_url}/desk",
            "",
            f"登录 sign-in：密码 password {PASSWORD} ，动态码就显示在登录页上 · codes are shown on the sign-in page",
            *people,
            "",
            f"举报人信箱 a reporter's mailbox   {base_url}/mailbox",
            f"  回执码 receipt        {' '.join(mark.receipt.words('zh'))}",
            f"                        {' '.join(mark.receipt.words('en'))}",
            "",
            *(_steps(base_url)),
            "",
        ]
    )


def _steps(base_url: str) -> list[str]:
    return [
        "三步看懂 three steps",
        f"  1  打开 {base_url}/desk ，以 investigator 登录",
        "     Open it and sign in as investigator",
        "  2  打开最上面的一条线索：同事的举报，已逾期",
        "     Open the top lead: a colleague's report, overdue",
        "  3  看“说法与记录对照”：订单已撤，钱却付给了个人。这一笔就是飞单",
        "     See “Said beside recorded”: the order is cancelled, yet a person was paid. That is the diverted deal",
    ]
