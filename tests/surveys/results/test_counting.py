"""Responses become sums: once each, five at a time, corrected with others, and never in clear."""

from datetime import date

import pytest

from crypto.vault import Vault
from surveys import count_responses
from surveys.keeping import erase_expired
from surveys.outbox import write_tx
from surveys.results.tables import ResultSlip, ResultSum
from surveys.services import Services
from tests.surveys.results.making import MAY, Maker, seen

pytestmark = pytest.mark.usefixtures("database")
JUNE = date(2026, 6, 1)


@pytest.fixture
def maker(vault: Vault) -> Maker:
    return Maker(vault)


async def test_five_answers_are_told_together(maker: Maker) -> None:
    for score in ("1", "2", "3", "4", "5"):
        await maker.answer(happy=score)
    assert await seen(maker.vault, "happy") == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}


async def test_four_are_not(maker: Maker) -> None:
    for _ in range(4):
        await maker.answer(happy="1")
    assert await seen(maker.vault, "happy") == {}


async def test_the_sixth_waits_for_four_more(maker: Maker) -> None:
    for score in "111115":
        await maker.answer(happy=score)
    assert await seen(maker.vault, "happy") == {"1": 5}


async def test_a_question_few_answered_waits_by_itself(maker: Maker) -> None:
    for number in range(5):
        await maker.answer(happy="3", **({"way": "web"} if number < 2 else {}))
    assert (await seen(maker.vault, "happy"), await seen(maker.vault, "way")) == ({"3": 5}, {})


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
async def test_so_it_is_on_postgresql(maker: Maker) -> None:
    answers = [await maker.answer(happy="2", campaign=None) for _ in range(6)]
    for answer in answers[:5]:
        await maker.correct(answer, happy="4")
    await maker.close(JUNE)
    assert await seen(maker.vault, "happy") == {"2": 2, "4": 4}


async def test_a_response_counted_again_changes_nothing(maker: Maker) -> None:
    answers = [await maker.answer(happy="2") for _ in range(5)]
    async with write_tx():
        await count_responses([answers[0]], maker.vault)
    assert await seen(maker.vault, "happy") == {"2": 5}


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_several_at_once_count_once_each(maker: Maker) -> None:
    first = [await maker.answer(happy="1") for _ in range(2)]
    more = [await maker.answer(happy=score, is_counted=False) for score in ("2", "2", "3", "4", "5")]
    async with write_tx():
        await count_responses([*first, *more], maker.vault)
    async with write_tx():
        await count_responses(more, maker.vault)
    assert await seen(maker.vault, "happy") == {"1": 2, "2": 2, "3": 1, "4": 1, "5": 1}
    assert await ResultSlip.count().where(ResultSlip.waiting.eq(True)) == 0


async def test_one_correction_waits(maker: Maker) -> None:
    answers = [await maker.answer(happy="2") for _ in range(5)]
    await maker.correct(answers[0], happy="5")
    assert await seen(maker.vault, "happy") == {"2": 5}


async def test_five_corrections_take_the_place_of_what_was_said_before(maker: Maker) -> None:
    answers = [await maker.answer(happy="2") for _ in range(6)] + [await maker.answer(happy="1") for _ in range(4)]
    for answer in answers[:5]:
        await maker.correct(answer, happy="5")
    assert await seen(maker.vault, "happy") == {"2": 1, "1": 4, "5": 5}


async def test_whoever_takes_a_correction_back_counts_for_nobody(maker: Maker) -> None:
    answers = [await maker.answer(happy="2") for _ in range(5)]
    for _ in range(3):
        await maker.correct(answers[0], happy="5")
        await maker.correct(answers[0], happy="2")
    for answer in answers[1:5]:
        await maker.correct(answer, happy="4")
    assert await seen(maker.vault, "happy") == {"2": 5}


async def test_what_waited_in_small_stores_is_told_of_everybody_when_the_month_is_over(maker: Maker) -> None:
    for store, score in (("East", "1"), ("West", "2"), ("North", "3"), ("South", "4"), ("Lake", "5")):
        await maker.answer(happy=score, store=store)
    await maker.close(JUNE)
    assert await seen(maker.vault, "happy") == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}
    assert not await ResultSum.exists().where(ResultSum.scope == "store")


async def test_what_all_small_stores_said_alike_is_not_told(maker: Maker) -> None:
    for store in ("East", "West", "North", "South", "Lake"):
        await maker.answer(happy="1", store=store)
    await maker.close(JUNE)
    assert await seen(maker.vault, "happy") == {}


async def test_the_running_month_waits_for_its_end(maker: Maker) -> None:
    for store in ("East", "West", "North", "South", "Lake"):
        await maker.answer(happy="1" if store == "East" else "2", store=store)
    await maker.close(MAY)
    assert await seen(maker.vault, "happy") == {}


async def test_rounds_too_small_for_themselves_are_told_with_their_store(maker: Maker) -> None:
    for score in ("1", "2", "3", "4", "5"):
        await maker.answer(happy=score, campaign=await maker.campaign())
    await maker.close(JUNE)
    assert await seen(maker.vault, "happy", scope="store") == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}
    assert not await ResultSum.exists().where(ResultSum.scope == "campaign")


async def test_a_store_and_a_round_have_sums_of_their_own(maker: Maker) -> None:
    campaign = await maker.campaign()
    for store in ("East", "West"):
        for _ in range(5):
            await maker.answer(happy="4" if store == "East" else "1", store=store, campaign=campaign)
    assert await seen(maker.vault, "happy", scope="campaign") == {"4": 5, "1": 5}
    assert await seen(maker.vault, "happy", scope="store", name="East") == {"4": 5}


async def test_a_month_goes_as_a_whole_when_its_first_answer_does(maker: Maker) -> None:
    for day in (1, 2, 28, 29, 30):
        await maker.answer(happy="1", day=date(2026, 5, day))
    async with write_tx():
        await erase_expired({"today": "2028-05-02"}, Services(maker.vault, ""))
    assert (await ResultSum.count(), await ResultSlip.count()) == (0, 0)


async def test_no_answer_and_no_store_stands_in_clear(maker: Maker) -> None:
    for _ in range(5):
        await maker.answer(way="phone", store="东城")
    rows = str(await ResultSlip.select()) + str(await ResultSum.select())
    assert not [word for word in ("phone", "东城", "way") if word in rows or repr(word.encode())[2:-1] in rows]


async def test_all_slips_and_all_sums_of_a_form_are_of_one_length(maker: Maker) -> None:
    for number in range(10):
        await maker.answer(way="web", liked="price staff" if number % 2 else "", store="E" if number < 5 else "Eastern")
    slips, sums = await ResultSlip.objects(), await ResultSum.objects()
    assert (len({len(one.sealed_slip) for one in slips}), len({len(one.sealed_cells) for one in sums})) == (1, 1)
