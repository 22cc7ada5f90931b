"""The `crosscheck` verb from the outside: files it writes, lines it prints, and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from portal.cli import main

ORDERS = (
    "order_no,customer_name,customer_phone,salesperson,amount,ordered_at,status\n"
    "XS-1,王芳,13806920733,张伟,4200,2026-03-05,done\n"
)
CLAIMS = (
    "claim_no,bought,customer_name,customer_phone,amount,occurred_on,payee_kind\n"
    "C-1,yes,王芳,13806920733,4200,2026-03-06,personal\nC-2,yes,李强,13900001111,9900,2026-03-01,company\n"
)
PAYMENTS = (
    "payment_no,order_no,payer_name,payee_account,amount,paid_at\nP-1,XS-1,王芳,6217000099998888,4200,2026-03-05\n"
)


@pytest.fixture
def company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The arguments that name a data folder with one order and two claims."""
    data = ["--data", str(tmp_path / "company")]
    assert main(["init", "--yes", *data]) == 0
    for kind, text in (("orders", ORDERS), ("claims", CLAIMS)):
        (tmp_path / kind).with_suffix(".csv").write_text(text)
        assert main(["import", kind, str(tmp_path / f"{kind}.csv"), *data]) == 0
    capsys.readouterr()
    return data


def test_findings_and_matches_are_written(
    company: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, matches = tmp_path / "f.jsonl", tmp_path / "m.csv"
    assert main(["crosscheck", "--out", str(out), "--matches", str(matches), *company]) == 0
    assert capsys.readouterr().out.strip() == "claims 2  findings 2"
    rows = sorted(csv.DictReader(matches.open()), key=lambda row: row["claim_no"])
    assert [(row["order_no"], row["grade"]) for row in rows] == [("XS-1", "match"), ("", "none")]
    assert len(out.read_text().splitlines()) == 2


def test_what_is_odd_between_records_is_written_without_a_claim(
    company: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "accounts.csv").write_text("account,holder\n6222000011112222,明线家居\n")
    (tmp_path / "payments.csv").write_text(PAYMENTS)
    for kind in ("accounts", "payments"):
        assert main(["import", kind, str(tmp_path / f"{kind}.csv"), *company]) == 0
    assert main(["crosscheck", "--out", str(tmp_path / "f.jsonl"), *company]) == 0
    lines = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
    between = {line["kind"]: line["payment_no"] for line in lines if line["claim_no"] is None}
    assert between["payment_payee_not_company"] == "P-1"


def test_a_day_in_the_future_leaves_nothing_to_check(
    company: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosscheck", "--out", str(tmp_path / "f.jsonl"), "--since", "2199-01-01", *company]) == 0
    assert capsys.readouterr().out.strip() == "claims 0  findings 0"


def test_a_folder_that_is_not_there_is_refused_in_one_line(
    company: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosscheck", "--out", str(tmp_path / "nowhere" / "f.jsonl"), *company]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_data_folder_without_a_portal_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["crosscheck", "--out", str(tmp_path / "f.jsonl"), "--data", str(tmp_path / "empty")]) == 1
    assert "holds no portal yet" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [[], ["--out", "f", "--engine", "abacus"], ["--out", "f", "--since", "March"]])
def test_wrong_usage_ends_with_two(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["crosscheck", *wrong])
    assert ended.value.code == 2


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The arguments that name files instead of a portal."""
    texts = {
        "orders": ORDERS,
        "claims": CLAIMS,
        "payments": PAYMENTS,
        "accounts": "account,holder\n6222000011112222,明线家居\n",
    }
    for kind, text in texts.items():
        (tmp_path / f"{kind}.csv").write_text(text)
    return [part for kind in texts for part in (f"--{kind}", str(tmp_path / f"{kind}.csv"))]


def test_files_are_held_against_each_other_without_a_portal(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    nowhere = ["--data", str(tmp_path / "no-portal")]
    assert main(["crosscheck", "--out", str(tmp_path / "f.jsonl"), *files, *nowhere]) == 0
    assert capsys.readouterr().out.strip() == "claims 2  findings 3"
    kinds = {json.loads(line)["kind"] for line in (tmp_path / "f.jsonl").read_text().splitlines()}
    assert kinds == {"payee_not_company", "no_order", "payment_payee_not_company"}
    assert not (tmp_path / "no-portal").exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_is_not_there_is_refused_in_one_line(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "orders.csv").unlink()
    assert main(["crosscheck", "--out", str(tmp_path / "f.jsonl"), *files]) == 1
    assert "orders.csv" in capsys.readouterr().err
