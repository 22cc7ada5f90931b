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
    """One round of asking: who started it, with which form, by which way."""

    id = UUID(primary_key=True)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    frame = Varchar(length=20)  # whom it was drawn from: orders | cancelled | lost_leads | list
    channel = Varchar(length=10)  # links | mail
    started_at = Timestamptz(null=True, default=None)
    started_by = UUID()


class Invitation(Table, tablename="surveys_invitation"):
    """One link for one customer about one order or lead. The link itself is nowhere; only its digest is.

    shown: JSON of what the customer may read about themselves (company, window, goods), in both languages.
    sealed_transaction: the Transaction as it was when they were asked, under the vault.
    """

    id = UUID(primary_key=True)
    campaign = ForeignKey(references=Campaign, on_delete=OnDelete.cascade, null=False)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    token_digest = Bytea(unique=True)
    subject_kind = Varchar(length=10)  # order | lead
    subject_ref = Varchar(length=64)
    shown = Text()
    sealed_transaction = Bytea()
    contact_token = Bytea()  # blind: finds whoever was asked lately, names nobody
    channel = Varchar(length=10)
    inclusion_probability = Real(default=1.0)
    state = Varchar(length=10, default="open")  # open | answered
    invited_on = Date()
    expires_on = Date()


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


class Delivery(Table, tablename="surveys_delivery"):
    """One attempt to bring an invitation to its customer. The sealed link is dropped as soon as it is sent."""

    id = UUID(primary_key=True)
    invitation = ForeignKey(references=Invitation, on_delete=OnDelete.cascade, null=False)
    channel = Varchar(length=10)
    language = Varchar(length=2, default="zh")
    state = Varchar(length=10, default="waiting")  # waiting | sent | refused
    sealed_token = Bytea(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    problem = Varchar(length=40, default="")  # words of ours, never a server's text: that can quote the address


INDEXES: tuple[str, ...] = (
    "CREATE INDEX surveys_invitation_campaign ON surveys_invitation (campaign)",
    "CREATE INDEX surveys_invitation_subject ON surveys_invitation (subject_ref)",
    "CREATE INDEX surveys_invitation_contact ON surveys_invitation (contact_token, invited_on)",
    "CREATE UNIQUE INDEX surveys_response_invitation ON surveys_response (invitation)",
    "CREATE UNIQUE INDEX surveys_former_answers_revision ON surveys_former_answers (response, revision)",
    "CREATE INDEX surveys_response_day ON surveys_response (answered_on, id)",
    "CREATE INDEX surveys_delivery_invitation ON surveys_delivery (invitation)",
)
