"""Piccolo tables of staff, reports and cases. What concerns a reporter is stored by the day; what people wrote is sealed."""

from __future__ import annotations

from typing import Any  # a key to its own table has no type yet

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Real, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class Organisation(Table, tablename="cases_organisation"):
    """One row: the company that runs this portal. The recovery key's private half exists only as printed shares."""

    id = UUID(primary_key=True)
    name = Varchar(length=200)
    recovery_public_key = Bytea()
    created_on = Date(default=None, null=True)


class Staff(Table, tablename="cases_staff"):
    """Somebody who signs in. `roles` is a space-separated list; an administrator has a key pair nothing is ever sealed to."""

    id = UUID(primary_key=True)
    username = Varchar(length=60, unique=True)
    name = Varchar(length=100)
    aliases = Text(default="")  # further names people know them by, one a line
    # who stands above them
    manager: ForeignKey[Any] = ForeignKey(references="self", null=True, default=None, on_delete=OnDelete.set_null)
    roles = Varchar(length=200)
    language = Varchar(length=2, default="zh")
    public_key = Bytea()
    signing_public_key = Bytea()  # of the pair that follows from the private key
    locked_private_key = Bytea()  # under the password, Argon2id
    recovery_private_key = Bytea()  # sealed to the recovery key
    sealed_totp_secret = Bytea()  # under the vault
    last_totp_step = BigInt(default=0)  # a code is good once
    last_challenge = BigInt(default=0)  # and so is a challenge to a passkey: when the newest spent one was given out
    active = Boolean(default=True)
    must_change = Boolean(default=False)  # somebody else has seen the password
    waiting_roles = Varchar(length=200, default="")  # asked for; a second person has not confirmed them
    asked_by = UUID(null=True, default=None)


class Case(Table, tablename="cases_case"):
    """What investigators work on. The number is random, so it tells no order of arrival."""

    id = UUID(primary_key=True)
    number = Varchar(length=20, unique=True)
    source = Varchar(length=10)  # report | finding
    channel = Varchar(length=40, default="")
    state = Varchar(length=30)
    outcome = Varchar(length=30, default="")
    severity = Integer(default=0)  # 0 normal, 1 raised, 2 urgent
    assignee = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    recovery_case_key = Bytea()  # case key sealed to the recovery key
    subject_token = Bytea(null=True, default=None)  # blind token of the order or lead a survey finding is about
    salesperson_token = Bytea(null=True, default=None)
    opened_on = Date()
    acknowledged_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)


class Grant(Table, tablename="cases_grant"):
    """Who may see a case, with the case key sealed to them. No row, no trace of the case for that person."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, on_delete=OnDelete.cascade, null=False)
    staff = ForeignKey(references=Staff, on_delete=OnDelete.cascade, null=False)
    sealed_case_key = Bytea()


class FormerCaseKey(Table, tablename="cases_former_case_key"):
    """A key the case had before somebody was let go, sealed under the one that took its place."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    sealed_key = Bytea()


class HandedKey(Table, tablename="cases_handed_key"):
    """The content key of an envelope, sealed under the case key, for whoever was let in after it was sealed."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, on_delete=OnDelete.cascade, null=False)
    envelope = UUID(unique=True)  # the report's or message's id
    sealed_content_key = Bytea()


class Report(Table, tablename="cases_report"):
    """One sealed report. `content_mark` is keyed by the receipt, so only its holder can tell a repeat from a change."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, on_delete=OnDelete.cascade, null=False)
    channel = Varchar(length=40)
    language = Varchar(length=2, default="zh")
    mailbox_digest = Bytea(unique=True)
    content_mark = Bytea()
    reporter_public_key = Bytea()
    envelope = Bytea()
    received_on = Date()
    opened_on = Date(null=True, default=None)


class Identity(Table, tablename="cases_identity"):
    """Who a reporter is, if they said so: sealed apart from the report, to custodians. One a report, replaced if given again."""

    id = UUID(primary_key=True)
    report = ForeignKey(references=Report, on_delete=OnDelete.cascade, null=False, unique=True)
    envelope = Bytea()
    given_on = Date()


