"""Piccolo tables of the doors themselves: sessions, programs, what has been mixed, which root key is in use. Knows no report."""

from __future__ import annotations

from piccolo.columns import UUID, BigInt, Bytea, Date, Varchar
from piccolo.table import Table


class StaffSession(Table, tablename="portal_staff_session"):
    """One signed-in browser. The private key is sealed under a key only the cookie holds; the cookie is stored as a digest."""

    id = UUID(primary_key=True)
    token_digest = Bytea(unique=True)
    staff = UUID()
    sealed_private_key = Bytea()
    started_at = BigInt(default=0)  # unix seconds, as expires_at
    acted_at = BigInt(default=0)  # the last act that changed something, to the minute
    expires_at = BigInt()  # unix seconds, hours after sign-in whatever happens


class Program(Table, tablename="portal_program"):
    """A program that reads by itself, from the day it was let in; its token is stored as a digest."""

    id = UUID(primary_key=True)
    name = Varchar(length=60)
    scope = Varchar(length=40)
    token_digest = Bytea(unique=True)
    admitted_on = Date()
    dismissed_on = Date(null=True, default=None)


class Mixed(Table, tablename="portal_mixed"):
    """One row: from which day on there may be rows that still stand in the order in which they came."""

    id = UUID(primary_key=True)
    since = Date()


class RootKeyMark(Table, tablename="portal_root_key_mark"):
    """One row: the mark of the root key that everything here is sealed under, changed in one transaction with it."""

    id = UUID(primary_key=True)
    mark = Bytea()
    since = Date()


INDEXES: tuple[str, ...] = ()
