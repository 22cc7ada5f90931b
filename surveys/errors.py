"""What can go wrong between a customer, a form and us; each error names the sentence its reader will see."""

from __future__ import annotations

from typing import ClassVar


class SurveyError(Exception):
    """Root of the package's errors. `sentence` is a message id of the catalogues; `facts` fill its placeholders."""

    sentence: ClassVar[str] = "This did not work. Please go back and try again."
    status: ClassVar[int] = 400

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence)
        self.facts = facts


class FormTooLarge(SurveyError):
    sentence = "What you sent is larger than {megabytes} MB. Please shorten it or send it in parts."
    status = 413


class FormUnreadable(SurveyError):
    sentence = "We could not read what the browser sent. Please go back, reload the page and send it again."
    status = 400
