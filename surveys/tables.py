"""Piccolo tables of surveys: what was asked, of whom, and what came back. Names, phones and answers are sealed."""

from __future__ import annotations

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, Real, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class SurveyVersion(Table, tablename="surveys_version"):
    """One wording of one form, for ever. Every invitation and response points at the version its customer read."""

    id = UUID(primary_key=True)
    sha256 = Varchar(length=64, unique=True)
    name = Varchar(length=40)
    canonical = Text()


class PublishedForm(Table, tablename="surveys_published_form"):
    """By which wording a form is asked from now on. No version: as it came with the product."""

    id = UUID(primary_key=True)
    name = Varchar(length=40, unique=True)
    version = ForeignKey(references=SurveyVersion, null=True, default=None, on_delete=OnDelete.restrict)
    is_retired = Boolean(default=False)


class FormDraft(Table, tablename="surveys_form_draft"):
    """A form somebody is writing, as JSON that need not be whole yet. revision counts saves: a stale one changes nothing."""

    id = UUID(primary_key=True)
    name = Varchar(length=40, unique=True)
    source = Text()
    revision = Integer(default=1)
    changed_on = Date()


class Campaign(Table, tablename="surveys_campaign"):
    """One round of asking: who started it, with which form, by which way.

    seed, population: what the draw can be repeated from. plan: JSON of how and when it is asked (plans.py).
    is_private: who was asked is shown to whoever started it; the others see counts.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=80, default="")
    frame = Varchar(length=20)  # whom it was drawn from, in words of whoever draws
    channel = Varchar(length=10)  # links | mail | sms | wecom
    state = Varchar(length=10, default="running")  # running | paused | stopped
    is_private = Boolean(default=False)
    seed = Varchar(length=64, default="")
    population = Integer(default=0)
    plan = Text(default="{}")
    started_at = Timestamptz(null=True, default=None)
    started_by = UUID()


class Invitation(Table, tablename="surveys_invitation"):
    """One link for one customer about one order or lead. The link itself is nowhere; only its digest is.

    shown: JSON of what the customer may read about themselves (company, window, goods), in both languages.
    sealed_transaction: the Transaction as it was when they were asked, under the vault. store, salesperson: as on the
    order itself, so that answers can be weighed by stratum.
    """

    id = UUID(primary_key=True)
    campaign = ForeignKey(references=Campaign, on_delete=OnDelete.cascade, null=False)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    token_digest = Bytea(unique=True)
    subject_kind = Varchar(length=10)  # order | lead | contact
    subject_ref = Varchar(length=64)
    store = Varchar(length=100, default="")
    salesperson = Varchar(length=100, default="")
    shown = Text()
    sealed_transaction = Bytea()
    contact_token = Bytea()  # blind: finds whoever was asked lately, names nobody
    channel = Varchar(length=10)
    drawn_by = Varchar(length=10, default="list")  # random | risk | both | list
    random_probability = Real(default=0.0)  # of the random draw alone; 0 on a list
    inclusion_probability = Real(default=1.0)  # of being asked at all
    state = Varchar(length=10, default="open")  # open | answered | opted_out
    invited_on = Date()
    expires_on = Date()
    phone_from = Date(null=True, default=None)  # from this day on somebody may ring up, if it is still open


class Attempt(Table, tablename="surveys_attempt"):
    """One call to a customer and what came of it. Rows are added, never changed.

    outcome: answered | no_answer | busy | refused | wrong_number | call_again | opted_out.
    """

    id = UUID(primary_key=True)
    invitation = ForeignKey(references=Invitation, on_delete=OnDelete.cascade, null=False)
    outcome = Varchar(length=12)
    at = Timestamptz(null=True, default=None)
    by = UUID()
    again_on = Date(null=True, default=None)


class ContactMark(Table, tablename="surveys_contact_mark"):
    """A phone or address that must not be used: its owner wants peace, or mail to it comes back.

    Kept as long as it holds; sealed as well as blind, since blind tokens change with the root key.
    """

    id = UUID(primary_key=True)
    kind = Varchar(length=10)  # opted_out | bounced
    contact_token = Bytea()
    sealed_contact = Bytea()
    how = Varchar(length=10)  # link | phone | mail
    since = Date()


class Response(Table, tablename="surveys_response"):
    """One set of answers, sealed. kind: named (by invitation) or open (no invitation, and the time by the day only).

    revision: 1, and one more for every correction. correction_digest: of the link and the code its customer was given.
    asked_by: who asked and wrote it down, if it came by telephone.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    invitation = ForeignKey(references=Invitation, null=True, default=None, on_delete=OnDelete.set_null)
    kind = Varchar(length=10)
    language = Varchar(length=2)
    sealed_answers = Bytea()
    answered_on = Date()
    answered_at = Timestamptz(null=True, default=None)
    keep_until = Date()
    channel = Varchar(length=10, default="page")  # page | phone
    asked_by = UUID(null=True, default=None)
    revision = Integer(default=1)
    correction_digest = Bytea(null=True, default=None, unique=True)


