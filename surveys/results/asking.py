"""Who was asked and who answered: counts by way and by salesperson. Reads no answer, and nobody's reading is tracked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from surveys.results.people import Standing, standings
from surveys.tables import Invitation

FEWEST = 5

_BY_WAY = """
SELECT i.channel AS way, COUNT(*) AS invited, SUM(CASE WHEN i.state = 'answered' THEN 1 ELSE 0 END) AS answered,
  SUM(CASE WHEN EXISTS (SELECT 1 FROM surveys_delivery d WHERE d.invitation = i.id AND d.state = 'sent')
      THEN 1 ELSE 0 END) AS sent
FROM surveys_invitation i WHERE i.invited_on >= {} GROUP BY i.channel ORDER BY i.channel"""
_BY_PERSON = """
SELECT salesperson, COUNT(*) AS asked, SUM(CASE WHEN state = 'answered' THEN 1 ELSE 0 END) AS answered
FROM surveys_invitation WHERE invited_on >= {} AND salesperson <> '' AND (state <> 'open' OR expires_on < {})
GROUP BY salesperson ORDER BY salesperson"""


@dataclass(frozen=True)
class Funnel:
    """One way of asking. sent: 0 where links were handed out and no message of ours could be counted."""

    way: str
    invited: int
    sent: int
    answered: int


@dataclass(frozen=True)
class Silence:
    """How many of a salesperson's customers did not answer; standing is None where fewer than FEWEST were asked."""

    salesperson: str
    asked: int
    silent: int
    standing: Standing | None


async def funnels(since: date) -> list[Funnel]:
    rows = await Invitation.raw(_BY_WAY, since)
    return [Funnel(row["way"], int(row["invited"]), int(row["sent"]), int(row["answered"])) for row in rows]


async def silences(since: date, today: date) -> list[Silence]:
    """By name. Only whose time to answer is over is counted."""
    rows = await Invitation.raw(_BY_PERSON, since, today)
    asked = [(row["salesperson"], int(row["asked"]), int(row["asked"]) - int(row["answered"])) for row in rows]
    enough = [one for one in asked if one[1] >= FEWEST]
    known = dict(zip((one[0] for one in enough), standings([(silent, n) for _, n, silent in enough]), strict=True))
    return [Silence(name, n, silent, known.get(name)) for name, n, silent in asked]
