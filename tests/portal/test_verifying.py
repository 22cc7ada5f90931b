"""`brightline verify` and `brightline log` as an auditor, a reporter and an operator meet them."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.log.integrating import due_day
from cases.log.proving import proof_for
from cases.log.reading import head_of, signer_of
from cases.readers import possible_readers, readers_chosen
from cases.receiving import receive
from cases.tables import Report
from crypto.heads import HeadKey, check_head
from crypto.receipts import Receipt
from portal.cli import main
from portal.opening import opened
from portal.settings import Settings
from surveys.outbox import write_tx
from tests.cases.reports import written

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Kept:
    """What people outside hold after a report was filed yesterday and a head signed today."""

    data: Path
    receipt: Receipt
    proof: Path
    head: Path
    log_key: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("verifying")
    data, receipt = folder / "data", Receipt.new()
    assert main(["init", "--yes", "--json", "--data", str(data)]) == 0
    asyncio.run(file_report(data, receipt))
    assert main(["log", "integrate", "--data", str(data)]) == 0
    proof, head, key = asyncio.run(outside(data, receipt))
    (folder / "proof.json").write_text(proof, "utf-8")
    (folder / "head.txt").write_text(head, "utf-8")
    return Kept(data, receipt, folder / "proof.json", folder / "head.txt", key)


async def file_report(data: Path, receipt: Receipt) -> None:
    async with opened(Settings(data_dir=data)):
        readers = readers_chosen(await possible_readers(), (), (), ())
        await receive(receipt, written(), readers, due_day(NOW) - timedelta(days=1))


async def outside(data: Path, receipt: Receipt) -> tuple[str, str, str]:
    async with opened(Settings(data_dir=data)) as vault:
        key = signer_of(vault).key
        return await proof_for(receipt.mailbox_digest, key), (await head_of(key)).text, str(key)


async def remove_reports(data: Path) -> None:
    async with opened(Settings(data_dir=data)), write_tx():
        await Report.delete(force=True)


@pytest.fixture
def typed(made: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join(made.receipt.words("zh"))))


def test_a_proof_is_verified_with_nothing_but_the_file(
    made: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(made.proof), "--data", str(tmp_path / "none")]) == 0
    said = capsys.readouterr().out
    assert "1 of its 64 entries" in said
    assert "文件中的条目都在" in said
    assert made.log_key in said


@pytest.mark.usefixtures("typed")
def test_a_receipt_tells_that_the_proof_is_ones_own(made: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(made.proof), "--key", made.log_key, "--receipt"]) == 0
    assert "They are those of the mailbox this receipt opens." in capsys.readouterr().out


def test_another_receipt_tells_that_it_is_not(
    made: Kept, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join(Receipt.new().words("en"))))
    assert main(["verify", str(made.proof), "--receipt"]) == 1
    assert "它们不属于这个回执码打开的信箱" in capsys.readouterr().err


def test_an_altered_proof_is_refused_with_one_line_in_both_languages(
    made: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = json.loads(made.proof.read_text("utf-8"))
    proof["leaves"][0]["position"] ^= 1
    (tmp_path / "altered.json").write_text(json.dumps(proof), "utf-8")
    assert main(["verify", str(tmp_path / "altered.json")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("This proof does not fit")
    assert "证明不相符" in line


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"[1]"])
def test_what_is_no_proof_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "proof.json").write_bytes(content)
    assert main(["verify", str(tmp_path / "proof.json")]) == 1
    assert main(["verify", str(tmp_path / "missing.json")]) == 1


def test_todays_head_is_signed_once(made: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "integrate", "--data", str(made.data)]) == 0
    assert "is signed already" in capsys.readouterr().out


def test_a_sound_log_is_told_in_both_languages(made: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "check", "--data", str(made.data), "--head", str(made.head)]) == 0
    said = capsys.readouterr().out
    assert "nothing is missing" in said
    assert "没有缺失" in said


def test_a_removed_report_is_told_and_the_command_fails(
    made: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made.data, tmp_path / "data")
    asyncio.run(remove_reports(tmp_path / "data"))
    assert main(["log", "check", "--data", str(tmp_path / "data")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("A row is gone that the log holds: report ")


def test_a_witness_vouches_for_a_head_with_a_key_of_their_own(
    made: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, seed = tmp_path / "head.txt", tmp_path / "seed"
    shutil.copy(made.head, head)
    command = ["log", "cosign", str(head), "--key", made.log_key, "--name", "auditor", "--seed", str(seed)]
    assert main(command) == 0
    witness = HeadKey.read(capsys.readouterr().out)
    assert check_head(head.read_text("utf-8"), witness) == check_head(
        head.read_text("utf-8"), HeadKey.read(made.log_key)
    )
    assert seed.stat().st_mode & 0o077 == 0
    assert main(["log", "check", "--data", str(made.data), "--head", str(head)]) == 0
