"""One process over SQLite stays small, whoever signs in at once."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.entering import everybody_enters
from tests.journeys.server import running

MOST_MIB = 300  # Formbricks, for comparison: eight services, 2.9 GiB


async def test_a_server_at_which_everybody_signs_in_at_once_stays_under_300_mib(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        first, second = await everybody_enters(server)
        peak_mib = server.peak_mib()
    assert set(first) == {303}
    assert set(second) <= {303, 403}  # a code is good once, but half a minute later there is another
    assert peak_mib < MOST_MIB
