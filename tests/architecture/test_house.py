"""What style and safety ask of every file, read from the files themselves."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("portal", "cases", "surveys", "crypto")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "piccolo_migrations" not in path.parts
)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "node_modules" not in path.parts)
ROOT_FOLDERS = {"portal", "cases", "surveys", "crypto", "templates", "tests", "docs", ".ci"}
BROAD_EXCEPTS = {"portal/relay.py"}  # the job runner; the error page's is Litestar's own
HOMELESS = {"utils.py", "helpers.py", "common.py", "base.py", "manager.py"}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|['\"]js:|javascript:", re.IGNORECASE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    assert ast.get_docstring(tree(path)), "no docstring"
    assert path.read_text("utf-8").count("\n") <= 400
    assert [node.name for node in functions(path) if length(node) > 40] == []
    assert path.name not in HOMELESS


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_stand_at_the_top(path: Path) -> None:
    inside = [
        part.lineno
        for node in functions(path)
        for part in ast.walk(node)
        if isinstance(part, ast.Import | ast.ImportFrom)
    ]
    optional_brokers = 2 if name(path) == "portal/worker.py" else 0
    assert len(inside) == optional_brokers


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_job_runner_catches_everything(path: Path) -> None:
    broad = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert bool(broad) == (name(path) in BROAD_EXCEPTS)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_nothing_our_policy_would_block(path: Path) -> None:
    text = path.read_text("utf-8")
    assert INLINE.findall(text) == []
    assert text.count("\n") <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_asks_nobody_else_for_anything(path: Path) -> None:
    addresses = re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']+""", path.read_text("utf-8"))
    assert addresses == []


def test_only_the_worker_knows_dramatiq() -> None:
    knows = {name(path) for path in MODULES if re.search(r"^\s*(import|from) dramatiq", path.read_text("utf-8"), re.M)}
    assert knows == {"portal/worker.py"}


def test_only_two_places_open_a_transaction() -> None:
    opens = {name(path) for path in MODULES if ".transaction()" in path.read_text("utf-8")}
    assert opens == {"portal/database.py", "portal/postgres.py", "surveys/outbox.py"}


def test_the_repository_holds_what_the_layout_names() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, timeout=20, check=True).stdout
    folders = {line.split("/")[0] for line in files.splitlines() if "/" in line}
    assert folders <= ROOT_FOLDERS
    third_party = [f for f in files.splitlines() if re.search(r"node_modules/|\.min\.(js|css)$|\.(woff2?|ttf|otf)$", f)]
    assert third_party == []


def test_no_file_names_an_index_host() -> None:
    hosts = "|".join(("py" + "pi.org", "pythonhosted" + ".org", "registry.npm" + "js", "deb.debian" + ".org"))
    found = subprocess.run(
        ["git", "grep", "-lE", hosts], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert found.stdout == ""
