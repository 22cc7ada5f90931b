"""The `brightline` command: reads arguments, calls one function, prints, exits 0, 1 or 2. Knows no rule."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cases.errors import CaseError
from crypto.errors import CryptoError
from portal import commands, importing
from portal.catalogues import translate
from portal.errors import PortalError
from portal.opening import Refused
from portal.settings import SettingsError, doors_named, read_settings
from surveys.errors import SurveyError

RECORD_KINDS = ("orders", "payments", "leads", "salespeople", "accounts", "claims")


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    os.umask(0o077)  # whatever a command writes is its owner's alone
    try:
        arguments.settings = read_settings(os.environ, arguments.data)
        return int(arguments.run(arguments))
    except (CaseError, SurveyError, CryptoError, PortalError) as error:
        print(translate("en", error.sentence, **getattr(error, "facts", {})), file=sys.stderr)
    except (SettingsError, Refused, FileNotFoundError, PermissionError) as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="brightline", description="Brightline 明线")
    parser.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="data folder (or BRIGHTLINE_DATA)")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=None, help="data folder (or BRIGHTLINE_DATA)")
    verbs = parser.add_subparsers(dest="verb", required=True)

    init = verbs.add_parser("init", parents=[shared], help="make the keys, the first people and the recovery shares")
    init.add_argument("--yes", action="store_true", help="ask nothing")
    init.add_argument("--json", action="store_true", help="print what was made as JSON")
    init.add_argument("--company", default="", help="the company's name, as reporters will read it")
    init.set_defaults(run=commands.init)

    serve = verbs.add_parser("serve", parents=[shared], help="answer on an address")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--doors", type=_doors, default=None, help="public, desk, or both")
    serve.set_defaults(run=commands.serve)

    worker = verbs.add_parser("worker", parents=[shared], help="run jobs beside the servers (needs BROKER_URL)")
    worker.set_defaults(run=commands.worker)

    bringing = verbs.add_parser("import", parents=[shared], help="bring in records from CSV or XLSX")
    bringing.add_argument("kind", choices=RECORD_KINDS)
    bringing.add_argument("file", type=Path)
    bringing.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
    bringing.add_argument("--errors", type=Path, help="write refused rows to this CSV")
    bringing.add_argument("--mapping", type=Path, help="JSON file: column in the file -> column of the contract")
    bringing.set_defaults(run=importing.import_records)

    demo = verbs.add_parser("demo", parents=[shared], help="fill an empty data folder with a made-up company")
    demo.set_defaults(run=commands.demo)
    return parser


def _doors(text: str) -> frozenset[str]:
    try:
        return doors_named(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
