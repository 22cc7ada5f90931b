"""The channels and questions a new portal begins with."""

from __future__ import annotations

import pytest

from cases.channels.first import COMPLAINT, DEFAULT, FIRST, ready_made
from cases.channels.offered import all_channels, chosen, for_reporters
from cases.channels.versions import NAME_PREFIX, kept_versions
from surveys import asked
from tests.factories import make_company

KEYS = [first.key for first in FIRST]


@pytest.mark.parametrize("key", KEYS)
def test_ready_made_questions_are_named_as_questions_for_reports(key: str) -> None:
    assert ready_made(key).name == f"{NAME_PREFIX}{key}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_condition_of_ready_made_questions_can_be_said_in_words(key: str, language: str) -> None:
    conditional = [one for one in asked(ready_made(key), language) if one.is_conditional]
    assert [one.shown.name for one in conditional if not (one.after and one.condition)] == []


@pytest.mark.parametrize("key", KEYS)
def test_ready_made_questions_are_few(key: str) -> None:
    assert len(ready_made(key).asked) <= 6


@pytest.mark.usefixtures("database")
async def test_a_new_portal_has_six_channels_for_reporters_and_one_for_customers() -> None:
    await make_company()
    channels = await all_channels()
    assert [one.key for one in channels] == KEYS
    assert [one.key for one in channels if one.audience == "customer"] == [COMPLAINT]
    assert len(for_reporters(channels, "zh")) == 6


@pytest.mark.usefixtures("database")
async def test_every_channel_points_at_a_wording_that_is_kept() -> None:
    await make_company()
    kept = {version.sha256 for version in await kept_versions()}
    assert {one.questionnaire for one in await all_channels()} == kept


@pytest.mark.usefixtures("database")
async def test_the_default_is_chosen_where_none_is_asked_for_or_an_unknown_one() -> None:
    await make_company()
    shown = for_reporters(await all_channels(), "zh")
    found = [chosen(shown, key) for key in ("", "nothing", COMPLAINT, "kickback")]
    assert [one.key for one in found if one] == [DEFAULT, DEFAULT, DEFAULT, "kickback"]
