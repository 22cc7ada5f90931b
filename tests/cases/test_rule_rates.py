"""How often a rule was right, by the marks on its findings."""

from __future__ import annotations

import pytest

from cases.rule_rates import rule_rate
from crypto.vault import Vault
from tests.cases.test_sifting import finding, keep
from tests.factories import make_case, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_right_is_counted_among_right_and_wrong(vault: Vault) -> None:
    await keep(*(finding(vault, mark=mark) for mark in ("right", "right", "wrong", "unsure", "")))
    rate = await rule_rate("private_contact")
    assert (rate.share.part, rate.share.whole, rate.unsure) == (2, 3, 1)


async def test_another_kind_is_another_rule(vault: Vault) -> None:
    await keep(finding(vault, mark="right", kind="no_order"))
    assert (await rule_rate("private_contact")).share.whole == 0


async def test_what_came_of_a_report_is_not_counted(vault: Vault) -> None:
    case = await make_case(await make_staff(vault, "investigator"))
    await keep(finding(vault, mark="right", sealed_by="case", case=case.id))
    assert (await rule_rate("private_contact")).share.whole == 0
