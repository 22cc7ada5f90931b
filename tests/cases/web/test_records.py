"""The desk's pages of records: a file is uploaded, looked at, confirmed; whatever is wrong is said, and nothing is lost."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime

import httpx
import pytest

from cases.records.tables import Import, ImportDraft, Order, SavedMapping
from cases.records.undoing import continue_undoing
from cases.tables import Claim
from crypto.vault import Vault
from portal.keeping_imports import run_next
from portal.settings import Settings
from surveys.services import Services
from tests.cases.records.exports import EXPORTS
from tests.cases.records.order_files import order_file
from tests.cases.records.uploads import store_of
from tests.conftest import DeskClient, DeskClientFactory

HEADER = "订单编号,客户名称,联系电话,负责人,所属部门,产品名称,订单金额(元),下单时间,订单状态\n"
GOOD = "DD1,王伟,13806920733,李娜,城东店,中央空调,1280,2026-03-08,已完成\n"
BAD = "DD2,赵敏,1.38067E+10,李娜,城东店,中央空调,=1+1,2026-03-08,已完成\n"


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", language="zh")


async def upload(desk: DeskClient, data: bytes, *, kind: str = "orders", name: str = "导出.csv") -> httpx.Response:
    return await desk.post("/desk/records/import", data={"kind": kind}, files={"file": (name, data)})


async def uploaded(desk: DeskClient, data: bytes, **how: str) -> str:
    answer = await upload(desk, data, **how)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def chosen(**columns: str) -> dict[str, str]:
    return {f"column.{name}": header for name, header in columns.items()}


USUAL = chosen(
    order_no="订单编号",
    customer_name="客户名称",
    customer_phone="联系电话",
    salesperson="负责人",
    amount="订单金额(元)",
    ordered_at="下单时间",
    status="订单状态",
)


def columns_chosen(page: str) -> dict[str, str]:
    """What the preview's form would send."""
    chosen = re.findall(r'<select name="(column\.\w+)"((?:(?!</select>).)*)', page, re.DOTALL)
    picked = {name: re.search(r'<option value="([^"]*)" selected>', options) for name, options in chosen}
    return {name: html.unescape(option[1]) if option else "" for name, option in picked.items()}


async def imported(desk: DeskClient, data: bytes) -> str:
    draft = await uploaded(desk, data)
    answer = await desk.post(draft, data={"action": "import", **USUAL})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_the_page_of_records_has_a_form_and_the_counts(desk: DeskClient) -> None:
    page = await desk.get("/desk/records")
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert "还没有。可以先导入最近一年的订单。" in page.text


async def test_a_preview_shows_how_the_file_was_read(desk: DeskClient) -> None:
    data, _ = order_file(30, 3)
    page = await desk.get(await uploaded(desk, data))
    assert page.status_code == 200
    assert "GB18030" in page.text
    assert "表头在第 4 行" in page.text
    assert "可以导入 27 行，拒收 3 行" in page.text
    assert '<option value="订单金额(元)" selected>' in page.text


@pytest.mark.parametrize(
    ("columns", "without"),
    [("", True), (",订单状态", False), (",作废状态", False)],
)
async def test_a_preview_says_that_without_a_status_every_order_is_open(
    desk: DeskClient, columns: str, without: bool
) -> None:
    data = f"订单号,金额,下单日期{columns}\nA1,100,2026-03-05\n".encode()
    page = await desk.get(await uploaded(desk, data))
    assert ("文件中没有状态这一列：所有行都算作未完成" in page.text) is without


async def test_a_preview_stores_no_record(desk: DeskClient) -> None:
    await desk.get(await uploaded(desk, (HEADER + GOOD).encode()))
    assert (await Order.count(), await Import.count()) == (0, 0)


async def test_a_confirmed_file_is_imported_and_its_draft_is_gone(desk: DeskClient) -> None:
    page = await desk.get(await imported(desk, (HEADER + GOOD).encode("gb18030")))
    assert page.status_code == 200
    assert await Order.count() == 1
    assert await ImportDraft.count() == 0


async def test_the_history_names_file_and_person(desk: DeskClient) -> None:
    await imported(desk, (HEADER + GOOD).encode())
    page = await desk.get("/desk/records")
    assert "导出.csv" in page.text
    assert desk.actor.name in page.text


async def test_a_second_confirmation_of_the_same_upload_imports_nothing(desk: DeskClient) -> None:
    draft = await uploaded(desk, (HEADER + GOOD).encode())
    await desk.post(draft, data={"action": "import", **USUAL})
    answer = await desk.post(draft, data={"action": "import", **USUAL})
    assert answer.status_code == 404
    assert "没有重复导入" in answer.text
    assert await Import.count() == 1


