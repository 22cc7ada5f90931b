"""`brightline recover-staff`: two shares from the input, a new password on the output, nothing for one share."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from portal.cli import main


@pytest.fixture
def made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    assert main(["init", "--yes", "--json", "--data", str(tmp_path)]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_two_shares_make_a_new_password(
    made: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(made["recovery_shares"][:2]) + "\n"))
    assert main(["recover-staff", "admin", "--data", str(tmp_path)]) == 0
    assert "password 密码" in capsys.readouterr().out


def test_one_share_makes_none(
    made: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(made["recovery_shares"][0] + "\n"))
    assert main(["recover-staff", "admin", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert (said.out, "2 different recovery shares are needed" in said.err) == ("", True)
