"""The verbs `verify` and `log`: what is checked is printed in both languages, one reason a line. Knows no rule of the log."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cases.evidence.checking import damaged_files
from cases.evidence.files import FileStore
from cases.log.checking import Checked, check_log
from cases.log.integrating import due_day, integrate
from cases.log.reading import SignedHead, signer_of
from crypto.errors import CryptoError
from crypto.heads import HeadKey, Signer, cosign
from crypto.proofs import MOST_BYTES, Proven, check_proof
from crypto.receipts import Receipt
from portal.catalogues import translate
from portal.opening import Refused, opened
from portal.settings import Settings
from surveys.sentences import N_

SEED_BYTES = 32
PROVEN = N_("Everything in this file is in the log of {day}: {leaves} of its {size} entries.")
OWN = N_("They are those of the mailbox this receipt opens.")
FOREIGN = N_("They are not those of the mailbox this receipt opens.")
COMPARE = N_("Compare the log's key with the one on its page: {key}")
SOUND = N_("{entries} entries and {heads} heads checked: nothing is missing, nothing was altered.")
SIGNED_ALREADY = N_("The head of {day} is signed already.")


def verify(arguments: argparse.Namespace) -> int:
    """Check a proof file with nothing but the file: exit 0, or 1 with the reason."""
    try:
        key = HeadKey.read(arguments.key) if arguments.key else None
        digest = Receipt.from_words(sys.stdin.read()).mailbox_digest if arguments.receipt else None
        proven = check_proof(_read(arguments.file), key=key, mailbox_digest=digest)
    except CryptoError as error:
        return _refuse(error.sentence, error.facts)
    if proven.is_own is False:
        return _refuse(FOREIGN, {})
    _tell_proven(proven, compare=key is None)
    return 0


def integrate_now(arguments: argparse.Namespace) -> int:
    """Sign the head of today, over the days before it."""
    day = due_day(datetime.now(UTC))
    signed = asyncio.run(_integrate(arguments.settings))
    if signed is None:
        _print(SIGNED_ALREADY, {"day": day})
    else:
        print(signed.text, end="")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Hold the database against its log, and against heads kept elsewhere; every fault is a line."""
    checked = asyncio.run(_check(arguments.settings, [_read(path) for path in arguments.head]))
    for fault in checked.faults:
        _refuse(fault.sentence, fault.facts)
    if checked.faults:
        return 1
    _print(SOUND, {"entries": checked.entries, "heads": checked.heads})
    return 0


def cosign_head(arguments: argparse.Namespace) -> int:
    """A witness vouches for a head with a key of their own, made at first use; needs no data folder."""
    witness = Signer.of_witness(_seed(arguments.seed), arguments.name)
    text = cosign(_read(arguments.file), HeadKey.read(arguments.key), witness)
    arguments.file.write_text(text, "utf-8")
    print(witness.key)
    return 0


async def _integrate(settings: Settings) -> SignedHead | None:
    async with opened(settings) as vault:
        return await integrate(due_day(datetime.now(UTC)), signer_of(vault))


async def _check(settings: Settings, kept: list[str]) -> Checked:
    async with opened(settings) as vault:
        checked = await check_log(signer_of(vault).key, kept)
        damaged = await damaged_files(FileStore(settings.files_folder))
        return dataclasses.replace(checked, faults=checked.faults + damaged)


def _read(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise Refused(f"There is no file {path}, or it is far too large.")
    return path.read_bytes().decode("utf-8", "replace")


def _seed(path: Path) -> bytes:
    """The witness's own secret: 32 bytes in a file that only its owner reads."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(SEED_BYTES))
    seed = path.read_bytes()
    if len(seed) != SEED_BYTES:
        raise Refused(f"{path} must hold exactly {SEED_BYTES} bytes.")
    return seed


def _tell_proven(proven: Proven, *, compare: bool) -> None:
    head = proven.head
    _print(PROVEN, {"leaves": proven.leaves, "day": head.day, "size": head.size})
    if proven.is_own:
        _print(OWN, {})
    if compare:
        _print(COMPARE, {"key": proven.key})


def _print(sentence: str, facts: Mapping[str, object]) -> None:
    print(translate("en", sentence, **facts), translate("zh", sentence, **facts))


def _refuse(sentence: str, facts: Mapping[str, object]) -> int:
    print(translate("en", sentence, **facts), translate("zh", sentence, **facts), file=sys.stderr)
    return 1
