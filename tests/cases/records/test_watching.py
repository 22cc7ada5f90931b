"""Files in the watched folder are taken once they are complete, and put aside with what came of them."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from cases.claims import store_claims
from cases.records.errors import KindUnknown
from cases.records.history import past_imports
from cases.records.lookup import orders_numbered
from cases.records.tables import Order
from cases.records.watching import KEPT_SECONDS, QUIET_SECONDS, Watch, kind_of, look_into
from crypto.vault import Vault

pytestmark = pytest.mark.usefixtures("database")

HEADER = "订单号,客户,手机,金额,日期,状态\n"
ONE = "DD1,王伟,13806920733,1280,2026-03-08,已完成\n"
TWO = "DD2,赵敏,15044819553,6800,2026-03-09,已完成\n"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    (tmp_path / "watched").mkdir()
    return Watch(tmp_path / "watched")


def put(watch: Watch, name: str, text: str, *, age: float = 2 * QUIET_SECONDS) -> Path:
    path = watch.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "gb18030")
    os.utime(path, (time.time() - age,) * 2)
    return path


async def look_twice(watch: Watch, vault: Vault) -> int:
    store = partial(store_claims, vault=vault)
    return await look_into(watch, vault, store) + await look_into(watch, vault, store)


def names_in(watch: Watch, where: str) -> list[str]:
    folder = watch.folder / where
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


async def test_a_file_is_taken_and_put_aside(watch: Watch, vault: Vault) -> None:
    put(watch, "orders-march.csv", HEADER + ONE)
    assert await look_twice(watch, vault) == 1
    assert (await Order.count(), names_in(watch, "done")) == (1, ["orders-march.csv"])
    assert (await past_imports())[0].actor_name == "watched folder"


async def test_a_files_folder_says_its_kind(watch: Watch, vault: Vault) -> None:
    put(watch, "orders/export.csv", HEADER + ONE)
    await look_twice(watch, vault)
    assert (await Order.count(), names_in(watch, "done")) == (1, ["orders-export.csv"])


async def test_a_file_still_being_written_is_left_alone(watch: Watch, vault: Vault) -> None:
    path = put(watch, "orders.csv", HEADER + ONE, age=0)
    assert await look_twice(watch, vault) == 0
    assert path.exists()


async def test_refused_rows_stand_in_a_file_beside(watch: Watch, vault: Vault) -> None:
    put(watch, "订单.csv", HEADER + ONE + TWO.replace("6800", "=1+1"))
    await look_twice(watch, vault)
    assert (await Order.count(), names_in(watch, "refused")) == (1, ["订单.csv", "订单.csv.refusals.csv"])
    assert "'=1+1" in (watch.folder / "refused" / "订单.csv.refusals.csv").read_text("utf-8-sig")


async def test_a_file_that_cannot_be_read_is_put_aside_with_the_reason(watch: Watch, vault: Vault) -> None:
    put(watch, "orders.csv", "%PDF-1.7")
    await look_twice(watch, vault)
    assert names_in(watch, "refused") == ["orders.csv", "orders.csv.reason.txt"]


async def test_a_complete_file_says_so_in_its_name(watch: Watch, vault: Vault) -> None:
    put(watch, "orders.csv", HEADER + ONE + TWO)
    await look_twice(watch, vault)
    put(watch, "orders.complete.csv", HEADER + ONE)
    await look_twice(watch, vault)
    (order,) = await orders_numbered(vault, ["DD2"])
    assert order.deleted_on is not None


async def test_a_file_that_was_being_taken_when_the_machine_died_is_taken_again(watch: Watch, vault: Vault) -> None:
    watch.take(put(watch, "orders.csv", HEADER + ONE))
    assert await look_twice(watch, vault) == 1
    assert (await Order.count(), names_in(watch, "done")) == (1, ["orders.csv"])


async def test_what_was_taken_a_week_ago_is_gone(watch: Watch, vault: Vault) -> None:
    put(watch, "done/orders.csv", HEADER + ONE, age=KEPT_SECONDS + 60)
    await look_twice(watch, vault)
    assert names_in(watch, "done") == []


async def test_a_second_file_of_the_same_name_replaces_none(watch: Watch, vault: Vault) -> None:
    for line in (ONE, TWO):
        put(watch, "orders.csv", HEADER + line)
        await look_twice(watch, vault)
    assert names_in(watch, "done") == ["orders.2.csv", "orders.csv"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("payments_2026.xlsx", "payments"),
        ("3月收款.csv", "payments"),
        ("问卷星导出.csv", "claims"),
        ("员工.csv", "salespeople"),
    ],
)
async def test_a_name_says_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


async def test_a_name_that_says_nothing_is_refused() -> None:
    with pytest.raises(KindUnknown):
        kind_of("export.csv")
