"""What keeps weights from being moved, each with what to do about it."""

from __future__ import annotations

from cases.errors import CaseError


class NothingMoved(CaseError):
    sentence = "Nothing differs from what is in use. Change a value first."
    status = 422


class ValueUnfit(CaseError):
    sentence = "{name} must lie between {least} and {most}. Nothing was kept; what you typed is still here."
    status = 422


class ReasonNeeded(CaseError):
    sentence = "Please write why these values fit better. Whoever decides and the auditors read it."
    status = 422


class ProposalWaiting(CaseError):
    sentence = "Another proposal is waiting. Have it decided first."
    status = 409


class ProposalUnknown(CaseError):
    sentence = "There is no such proposal."
    status = 404


class ProposalDecided(CaseError):
    sentence = "This proposal was decided already."
    status = 409


class OwnProposal(CaseError):
    sentence = "Somebody other than whoever proposed it has to decide."
    status = 403


class Sells(CaseError):
    sentence = "Whoever sells, or stands above somebody who does, moves no weights: findings could be about them."
    status = 403
