"""Whose rows came with somebody nameless: the one place that says which tables must not tell an order of arrival.

Rows of one day are written anew in random order (portal/mixing.py); whatever refers to them follows by its foreign keys, or
by what BY_NAME says. A table with a day belongs into one of the lists, which a test sees to. Changes nothing.
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
from surveys.outbox import Outbox
from surveys.results.tables import ResultSlip, ResultSum
from surveys.tables import AnswerFile, Attempt, ContactMark, Draft, FormDraft, FormerAnswers, Invitation, Response

ARRIVALS: Mapping[type[Table], Column] = {
    Case: Case.opened_on,
    Report: Report.received_on,
    Identity: Identity.given_on,
    Message: Message.sent_on,
    Event: Event.day,
    EvidenceFile: EvidenceFile.received_on,
    Upload: Upload.begun_on,
    LogEntry: LogEntry.day,
    Response: Response.answered_on,
}
# Of these only what is so: answers to an invitation carry their minute anyway, and stay where they are.
ONLY: Mapping[type[Table], str] = {Response: "kind = 'open'"}
# Rows that name an arrival without a foreign key: whose, and which; in SQL that both databases read.
BY_NAME: Mapping[type[Table], tuple[type[Table], str]] = {
    Claim: (Response, "source_key IN (SELECT 'response:' || CAST(id AS TEXT) FROM {})"),
    Outbox: (Response, "kind = 'check_response' AND key IN (SELECT CAST(id AS TEXT) || ':1' FROM {})"),
    ResultSlip: (Response, "id IN (SELECT id FROM {})"),
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
        FormDraft,
        Invitation,
        Attempt,
        ContactMark,
        FormerAnswers,
        Draft,
        AnswerFile,
        ResultSlip,
        ResultSum,
    }
)
