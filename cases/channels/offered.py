"""Channels as they are offered: which, in which words, read by whom. Changes nothing and knows no report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # raw rows come untyped from the driver
from uuid import UUID

from cases.channels.errors import ChannelUnknown
from cases.channels.first import DEFAULT
from cases.readers import Readers, possible_readers
from cases.tables import Channel
from surveys import Definition, Text, version_of_hash
from surveys.sharing import SharedLook

LANGUAGES = ("zh", "en")
KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True)
class OfferedChannel:
    """readers: ids of those who read it; none means everybody who may read reports. questionnaire: a hash, or ""."""

    id: UUID
    key: str
    audience: str
    name: Text
    line: Text
    is_open: bool
    place: int
    languages: frozenset[str]
    takes_claim: bool
    readers: frozenset[UUID]
    questionnaire: str

    async def questions(self) -> Definition | None:
        """What it asks today."""
        return await version_of_hash(self.questionnaire) if self.questionnaire else None

    async def possible_readers(self) -> Readers:
        """Everybody a report in this channel can be sealed to today."""
        return await possible_readers(self.readers)


async def _all() -> tuple[OfferedChannel, ...]:
    rows = await Channel.select().order_by(Channel.place, Channel.key)
    return tuple(offered_in(row) for row in rows)


all_channels = SharedLook(_all)  # in their order; those who ask while a look is under way share it


async def channel_named(key: str) -> OfferedChannel:
    """One channel, open or not: whoever was shown it may still report. An empty key means the default. Raises ChannelUnknown.

    One raw row: it is asked for at every report.
    """
    wanted = key or DEFAULT
    rows = await Channel.raw("SELECT * FROM cases_channel WHERE key = {}", wanted) if KEY.fullmatch(wanted) else ()
    if not rows:
        raise ChannelUnknown
    return offered_in(rows[0])


def for_reporters(channels: Iterable[OfferedChannel], language: str) -> tuple[OfferedChannel, ...]:
    """Those a reporter may choose from: open, and offered in their language unless none is."""
    open_ones = tuple(one for one in channels if one.is_open and one.audience == "reporter")
    return tuple(one for one in open_ones if language in one.languages) or open_ones


def chosen(shown: Sequence[OfferedChannel], key: str) -> OfferedChannel | None:
    """The one asked for, else the default, else the first."""
    by_key = {one.key: one for one in shown}
    return by_key.get(key) or by_key.get(DEFAULT) or next(iter(shown), None)


async def channel_names(language: str) -> dict[str, str]:
    return {channel.key: channel.name.in_language(language) for channel in await all_channels()}


def offered(row: Channel) -> OfferedChannel:
    return offered_in(row.to_dict())


def offered_in(row: Mapping[str, Any]) -> OfferedChannel:
    return OfferedChannel(
        id=row["id"],
        key=row["key"],
        audience=row["audience"],
        name=Text(row["name_zh"], row["name_en"]),
        line=Text(row["line_zh"], row["line_en"]),
        is_open=bool(row["is_open"]),
        place=row["place"],
        languages=frozenset(row["languages"].split()),
        takes_claim=bool(row["takes_claim"]),
        readers=frozenset(UUID(text) for text in row["readers"].split()),
        questionnaire=row["questionnaire"],
    )