async def test_refusals_are_listed_and_can_be_downloaded_with_formulas_disarmed(desk: DeskClient) -> None:
    result = await imported(desk, (HEADER + GOOD + BAD).encode())
    assert "科学计数法" in (await desk.get(result)).text
    answer = await desk.get(f"{result}/refusals.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("3", "customer_phone", "1.38067E+10"),
        ("3", "amount", "'=1+1"),
    ]
    assert "attachment" in answer.headers["content-disposition"]


async def test_somebody_else_sees_the_counts_but_no_refused_value(
    desk: DeskClient, desk_client: DeskClientFactory
) -> None:
    result = await imported(desk, (HEADER + GOOD + BAD).encode())
    other = await desk_client("administrator", username="other", language="zh")
    page = await other.get(result)
    assert page.status_code == 200
    assert "1.38067E+10" not in page.text
    assert (await other.get(f"{result}/refusals.csv")).status_code == 404


async def test_somebody_elses_upload_is_not_there(desk: DeskClient, desk_client: DeskClientFactory) -> None:
    draft = await uploaded(desk, (HEADER + GOOD).encode())
    other = await desk_client("investigator", username="other")
    assert (await other.get(draft)).status_code == 404
    await other.post(draft, data={"action": "discard"})
    assert (await desk.get(draft)).status_code == 200


async def test_a_discarded_upload_is_gone(desk: DeskClient) -> None:
    draft = await uploaded(desk, (HEADER + GOOD).encode())
    assert (await desk.post(draft, data={"action": "discard"})).status_code == 303
    assert await ImportDraft.count() == 0


async def test_an_upload_rests_sealed(desk: DeskClient, settings: Settings) -> None:
    await uploaded(desk, (HEADER + GOOD).encode())
    files = [path.read_bytes() for path in (settings.files_folder / "imports").glob("??/*")]
    assert len(files) == 1
    assert "王伟".encode() not in files[0]


STRANGE = "甲,乙,丙,丁\nDD1,王伟,1280,2026-03-08\n".encode()


async def test_a_header_nobody_knows_is_mapped_by_hand(desk: DeskClient) -> None:
    draft = await uploaded(desk, STRANGE)
    page = await desk.get(draft)
    assert "请给带星号的每一项选一列" in page.text
    columns = chosen(order_no="甲", customer_name="乙", amount="丙", ordered_at="丁")
    again = await desk.post(draft, data={"action": "preview", **columns})
    assert "可以导入 1 行，拒收 0 行" in again.text
    await desk.post(draft, data={"action": "import", **columns})
    assert await Order.count() == 1


async def test_importing_without_a_needed_column_says_so_and_keeps_the_file(desk: DeskClient) -> None:
    draft = await uploaded(desk, STRANGE)
    answer = await desk.post(draft, data={"action": "import", **chosen(order_no="甲")})
    assert answer.status_code == 422
    assert "您的文件还在" in answer.text
    assert '<option value="甲" selected>' in answer.text
    assert (await ImportDraft.count(), await Order.count()) == (1, 0)


async def test_a_mapping_is_remembered_for_the_next_file_with_the_same_header(desk: DeskClient) -> None:
    draft = await uploaded(desk, STRANGE)
    await desk.post(draft, data={"action": "import", **chosen(order_no="甲", amount="丙", ordered_at="丁")})
    page = await desk.get(await uploaded(desk, STRANGE.replace(b"DD1", b"DD9")))
    assert "可以导入 1 行，拒收 0 行" in page.text
    assert await SavedMapping.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "还没有选文件"),
        (b"  \n", "文件是空的"),
        (b"\xd0\xcf\x11\xe0old", "旧的 .xls 文件"),
        (b"<html><table></table></html>", "其实是一个网页"),
        (b"PK\x03\x04broken", "读不出这个文件"),
        (b"1,2\n3,4\n", "找不到表头行"),
        (b"a,b\n\xff\xff,1\n", "不是完整的 UTF-8"),
    ],
    ids=["none", "empty", "xls", "html", "zip", "no header", "encoding"],
)
async def test_a_bad_upload_gets_a_sentence_beside_the_form(desk: DeskClient, data: bytes, sentence: str) -> None:
    answer = await upload(desk, data, kind="payments")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="payments" checked' in answer.text


async def test_an_upload_of_an_unknown_kind_gets_a_sentence(desk: DeskClient) -> None:
    answer = await upload(desk, (HEADER + GOOD).encode(), kind="passwords")
    assert answer.status_code == 422
    assert "请选择文件的内容" in answer.text


@pytest.mark.parametrize("path", ["import", "imports"])
async def test_a_page_of_nothing_says_so(desk: DeskClient, path: str) -> None:
    answer = await desk.get(f"/desk/records/{path}/00000000-0000-4000-8000-000000000000")
    assert answer.status_code == 404
    assert "<h1>" in answer.text


@pytest.mark.parametrize("role", ["supervisor", "auditor", "custodian"])
async def test_others_are_kept_out(desk_client: DeskClientFactory, role: str) -> None:
    other = await desk_client(role)
    assert (await other.get("/desk/records")).status_code == 403
    assert (await upload(other, (HEADER + GOOD).encode())).status_code == 403


