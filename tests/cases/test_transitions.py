"""The table of states: every pair, allowed or refused."""

from __future__ import annotations

from itertools import product

import pytest

from cases.transitions import (
    OUTCOMES,
    STATES,
    TRANSITIONS,
    FieldMissing,
    OutcomeUnfit,
    TransitionNotYours,
    TransitionRefused,
    check_step,
    steps_from,
)

INVESTIGATOR = frozenset({"investigator"})
# Written out a second time on purpose: changing the flow means changing it here too.
ALLOWED = {
    "received": "acknowledged",
    "acknowledged": "triage",
    "triage": "investigating waiting_reporter rejected_out_of_scope closed",
    "investigating": "waiting_reporter findings_review",
    "waiting_reporter": "triage investigating",
    "findings_review": "investigating decision",
    "decision": "investigating remediation closed",
    "remediation": "closed",
    "closed": "reopened",
    "rejected_out_of_scope": "reopened",
    "merged": "",
    "reopened": "investigating",
}
EVERY_PAIR = list(product(STATES, STATES))
ALLOWED_PAIRS = [(before, to) for before, to in EVERY_PAIR if to in ALLOWED[before].split()]
REFUSED_PAIRS = [(before, to) for before, to in EVERY_PAIR if to not in ALLOWED[before].split()]


def fitting_outcome(before: str, to: str) -> str:
    return next(iter(TRANSITIONS[before, to].outcomes), "")


def test_the_table_names_only_states_that_exist() -> None:
    assert {state for pair in TRANSITIONS for state in pair} | {"merged"} == set(STATES)


@pytest.mark.parametrize(("before", "to"), ALLOWED_PAIRS)
def test_an_allowed_step_passes_with_its_fields(before: str, to: str) -> None:
    check_step(before, to, INVESTIGATOR, reason="because", outcome=fitting_outcome(before, to))
    assert to in steps_from(before, INVESTIGATOR)


@pytest.mark.parametrize(("before", "to"), REFUSED_PAIRS)
def test_any_other_step_is_refused(before: str, to: str) -> None:
    with pytest.raises(TransitionRefused):
        check_step(before, to, INVESTIGATOR, reason="because", outcome="substantiated")
    assert to not in steps_from(before, INVESTIGATOR)


@pytest.mark.parametrize(("before", "to"), ALLOWED_PAIRS)
@pytest.mark.parametrize("role", ["administrator", "supervisor", "auditor", "custodian"])
def test_no_step_is_for_another_role(before: str, to: str, role: str) -> None:
    with pytest.raises(TransitionNotYours):
        check_step(before, to, frozenset({role}), reason="because", outcome=fitting_outcome(before, to))
    assert steps_from(before, frozenset({role})) == {}


@pytest.mark.parametrize(("before", "to"), [pair for pair in ALLOWED_PAIRS if "reason" in TRANSITIONS[pair].required])
def test_a_step_that_wants_a_reason_refuses_blanks(before: str, to: str) -> None:
    with pytest.raises(FieldMissing):
        check_step(before, to, INVESTIGATOR, reason="  \n", outcome=fitting_outcome(before, to))


@pytest.mark.parametrize(("before", "to"), [pair for pair in ALLOWED_PAIRS if pair[1] == "closed"])
@pytest.mark.parametrize("outcome", ["", "guilty"])
def test_closing_refuses_an_outcome_that_does_not_exist(before: str, to: str, outcome: str) -> None:
    with pytest.raises(OutcomeUnfit):
        check_step(before, to, INVESTIGATOR, reason="because", outcome=outcome)


@pytest.mark.parametrize("outcome", ["substantiated", "partly", "unsubstantiated", "inconclusive"])
def test_a_case_nobody_investigated_is_neither_proved_nor_disproved(outcome: str) -> None:
    with pytest.raises(OutcomeUnfit):
        check_step("triage", "closed", INVESTIGATOR, reason="because", outcome=outcome)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_decided_case_closes_with_any_outcome(outcome: str) -> None:
    check_step("decision", "closed", INVESTIGATOR, reason="because", outcome=outcome)
    assert outcome in TRANSITIONS["decision", "closed"].outcomes
