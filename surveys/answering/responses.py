"""Reads responses for whoever checks them: what was said, about what, in which words. Writes nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args
from uuid import UUID

from crypto.vault import Vault
from surveys.answering.replaying import stated
from surveys.answering.stored import opened_answers
from surveys.campaigns.transactions import SubjectKind, opened
from surveys.definitions.form import FILES, Definition, Question, Text
from surveys.definitions.versions import version
from surveys.tables import Invitation, Response

_FIRST = UUID(int=0)
_KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)


@dataclass(frozen=True)
class Received:
    """One response as stored, still sealed. subject_kind is None for the open form. by_phone: somebody asked."""

    id: UUID
    definition: Definition
    answered_on: date
    language: str
    sealed_answers: bytes
    by_phone: bool = False
    subject_kind: SubjectKind | None = None
    subject_ref: str = ""
    sealed_transaction: bytes | None = None
    shown: str = "{}"


@dataclass(frozen=True)
class Told:
    """One question as its customer read it, and the answer in words, for the case file.

    file: under which a file is kept. is_risk: the form marks such an answer as one to look at.
    """

    question: str
    answer: str
    file: UUID | None = None
    is_risk: bool = False


async def response_of(response_id: UUID) -> Received | None:
    """One response by its id; None once it was erased."""
    return next(iter(await responses_of([response_id])), None)


async def responses_of(response_ids: Sequence[UUID]) -> list[Received]:
    """Those of them that were not erased, in this order."""
    rows = await Response.objects().where(Response.id.is_in(list(response_ids))) if response_ids else []
    found = {row.id: row for row in rows}
    return await _received([found[one] for one in dict.fromkeys(response_ids) if one in found])


async def responses_after(day: date, after: UUID = _FIRST, limit: int = 200) -> list[Received]:
    """Responses of `day` after the id `after`, and of all later days, in a fixed order.

    Ids are random, so they tell no order within a day; whoever keeps a cursor asks for the current day again and takes
    each id once.
    """
    rows = (
        await Response.objects()
        .where(Response.answered_on >= day, (Response.answered_on > day) | (Response.id > after))
        .order_by(Response.answered_on, Response.id)
        .limit(limit)
    )
    return await _received(rows)


def said(response: Received, vault: Vault) -> dict[str, str]:
    """What the customer said, by field of a claim: amounts in yuan as decimal text, days as ISO text, yes|no|unsure.

    An invited customer's name and phone come from the invitation, since they are whom we asked; the rest is theirs. The
    phone is that of the books: somebody reached by another of theirs is no stranger.
    """
    content = opened_answers(response.sealed_answers, vault)
    fields = dict(content.place) | stated(response.definition, content.answers)
    if response.sealed_transaction is not None:
        asked = opened(response.sealed_transaction, vault)
        who = {"customer_name": asked.customer_name, "customer_phone": asked.booked_phone or asked.customer_phone}
        fields |= {name: value for name, value in who.items() if value}
    return fields


def subject_of(response: Received) -> tuple[SubjectKind, str] | None:
    """The order, lead or contact the invitation was about, which its customer never saw; None for the open form."""
    return (response.subject_kind, response.subject_ref) if response.subject_kind else None


def told(response: Received, vault: Vault, language: str) -> list[Told]:
    """Every question that was answered, in the wording of its version."""
    return told_in(response.sealed_answers, response, vault, language)


def told_in(sealed: bytes, response: Received, vault: Vault, language: str) -> list[Told]:
    """The same of answers that were corrected since."""
    content = opened_answers(sealed, vault)
    answers = content.answers
    given = {name: Text(*texts) for name, texts in json.loads(response.shown).items()}
    shown = response.definition.defaults | given
    return [
        Told(
            question.label.in_language(language, shown),
            _words(question, answers[question.name], language),
            UUID(answers[question.name]) if question.type in FILES else None,
            question.name in content.risks,
        )
        for question in response.definition.asked
        if answers.get(question.name)
    ]


def _words(question: Question, answer: str, language: str) -> str:
    if not question.choices:
        return answer
    chosen = [question.choice(name) for name in answer.split(" ")]
    if any(choice is None for choice in chosen):
        return answer  # typed, not chosen
    return "; ".join(choice.label.in_language(language) for choice in chosen if choice is not None)


async def _received(rows: Sequence[Response]) -> list[Received]:
    ids = [row.invitation for row in rows if row.invitation]
    found = await Invitation.objects().where(Invitation.id.is_in(ids)) if ids else []
    by_id = {invitation.id: invitation for invitation in found}
    return [_one(row, by_id.get(row.invitation), await version(row.version)) for row in rows]


def _one(row: Response, invitation: Invitation | None, definition: Definition) -> Received:
    plain = Received(
        id=row.id,
        definition=definition,
        answered_on=row.answered_on,
        language=row.language,
        sealed_answers=bytes(row.sealed_answers),
        by_phone=row.channel == "phone",
    )
    if invitation is None:
        return plain
    return replace(
        plain,
        subject_kind=next(kind for kind in _KINDS if kind == invitation.subject_kind),
        subject_ref=invitation.subject_ref,
        sealed_transaction=bytes(invitation.sealed_transaction),
        shown=invitation.shown,
    )
