"""Mails that came back, as a mail server reports them (RFC 3464). Pure: bytes in, which deliveries failed out.

A report is believed only where it names a delivery by its Message-ID, which is random and stands in no other place than
the mail itself. Everything else a stranger can write into a mail is left aside, and none of it is quoted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from uuid import UUID

MOST_BYTES = 4 << 20
MOST_PARTS = 50
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]{1,255}>", re.ASCII)
_NAMING = ("Message-ID", "In-Reply-To", "References")


@dataclass(frozen=True)
class Returned:
    """One delivery that did not arrive. is_permanent: this address will never do; else the server still tries."""

    delivery: UUID
    is_permanent: bool


def returned_in(raw: bytes) -> Returned | None:
    """None for whatever is no report of a mail of ours: an answer, an advertisement, a notice of delivery."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        return _returned(message_from_bytes(raw, policy=compat32))
    except RecursionError:  # mails in mails in mails, which the parser of the standard library follows by recursion
        return None


def _returned(report: Message) -> Returned | None:
    if report.get_content_type() != "multipart/report":
        return None
    parts = [part for _, part in zip(range(MOST_PARTS), report.walk(), strict=False)]
    failed = list(_failures(parts))
    delivery = _delivery(report, parts)
    return Returned(delivery, any(failed)) if delivery and failed else None


def _failures(parts: list[Message]) -> Iterator[bool]:
    """For each recipient that was not reached, whether for good."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            action = str(block.get("Action", "")).strip().lower() if isinstance(block, Message) else ""
            if action in ("failed", "delayed") and isinstance(block, Message):
                yield action == "failed" and str(block.get("Status", "5")).strip().startswith("5")


def _delivery(report: Message, parts: list[Message]) -> UUID | None:
    """The mail that came back stands in the report, whole or its head; some servers only answer to it."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            found = _OURS.search(_text(part))
        elif part is not report and part.get("Message-ID") and kind != "message/delivery-status":
            found = _OURS.search(str(part["Message-ID"]))
        else:
            found = None
        if found:
            return UUID(found[1])
    named = " ".join(str(report.get(name, "")) for name in _NAMING[1:])
    found = _OURS.search(named)
    return UUID(found[1]) if found else None


def _text(part: Message) -> str:
    """The Message-ID line of a head that travels as text."""
    raw = part.get_payload(decode=True)
    text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
    return " ".join(line for line in text.splitlines() if line.lower().startswith("message-id:"))
