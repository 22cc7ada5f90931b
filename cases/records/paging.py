"""Rows of a table a page at a time, in the order of their ids: no page is found by counting off those before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any  # rows come from the driver untyped

from piccolo.columns import Column
from piccolo.custom_types import Combinable
from piccolo.table import Table


async def pages(
    table: type[Table], at_once: int, *conditions: Combinable, only: Sequence[Column] = ()
) -> AsyncIterator[list[dict[str, Any]]]:
    """only: the columns wanted, the id among them; all if none is named. Rows may be deleted meanwhile."""
    key = table._meta.primary_key
    beyond: tuple[Combinable, ...] = ()
    while rows := await table.select(*only).where(*conditions, *beyond).order_by(key).limit(at_once):
        yield rows
        beyond = (key > rows[-1]["id"],)
