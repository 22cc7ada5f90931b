"""Corrections until a link's last day: with the link and the code its customer was given, and never without both.

What was said before is kept beside what is said now, and the check is asked for again. Knows no page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from piccolo.querystring import QueryString

from crypto.vault import Vault
from surveys.answering.codes import correction_digest
from surveys.answering.files import refuse_foreign_files
from surveys.answering.replaying import Given
from surveys.answering.stored import Answers, opened_answers, sealed_answers
from surveys.answering.submitting import OpenLink, check_job, link_of
from surveys.definitions.form import SELECTS, Definition
from surveys.errors import AnswersIncomplete, CorrectedTooOften, LinkClosed
from surveys.inserting import Change, Rows, fresh, insert_all
from surveys.outbox import wake_listeners
from surveys.sharing import look_at
from surveys.tables import FormerAnswers

MOST_REVISIONS = 20
_ANSWERED = (
    "SELECT i.id, i.version, i.token_digest, i.shown, i.sealed_transaction, i.expires_on, NULL AS sealed_answers, "
    "r.id AS response, r.revision, r.language, r.sealed_answers AS said, r.answered_on, r.answered_at "
    "FROM surveys_response r JOIN surveys_invitation i ON i.id = r.invitation "
    "WHERE r.correction_digest = {} AND i.expires_on >= {}"
)
_CORRECT = (
    "UPDATE surveys_response SET sealed_answers = {}, language = {}, answered_on = {}, answered_at = {}, revision = {} "
    "WHERE id = {} AND revision = {} RETURNING id"
)


@dataclass(frozen=True)
class Answered:
    """An answered link whose customer came back with its code.

    former: the row that keeps what was said, should it be corrected. given: the same, as a form carries it.
    """

    link: OpenLink
    former: FormerAnswers
    given: Given = field(repr=False)


async def open_answered(token: str, code: str, vault: Vault, now: datetime) -> Answered:
    """Writes nothing. Raises LinkClosed, whatever is wrong with the link or the code."""
    (rows,) = await look_at(QueryString(_ANSWERED, correction_digest(token, code), now.date()))
    if not rows:
        raise LinkClosed
    row = rows[0]
    former = fresh(
        FormerAnswers,
        id=uuid4(),
        response=row["response"],
        revision=row["revision"],
        language=row["language"],
        sealed_answers=bytes(row["said"]),
        answered_on=row["answered_on"],
        answered_at=row["answered_at"],
    )
    link = await link_of(row, vault)
    return Answered(link, former, as_given(link.definition, opened_answers(former.sealed_answers, vault).answers))


async def correct(answered: Answered, given: Given, language: str, vault: Vault, now: datetime) -> bool:
    """Put other answers in the place of the former ones and have them checked. False if they say the same.

    Raises AnswersIncomplete, CorrectedTooOften, LinkClosed if another correction came in between.
    """
    former, walk = answered.former, answered.link.replay(given, now)
    if walk.problems:
        raise AnswersIncomplete
    await refuse_foreign_files(answered.link.invitation_id, walk)
    answers = Answers(walk.answers, walk.risks)
    if answers == opened_answers(former.sealed_answers, vault):
        return False
    if former.revision >= MOST_REVISIONS:
        raise CorrectedTooOften(most=MOST_REVISIONS)
    revision, at = former.revision + 1, now.astimezone(UTC)
    cells = (sealed_answers(answers, vault), language, at.date(), at, revision)
    corrected = Change(QueryString(_CORRECT, *cells, former.response, former.revision))
    if await insert_all(corrected, Rows([former]), Rows([check_job(former.response, revision)])) is not None:
        raise LinkClosed
    wake_listeners()
    return True


def as_given(definition: Definition, answers: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Clean answers as a form carries them; what was calculated is calculated again."""
    return {
        question.name: tuple(answers[question.name].split()) if question.type in SELECTS else (answers[question.name],)
        for question in definition.asked
        if answers.get(question.name)
    }
