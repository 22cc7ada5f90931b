"""Piccolo tables of runs over many claims: the nights', what each of them changed, and whose turn it is."""

from __future__ import annotations

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Finding


class Night(Table, tablename="cases_night"):
    """One run of the whole cross-check, once a night: how far it is, and how it ended."""

    id = UUID(primary_key=True)
    night = Date(unique=True)  # the day it belongs to, in the company's time
    state = Varchar(length=8, default="running")  # running | done | stopped | failed
    begun_at = Timestamptz()
    beat_at = Timestamptz()  # the last sign of life
    ended_at = Timestamptz(null=True, default=None)
    claims = Integer(default=0)


class NightChange(Table, tablename="cases_night_change"):
    """A finding that a night brought (or brought back), or that no longer held after it."""

    id = UUID(primary_key=True)
    night = ForeignKey(references=Night, on_delete=OnDelete.cascade, null=False)
    finding = ForeignKey(references=Finding, on_delete=OnDelete.cascade, null=False)
    is_gone = Boolean()


class Turn(Table, tablename="cases_turn"):
    """Work that one process at a time does, and its last sign of life."""

    id = UUID(primary_key=True)
    name = Varchar(length=20, unique=True)
    beat_at = Timestamptz()


INDEXES: tuple[str, ...] = (
    "CREATE INDEX cases_night_change_night ON cases_night_change (night)",
    "CREATE INDEX cases_night_change_finding ON cases_night_change (finding)",
)
