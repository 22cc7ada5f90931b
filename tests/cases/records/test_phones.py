"""An order's further phones: told apart in an export, sealed, found by, and carried to a new root key."""

from pathlib import Path

import pytest

from cases.records.finding import Key, find
from cases.records.headers import guess_mapping
from cases.records.importing import import_file
from cases.records.rekeying import CELLS
from cases.records.tables import Order
from crypto.vault import Vault
from portal.settings import Settings

PAYER, CONSIGNEE, CUSTOMER = "13911110001", "13911110002", "13806920733"
ORDERS = f"""订单号,客户姓名,手机,付款人电话,收货人电话,订单金额,下单日期
D-1,王芳,{CUSTOMER},{PAYER},{CONSIGNEE},4200,2026-03-05
D-2,李雷,13806920734,,,3000,2026-03-06
"""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            ("手机", "收货人电话", "付款人手机"),
            {"customer_phone": "手机", "consignee_phone": "收货人电话", "payer_phone": "付款人手机"},
        ),
        (("收货人电话",), {"customer_phone": "收货人电话"}),
        (("付款人电话",), {"customer_phone": "付款人电话"}),
        (("收件人手机", "付款人电话"), {"customer_phone": "收件人手机", "payer_phone": "付款人电话"}),
    ],
)
def test_the_only_phone_of_a_file_is_the_customers(headers: tuple[str, ...], expected: dict[str, str]) -> None:
    assert guess_mapping("orders", headers) == expected


@pytest.mark.usefixtures("database")
async def test_an_order_is_found_by_each_of_its_phones(vault: Vault) -> None:
    await import_file("orders", ORDERS.encode(), vault)
    for phone in (CUSTOMER, PAYER, CONSIGNEE):
        (found,) = (await find(Key("phone", phone), vault)).orders
        assert (found.order_no, found.payer_phone, found.consignee_phone) == ("D-1", PAYER, CONSIGNEE)


@pytest.mark.usefixtures("database")
async def test_a_second_import_changes_nothing_and_another_phone_one_row(vault: Vault) -> None:
    await import_file("orders", ORDERS.encode(), vault)
    again = await import_file("orders", ORDERS.encode(), vault)
    changed = await import_file("orders", ORDERS.replace(PAYER, "13911119999").encode(), vault)
    assert (again.updated, again.unchanged, changed.updated, changed.unchanged) == (0, 2, 1, 1)


@pytest.mark.usefixtures("database")
async def test_the_further_phones_are_nowhere_in_clear(vault: Vault, settings: Settings) -> None:
    await import_file("orders", ORDERS.encode(), vault)
    files = b"".join(path.read_bytes() for path in Path(settings.data_dir).glob("brightline.sqlite*"))
    assert b"D-1" in files
    assert [phone for phone in (PAYER, CONSIGNEE, PAYER[3:]) if phone.encode() in files] == []


def test_a_new_root_key_reaches_every_sealed_column_of_an_order() -> None:
    (cells,) = [one for one in CELLS if one.table is Order]
    sealed = {column._meta.name for column in Order._meta.columns if column._meta.name.startswith("sealed_")}
    assert {column._meta.name for column in cells.sealed} == sealed
