"""Piccolo tables about members of staff: what they did about each other, keys they had, passkeys, how often a sign-in failed."""

from __future__ import annotations

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Staff


class Attempts(Table, tablename="cases_attempts"):
    """Sign-ins that failed in a row, by a keyed digest of the name typed or of the device. No address, no name."""

    id = UUID(primary_key=True)
    key_digest = Bytea(unique=True)
    failures = Integer(default=0)
    wait_until = BigInt(default=0)  # unix seconds


class StaffAct(Table, tablename="cases_staff_act"):
    """One act about somebody who works here. Words of ours only; logged, so that it stays."""

    id = UUID(primary_key=True)
    day = Date()
    at = Timestamptz(null=True, default=None)
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)  # none: the terminal
    subject = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    kind = Varchar(length=40)
    detail = Varchar(length=200, default="")


class LookUp(Table, tablename="cases_look_up"):
    """One search in the company's records, by whom and why. Key and reason are sealed under the vault, for auditors.

    words_digest is of the opened words, which begin with a random number: it stays the same under a new root key.
    """

    id = UUID(primary_key=True)
    day = Date()
    at = Timestamptz()
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    key_kind = Varchar(length=10)  # order | phone | name | account
    sealed_words = Bytea()
    words_digest = Bytea()
    found = Integer()


class CallAct(Table, tablename="cases_call_act"):
    """What somebody did about a call to a customer: opened it (and saw the number), or what came of it."""

    id = UUID(primary_key=True)
    day = Date()
    at = Timestamptz()
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    invitation = UUID()  # of surveys, which may erase it before this goes
    kind = Varchar(length=12)  # opened | an outcome of surveys_attempt


class FormerKey(Table, tablename="cases_former_key"):
    """A key pair somebody had before, its private half sealed to the pair that took its place."""

    id = UUID(primary_key=True)
    staff = ForeignKey(references=Staff, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    public_key = Bytea()
    signing_public_key = Bytea()
    sealed_private_key = Bytea()
    replaced_on = Date()


class Passkey(Table, tablename="cases_passkey"):
    """A key pair whose private half an authenticator keeps; it stands in for a code at sign-in and opens nothing."""

    id = UUID(primary_key=True)
    staff = ForeignKey(references=Staff, on_delete=OnDelete.cascade, null=False)
    name = Varchar(length=60)
    credential_id = Bytea(unique=True)
    public_key = Bytea()  # COSE
    counter = BigInt(default=0)  # of its uses, as the authenticator tells it; many stay at 0
    added_on = Date()


INDEXES: tuple[str, ...] = (
    "CREATE UNIQUE INDEX cases_former_key_number ON cases_former_key (staff, number)",
    "CREATE INDEX cases_passkey_staff ON cases_passkey (staff)",
    "CREATE INDEX cases_look_up_day ON cases_look_up (day)",
    "CREATE INDEX cases_call_act_invitation ON cases_call_act (invitation, at)",
    "CREATE INDEX cases_staff_act_day ON cases_staff_act (day)",
)
