"""A demo is never laid over anything real, and sign-in codes are never shown over anything but a demo."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from crypto.vault import create_root_key
from portal.app import create_app
from portal.cli import main
from portal.demo.marking import NAME, make_room, standing
from portal.settings import Settings, SettingsError


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_second_run_leaves_the_demo_as_it_is_and_prints_the_same(
    demo: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _contents(demo.data_dir)
    main(["demo", "--data", str(demo.data_dir)])
    first = capsys.readouterr().out
    main(["demo", "--data", str(demo.data_dir)])
    assert capsys.readouterr().out == first
    assert _contents(demo.data_dir) == before


def test_a_real_portal_is_refused_and_stays_as_it_is(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = _contents(settings.data_dir)
    assert main(["demo", "--data", str(settings.data_dir)]) == 1
    assert "is not empty and holds no demo" in capsys.readouterr().err
    assert _contents(settings.data_dir) == before


def test_an_unfinished_demo_is_built_anew(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    make_room(settings)
    create_root_key(settings.root_key_file)
    assert standing(settings) is None
    make_room(settings)
    assert not settings.root_key_file.exists()


def test_a_demo_of_another_schema_is_built_anew(demo: Settings) -> None:
    mark = demo.data_dir / NAME
    mark.write_text(json.dumps(json.loads(mark.read_text("utf-8")) | {"edition": "older"}), "utf-8")
    assert standing(demo) is None


@pytest.mark.parametrize(
    "elsewhere", [{"database_url": "postgresql://localhost/company"}, {"root_key_path": Path("elsewhere.key")}]
)
def test_a_demo_keeps_to_its_own_folder(demo: Settings, elsewhere: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="its own folder"):
        standing(dataclasses.replace(demo, **elsewhere))  # type: ignore[arg-type]  # one field each, of its own type


@pytest.mark.parametrize("elsewhere", [{}, {"database_url": "postgresql://localhost/company"}])
def test_a_server_that_would_show_codes_over_a_real_portal_does_not_start(
    settings: Settings, elsewhere: dict[str, str]
) -> None:
    with pytest.raises(SettingsError):
        create_app(dataclasses.replace(settings, demo=True, **elsewhere))  # type: ignore[arg-type]  # as above


def test_serving_an_empty_folder_as_a_demo_leaves_it_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRIGHTLINE_DEMO", "1")
    assert main(["serve", "--data", str(tmp_path)]) == 1
    assert "holds no demo company" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_the_mark_keeps_is_for_its_owner_alone(demo: Settings) -> None:
    assert (demo.data_dir / NAME).stat().st_mode & 0o777 == 0o600
