"""The wordings of channels' questions: those kept, and new ones added. A wording never changes; a channel points at one."""

from __future__ import annotations

from collections.abc import Sequence

from cases.channels.errors import QuestionnaireForeign
from surveys import Definition, Version, definition_of, keep_version, versions_beginning
from surveys.outbox import write_tx

NAME_PREFIX = "report_"
HASH_SHOWN = 12


async def kept_versions() -> Sequence[Version]:
    return await versions_beginning(NAME_PREFIX)


async def add_version(text: str) -> Definition:
    """Keep a new wording, given as JSON. Raises QuestionnaireForeign, and whatever definition_of says of the place."""
    definition = definition_of(text)
    if not definition.name.startswith(NAME_PREFIX):
        raise QuestionnaireForeign
    async with write_tx():
        await keep_version(definition)
    return definition
