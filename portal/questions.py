"""A channel's questions on the report form: read from what was posted, drawn again with what was answered. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cases.channels.offered import OfferedChannel
from cases.channels.versions import NAME_PREFIX
from cases.contents import CLAIM_FIELDS
from surveys import Answered, AskedQuestion, Definition, answered, answers_in, asked, stated, version_of_hash
from surveys.answering.submitting import latest_day
from surveys.forms import Form

NOTHING = Answered({}, {}, {})


@dataclass(frozen=True)
class Questions:
    """The wording somebody was shown, and their answers to it."""

    definition: Definition | None = None
    said: Answered = field(default=NOTHING, repr=False)

    @property
    def sha256(self) -> str:
        return self.definition.sha256 if self.definition else ""

    @property
    def claim(self) -> Mapping[str, str]:
        """What the answers say about one transaction, where the form says so of a question."""
        said = stated(self.definition, self.said.answers) if self.definition else {}
        return {name: text for name, text in said.items() if name in CLAIM_FIELDS}

    def shown(self, language: str) -> tuple[AskedQuestion, ...]:
        return asked(self.definition, language, self.said) if self.definition else ()


async def unanswered(channel: OfferedChannel) -> Questions:
    return Questions(await channel.questions())


async def read_questions(form: Form, channel: OfferedChannel) -> Questions:
    """By the wording the page was made with, if we ever had it; else by today's."""
    shown = await version_of_hash(form.text("questionnaire")) if form.text("questionnaire") else None
    ours = shown is not None and shown.name.startswith(NAME_PREFIX)
    definition = shown if ours else await channel.questions()
    if definition is None:
        return Questions()
    return Questions(definition, answered(definition, answers_in(form), latest_day(datetime.now(UTC))))
