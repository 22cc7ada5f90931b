"""Customers' files, cleaned as reporters' are: held in bounded memory, handed to a confined process. Keeps nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

from cases.evidence.errors import Unscrubbable
from cases.evidence.holding import Room
from cases.evidence.refusals import NoRoomForFiles
from cases.evidence.scrubbing import scrub
from surveys.answering.files import MOST_BYTES
from surveys.errors import FileNotTaken, NoRoomNow
from surveys.services import CleanFile

_room = Room(64 << 20)


async def clean(pieces: AsyncIterator[bytes], filename: str) -> CleanFile:
    """Raises FileNotTaken; whatever is wrong with a file, its customer needs to know what would be taken."""
    try:
        with _room.held() as front:
            if not await front.fill(pieces, MOST_BYTES):
                raise FileNotTaken
            cleaned = await scrub(front.content, filename)
    except NoRoomForFiles as error:
        raise NoRoomNow from error
    except Unscrubbable as error:
        raise FileNotTaken from error
    return CleanFile(cleaned.data, cleaned.media_type, cleaned.removed)
