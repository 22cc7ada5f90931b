"""What can go wrong with a report or a case; each error names the sentence its reader will see."""

from __future__ import annotations

from typing import ClassVar


class CaseError(Exception):
    """Root of the package's errors. `sentence` is a message id of the catalogues; `facts` fill its placeholders."""

    sentence: ClassVar[str] = "This did not work. Please go back and try again."
    status: ClassVar[int] = 400

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence)
        self.facts = facts


class CaseUnknown(CaseError):
    """The case does not exist, or this person may not know that it does: the same answer, the same work."""

    sentence = "There is no such case, or it is not open to you."
    status = 404
