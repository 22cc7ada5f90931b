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


class LogBroken(CaseError):
    """The leaves no longer give the root that was signed: nothing more is signed until somebody has looked."""

    sentence = "The log does not fit its last signed head. Run “brightline log check” and keep every backup."
    status = 500


class HeadUnknown(CaseError):
    sentence = "The log has no signed head of this size."
    status = 404


class ProofNotYet(CaseError):
    sentence = "The proof is there from tomorrow on: the log is signed once a day."
    status = 409
