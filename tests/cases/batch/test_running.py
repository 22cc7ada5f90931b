"""The batch against the online check, on a company whose truth is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cases.batch.answers import Answers
from cases.batch.duck import DuckEngine
from cases.batch.ledger import open_ledger
from cases.batch.running import run
from cases.checking import verdict_of
from cases.claims import open_fact, store_claims
from cases.crosscheck.engine import Verdict
from cases.gathering import open_books
from cases.records.cells import Record
from cases.records.importing import Counts, import_file
from cases.tables import Claim, Finding, LogEntry
from crypto.vault import Vault
from tests.cases.crosscheck.files import files_of
from tests.cases.crosscheck.quality import compare
from tests.cases.crosscheck.worlds import EASY, HARD, Mix, World, make_world


async def take_in(world: World, vault: Vault) -> None:
    async def store(rows: list[Record]) -> Counts:
        return await store_claims(rows, vault)

    for kind, data in files_of(world).items():
        await import_file(kind, data, vault, store_claims=store)


async def checked(vault: Vault) -> dict[str, Verdict]:
    verdicts = {}
    async with open_ledger(vault, DuckEngine, lambda _: None) as ledger:
        async for step in run(ledger, vault):
            verdicts.update((fact.claim_no, verdict) for fact, verdict in step.verdicts)
    return verdicts


async def checked_online(vault: Vault) -> dict[str, Verdict]:
    books = await open_books(vault)
    facts = [open_fact(row, vault) for row in await Claim.objects()]
    return {fact.claim_no: (await verdict_of(fact, books, vault))[0] for fact in facts}


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize(("mix", "seed"), [(EASY, 31), (HARD, 32)])
async def test_batch_and_online_check_say_the_same_of_every_claim(
    database: None, vault: Vault, mix: Mix, seed: int
) -> None:
    await take_in(make_world(seed, claims=400, mix=mix), vault)
    batch, online = await checked(vault), await checked_online(vault)
    assert {no: _told(one) for no, one in batch.items()} == {no: _told(one) for no, one in online.items()}


def _told(verdict: Verdict) -> object:
    return (
        verdict.match.order_no,
        verdict.match.grade,
        sorted((one.kind, one.grade, one.order_no, one.lead_no) for one in verdict.findings),
    )


async def test_the_batch_matches_the_hard_set(database: None, vault: Vault) -> None:
    world = make_world(33, claims=1500, mix=HARD)
    await take_in(world, vault)
    quality = compare(world, await checked(vault))
    assert quality.matches.precision >= 0.995
    assert quality.matches.recall >= 0.997


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_a_second_run_changes_no_row(database: None, vault: Vault) -> None:
    await take_in(make_world(34, claims=120, mix=EASY), vault)
    await checked(vault)
    before = await Finding.select().order_by(Finding.id), await LogEntry.count()
    await checked(vault)
    assert before == (await Finding.select().order_by(Finding.id), await LogEntry.count())
    assert before[0]


async def test_a_run_that_was_killed_goes_on_and_writes_the_same_files(
    database: None, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.batch.running.FILED_AT_ONCE", 25)
    await take_in(make_world(35, claims=120, mix=EASY), vault)
    whole = await written(vault, Answers(tmp_path / "whole.jsonl", tmp_path / "whole.csv", "mark"))
    await written(vault, Answers(tmp_path / "part.jsonl", tmp_path / "part.csv", "mark"), steps=2)
    with (tmp_path / "part.jsonl.part").open("ab") as file:
        file.write(b'{"half a li')
    resumed = Answers(tmp_path / "part.jsonl", tmp_path / "part.csv", "mark")
    assert resumed.claims == 50
    await written(vault, resumed)
    assert (resumed.claims, resumed.findings) == (whole.claims, whole.findings)
    assert (tmp_path / "part.jsonl").read_text() == (tmp_path / "whole.jsonl").read_text()
    assert (tmp_path / "part.csv").read_text() == (tmp_path / "whole.csv").read_text()
    assert {path.name for path in tmp_path.glob("*.*")} == {"part.csv", "part.jsonl", "whole.csv", "whole.jsonl"}


async def test_a_run_over_other_books_begins_anew(database: None, vault: Vault, tmp_path: Path) -> None:
    await take_in(make_world(36, claims=20, mix=EASY), vault)
    await written(vault, Answers(tmp_path / "f.jsonl", None, "monday"), steps=1)
    assert Answers(tmp_path / "f.jsonl", None, "tuesday").claims == 0


async def test_each_line_names_claim_kind_grade_and_both_languages(
    database: None, vault: Vault, tmp_path: Path
) -> None:
    await take_in(make_world(37, claims=60, mix=EASY), vault)
    await written(vault, Answers(tmp_path / "f.jsonl", None, ""))
    lines = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
    assert lines
    assert all(line["claim_no"] and line["kind"] and line["grade"] for line in lines)
    assert all(line["summary"].keys() == {"zh", "en"} for line in lines)


async def written(vault: Vault, answers: Answers, steps: int = 1000) -> Answers:
    async with open_ledger(vault, DuckEngine, lambda _: None) as ledger:
        async for step in run(ledger, vault, after=answers.last):
            answers.add(step)
            steps -= 1
            if not steps:
                return answers
    answers.finish()
    return answers
