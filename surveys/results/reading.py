"""What may be told of answers, for pages and exports: months, stores, rounds, measures, distributions, tables of two questions.

Reads sums only. Every figure is of batches of five people or more, so nothing here need be hidden, and nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from crypto.vault import Vault
from surveys.definitions.form import Text
from surveys.definitions.versions import version
from surveys.results import crosstabs, trends
from surveys.results.counts import Counts
from surveys.results.layout import Closed, Layout, layout_of
from surveys.results.measures import Estimate, Weighed, Z, ces_of, csat_of, nps_of, rate_of
from surveys.results.sums import NAME_COLUMN, counts_in
from surveys.results.tables import ResultSum
from surveys.tables import Campaign


@dataclass(frozen=True)
class Counted:
    """One wording of a form that has figures."""

    version: UUID
    name: str
    title: Text
    sha256: str
    first: date
    last: date


@dataclass(frozen=True)
class Share:
    """One answer to a question, and what share of those who answered chose it."""

    label: Text
    weighed: Weighed
    estimate: Estimate


@dataclass(frozen=True)
class Distribution:
    question: Closed
    answered: Weighed
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Measured:
    """One measure of a group of people."""

    question: Closed
    estimate: Estimate


@dataclass(frozen=True)
class Trend:
    """One measure by month, each with 1, -1 or 0 for a move from the month before that is more than chance."""

    question: Closed
    months: tuple[tuple[date, Estimate, int], ...]


@dataclass(frozen=True)
class Part:
    """A store or a round by its name, with its measures, in the order of `measured` questions."""

    token: bytes
    name: str
    answers: int
    measures: tuple[Measured, ...]


@dataclass(frozen=True)
class Summary:
    """Everything the page of one wording shows. answers: how many people's are in it."""

    counted: Counted
    answers: int
    months: tuple[date, ...]
    measures: tuple[Measured, ...]
    trends: tuple[Trend, ...]
    distributions: tuple[Distribution, ...]
    stores: tuple[Part, ...]
    rounds: tuple[Part, ...]
    settled: tuple[date, ...]


async def counted_forms() -> list[Counted]:
    """Every wording with figures, the latest first."""
    rows = await ResultSum.select(ResultSum.version, ResultSum.month).where(ResultSum.scope == "all")
    months: dict[UUID, list[date]] = {}
    for row in rows:
        months.setdefault(row["version"], []).append(row["month"])
    found = [await _counted(version_id, firsts) for version_id, firsts in months.items()]
    return sorted(found, key=lambda one: (one.last, one.name), reverse=True)


async def summary(version_id: UUID, vault: Vault, since: date, until: date) -> Summary | None:
    """The months from `since` to `until`, first days both; None where there are no figures."""
    rows = await ResultSum.objects().where(
        ResultSum.version == version_id, ResultSum.month >= since, ResultSum.month <= until
    )
    everybody = sorted((row for row in rows if row.scope == "all"), key=lambda row: row.month)
    if not everybody:
        return None
    layout = layout_of(await version(version_id))
    by_month = [counts_in(row, layout, vault) for row in everybody]
    months = tuple(row.month for row in everybody)
    whole = _together(layout, by_month)
    return Summary(
        counted=await _counted(version_id, months),
        answers=whole.at(0).count,
        months=months,
        measures=measures_in(whole),
        trends=tuple(_trend(one, months, by_month) for one in layout.questions if one.measure),
        distributions=distributions_in(whole),
        stores=_parts([row for row in rows if row.scope == "store"], layout, vault),
        rounds=await _rounds([row for row in rows if row.scope == "campaign"], layout, vault),
        settled=tuple(row.month for row in everybody if row.settled),
    )


