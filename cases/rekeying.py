"""What of cases hangs on the root key: second factors, what surveys and imports said, and tokens a case is found by.

What is sealed to people or under a case key is none of it, and stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from cases.claims import CLAIM_COLUMN, open_fact
from cases.crosscheck.facts import ClaimFact
from cases.crosscheck.fields import plain_text
from cases.filing_records import LABEL, subject_of
from cases.findings import FINDING_COLUMN, REASON_COLUMN
from cases.joining import PERSON_LABEL, SUBJECT_LABEL
from cases.looking_up import LOOK_UP_COLUMN
from cases.matches import MATCH_COLUMN, meant_in
from cases.naming import key_of
from cases.people.tables import Attempts, LookUp
from cases.records.rekeying import CELLS as RECORDS
from cases.records.tables import Lead, Order, SalespersonRecord
from cases.sight import person_token
from cases.staff import TOTP_COLUMN
from cases.tables import Case, Claim, Finding, Staff
from cases.timeline import note_change
from cases.weights.tables import WeighingVersion
from cases.weights.versions import REASON_COLUMN as REASON_COLUMN_OF_WEIGHTS
from crypto.vault import Vault
from surveys.rekeying import Cells, Row


def _finding_token(row: Row, old: Vault, new: Vault) -> Row:
    detail = json.loads(old.open(FINDING_COLUMN, bytes(row["sealed_detail"])))
    return {"salesperson_token": person_token(new, detail["salesperson"])}


def _claim_token(row: Row, old: Vault, new: Vault) -> Row:
    sealed = row["sealed_match"]
    seller = meant_in(old.open(MATCH_COLUMN, bytes(sealed))).salesperson if sealed else None
    return {"salesperson_token": person_token(new, seller)}


CELLS: tuple[Cells, ...] = (
    *RECORDS,
    Cells(Staff, {Staff.sealed_totp_secret: TOTP_COLUMN}),
    Cells(LookUp, {LookUp.sealed_words: LOOK_UP_COLUMN}),
    Cells(WeighingVersion, {WeighingVersion.sealed_words: REASON_COLUMN_OF_WEIGHTS}),
    Cells(
        Claim,
        {Claim.sealed_fact: CLAIM_COLUMN, Claim.sealed_match: MATCH_COLUMN},
        (Claim.salesperson_token,),
        _claim_token,
        only=Claim.sealed_by == "vault",
    ),
    Cells(
        Finding,
        {Finding.sealed_detail: FINDING_COLUMN},
        (Finding.salesperson_token,),
        _finding_token,
        only=Finding.sealed_by == "vault",
    ),
)


async def renew_reasons(old: Vault, new: Vault, day: date) -> int:
    """Why findings without a case were put aside. The log covers these words, so each leaves a new entry. Needs write_tx()."""
    rows = await Finding.objects().where(Finding.case.is_null(), Finding.dismissal_reason != "")
    for row in rows:
        content = old.open_bytes(REASON_COLUMN, bytes.fromhex(row.dismissal_reason))
        sealed = new.seal_bytes(REASON_COLUMN, content).hex()
        await Finding.update({Finding.dismissal_reason: sealed}).where(Finding.id == row.id)
        await note_change(Finding, row.id, day)
    return len(rows)


async def renew_subjects(old: Vault, new: Vault, day: date) -> int:
    """By what a finding without a claim is known again, so that it stays put aside. The log covers it: each leaves a new
    entry. Run this before findings are sealed anew. Needs write_tx()."""
    rows = await Finding.objects().where(Finding.claim.is_null(), Finding.sealed_by == "vault")
    renewed = 0
    for row in rows:
        known_by, _, token = row.dedupe_key.rpartition(":")
        source = known_by.partition(":")[0]
        subject = subject_of(row.kind, source, json.loads(old.open(FINDING_COLUMN, bytes(row.sealed_detail))))
        if subject is not None and old.token(LABEL, subject).hex() == token:
            key = f"{known_by}:{new.token(LABEL, subject).hex()}"
            await Finding.update({Finding.dedupe_key: key}).where(Finding.id == row.id)
            await note_change(Finding, row.id, day)
            renewed += 1
    return renewed


async def renew_case_tokens(old: Vault, new: Vault) -> tuple[int, int]:
    """By what a case is found when another doubt comes up. Cases do not keep the words, so these are looked for among the
    claims (run this before they are sealed anew) and the records. Returns how many were found, and how many were not and
    lost their token: a further doubt then opens a case of its own. Needs write_tx()."""
    cases = await Case.select(Case.id, Case.subject_token, Case.salesperson_token).where(
        (Case.subject_token.is_not_null()) | (Case.salesperson_token.is_not_null())
    )
    if not cases:
        return 0, 0
    facts = [open_fact(row, old) for row in await Claim.objects().where(Claim.sealed_by == "vault")]
    subjects = _tokens(SUBJECT_LABEL, [*await _recorded_subjects(), *_subjects_of(facts)], old, new)
    people = {
        old.token(PERSON_LABEL, spelled): new.token(PERSON_LABEL, key_of(name))
        for name in {*await _recorded_people(), *_people_of(facts)}
        for spelled in (plain_text(name), key_of(name))  # cases of before names were folded bear the former
    }
    lost = 0
    for row in cases:
        subject, person = row["subject_token"], row["salesperson_token"]
        renewed = subjects.get(bytes(subject or b"")), people.get(bytes(person or b""))
        lost += (subject is not None and renewed[0] is None) + (person is not None and renewed[1] is None)
        await Case.update({Case.subject_token: renewed[0], Case.salesperson_token: renewed[1]}).where(
            Case.id == row["id"]
        )
    return len(cases), lost


async def forget_attempts() -> None:
    """Failed sign-ins are counted by keyed digests of names nobody kept. Needs write_tx()."""
    await Attempts.delete(force=True)


def _tokens(label: str, values: Iterable[str], old: Vault, new: Vault) -> Mapping[bytes, bytes]:
    return {old.token(label, value): new.token(label, value) for value in set(values)}


async def _recorded_subjects() -> list[str]:
    orders = [row["order_no"] for row in await Order.select(Order.order_no)]
    leads = [row["lead_no"] for row in await Lead.select(Lead.lead_no)]
    return _subjects(orders, leads)


def _subjects_of(facts: Iterable[ClaimFact]) -> list[str]:
    orders = [number for fact in facts for number in (fact.order_no, fact.about_order_no) if number]
    return _subjects(orders, [fact.about_lead_no for fact in facts if fact.about_lead_no])


def _subjects(orders: Iterable[str], leads: Iterable[str]) -> list[str]:
    return [*(f"order:{number}" for number in orders), *(f"lead:{number}" for number in leads)]


async def _recorded_people() -> list[str]:
    names = await SalespersonRecord.select(SalespersonRecord.name)
    credited = [
        *await Order.select(Order.salesperson).distinct(),
        *await Lead.select(Lead.salesperson).distinct(),
    ]
    return [row["name"] for row in names] + [row["salesperson"] for row in credited]


def _people_of(facts: Iterable[ClaimFact]) -> list[str]:
    return [fact.salesperson for fact in facts if fact.salesperson]
