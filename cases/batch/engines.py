"""What the batch asks of an engine that runs its SQL, and the one declared place where one is chosen and imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Literal, NamedTuple, Protocol, cast  # cast: a module found by its name has no type

from cases.crosscheck.coding import Row
from cases.crosscheck.sql import KEPT

EngineName = Literal["duckdb", "spark"]
ENGINES: dict[EngineName, str] = {"duckdb": "cases.batch.duck:DuckEngine", "spark": "cases.batch.spark:SparkEngine"}


class Pair(NamedTuple):
    """One record that a claim could mean, by its number; `bits` say how well it fits, `place` 1 fits best."""

    claim: int
    label: str
    bits: float
    place: int


class Engine(Protocol):
    """Tables of numbers, as `crosscheck.sql.TABLES` names them."""

    def put(self, table: str, rows: Iterable[Row]) -> None: ...

    def empty(self, table: str) -> None: ...

    def pairs(self) -> Iterator[Pair]:
        """All candidates of all claims, those of one claim together, best first."""

    def anothers(self) -> Iterator[tuple[int, str]]:
        """Claims with orders that fit in all but the customer."""

    def close(self) -> None: ...


def placed(rows: Iterable[tuple[int, str, float]]) -> Iterator[Pair]:
    """The answer to `crosscheck.sql.candidates`, numbered within each claim and cut where enough are kept."""
    last, place = -1, 0
    for claim, label, bits in rows:
        place = place + 1 if claim == last else 1
        last = claim
        if place <= KEPT:
            yield Pair(claim, label, bits, place)


def engine_named(name: EngineName) -> Callable[[], Engine]:
    """Raises ImportError where the extra that brings it is not installed."""
    module, _, kind = ENGINES[name].partition(":")
    return cast(Callable[[], Engine], getattr(import_module(module), kind))
