"""The `brightline` command as an operator meets it: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from portal.cli import main

ORDERS = "订单编号,客户名称,联系电话,负责人,订单金额(元),下单时间,订单状态\nDD1,王小明,13800000001,李四,6800,2026-03-08,已完成\n"
BAD_ROW = "DD2,王小红,13800000002,李四,很多钱,2026-03-08,已完成\n"


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "BROKER_URL", "BRIGHTLINE_DATA", "BRIGHTLINE_DEMO", "BRIGHTLINE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was set up; tests may import into it, not set it up again."""
    data = tmp_path_factory.mktemp("cli") / "data"
    assert main(["init", "--yes", "--json", "--data", str(data)]) == 0
    return data


def orders(folder: Path, rows: str) -> str:
    path = folder / "orders.csv"
    path.write_text(rows, "gb18030")
    return str(path)


def test_init_prints_what_it_made_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--yes", "--json", "--data", str(tmp_path / "data")]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [sorted(person) for person in printed["staff"]] == [["password", "roles", "totp_secret", "username"]] * 2
    assert len(printed["recovery_shares"]) == 3


def test_init_leaves_its_files_to_their_owner_alone(made: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o077 for path in (made, *made.iterdir())}
    assert {name for name, others in modes.items() if others} == set()


def test_init_a_second_time_is_refused_in_one_line(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--yes", "--data", str(made)]) == 1
    said = capsys.readouterr()
    assert said.err == "This portal is already set up. Sign in instead.\n"
    assert said.out == ""


def test_an_import_counts_and_names_refused_rows_in_both_languages(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "orders", orders(tmp_path, ORDERS + BAD_ROW), "--data", str(made)]) == 0
    counted, refused = capsys.readouterr().out.splitlines()
    assert counted == "created 1  updated 0  unchanged 0  rejected 1"
    assert refused.startswith("row 3, amount:")
    assert "金额" in refused


def test_a_dry_run_changes_nothing(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = orders(tmp_path, ORDERS.replace("DD1", "DD9"))
    assert main(["import", "orders", path, "--dry-run", "--data", str(made)]) == 0
    assert main(["import", "orders", path, "--dry-run", "--data", str(made)]) == 0
    assert capsys.readouterr().out.count("created 1") == 2


def test_refused_rows_can_be_written_to_a_file(made: Path, tmp_path: Path) -> None:
    errors = tmp_path / "refused.csv"
    assert (
        main(["import", "orders", orders(tmp_path, ORDERS + BAD_ROW), "--errors", str(errors), "--data", str(made)])
        == 0
    )
    assert "很多钱" in errors.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "orders", "no-such-file.csv"], "There is no file no-such-file.csv."),
        (["import", "orders", "{image}"], ""),
        (["import", "orders", "{orders}", "--mapping", "{image}"], "must be a JSON object"),
        (["worker"], "BROKER_URL is not set"),
    ],
    ids=["no file", "not a table", "not a mapping", "no broker"],
)
def test_what_cannot_be_done_ends_with_one_clear_line(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    image = tmp_path / "image.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfd")
    places = {"image": str(image), "orders": orders(tmp_path, ORDERS)}
    assert main([*(word.format(**places) for word in words), "--data", str(made)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_folder_that_was_not_set_up_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "orders", orders(tmp_path, ORDERS), "--data", str(tmp_path / "empty")]) == 1
    assert "brightline init" in capsys.readouterr().err


def test_wrong_usage_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "gossip", "file.csv"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://user:secret-word@db/x"),
        ("BROKER_URL", "kafka://user:secret-word@mq"),
        ("BRIGHTLINE_URL", "secret-word"),
    ],
)
def test_a_bad_setting_is_refused_without_quoting_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["init", "--yes", "--data", str(tmp_path / "data")]) == 1
    error = capsys.readouterr().err
    assert name in error
    assert "secret-word" not in error


def test_mails_that_came_back_are_taken_from_files_folders_or_a_pipe(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mails" / "new").mkdir(parents=True)
    (tmp_path / "mails" / "new" / "1").write_bytes(b"Subject: hello\n\nno report")
    (tmp_path / "one.eml").write_bytes(b"Subject: hello\n\nno report")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Subject: hello\n\n")))
    named = [[str(tmp_path / "one.eml")], ["--folder", str(tmp_path / "mails")], []]
    assert [main(["bounces", "--data", str(made), *names]) for names in named] == [0, 0, 0]
    assert capsys.readouterr().out.count("noted 0  not final 0  not ours 1") == 3