class FormerAnswers(Table, tablename="surveys_former_answers"):
    """What a response said before it was corrected. Goes with its response and not before."""

    id = UUID(primary_key=True)
    response = ForeignKey(references=Response, on_delete=OnDelete.cascade, null=False)
    revision = Integer()
    language = Varchar(length=2)
    sealed_answers = Bytea()
    answered_on = Date()
    answered_at = Timestamptz(null=True, default=None)


class Draft(Table, tablename="surveys_draft"):
    """Answers a customer put aside to go on later. Gone once they are sent, begun anew, or too late to send."""

    id = UUID(primary_key=True)
    invitation = ForeignKey(references=Invitation, unique=True, on_delete=OnDelete.cascade, null=False)
    sealed_answers = Bytea()
    saved_on = Date()


class AnswerFile(Table, tablename="surveys_answer_file"):
    """A photo or document a customer gave with an answer, cleaned and sealed. Answers that were sent name it by its id."""

    id = UUID(primary_key=True)
    invitation = ForeignKey(references=Invitation, on_delete=OnDelete.cascade, null=False)
    sealed_note = Bytea()
    sealed_content = Bytea()
    received_on = Date()


class Delivery(Table, tablename="surveys_delivery"):
    """One message that brings an invitation to its customer; number 0 is the first, the others remind.

    The sealed link moves on to the reminder that follows, and is dropped with the last message or when nobody waits for it.
    """

    id = UUID(primary_key=True)
    invitation = ForeignKey(references=Invitation, on_delete=OnDelete.cascade, null=False)
    number = Integer(default=0)
    channel = Varchar(length=10)
    language = Varchar(length=2, default="zh")
    state = Varchar(length=10, default="waiting")  # waiting | sent | refused | bounced | dropped
    due_at = Timestamptz(null=True, default=None)
    sealed_token = Bytea(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    problem = Varchar(length=40, default="")  # words of ours, never a server's text: that can quote the address


class Recorded(Table, tablename="surveys_recorded"):
    """One message that was written down here instead of being sent, where no way of sending is set up (the demo)."""

    id = UUID(primary_key=True)  # the delivery's
    channel = Varchar(length=10)
    sealed_address = Bytea()
    sealed_text = Bytea()
    recorded_at = Timestamptz(null=True, default=None)


INDEXES: tuple[str, ...] = (
    "CREATE INDEX surveys_answer_file_invitation ON surveys_answer_file (invitation)",
    "CREATE INDEX surveys_invitation_campaign ON surveys_invitation (campaign)",
    "CREATE INDEX surveys_invitation_subject ON surveys_invitation (subject_ref)",
    "CREATE INDEX surveys_invitation_contact ON surveys_invitation (contact_token, invited_on)",
    "CREATE UNIQUE INDEX surveys_response_invitation ON surveys_response (invitation)",
    "CREATE UNIQUE INDEX surveys_former_answers_revision ON surveys_former_answers (response, revision)",
    "CREATE INDEX surveys_response_day ON surveys_response (answered_on, id)",
    "CREATE INDEX surveys_response_kind ON surveys_response (version, kind, answered_on, id)",
    "CREATE UNIQUE INDEX surveys_delivery_invitation ON surveys_delivery (invitation, number)",
    "CREATE INDEX surveys_delivery_due ON surveys_delivery (state, due_at)",
    "CREATE INDEX surveys_attempt_invitation ON surveys_attempt (invitation)",
    "CREATE INDEX surveys_invitation_phone ON surveys_invitation (state, phone_from)",
    "CREATE INDEX surveys_invitation_seller ON surveys_invitation (salesperson, invited_on)",
    "CREATE UNIQUE INDEX surveys_contact_mark_contact ON surveys_contact_mark (kind, contact_token)",
)
