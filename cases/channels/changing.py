"""Changes a channel, on record: who, when, and what it became, in the same transaction as the change. Reads no report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.channels.errors import (
    ChannelKeyUnfit,
    ChannelMissing,
    ChannelNameless,
    ChannelWithoutReader,
    LanguageMissing,
    LastChannel,
    QuestionnaireUnknown,
)
from cases.channels.offered import KEY, LANGUAGES, OfferedChannel, offered
from cases.channels.versions import kept_versions
from cases.records.dates import day_of
from cases.staff import recipients
from cases.tables import Channel, ChannelChange, Staff
from cases.timeline import note_in_log
from surveys.outbox import write_tx

NOT_KEYS = frozenset({"web", "crosscheck"})  # what cases and messages of no channel carry
MOST_NAME, MOST_LINE, MOST_PLACE = 60, 300, 99


@dataclass(frozen=True)
class Wanted:
    """What a channel shall be. readers: ids; none means everybody who may read reports."""

    name_zh: str
    name_en: str
    line_zh: str
    line_en: str
    is_open: bool
    place: int
    languages: frozenset[str]
    takes_claim: bool
    readers: frozenset[str]
    questionnaire: str


@dataclass(frozen=True)
class Change:
    """One line of a channel's history."""

    at: datetime
    who: str


async def channel_for(channel_id: UUID) -> OfferedChannel:
    """Raises ChannelMissing."""
    return offered(await _row(channel_id))


async def change_channel(actor: Actor, channel_id: UUID, wanted: Wanted, *, now: datetime | None = None) -> bool:
    """Make it so; False if it is so already. Raises what _fit says, ChannelMissing, LastChannel."""
    wanted = await _fit(wanted)
    async with write_tx():
        row = await _row(channel_id)
        if row.is_open and not wanted.is_open and row.audience == "reporter" and await _is_last(row):
            raise LastChannel
        before = _settings(row)
        _write(wanted, row)
        if _settings(row) == before:
            return False
        await row.save()
        await _note(actor, row, now or datetime.now(UTC))
    return True


async def add_channel(actor: Actor, key: str, wanted: Wanted, *, now: datetime | None = None) -> UUID:
    """A further channel for reporters. Raises ChannelKeyUnfit, and what _fit says."""
    if not KEY.fullmatch(key) or key in NOT_KEYS:
        raise ChannelKeyUnfit
    row = Channel({Channel.id: uuid4(), Channel.key: key})
    _write(await _fit(wanted), row)
    async with write_tx():
        if not await Channel.insert(row).on_conflict(Channel.key, "DO NOTHING").returning(Channel.id):
            raise ChannelKeyUnfit
        await _note(actor, row, now or datetime.now(UTC))
    return UUID(str(row["id"]))


async def history(channel_id: UUID) -> Sequence[Change]:
    """Who changed a channel and when, latest first."""
    rows = await ChannelChange.select(ChannelChange.at, ChannelChange.actor).where(ChannelChange.channel == channel_id)
    people = {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
    lines = [Change(row["at"], people.get(row["actor"], "")) for row in rows]
    return sorted(lines, key=lambda line: line.at, reverse=True)


async def _row(channel_id: UUID) -> Channel:
    row = await Channel.objects().where(Channel.id == channel_id).first()
    if row is None:
        raise ChannelMissing
    return row


async def _fit(wanted: Wanted) -> Wanted:
    """The same, without readers who left; refused where nobody, no language or no such wording would be left."""
    if not all((wanted.name_zh, wanted.name_en, wanted.line_zh, wanted.line_en)):
        raise ChannelNameless
    if not wanted.languages & frozenset(LANGUAGES):
        raise LanguageMissing
    ids = {str(person.id) for person in await recipients()}
    if not ids or (wanted.readers and not wanted.readers & ids):
        raise ChannelWithoutReader
    if wanted.questionnaire and wanted.questionnaire not in {version.sha256 for version in await kept_versions()}:
        raise QuestionnaireUnknown
    return replace(wanted, readers=wanted.readers & ids)


async def _is_last(row: Channel) -> bool:
    return not await Channel.exists().where(
        Channel.is_open.eq(True), Channel.audience == row.audience, Channel.id != row.id
    )


def _write(wanted: Wanted, row: Channel) -> None:
    """Into the row's columns, bounded as they are."""
    row.name_zh, row.name_en = wanted.name_zh[:MOST_NAME], wanted.name_en[:MOST_NAME]
    row.line_zh, row.line_en = wanted.line_zh[:MOST_LINE], wanted.line_en[:MOST_LINE]
    row.is_open, row.takes_claim = wanted.is_open, wanted.takes_claim
    row.place = min(max(1, wanted.place), MOST_PLACE)
    row.languages = " ".join(language for language in LANGUAGES if language in wanted.languages)
    row.readers = " ".join(sorted(wanted.readers))
    row.questionnaire = wanted.questionnaire


def _settings(row: Channel) -> str:
    values = {name: value for name, value in row.to_dict().items() if name != "id"}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


async def _note(actor: Actor, row: Channel, now: datetime) -> None:
    change = ChannelChange(id=uuid4(), channel=row.id, actor=actor.id, at=now, became=_settings(row))
    await ChannelChange.insert(change)
    await note_in_log(change, day_of(now))