class Message(Table, tablename="cases_message"):
    """One sealed message between reporter and case. `number` counts within one report; author null is the reporter."""

    id = UUID(primary_key=True)
    report = ForeignKey(references=Report, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    author = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    author_role = Varchar(length=30, default="")
    once_mark = Bytea()  # the same form posted twice stores once
    envelope = Bytea()
    signature = Bytea(default=b"")  # of an answer, by the company; see signed_replies.py
    sent_on = Date()
    read = Boolean(default=False)  # by the other side


class Upload(Table, tablename="cases_upload"):
    """A sealed file on its way, or whole and waiting for the report that names it. It says nothing of who sends it."""

    id = UUID(primary_key=True)  # of the file on the disk, too
    token_digest = Bytea()
    size_bytes = BigInt()  # of the envelope
    digest = Bytea(null=True, default=None)  # SHA-256 of the envelope, once it is whole
    header = Bytea(null=True, default=None)  # of the envelope, then too
    begun_on = Date()


class EvidenceFile(Table, tablename="cases_evidence_file"):
    """A sealed file that came with a report or a message; its name, kind and true size stand sealed inside that."""

    id = UUID(primary_key=True)  # of the upload it was; the note in what is sealed names it so
    report = ForeignKey(references=Report, on_delete=OnDelete.cascade, null=False)
    message = ForeignKey(references=Message, null=True, default=None, on_delete=OnDelete.cascade)
    file = UUID(unique=True)  # where it lies: files.FileStore
    size_bytes = BigInt()
    digest = Bytea()  # SHA-256 of the envelope
    header = Bytea()  # of the envelope, so that its keys are known without the disk
    received_on = Date()


class Event(Table, tablename="cases_event"):
    """One act of staff, or the arrival of something, in a case's timeline. Acts of a reporter have a day only (`at` null)."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    day = Date()
    at = Timestamptz(null=True, default=None)
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    kind = Varchar(
        length=40
    )  # opened, report_received, report_opened, message, reply, assigned, state, closed, finding, note …
    detail = Varchar(length=200, default="")  # words of ours only (a state, a role), never of a person
    sealed_note = Bytea(null=True, default=None)  # under the case key


class Channel(Table, tablename="cases_channel"):
    """What a report can be about, and who reads it. `key` never changes: reports and cases name it."""

    id = UUID(primary_key=True)
    key = Varchar(length=40, unique=True)
    audience = Varchar(length=10, default="reporter")  # reporter | customer
    name_zh = Varchar(length=60)
    name_en = Varchar(length=60)
    line_zh = Varchar(length=300)
    line_en = Varchar(length=300)
    is_open = Boolean(default=True)
    place = Integer()
    languages = Varchar(length=10, default="zh en")
    takes_claim = Boolean(default=False)  # whether the part that is compared with the books is offered
    readers = Text(default="")  # ids of staff with spaces between; none: everybody who may read reports
    questionnaire = Varchar(length=64, default="")  # the wording's hash; empty asks nothing


class ChannelChange(Table, tablename="cases_channel_change"):
    """One change of a channel: who made it, when, and what it was from then on."""

    id = UUID(primary_key=True)
    channel = ForeignKey(references=Channel, on_delete=OnDelete.restrict, null=False)
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    at = Timestamptz()
    became = Text()  # JSON of the channel's columns


class TermVersion(Table, tablename="cases_term_version"):
    """One version of the list of words that go together: never changed, the highest number is in force. 0 is the shipped one."""

    id = UUID(primary_key=True)
    number = Integer(unique=True)
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    at = Timestamptz()
    content = Text()  # JSON: word, category, weight, needs, pinyin of each


class TermSearch(Table, tablename="cases_term_search"):
    """Claims and notes being searched once more after the list changed: asked for by whom, and how far it is."""

    id = UUID(primary_key=True)
    number = Integer()  # of the version in force when it was asked for
    since = Date()
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    asked_at = Timestamptz()
    step = Varchar(length=10)  # claims | orders | leads
    after = Text(default="")  # id or number of the last one searched in this step
    done = Integer(default=0)
    total = Integer()
    is_running = Boolean(default=True)
    moved_at = Timestamptz()  # the last sign of life


class LogEntry(Table, tablename="cases_log_entry"):
    """A leaf of the transparency log and what opens it, committed with the row it stands for. Made in log/leaves.py."""

    id = UUID(primary_key=True)
    day = Date()
    kind = Varchar(length=40)  # of the row: case, report, message, event, finding; or cover
    subject = UUID(null=True, default=None)  # the row; none for a cover
    number = Integer(default=1)  # counts the entries of one row, whose last one says how it must look
    content = Bytea()
    mailbox = Bytea()  # digest of the mailbox it concerns, or empty
    salt = Bytea()
    leaf = Bytea()
    position = BigInt(null=True, default=None)  # in the tree, from 0; none until it is integrated


class LogHead(Table, tablename="cases_log_head"):
    """A signed head of the transparency log, one a day at most. `text` is what was signed and is shown to everybody."""

    id = UUID(primary_key=True)
    size = BigInt(unique=True)
    day = Date(unique=True)
    text = Text()


class Claim(Table, tablename="cases_claim"):
    """What one person says about one transaction. `sealed_by` says which key: "vault" (survey, import) or "case" (report)."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, null=True, default=None, on_delete=OnDelete.cascade)
    source = Varchar(length=10)  # survey | report | phone | import
    source_key = Varchar(length=120, unique=True)
    sealed_by = Varchar(length=5)
    sealed_fact = Bytea()
    sealed_match = Bytea(null=True, default=None)  # the record it is about, see matches.py; none where a report said it
    salesperson_token = Bytea(null=True, default=None)  # blind, of whoever sold that; likewise
    is_matched = Boolean(default=False)  # with an order, and surely
    stated_on = Date()
    checked = Boolean(default=False)


class Finding(Table, tablename="cases_finding"):
    """One explained discrepancy, never a verdict. kind, grade and probability are clear; who and what are sealed."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=True, default=None, on_delete=OnDelete.cascade)
    case = ForeignKey(references=Case, null=True, default=None, on_delete=OnDelete.set_null)
    kind = Varchar(length=40)
    grade = Varchar(length=10)  # hint | review | finding
    probability = Real(null=True, default=None)
    store = Varchar(length=100, default="")
    sealed_by = Varchar(length=5)
    sealed_detail = Bytea()
    salesperson_token = Bytea(null=True, default=None)  # blind, see sight.py; none where a report said it
    dedupe_key = Varchar(length=160, unique=True)
    state = Varchar(length=12, default="open")  # open | dismissed | withdrawn
    mark = Varchar(length=8, default="")  # right | wrong | unsure
    dismissal_reason = Text(default="")
    found_on = Date()


class FindingAct(Table, tablename="cases_finding_act"):
    """One act on a finding: a mark, a dismissal, a move into a case. The finding keeps the last, this keeps all."""

    id = UUID(primary_key=True)
    finding = ForeignKey(references=Finding, on_delete=OnDelete.cascade, null=False)
    day = Date()
    at = Timestamptz()
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    kind = Varchar(length=20)  # marked | dismissed | taken | moved
    detail = Varchar(length=20, default="")  # the mark


class Approval(Table, tablename="cases_approval"):
    """A request to do what nobody does alone (acts.py). The reason is an envelope to those who may consent, and to the asker."""

    id = UUID(primary_key=True)
    case = ForeignKey(references=Case, on_delete=OnDelete.cascade, null=False)
    act = Varchar(length=30)
    subject = UUID()  # what the act is about: a file, an identity
    requester = ForeignKey(references=Staff, on_delete=OnDelete.cascade, null=False)
    sealed_reason = Bytea()
    asked_at = Timestamptz()
    expires_at = Timestamptz()
    state = Varchar(length=10, default="waiting")  # waiting | approved | refused | used


class Consent(Table, tablename="cases_consent"):
    """What one person decided about a request, signed with their own key."""

    id = UUID(primary_key=True)
    approval = ForeignKey(references=Approval, on_delete=OnDelete.cascade, null=False)
    staff = ForeignKey(references=Staff, on_delete=OnDelete.cascade, null=False)
    is_given = Boolean()
    decided_at = Timestamptz()
    signature = Bytea()


class Disclosure(Table, tablename="cases_disclosure"):
    """An identity that a custodian opened and sealed again to whoever asked for it, with the consents that allowed it."""

    id = UUID(primary_key=True)
    identity = ForeignKey(references=Identity, on_delete=OnDelete.cascade, null=False)
    approval = ForeignKey(references=Approval, on_delete=OnDelete.cascade, null=False, unique=True)
    staff = ForeignKey(references=Staff, on_delete=OnDelete.cascade, null=False)
    custodian = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    envelope = Bytea()
    disclosed_at = Timestamptz()


class Standing(Table, tablename="cases_standing"):
    """Call-backs that run by themselves once a day. wanted, sending: JSON of how people are drawn and asked.

    trigger: delivered | cancelled | lead_lost | leaver. campaign: the round its people join, from the first of them on.
    """

    id = UUID(primary_key=True)
    trigger = Varchar(length=12)
    after_days = Integer()
    wanted = Text()
    sending = Text()
    state = Varchar(length=8, default="active")  # active | ended
    started_by = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    campaign = UUID(null=True, default=None)
    run_on = Date(null=True, default=None)  # the last day it ran


INDEXES: tuple[str, ...] = (
    "CREATE INDEX cases_evidence_file_report ON cases_evidence_file (report)",
    'CREATE INDEX cases_approval_case ON cases_approval ("case")',
    "CREATE UNIQUE INDEX cases_consent_once ON cases_consent (approval, staff)",
    'CREATE UNIQUE INDEX cases_grant_pair ON cases_grant ("case", staff)',
    "CREATE INDEX cases_grant_staff ON cases_grant (staff)",
    'CREATE UNIQUE INDEX cases_former_case_key_number ON cases_former_case_key ("case", number)',
    'CREATE INDEX cases_handed_key_case ON cases_handed_key ("case")',
    'CREATE INDEX cases_report_case ON cases_report ("case")',
    "CREATE INDEX cases_identity_day ON cases_identity (given_on)",
    "CREATE INDEX cases_disclosure_identity ON cases_disclosure (identity)",
    "CREATE UNIQUE INDEX cases_message_number ON cases_message (report, number)",
    "CREATE UNIQUE INDEX cases_message_once ON cases_message (report, once_mark)",
    'CREATE UNIQUE INDEX cases_event_number ON cases_event ("case", number)',
    "CREATE INDEX cases_channel_change_channel ON cases_channel_change (channel)",
    'CREATE INDEX cases_claim_case ON cases_claim ("case")',
    "CREATE INDEX cases_claim_salesperson ON cases_claim (salesperson_token)",
    "CREATE INDEX cases_claim_waiting ON cases_claim (checked, sealed_by, id)",
    'CREATE INDEX cases_finding_case ON cases_finding ("case")',
    "CREATE INDEX cases_finding_claim ON cases_finding (claim)",
    # every clear column, so that lists are sifted and counted without touching what is sealed
    "CREATE INDEX cases_finding_sifted ON cases_finding "
    '(state, grade, found_on, kind, store, mark, "case", salesperson_token, id)',
    "CREATE INDEX cases_finding_act_finding ON cases_finding_act (finding)",
    "CREATE UNIQUE INDEX cases_log_entry_subject ON cases_log_entry (subject, number)",
    "CREATE UNIQUE INDEX cases_log_entry_position ON cases_log_entry (position)",
    "CREATE INDEX cases_case_day ON cases_case (opened_on)",
    "CREATE INDEX cases_report_day ON cases_report (received_on)",
    "CREATE INDEX cases_message_day ON cases_message (sent_on)",
    "CREATE INDEX cases_event_day ON cases_event (day)",
    "CREATE INDEX cases_log_entry_day ON cases_log_entry (day)",
    "CREATE INDEX cases_case_subject ON cases_case (subject_token)",
    "CREATE INDEX cases_case_salesperson ON cases_case (salesperson_token)",
)
