"""Which state of a case may follow which, who may decide it and what they must say. A table and two questions; no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.errors import CaseError

STATES = (
    "received",
    "acknowledged",
    "triage",
    "investigating",
    "waiting_reporter",
    "findings_review",
    "decision",
    "remediation",
    "closed",
    "rejected_out_of_scope",
    "merged",
    "reopened",
)
OUTCOMES = ("substantiated", "partly", "unsubstantiated", "inconclusive", "no_allegation", "referred")
WITHOUT_INVESTIGATION = ("no_allegation", "referred")

INVESTIGATOR = frozenset({"investigator", "ombudsman"})


class TransitionRefused(CaseError):
    sentence = "A case does not go from where it is now to that state. Reload the page to see what comes next."
    status = 409


class TransitionNotYours(CaseError):
    sentence = "Your role does not decide this step. Somebody else has to."
    status = 403


class FieldMissing(CaseError):
    sentence = "Please write the reason; it stays in the case for whoever reviews it."
    status = 422


class OutcomeUnfit(CaseError):
    sentence = "Choose one of the outcomes offered: a case that nobody investigated was neither proved nor disproved."
    status = 422


@dataclass(frozen=True)
class Rule:
    """One step. `required` are fields of the form that must not be empty; `outcomes` those that fit, for closing."""

    roles: frozenset[str] = INVESTIGATOR
    required: frozenset[str] = frozenset()
    outcomes: tuple[str, ...] = ()


_PLAIN = Rule()
_REASONED = Rule(required=frozenset({"reason"}))
_CLOSING = Rule(required=frozenset({"reason", "outcome"}), outcomes=OUTCOMES)
_CLOSING_EARLY = Rule(required=frozenset({"reason", "outcome"}), outcomes=WITHOUT_INVESTIGATION)

# merged has no way in yet; nothing leads there, so nothing leads out
TRANSITIONS: Mapping[tuple[str, str], Rule] = {
    ("received", "acknowledged"): _PLAIN,
    ("acknowledged", "triage"): _PLAIN,
    ("triage", "investigating"): _PLAIN,
    ("triage", "waiting_reporter"): _PLAIN,
    ("triage", "rejected_out_of_scope"): _REASONED,
    ("triage", "closed"): _CLOSING_EARLY,
    ("investigating", "waiting_reporter"): _PLAIN,
    ("investigating", "findings_review"): _PLAIN,
    ("waiting_reporter", "triage"): _PLAIN,
    ("waiting_reporter", "investigating"): _PLAIN,
    ("findings_review", "investigating"): _REASONED,
    ("findings_review", "decision"): _PLAIN,
    ("decision", "investigating"): _REASONED,
    ("decision", "remediation"): _PLAIN,
    ("decision", "closed"): _CLOSING,
    ("remediation", "closed"): _CLOSING,
    ("closed", "reopened"): _REASONED,
    ("rejected_out_of_scope", "reopened"): _REASONED,
    ("reopened", "investigating"): _PLAIN,
}


def steps_from(state: str, roles: frozenset[str]) -> dict[str, Rule]:
    """What may come next for somebody with these roles, in the order of the table."""
    return {to: rule for (before, to), rule in TRANSITIONS.items() if before == state and roles & rule.roles}


def check_step(before: str, to: str, roles: frozenset[str], *, reason: str = "", outcome: str = "") -> None:
    """Raises TransitionRefused, TransitionNotYours, FieldMissing or OutcomeUnfit unless the table allows exactly this."""
    rule = TRANSITIONS.get((before, to))
    if rule is None:
        raise TransitionRefused
    if not roles & rule.roles:
        raise TransitionNotYours
    if "outcome" in rule.required and outcome not in rule.outcomes:
        raise OutcomeUnfit
    if "reason" in rule.required and not reason.strip():
        raise FieldMissing
