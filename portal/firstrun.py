"""The first run: company, first people, recovery shares, each shown once. Knows what is made, not how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.staff import NewStaff, Wanted, create_organisation
from crypto.shares import split_recovery_key
from crypto.vault import Vault

FIRST_PEOPLE = (
    Wanted("admin", "系统管理员", ("administrator",)),
    Wanted("investigator", "调查员", ("investigator",)),
)


@dataclass(frozen=True)
class FirstRun:
    """Shown once and kept nowhere."""

    staff: tuple[NewStaff, ...]
    recovery_shares: tuple[str, ...] = field(repr=False)

    def as_json(self) -> dict[str, object]:
        return {
            "staff": [
                {"username": p.username, "password": p.password, "totp_secret": p.totp_secret, "roles": list(p.roles)}
                for p in self.staff
            ],
            "recovery_shares": list(self.recovery_shares),
        }

    def as_text(self) -> str:
        lines = ["Shown once. Write it down now. 以下内容只显示一次，请立即抄写。", ""]
        for person in self.staff:
            lines += [
                f"{person.name} ({', '.join(person.roles)})",
                f"  sign-in name 登录名  {person.username}",
                f"  password 密码        {person.password}",
                f"  second factor 动态码密钥  {person.totp_secret}",
                "",
            ]
        lines.append("Recovery shares: any two open everything. Give each to another person, on paper.")
        lines.append("恢复码：任意两份即可恢复，请分别交给不同的人，写在纸上。")
        lines += [f"  {number}. {share}" for number, share in enumerate(self.recovery_shares, 1)]
        return "\n".join(lines)


async def set_up(vault: Vault, *, company: str, people: Sequence[Wanted] = FIRST_PEOPLE) -> FirstRun:
    """Make the company and its first people. Raises AlreadySetUp if there are any."""
    recovery, staff = await create_organisation(vault, company, people)
    return FirstRun(tuple(staff), tuple(split_recovery_key(recovery.private)))
