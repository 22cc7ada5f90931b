"""Whose rows came with a reporter: the one place that says which tables must not tell an order of arrival. Changes nothing.

Rows of one day are written anew in random order (portal/mixing.py); whatever refers to them follows by its foreign keys.
A table with a day belongs into one of the two lists, which a test sees to.
"""

from __future__ import annotations

from collections.abc import Mapping

from piccolo.columns import Column
from piccolo.table import Table

from cases.batch.tables import Night
from cases.people.tables import CallAct, FormerKey, LookUp, Passkey, StaffAct
from cases.tables import (
    Case,
    Claim,
    Event,
    EvidenceFile,
    Finding,
    FindingAct,
    Identity,
    LogEntry,
    LogHead,
    Message,
    Organisation,
    Report,
    Standing,
    TermSearch,
    Upload,
)

ARRIVALS: Mapping[type[Table], Column] = {
    Case: Case.opened_on,
    Report: Report.received_on,
    Identity: Identity.given_on,
    Message: Message.sent_on,
    Event: Event.day,
    EvidenceFile: EvidenceFile.received_on,
    Upload: Upload.begun_on,
    LogEntry: LogEntry.day,
}
# Made by staff, the clock, customers or the company's books; what is made for a report comes when somebody opens it.
OF_OTHERS: frozenset[type[Table]] = frozenset(
    {
        Organisation,
        LogHead,
        StaffAct,
        FormerKey,
        Passkey,
        Claim,
        Finding,
        FindingAct,
        LookUp,
        CallAct,
        TermSearch,
        Standing,
        Night,
    }
)
