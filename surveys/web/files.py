"""Files of a customer's form: taken while it is read, for a link that is open and a form that we showed. Draws nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace

from surveys.answering.codes import code_in
from surveys.answering.correcting import open_answered
from surveys.answering.files import keep_file
from surveys.answering.submitting import OpenLink, open_link
from surveys.definitions.form import FILES, Question
from surveys.errors import FileNotTaken, LinkClosed
from surveys.forms import Form
from surveys.services import Cleans
from surveys.web.visits import ANSWER, Visit, form_id_in


@dataclass
class AnswerFiles:
    """What `read_form` hands files to. problems: by question, the sentence that says why one was not taken."""

    token: str
    visit: Visit
    clean: Cleans | None
    taken: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    async def take(
        self, so_far: Form, field: str, upload_name: str, media_type: str, pieces: AsyncIterator[bytes]
    ) -> None:
        link = await self._link(so_far)
        question = _asked(link, field.removeprefix(ANSWER)) if link else None
        if link is None or question is None or self.clean is None:
            return
        visit = self.visit
        try:
            given = await keep_file(
                link.invitation_id, question, upload_name, pieces, self.clean, visit.vault, visit.now.date()
            )
        except FileNotTaken as error:
            self.problems[question.name] = error.sentence
        else:
            self.taken[question.name] = given.id.hex

    def added_to(self, form: Form) -> Form:
        """The form with the ids of its files as answers. A file chosen anew takes the place of the one before."""
        ids: Mapping[str, tuple[str, ...]] = {f"{ANSWER}{name}": (file_id,) for name, file_id in self.taken.items()}
        return replace(form, fields={**form.fields, **ids})

    async def _link(self, so_far: Form) -> OpenLink | None:
        """None for a link that is closed, or a form that was not shown for it."""
        code = code_in(so_far.text("code"))
        visit = self.visit
        try:
            if code:
                link = (await open_answered(self.token, code, visit.vault, visit.now)).link
            else:
                link = await open_link(self.token, visit.vault, visit.now)
        except LinkClosed:
            return None
        return link if form_id_in(so_far, visit) == link.invitation_id else None


def _asked(link: OpenLink, name: str) -> Question | None:
    return next((one for one in link.definition.asked if one.name == name and one.type in FILES), None)
