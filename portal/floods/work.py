"""Proof of work: units of hashing bound to what they are sent with, so that they serve once. Stores nothing, knows no sender.

The page begins with it while somebody writes; docs/reporting-api.md says how, templates/static/js/work.js does it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from portal.errors import PortalError
from portal.floods.load import Load

UNIT_BITS = 12  # zero bits that a unit's hash begins with: 4,096 hashes each on average
MOST_UNITS = 64  # 262,144 hashes in all: seconds even on an old telephone
ARRIVALS_PER_UNIT = 16
SLOT_SECONDS = 600  # a beacon is the same for everybody who comes within ten minutes, and so marks nobody
MOST_SLOTS_OLD = 72
PURPOSE = b"brightline/v1/work"
MARK_BYTES = 16
_SLOT = struct.Struct(">I")
_NONCE = struct.Struct(">I")


class WorkStale(PortalError):
    """The beacon is older than half a day, or not ours: begin anew with today's."""

    sentence = (
        "This page was open for too long to send from it at once. Nothing is lost: please press the button once more."
    )
    status = 409


class WorkTooLittle(PortalError):
    """More is asked for by now. What was found stays good; add to it and send again."""

    sentence = (
        "Very many are writing right now, so sending takes longer. Nothing is lost: please press the button once more."
    )
    status = 409


@dataclass(frozen=True)
class WorkAsked:
    """What is asked for today. beacon: base64; bits: zero bits of a unit; most: units that can ever be asked for."""

    beacon: str
    units: int
    most: int = MOST_UNITS
    bits: int = UNIT_BITS


@dataclass(frozen=True)
class WorkDone:
    """What came with a request. Empty where none came."""

    beacon: bytes = b""
    units: Sequence[int] = ()


@dataclass
class Work:
    """What this process asks of those who send sealed things: one unit in quiet times, more the more arrives."""

    key: bytes = field(repr=False)
    load: Load = field(default_factory=Load)
    now: Callable[[], float] = time.time

    def asked(self) -> WorkAsked:
        return WorkAsked(base64.b64encode(self._beacon(self._slot())).decode(), self._units())

    def refuse_little(self, done: WorkDone, subject: bytes) -> None:
        """Raises WorkStale or WorkTooLittle. subject: what makes the request the only one of its kind."""
        if not self._is_of_today(done.beacon):
            raise WorkStale
        if len(done.units) < self._units() or not _are_found(done, subject):
            raise WorkTooLittle

    def note_arrival(self) -> None:
        """To be called for what was paid for and is stored: only that makes it dearer for the next."""
        self.load.note()

    def _units(self) -> int:
        return max(1, min(MOST_UNITS, math.ceil(self.load.level / ARRIVALS_PER_UNIT)))

    def _slot(self) -> int:
        return int(self.now() // SLOT_SECONDS)

    def _beacon(self, slot: int) -> bytes:
        raw = _SLOT.pack(slot)
        return raw + hashlib.blake2b(raw, key=self.key, digest_size=MARK_BYTES).digest()

    def _is_of_today(self, beacon: bytes) -> bool:
        if len(beacon) != _SLOT.size + MARK_BYTES:
            return False
        (slot,) = _SLOT.unpack_from(beacon)
        # one slot ahead: another process's clock may run a little faster
        return hmac.compare_digest(beacon, self._beacon(slot)) and -1 <= self._slot() - slot <= MOST_SLOTS_OLD


def find_units(beacon: bytes, subject: bytes, units: int) -> list[int]:
    """Do the work: the first so many nonces that are units."""
    return list(islice(_found(beacon, subject), units))


def _found(beacon: bytes, subject: bytes) -> Iterator[int]:
    seed = _seed(beacon, subject)
    return (nonce for nonce in count() if _is_unit(seed, nonce))


def _are_found(done: WorkDone, subject: bytes) -> bool:
    """Whether all are units, none of them twice."""
    seed = _seed(done.beacon, subject)
    return len(set(done.units)) == len(done.units) and all(_is_unit(seed, nonce) for nonce in done.units)


def _seed(beacon: bytes, subject: bytes) -> bytes:
    return hashlib.sha256(PURPOSE + beacon + subject).digest()


def _is_unit(seed: bytes, nonce: int) -> bool:
    digest = hashlib.sha256(seed + _NONCE.pack(nonce)).digest()
    return int.from_bytes(digest[:4]) >> (32 - UNIT_BITS) == 0
