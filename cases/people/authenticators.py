"""What an authenticator answered, and whether it is good. Reads the little that names account and challenge itself.

The rest is checked in a process of its own (`verifier.py`). Knows no person.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from cases.people.challenges import PasskeyWrong

SECONDS = 10
_COMMAND = (sys.executable, "-I", "-m", "cases.people.verifier")
_verifiers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passkey")


@dataclass(frozen=True)
class RelyingParty:
    """The portal as browsers know it: a passkey made for one name is shown to no other."""

    name: str
    origin: str


@dataclass(frozen=True)
class Answer:
    """JSON as the browser wrote it, and what of it was read here."""

    text: str
    credential_id: bytes
    challenge: bytes


@dataclass(frozen=True)
class NewPasskey:
    credential_id: bytes
    public_key: bytes  # COSE
    counter: int


def relying_party(base_url: str) -> RelyingParty | None:
    """None where browsers have no passkeys: under an address of digits, or without https (but for this machine itself)."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if _is_digits(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    port = "" if parts.port in {None, {"https": 443, "http": 80}[parts.scheme]} else f":{parts.port}"
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")


def read_answer(text: str) -> Answer:
    """Raises PasskeyWrong for anything but an authenticator's answer in JSON."""
    try:
        said = json.loads(text)
        client = json.loads(_bytes(said["response"]["clientDataJSON"]))
        return Answer(text, _bytes(said["rawId"]), _bytes(client["challenge"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PasskeyWrong from error


async def registered(party: RelyingParty, answer: Answer) -> NewPasskey:
    """Raises PasskeyWrong."""
    told = await _checked(party, answer, {})
    return NewPasskey(bytes.fromhex(told["credential_id"]), bytes.fromhex(told["public_key"]), int(told["counter"]))


async def used(party: RelyingParty, answer: Answer, public_key: bytes, counter: int) -> int:
    """The count the authenticator is at now; one that does not rise is refused. Raises PasskeyWrong."""
    return int((await _checked(party, answer, {"public_key": public_key.hex(), "counter": str(counter)}))["counter"])


async def _checked(party: RelyingParty, answer: Answer, known: dict[str, str]) -> dict[str, str]:
    asked = {"answer": answer.text, "challenge": answer.challenge.hex(), "party": party.name, "origin": party.origin}
    said = await asyncio.get_running_loop().run_in_executor(_verifiers, _ask, json.dumps({**asked, **known}).encode())
    try:
        told: dict[str, str] = json.loads(said)
    except ValueError as error:
        raise PasskeyWrong from error
    return told


def _ask(asked: bytes) -> bytes:
    """Nothing, if it says nothing in time. No environment: it needs none of our secrets' places."""
    try:
        done = subprocess.run(  # noqa: S603  # words of ours
            _COMMAND,
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def _is_digits(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")
