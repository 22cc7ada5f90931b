"""The `brightline` command: reads arguments, calls one function, prints, exits 0, 1 or 2. Knows no rule."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from cases.errors import CaseError
from crypto.errors import CryptoError
from portal.catalogues import translate
from portal.errors import PortalError
from portal.holding import InUse
from portal.opening import Refused
from portal.root_keys import OtherRootKey
from portal.settings import SettingsError, doors_named, read_settings
from surveys.errors import SurveyError

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse names it in no other way
RECORD_KINDS = ("orders", "payments", "leads", "salespeople", "accounts", "claims")


def _verb(place: str) -> Callable[[argparse.Namespace], int]:
    """`module.function`, imported when it is run: `serve` need not wait for what the other verbs bring, nor hold it."""
    module, _, function = place.rpartition(".")

    def run(arguments: argparse.Namespace) -> int:
        return int(getattr(import_module(module), function)(arguments))

    return run


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    os.umask(0o077)  # whatever a command writes is its owner's alone
    try:
        arguments.settings = read_settings(os.environ, arguments.data)
        return int(arguments.run(arguments))
    except (CaseError, SurveyError, CryptoError, PortalError) as error:
        print(translate("en", error.sentence, **getattr(error, "facts", {})), file=sys.stderr)
    except (SettingsError, Refused, InUse, OtherRootKey, FileNotFoundError, PermissionError) as error:
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
    init.set_defaults(run=_verb("portal.making.init"))

    serve = verbs.add_parser("serve", parents=[shared], help="answer on an address")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--doors", type=_doors, default=None, help="public, desk, or both")
    serve.set_defaults(run=_verb("portal.commands.serve"))

    worker = verbs.add_parser("worker", parents=[shared], help="run jobs beside the servers (needs BROKER_URL)")
    worker.set_defaults(run=_verb("portal.commands.worker"))

    _add_imports(verbs, shared)

    _add_crosscheck(verbs, shared)
    _add_nightly(verbs, shared)
    verify = verbs.add_parser("verify", parents=[shared], help="check a proof file, without a server")
    verify.add_argument("file", type=Path)
    verify.add_argument("--key", default="", help="the log's public key, as you know it from elsewhere")
    verify.add_argument("--receipt", action="store_true", help="read a receipt code from the input and compare")
    verify.set_defaults(run=_verb("portal.verifying.verify"))
    _add_log(verbs.add_parser("log", help="sign, check or vouch for the transparency log"), shared)

    _add_people(verbs, shared)
    _add_programs(verbs.add_parser("programs", help="let programs of the company read figures"), shared)
    _add_bounces(verbs, shared)
    return parser


def _add_imports(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    bringing = verbs.add_parser("import", parents=[shared], help="bring in records from CSV or XLSX")
    bringing.add_argument("kind", choices=RECORD_KINDS)
    bringing.add_argument("file", type=Path)
    bringing.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
    bringing.add_argument("--errors", type=Path, help="write refused rows to this CSV")
    bringing.add_argument("--mapping", type=Path, help="JSON file: column in the file -> column of the contract")
    bringing.add_argument(
        "--encoding", choices=("utf-8", "gb18030", "big5", "utf-16"), default="", help="of a CSV; else told from it"
    )
    bringing.add_argument("--complete", action="store_true", help="what is not in the file was deleted: mark it so")
    bringing.set_defaults(run=_verb("portal.importing.import_records"))
    undoing = verbs.add_parser("undo-import", parents=[shared], help="take an import back; without an ID, list them")
    undoing.add_argument("id", type=UUID, nargs="?", default=None)
    undoing.set_defaults(run=_verb("portal.importing.undo"))


def _add_crosscheck(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    crosscheck = verbs.add_parser("crosscheck", parents=[shared], help="hold every claim against the whole books")
    crosscheck.add_argument("--out", type=Path, required=True, help="write findings here, a JSON object a line")
    crosscheck.add_argument("--matches", type=Path, help="write each claim's order to this CSV")
    crosscheck.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    crosscheck.add_argument("--since", type=_day, help="only claims made on this day (2026-03-05) or later")
    for kind in RECORD_KINDS:
        crosscheck.add_argument(
            f"--{kind}",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help=f"{kind} of this file (may be repeated); needs no portal, and leaves nothing behind",
        )
    crosscheck.set_defaults(run=_verb("portal.crosschecking.crosscheck"))


def _add_nightly(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    nightly = verbs.add_parser(
        "nightly", parents=[shared], help="run now what is run once a night: the whole cross-check"
    )
    nightly.add_argument("--begun", type=UUID, default=None, help=argparse.SUPPRESS)  # a row the server has begun
    nightly.set_defaults(run=_verb("portal.nightly_run.nightly"))
    waiting = verbs.add_parser(
        "check-claims", parents=[shared], help="hold the claims that wait against the whole books"
    )
    waiting.set_defaults(run=_verb("portal.checking_many.check_claims"))


def _add_bounces(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    bounces = verbs.add_parser(
        "bounces", parents=[shared], help="note mails that came back; without a file, one piped in"
    )
    bounces.add_argument("files", type=Path, nargs="*", help="one mail each")
    bounces.add_argument("--folder", type=Path, default=None, help="every file below this folder, such as a Maildir")
    bounces.set_defaults(run=_verb("portal.bouncing.bounces"))


def _add_people(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    recover = verbs.add_parser("recover-staff", parents=[shared], help="help somebody back in, with two shares")
    recover.add_argument("name", help="the sign-in name")
    recover.set_defaults(run=_verb("portal.recovering.recover_staff"))
    rotate = verbs.add_parser(
        "rotate-keys", parents=[shared], help="make a new root key; stop servers and workers first"
    )
    rotate.set_defaults(run=_verb("portal.rotating.rotate_keys"))
    recount = verbs.add_parser("recount", parents=[shared], help="make the sums of survey answers anew")
    recount.set_defaults(run=_verb("portal.recounting.recount"))
    demo = verbs.add_parser("demo", parents=[shared], help="fill an empty data folder with a made-up company")
    demo.set_defaults(run=_verb("portal.making.demo"))


def _add_programs(programs: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    acts = programs.add_subparsers(dest="act", required=True)
    acts.add_parser("list", parents=[shared], help="those that may read now").set_defaults(
        run=_verb("portal.admitting.show")
    )
    admit = acts.add_parser("admit", parents=[shared], help="make a token, shown once")
    admit.add_argument("name", help="what the record calls it")
    admit.add_argument("--scope", choices=("results.read",), default="results.read")
    admit.set_defaults(run=_verb("portal.admitting.let_in"))
    dismiss = acts.add_parser("dismiss", parents=[shared], help="its token is good for nothing from now on")
    dismiss.add_argument("id", type=UUID)
    dismiss.set_defaults(run=_verb("portal.admitting.let_go"))


def _add_log(log: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    acts = log.add_subparsers(dest="act", required=True)
    acts.add_parser("integrate", parents=[shared], help="sign today's head now").set_defaults(
        run=_verb("portal.verifying.integrate_now")
    )
    check = acts.add_parser("check", parents=[shared], help="hold the database against the log")
    check.add_argument("--head", type=Path, action="append", default=[], help="a head kept elsewhere; may be repeated")
    check.set_defaults(run=_verb("portal.verifying.check"))
    cosign = acts.add_parser("cosign", parents=[shared], help="vouch for a head, as a witness outside the company")
    cosign.add_argument("file", type=Path)
    cosign.add_argument("--key", required=True, help="the log's public key")
    cosign.add_argument("--name", required=True, help="the witness's name, without spaces")
    cosign.add_argument("--seed", type=Path, required=True, help="the witness's secret; made if it is not there")
    cosign.set_defaults(run=_verb("portal.verifying.cosign_head"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-03-05") from None


def _doors(text: str) -> frozenset[str]:
    try:
        return doors_named(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
