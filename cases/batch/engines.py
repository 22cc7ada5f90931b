"""What the batch asks of an engine that runs its SQL, and the one declared place where one is chosen and imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Literal, NamedTuple, Protocol, cast  # cast: a module found by its name has no type

from cases.crosscheck.coding import Row

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


def engine_named(name: EngineName) -> Callable[[], Engine]:
    """Raises ImportError where the extra that brings it is not installed."""
    module, _, kind = ENGINES[name].partition(":")
    return cast(Callable[[], Engine], getattr(import_module(module), kind))
