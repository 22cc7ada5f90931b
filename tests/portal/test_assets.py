"""Building what the pages take from others: only when needed, from hashes, without a host name in the repository."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from portal import assets


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A templates folder with a lock file and everything built; running any program fails the test."""
    lock, vendor = tmp_path / "package-lock.json", tmp_path / "vendor"
    vendor.mkdir()
    for path in (lock, *(vendor / name for name in assets.BUILT)):
        path.write_text("{}")
    monkeypatch.setattr(assets, "LOCK", lock)
    monkeypatch.setattr(assets, "VENDOR", vendor)
    monkeypatch.setattr(assets, "_run", lambda command: pytest.fail(f"ran {command}"))
    return tmp_path


def test_nothing_runs_while_the_lock_is_older_than_what_was_built(folder: Path) -> None:
    os.utime(folder / "package-lock.json", (1, 1))
    assert assets.build() is False


def test_without_npm_and_its_wheel_the_way_out_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "vendor" / "htmx.js").unlink()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert assets.main() == 1
    assert "brightline[assets]" in capsys.readouterr().err


def test_the_machines_npm_is_taken_before_the_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/npm")
    assert assets._npm() == ["/usr/bin/npm"]


def test_every_locked_package_has_its_hash_and_no_address() -> None:
    packages = [package for name, package in json.loads(assets.LOCK.read_text("utf-8"))["packages"].items() if name]
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    fetched_from = [{name: said for name, said in package.items() if name != "funding"} for package in packages]
    assert re.findall(r"https?://", json.dumps(fetched_from)) == []


def test_a_changed_script_of_ours_is_built_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(assets, "_run", lambda command: ran.append(Path(command[0]).name))
    monkeypatch.setattr(assets, "_has_modules", lambda: True)
    monkeypatch.setattr(Path, "replace", lambda path, _target: path)
    os.utime(folder / "vendor" / "mailbox.js", (1, 1))
    assert assets.build() is True
    assert set(ran) == {"esbuild"}
