"""Staff sessions: a cookie that alone opens the private key, idle limits without a write on every click. Knows no password."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # litestar's connection is generic over user, auth and state
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from cases.actors import Actor
from cases.records.dates import COMPANY_ZONE
from cases.tables import Staff
from crypto.errors import CryptoError
from crypto.keys import decrypt, encrypt, key_pair_of
from portal.tables import StaffSession
from surveys.outbox import write_tx

COOKIE = "brightline_desk"
DEVICE_COOKIE = "brightline_device"
DEVICE_SECONDS = 180 * 24 * 3600
SIGN_IN_PATH = "/desk/sign-in"
IDLE_SECONDS = 15 * 60
LIFETIME_SECONDS = 12 * 3600
REFRESH_SECONDS = 60
TOKEN_BYTES = 32
STAMP_BYTES = 8
MAC_BYTES = 16


@dataclass(frozen=True)
class SessionKey:
    """What the cookie carries: the secret, and when it was last used. The mark on the time keeps it from being set forward."""

    token: bytes
    seen_at: int

    def cookie_value(self) -> str:
        stamp = self.seen_at.to_bytes(STAMP_BYTES, "big")
        return base64.urlsafe_b64encode(self.token + stamp + _mac(self.token, stamp)).decode()

    @property
    def digest(self) -> bytes:
        return hashlib.blake2b(self.token, digest_size=32, person=b"bl-session-row").digest()

    @property
    def wrapping_key(self) -> bytes:
        return hashlib.blake2b(key=self.token, digest_size=32, person=b"bl-session-key").digest()


@dataclass(frozen=True)
class OpenSession:
    """One of somebody's sessions, as they see it; times are the company's."""

    id: UUID
    started: datetime
    acted: datetime
    is_here: bool


def read_cookie(value: str | None, now: int) -> SessionKey | None:
    """The session a cookie names, or None if it is malformed, forged, or idle for longer than fifteen minutes."""
    try:
        raw = base64.urlsafe_b64decode(value or "")
    except ValueError:
        return None
    if len(raw) != TOKEN_BYTES + STAMP_BYTES + MAC_BYTES:
        return None
    token, stamp, mac = raw[:TOKEN_BYTES], raw[TOKEN_BYTES:-MAC_BYTES], raw[-MAC_BYTES:]
    seen_at = int.from_bytes(stamp, "big")
    if not hmac.compare_digest(mac, _mac(token, stamp)) or not 0 <= now - seen_at <= IDLE_SECONDS:
        return None
    return SessionKey(token, seen_at)


async def start_session(staff_id: UUID, private_key: bytes) -> SessionKey:
    """A new session with a new secret (never one the browser brought). Old ones of the same person that ran out are removed."""
    now = int(time.time())
    session = SessionKey(secrets.token_bytes(TOKEN_BYTES), now)
    async with write_tx():
        await StaffSession.delete().where(StaffSession.expires_at < now)
        await StaffSession.insert(
            StaffSession(
                token_digest=session.digest,
                staff=staff_id,
                sealed_private_key=encrypt(session.wrapping_key, private_key, staff_id.bytes),
                started_at=now,
                acted_at=now,
                expires_at=now + LIFETIME_SECONDS,
            )
        )
    return session


async def end_session(session: SessionKey) -> None:
    async with write_tx():
        await StaffSession.delete().where(StaffSession.token_digest == session.digest)


async def end_sessions_of(staff_id: UUID, *, but: SessionKey | None = None) -> None:
    """All of somebody's sessions, or all others."""
    async with write_tx():
        rows = StaffSession.delete().where(StaffSession.staff == staff_id)
        await (rows.where(StaffSession.token_digest != but.digest) if but else rows)


async def end_one_session(staff_id: UUID, session_id: UUID) -> None:
    """One of somebody's own; another's, or none, changes nothing."""
    async with write_tx():
        await StaffSession.delete().where(StaffSession.staff == staff_id, StaffSession.id == session_id)


async def sessions_of(staff_id: UUID, here: SessionKey) -> tuple[OpenSession, ...]:
    """Newest first, the one at hand marked."""
    rows = StaffSession.objects().where(StaffSession.staff == staff_id, StaffSession.expires_at > int(time.time()))
    return tuple(
        OpenSession(row.id, _clock(row.started_at), _clock(row.acted_at), bytes(row.token_digest) == here.digest)
        for row in await rows.order_by(StaffSession.started_at, ascending=False)
    )


async def note_use(session: SessionKey) -> None:
    """Somebody did something in this session: once a minute is enough to know."""
    now = int(time.time())
    row = await StaffSession.select(StaffSession.acted_at).where(StaffSession.token_digest == session.digest).first()
    if row and now - row["acted_at"] >= REFRESH_SECONDS:
        async with write_tx():
            await StaffSession.update({StaffSession.acted_at: now}).where(StaffSession.token_digest == session.digest)


async def actor_of(session: SessionKey) -> tuple[Actor, str] | None:
    """Who this session belongs to and their language; None if it was ended, ran out, or the person was switched off."""
    row = await StaffSession.objects().where(StaffSession.token_digest == session.digest).first()
    if row is None or row.expires_at < time.time():
        return None
    staff = await Staff.objects().where(Staff.id == row.staff, Staff.active.eq(True)).first()
    if staff is None:
        return None
    try:
        pair = key_pair_of(decrypt(session.wrapping_key, row.sealed_private_key, staff.id.bytes))
    except CryptoError:
        return None
    return Actor(
        staff.id, staff.username, staff.name, frozenset(staff.roles.split()), pair, staff.must_change
    ), staff.language


def session_cookie(session: SessionKey, *, secure: bool) -> Cookie:
    return Cookie(
        key=COOKIE, value=session.cookie_value(), path="/desk", httponly=True, samesite="strict", secure=secure
    )


def no_cookie(*, secure: bool) -> Cookie:
    return Cookie(key=COOKIE, value="", path="/desk", httponly=True, samesite="strict", secure=secure, max_age=0)


def device_cookie(mark: str, *, secure: bool) -> Cookie:
    """Sent with nothing but the next sign-in."""
    return Cookie(
        key=DEVICE_COOKIE,
        value=mark,
        path=SIGN_IN_PATH,
        httponly=True,
        samesite="strict",
        secure=secure,
        max_age=DEVICE_SECONDS,
    )


def refreshed(session: SessionKey) -> SessionKey | None:
    """The same session marked as used now, if the last mark is old enough to be worth a new cookie."""
    now = int(time.time())
    return SessionKey(session.token, now) if now - session.seen_at >= REFRESH_SECONDS else None


def session_on(connection: ASGIConnection[Any, Any, Any, Any]) -> SessionKey | None:
    return read_cookie(connection.cookies.get(COOKIE), int(time.time()))


def _clock(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, COMPANY_ZONE)


def _mac(token: bytes, stamp: bytes) -> bytes:
    return hashlib.blake2b(stamp, key=token, digest_size=MAC_BYTES, person=b"bl-session-seen").digest()
