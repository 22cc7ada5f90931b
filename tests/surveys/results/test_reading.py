"""What a page is told of answers: names and order of its parts."""

from datetime import UTC, datetime

import pytest

from crypto.vault import Vault
from surveys.results.reading import summary
from surveys.results.tables import ResultSum
from tests.surveys.results.making import MAY, Maker

pytestmark = pytest.mark.usefixtures("database")
LATER, EARLIER = datetime(2026, 5, 9, 3, tzinfo=UTC), datetime(2026, 4, 20, 3, tzinfo=UTC)


async def test_rounds_stand_in_the_order_in_which_they_began(vault: Vault) -> None:
    maker = Maker(vault)
    numbers = [await maker.campaign(started_at) for started_at in (LATER, EARLIER)]
    for campaign in numbers * 5:
        await maker.answer(happy="4", campaign=campaign)
    row = await ResultSum.select(ResultSum.version).first()
    found = await summary(row["version"] if row else numbers[0], maker.vault, MAY, MAY)
    assert found is not None
    later, earlier = (number.hex[:8] for number in numbers)
    assert [part.name for part in found.rounds] == [f"2026-04-20 · {earlier}", f"2026-05-09 · {later}"]