async def test_nobody_signed_in_gets_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.get("/desk/records")).status_code in {303, 401}


async def test_claims_of_a_survey_tool_enter_through_the_page(desk: DeskClient) -> None:
    data = "序号,2、您的订单号(如有),3、您的手机号,4、实际支付总额(元)\n1,DD1,0733,1280\n".encode("utf-8-sig")
    draft = await uploaded(desk, data, kind="claims")
    columns = chosen(
        claim_no="序号", order_no="2、您的订单号(如有)", customer_phone="3、您的手机号", amount="4、实际支付总额(元)"
    )
    await desk.post(draft, data={"action": "import", **columns})
    assert await Claim.count() == 1


async def test_answers_known_by_their_moment_alone_enter_once(desk: DeskClient) -> None:
    data = b"Timestamp,1. Did you buy from us?,2. Your mobile number\n2026/03/05 10:11:12 AM GMT+8,Yes,13800001111\n"
    for _ in range(2):
        draft = await uploaded(desk, data, kind="claims")
        columns = columns_chosen((await desk.get(draft)).text)
        await desk.post(draft, data={"action": "import", **columns})
    imports = await Import.objects().order_by(Import.at)
    assert [(one.created, one.unchanged, one.rejected) for one in imports] == [(1, 0, 0), (0, 1, 0)]


async def test_the_pages_speak_english(desk_client: DeskClientFactory) -> None:
    desk = await desk_client("investigator", language="en")
    page = await desk.get(await uploaded(desk, (HEADER + GOOD + BAD).encode()))
    assert "1 rows can be imported, 1 are refused." in page.text
    assert "Scientific notation drops digits" not in page.text
    assert "became scientific notation and lost digits" in page.text


async def test_a_cell_that_is_markup_is_shown_as_text(desk: DeskClient) -> None:
    page = await desk.get(await uploaded(desk, (HEADER + GOOD.replace("王伟", "<script>x</script>")).encode()))
    assert "<script>x" not in page.text
    assert "&lt;script&gt;x" in page.text


async def test_a_large_file_is_imported_in_the_background_and_its_page_says_how_far(
    desk: DeskClient, vault: Vault, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.web.records.LARGE_BYTES", 0)
    monkeypatch.setattr("portal.keeping_imports.LOOK_SECONDS", 3600.0)
    result = await imported(desk, (HEADER + GOOD).encode())
    waiting = await desk.get(result)
    assert "正在排队导入" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.text
    while await run_next(Services(vault, "", files_folder=settings.files_folder), store_of(settings)):
        continue
    assert "hx-trigger" not in (await desk.get(result)).text
    assert (await Order.count(), await ImportDraft.count()) == (1, 0)


async def test_another_encoding_is_chosen_in_the_preview(desk: DeskClient) -> None:
    draft = await uploaded(desk, (HEADER + GOOD).replace("王伟", "王偉").encode("utf-16-le"))
    answer = await desk.post(draft, data={"action": "recode", "encoding": "utf-16"})
    assert "王偉" in answer.text
    wrong = await desk.post(draft, data={"action": "recode", "encoding": "utf-8"})
    assert (wrong.status_code, "换一种编码" in wrong.text) == (422, True)


async def test_an_import_is_taken_back_from_its_page(desk: DeskClient, vault: Vault) -> None:
    result = await imported(desk, (HEADER + GOOD).encode())
    assert "撤回这次导入" in (await desk.get(result)).text
    assert (await desk.post(f"{result}/undo")).status_code == 303
    await continue_undoing(datetime.now(UTC), vault)
    assert await Order.count() == 0
    assert f"{desk.actor.name} 已撤回这次导入" in (await desk.get(result)).text


async def test_what_stands_in_the_way_of_taking_back_is_said_on_the_page(desk: DeskClient) -> None:
    result = await imported(desk, (HEADER + GOOD).encode())
    await imported(desk, (HEADER + GOOD.replace("1280", "1300")).encode())
    answer = await desk.post(f"{result}/undo")
    assert (answer.status_code, "请先撤回：导出.csv" in answer.text) == (409, True)


@pytest.mark.parametrize(("kind", "data", "facts", "left_out"), EXPORTS.values(), ids=EXPORTS)
async def test_an_export_is_imported_in_two_clicks(
    kind: str, data: bytes, facts: object, left_out: int, desk: DeskClient
) -> None:
    for _ in range(2):
        draft = await uploaded(desk, data, kind=kind)
        page = await desk.get(draft)
        columns = columns_chosen(page.text)
        answer = await desk.post(draft, data={"action": "import", **columns})
        assert answer.status_code == 303
    rows = [(row["created"] > 0, row["rejected"]) for row in await Import.select().order_by(Import.at)]
    assert rows == [(True, 0), (False, 0)]
    assert "各列已按上次的选择对好" in page.text
