"""Which consents fill which act."""

from __future__ import annotations

import pytest

from cases.acts import ACTS, is_met

CUSTODIAN, INVESTIGATOR, BOTH = (
    frozenset({"custodian"}),
    frozenset({"investigator"}),
    frozenset({"custodian", "investigator"}),
)
OTHER = frozenset({"supervisor", "administrator", "auditor"})


@pytest.mark.parametrize(
    ("act", "consents", "met"),
    [
        ("open_original", [], False),
        ("open_original", [INVESTIGATOR], True),
        ("open_original", [CUSTODIAN], True),
        ("open_original", [OTHER], False),
        ("disclose_identity", [CUSTODIAN], False),
        ("disclose_identity", [BOTH], False),
        ("disclose_identity", [INVESTIGATOR, INVESTIGATOR], False),
        ("disclose_identity", [INVESTIGATOR, CUSTODIAN], True),
        ("disclose_identity", [CUSTODIAN, CUSTODIAN], True),
        ("disclose_identity", [OTHER, CUSTODIAN, INVESTIGATOR], True),
        ("disclose_identity", [OTHER, CUSTODIAN], False),
    ],
)
def test_every_need_takes_another_person(act: str, consents: list[frozenset[str]], met: bool) -> None:
    assert is_met(ACTS[act], consents) is met
