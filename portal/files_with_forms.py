"""Files that come with a form without scripts, whichever page it is on: to whom they are sealed, and what goes with it.

The reporter's, the customer's and the typist's forms have the same fields; posted_files.py knows only files.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from cases.channels.standing import standing
from cases.contents import FileNote
from cases.evidence.files import FileStore
from cases.evidence.refusals import EvidenceDamaged, TooManyFiles, UploadUnknown
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, Readers, readers_chosen
from cases.receiving import Enclosed
from crypto.envelopes import Recipient
from portal.posted_files import PostedFiles, enclosed
from portal.questions import read_questions
from portal.reporter_form import ReportForm, read_report_form
from surveys.forms import Form

FILES_LOST = (UploadUnknown, TooManyFiles, EvidenceDamaged)


def files_of(store: FileStore, today: date, channel: str = "") -> PostedFiles:
    """Takes files while a form is read. channel: of a form that is about one thing only; else the form says it."""
    return PostedFiles(store, today, _recipients_of(channel))


async def enclosed_with(
    form: ReportForm, readers: Readers, store: FileStore, today: date
) -> tuple[Enclosed, tuple[FileNote, ...]]:
    """Raises one of FILES_LOST: the form comes back and says so."""
    pair = form.receipt.key_pair
    return await enclosed(store, form.brought.files, pair, readers.sealed_to(pair.public), today)


def _recipients_of(key: str) -> Callable[[Form], Awaitable[Sequence[Recipient] | None]]:
    async def recipients(so_far: Form) -> Sequence[Recipient] | None:
        """To whom a file is sealed that comes now, from the fields that stand before it in the form."""
        now = await standing()
        channel = now.channel(key or so_far.text("channel"))
        form = read_report_form(so_far, channel.key, await read_questions(so_far, channel))
        try:
            readers = readers_chosen(now.readers_of(channel), form.shown, form.left_out, form.named)
        except (NobodyLeft, NobodyToRead):
            return None
        return readers.sealed_to(form.receipt.key_pair.public)

    return recipients