async def crosstab(
    version_id: UUID, month: date, earlier: str, later: str, vault: Vault
) -> tuple[Closed, Closed, crosstabs.Crosstab | None] | None:
    """Two closed questions of a month that is settled; None where there is no such month or no such pair of questions."""
    row = (
        await ResultSum.objects()
        .where(
            ResultSum.version == version_id,
            ResultSum.scope == "all",
            ResultSum.month == month,
            ResultSum.settled.eq(True),
        )
        .first()
    )
    if row is None:
        return None
    layout = layout_of(await version(version_id))
    places = {one.name: place for place, one in enumerate(layout.questions)}
    first, second = sorted((places.get(earlier, -1), places.get(later, -1)))
    if (first, second) not in layout.pair_starts:
        return None
    numbers = counts_in(row, layout, vault, also_pairs=True).pair(first, second)
    if places[earlier] != first:
        first, second, numbers = second, first, [list(column) for column in zip(*numbers, strict=True)]
    return layout.questions[first], layout.questions[second], crosstabs.told(numbers)


def measures_in(counts: Counts) -> tuple[Measured, ...]:
    return tuple(Measured(one, measured(one, counts)) for one in counts.layout.questions if one.measure)


def distributions_in(counts: Counts) -> tuple[Distribution, ...]:
    return tuple(_distribution(one, counts) for one in counts.layout.questions)


def measured(question: Closed, counts: Counts, z: float = Z) -> Estimate:
    """The one definition of NPS, CSAT and CES, whoever asks."""
    scores = {
        int(name): counts.at(question.place(place))
        for place, name in enumerate(question.categories)
        if name.lstrip("-").isdecimal()
    }
    if question.measure == "nps":
        return nps_of(scores, z)
    rule = ces_of if question.measure == "ces" else csat_of
    return rule(scores, question.least, question.most, z)


def _distribution(question: Closed, counts: Counts) -> Distribution:
    whole = counts.at(question.first)
    chosen = [counts.at(question.place(place)) for place in range(len(question.categories))]
    shares = [Share(label, one, rate_of(one, whole)) for label, one in zip(question.labels, chosen, strict=True)]
    return Distribution(question, whole, tuple(shares))


def _trend(question: Closed, months: Sequence[date], by_month: Sequence[Counts]) -> Trend:
    marks = trends.moves([partial(measured, question, counts) for counts in by_month])
    figures = [measured(question, counts) for counts in by_month]
    return Trend(question, tuple(zip(months, figures, marks, strict=True)))


def _parts(rows: Iterable[ResultSum], layout: Layout, vault: Vault) -> tuple[Part, ...]:
    """By name, never by a figure."""
    by_token: dict[bytes, list[ResultSum]] = {}
    for row in rows:
        by_token.setdefault(bytes(row.scope_token), []).append(row)
    parts = [_part(token, own, layout, vault) for token, own in by_token.items()]
    return tuple(sorted(parts, key=lambda part: (part.name, part.token)))


async def _rounds(rows: Sequence[ResultSum], layout: Layout, vault: Vault) -> tuple[Part, ...]:
    """In the order in which they began; named by that day and the beginning of their number, several may share a day."""
    parts = _parts(rows, layout, vault)
    began = Campaign.select(Campaign.id, Campaign.started_at)
    campaigns = await began.where(Campaign.id.is_in([UUID(bytes=part.token) for part in parts])) if parts else []
    days = {row["id"].bytes: f"{row['started_at']:%Y-%m-%d} · " for row in campaigns if row["started_at"]}
    named = (replace(part, name=days.get(part.token, "") + part.token.hex()[:8]) for part in parts)
    return tuple(sorted(named, key=lambda part: part.name))


def _part(token: bytes, rows: Sequence[ResultSum], layout: Layout, vault: Vault) -> Part:
    counts = _together(layout, [counts_in(row, layout, vault) for row in rows])
    return Part(token, vault.open(NAME_COLUMN, bytes(rows[0].sealed_name)), counts.at(0).count, measures_in(counts))


def _together(layout: Layout, several: Iterable[Counts]) -> Counts:
    total = Counts(layout)
    for counts in several:
        total.add_all(counts)
    return total


async def _counted(version_id: UUID, months: Sequence[date]) -> Counted:
    definition = await version(version_id)
    return Counted(version_id, definition.name, definition.title, definition.sha256, min(months), max(months))
