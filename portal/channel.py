"""What a reporter's browser or client must know to seal a report: keys and limits. Names nobody; nothing here is secret."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cases.contents import MOST_CHARACTERS
from cases.keysets import MOST_PRESEALED_BYTES
from cases.readers import MOST_READERS, Readers, name_mark
from cases.staff import READING_ROLES
from portal.reporter_form import MOST_FIELD_CHARACTERS


@dataclass(frozen=True)
class ChannelRecipient:
    """Somebody who could read. `name_mark` is hex, see docs/reporting-api.md; keys are base64."""

    id: str
    role: str
    public_key: str
    name_mark: str


@dataclass(frozen=True)
class Limits:
    envelope_bytes: int = MOST_PRESEALED_BYTES
    text_characters: int = MOST_CHARACTERS
    field_characters: int = MOST_FIELD_CHARACTERS
    recipients: int = MOST_READERS


@dataclass(frozen=True)
class Channel:
    recipients: list[ChannelRecipient]
    recovery_key: str
    limits: Limits


def channel_of(possible: Readers) -> Channel:
    people = [
        ChannelRecipient(
            id=str(person.id),
            role=min(person.roles & READING_ROLES),
            public_key=in_base64(person.public_key),
            name_mark=name_mark(person.name).hex(),
        )
        for person in possible.people
    ]
    return Channel(people, in_base64(possible.recovery_public), Limits())


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
