"""Correcting what was sent: with link and code only, until the last day, every version kept, the check asked for again."""

import asyncio
from datetime import timedelta

import pytest

from crypto.vault import Vault
from surveys import response_of, said
from surveys.answering.codes import CODE_DIGITS, code_in, correction_digest, new_code, shown_code
from surveys.answering.correcting import MOST_REVISIONS, Answered, correct, open_answered
from surveys.answering.replaying import Given
from surveys.answering.stored import opened_answers
from surveys.answering.submitting import submit
from surveys.errors import AnswersIncomplete, CorrectedTooOften, LinkClosed
from surveys.outbox import Outbox
from surveys.tables import FormerAnswers, Response
from tests.surveys.factories import NO_PURCHASE, NOW, PURCHASE, invited

DIFFERS = PURCHASE | {"amount": ["6800"], "amount_again": ["6800"]}
LATER = NOW + timedelta(days=2)


@pytest.fixture
async def sent(database: None, vault: Vault) -> tuple[str, str]:
    """Link and code of somebody who named another amount, and stayed with it."""
    token = (await invited(vault, valid_days=14)).links[0].token
    return token, await submit(token, DIFFERS, "zh", vault, NOW)


async def corrected(sent: tuple[str, str], given: Given, vault: Vault) -> Answered:
    answered = await open_answered(*sent, vault, LATER)
    await correct(answered, given, "en", vault, LATER)
    return await open_answered(*sent, vault, LATER)


async def test_link_and_code_bring_back_what_was_sent(sent: tuple[str, str], vault: Vault) -> None:
    answered = await open_answered(*sent, vault, LATER)
    assert {name: list(values) for name, values in answered.given.items()} == DIFFERS
    assert answered.link.replay(answered.given, LATER).problems == {}


async def test_after_a_blind_mismatch_both_answers_are_kept(sent: tuple[str, str], vault: Vault) -> None:
    corrected_only_the_second = await corrected(sent, DIFFERS | {"amount_again": ["4200"]}, vault)
    assert corrected_only_the_second.given["amount"] == ("6800",)
    assert corrected_only_the_second.given["amount_again"] == ("4200",)


async def test_a_correction_is_what_counts_and_the_former_answers_are_kept(sent: tuple[str, str], vault: Vault) -> None:
    answered = await corrected(sent, PURCHASE, vault)
    response = await response_of(answered.former.response)
    former = await FormerAnswers.objects().first()
    assert response is not None
    assert former is not None
    assert said(response, vault)["amount"] == "4200"
    assert opened_answers(former.sealed_answers, vault).answers["amount"] == "6800"
    assert (answered.former.revision, former.revision) == (2, 1)
    assert (former.language, former.answered_on, answered.former.answered_on) == ("zh", NOW.date(), LATER.date())
    assert (await Response.count(), await FormerAnswers.count()) == (1, 1)


async def test_a_correction_asks_for_another_check(sent: tuple[str, str], vault: Vault) -> None:
    response = (await corrected(sent, PURCHASE, vault)).former.response
    keys = await Outbox.select(Outbox.key).where(Outbox.kind == "check_response").output(as_list=True)
    assert sorted(keys) == [f"{response}:1", f"{response}:2"]


async def test_sending_the_same_again_changes_nothing(sent: tuple[str, str], vault: Vault) -> None:
    answered = await open_answered(*sent, vault, LATER)
    assert not await correct(answered, DIFFERS, "en", vault, LATER)
    assert await FormerAnswers.count() == 0


async def test_incomplete_corrections_leave_what_was_sent(sent: tuple[str, str], vault: Vault) -> None:
    answered = await open_answered(*sent, vault, LATER)
    with pytest.raises(AnswersIncomplete):
        await correct(answered, {"bought": ["yes"]}, "zh", vault, LATER)
    assert (await open_answered(*sent, vault, LATER)).given == answered.given


async def test_two_corrections_at_once_keep_both_and_lose_none(sent: tuple[str, str], vault: Vault) -> None:
    answered = await open_answered(*sent, vault, LATER)
    both = [correct(answered, given, "zh", vault, LATER) for given in (PURCHASE, NO_PURCHASE)]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [bool, LinkClosed]
    assert await FormerAnswers.count() == 1


async def test_nobody_corrects_for_ever(sent: tuple[str, str], vault: Vault) -> None:
    for revision in range(2, MOST_REVISIONS + 1):
        await corrected(sent, PURCHASE | {"remark": [f"第 {revision} 次"]}, vault)
    with pytest.raises(CorrectedTooOften):
        await corrected(sent, PURCHASE, vault)


async def test_link_without_code_and_code_without_link_open_nothing(sent: tuple[str, str], vault: Vault) -> None:
    token, code = sent
    wrong = [(token, ""), (token, new_code()), ("", code), ("0" * 22, code), (code, token)]
    outcomes = await asyncio.gather(*(open_answered(*pair, vault, LATER) for pair in wrong), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {LinkClosed}


async def test_the_last_day_is_the_links_last_day(sent: tuple[str, str], vault: Vault) -> None:
    await open_answered(*sent, vault, NOW + timedelta(days=14))
    with pytest.raises(LinkClosed):
        await open_answered(*sent, vault, NOW + timedelta(days=15))


async def test_neither_half_is_in_the_database(sent: tuple[str, str], vault: Vault) -> None:
    rows = str(await Response.select())
    assert not any(half in rows for half in sent)
    assert repr(correction_digest(*sent)) in rows


@pytest.mark.parametrize("typed", ["4821 0093 7755", "482100937755", "4821-0093-7755", " ４８２１ ００９３ ７７５５。"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert code_in(typed) == "482100937755"


def test_a_code_is_twelve_digits_shown_in_groups() -> None:
    code = new_code()
    assert (len(code), len(shown_code(code)), code_in(shown_code(code))) == (CODE_DIGITS, CODE_DIGITS + 2, code)
