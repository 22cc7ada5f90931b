"""What a reporter's browser or client must know to seal a report: keys and limits. Names nobody; nothing here is secret."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any  # a definition is JSON

from cases.channels.offered import OfferedChannel, all_channels, chosen
from cases.contents import MOST_CHARACTERS
from cases.identities import possible_keepers
from cases.keysets import MOST_PRESEALED_BYTES
from cases.opening import NobodyToRead
from cases.readers import MOST_READERS, Readers, mark_of
from cases.staff import KEEPING_ROLE, READING_ROLES
from portal.floods import WorkAsked
from portal.reporter_form import MOST_FIELD_CHARACTERS


@dataclass(frozen=True)
class ChannelRecipient:
    """Somebody who could read. Marks are hex, see docs/reporting-api.md; keys are base64."""

    id: str
    role: str
    public_key: str
    name_marks: list[str]


@dataclass(frozen=True)
class Limits:
    envelope_bytes: int = MOST_PRESEALED_BYTES
    text_characters: int = MOST_CHARACTERS
    field_characters: int = MOST_FIELD_CHARACTERS
    recipients: int = MOST_READERS


@dataclass(frozen=True)
class Channel:
    """What the page of one channel carries. `work`: what is asked for against floods; none in a preview."""

    key: str
    recipients: list[ChannelRecipient]
    recovery_key: str
    limits: Limits
    questionnaire: str = ""
    work: WorkAsked | None = None
    custodians: list[ChannelRecipient] = field(default_factory=list)  # who could keep a name


@dataclass(frozen=True)
class Words:
    zh: str
    en: str


@dataclass(frozen=True)
class NamedChannel:
    """One thing a report can be about. questions: a definition as in docs/reporting-api.md, and its SHA-256."""

    key: str
    name: Words
    line: Words
    languages: list[str]
    takes_claim: bool
    recipients: list[ChannelRecipient]
    questionnaire: str
    questions: dict[str, Any] | None


@dataclass(frozen=True)
class EveryChannel(Channel):
    """The default channel, as it always was, and all that are open."""

    channels: list[NamedChannel] = field(default_factory=list)


async def every_channel(work: WorkAsked) -> EveryChannel:
    """Raises NobodyToRead where no open channel has a reader."""
    shown = [one for one in await all_channels() if one.is_open and one.audience == "reporter"]
    named = [(one, await _named(one)) for one in shown]
    readable = [(one, described) for one, described in named if described.recipients]
    first = chosen([one for one, _ in readable], "")
    if first is None:
        raise NobodyToRead
    default = channel_of(first, await first.possible_readers(), work, await possible_keepers())
    return EveryChannel(
        default.key,
        default.recipients,
        default.recovery_key,
        default.limits,
        default.questionnaire,
        default.work,
        default.custodians,
        [described for _, described in readable],
    )


def channel_of(
    channel: OfferedChannel, possible: Readers, work: WorkAsked | None = None, keepers: Readers | None = None
) -> Channel:
    recovery = in_base64(possible.recovery_public)
    custodians = _recipients(keepers) if keepers else []
    return Channel(channel.key, _recipients(possible), recovery, Limits(), channel.questionnaire, work, custodians)


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


async def _named(channel: OfferedChannel) -> NamedChannel:
    questions = await channel.questions()
    return NamedChannel(
        channel.key,
        Words(channel.name.zh, channel.name.en),
        Words(channel.line.zh, channel.line.en),
        sorted(channel.languages),
        channel.takes_claim,
        _recipients(await channel.possible_readers()),
        channel.questionnaire,
        json.loads(questions.canonical) if questions else None,
    )


def _recipients(possible: Readers) -> list[ChannelRecipient]:
    return [
        ChannelRecipient(
            id=str(person.id),
            role=min(person.roles & READING_ROLES or {KEEPING_ROLE}),
            public_key=in_base64(person.public_key),
            name_marks=sorted({mark_of(key).hex() for key in person.spelled}),
        )
        for person in possible.people
    ]
