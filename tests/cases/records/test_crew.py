"""A large file is read and sealed by processes of their own, with the same outcome as in a thread."""

from __future__ import annotations

import pytest

from cases.records import crew
from cases.records.content import InMemory
from cases.records.contract import Kind
from cases.records.crew import reader_of
from cases.records.errors import BrokenQuotes, FileTooDemanding, FileUnreadable, HeaderMissing
from cases.records.importing import import_file
from cases.records.previewing import preview_in
from cases.records.tables import Order
from crypto.vault import Vault
from tests.cases.records.exports import EXPORTS
from tests.cases.records.order_files import order_file

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LARGE_BYTES", 0)


async def _content() -> list[tuple[object, ...]]:
    rows = await Order.select(Order.order_no, Order.phone_token, Order.content_hash, Order.ordered_day).order_by(
        Order.order_no
    )
    return [tuple(row.values()) for row in rows]


async def test_processes_bring_in_what_a_thread_would(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    data, _ = order_file(300, 20)
    threaded = await import_file("orders", data, vault)
    before = await _content()
    monkeypatch.setattr(crew, "LARGE_BYTES", 0)
    again = await import_file("orders", data, vault)
    assert (again.unchanged, again.refusals) == (threaded.created, threaded.refusals)
    assert await _content() == before


@pytest.mark.usefixtures("processes")
async def test_a_preview_comes_back_whole() -> None:
    kind, data, _, _ = next(iter(EXPORTS.values()))
    async with reader_of(kind, InMemory(data), "") as reader:
        seen = preview_in(await reader.ask("preview", None, "zh"))
    assert (seen.good, seen.header.row, seen.rows[0][0], seen.skipped) == (1, 3, 4, [(5, "total")])


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize(
    ("kind", "data", "error"),
    [
        ("orders", b"%PDF-1.7", FileUnreadable),
        ("orders", b"1,2\n3,4\n", HeaderMissing),
        ("orders", ('订单号,金额,日期\nA1,1,2026-03-08\nA2,"' + "很长" * 80_000).encode(), BrokenQuotes),
    ],
    ids=["no table", "no header", "broken on the way"],
)
async def test_what_is_wrong_with_a_file_is_told_as_in_a_thread(
    kind: Kind, data: bytes, error: type[FileUnreadable], vault: Vault
) -> None:
    with pytest.raises(error):
        await import_file(kind, data, vault)


@pytest.mark.usefixtures("processes")
async def test_a_reader_that_died_is_an_error_and_no_silence() -> None:
    async with reader_of("orders", InMemory(b"a,b\n"), "") as reader:
        with pytest.raises(FileTooDemanding):
            await reader.ask("something it does not know")
