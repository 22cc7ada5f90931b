"""Takes in reports that were sealed before they came, in the reporter's browser. Never has their text, nor the receipt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from cases.channels.first import DEFAULT
from cases.channels.standing import standing
from cases.errors import CaseError
from cases.evidence.uploads import UploadKey, whole_uploads
from cases.identities import refuse_unfit_identity
from cases.keysets import ReadersChanged, refuse_dead_key, refuse_unfit
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, Readers
from cases.receiving import SealedReport, receive_sealed
from cases.tables import Report


class OtherReportThere(CaseError):
    """The mailbox exists and holds another content: the receipt was used before."""

    sentence = "Another report has arrived with this receipt code before. Open the mailbox to add to it."
    status = 409


@dataclass(frozen=True)
class PresealedReport:
    """What a browser sends. `people` are ids of the channel; digest, mark and key are 32 bytes each.

    identity: an envelope too, sealed to `custodians`; empty for whoever stays anonymous.
    """

    mailbox_digest: bytes
    content_mark: bytes
    reporter_public_key: bytes
    envelope: bytes = field(repr=False)
    people: frozenset[str]
    language: str
    channel: str = DEFAULT
    identity: bytes = field(default=b"", repr=False)
    custodians: frozenset[str] = frozenset()
    files: tuple[UploadKey, ...] = ()


async def receive_presealed(report: PresealedReport, today: date) -> bool:
    """Store it once, however often it comes, with its files; False if it was there before.

    Raises ChannelUnknown, EnvelopeUnfit, ReadersChanged, NobodyLeft, NobodyKeeps, OtherReportThere, TooManyFiles,
    UploadUnknown.
    """
    if await is_there(report):
        return False
    now = await standing()
    channel = now.channel(report.channel)
    readers = _chosen(now.readers_of(channel), report.people)
    refuse_dead_key(report.reporter_public_key)
    recipients = readers.sealed_to(report.reporter_public_key)
    refuse_unfit(report.envelope, recipients)
    if report.identity:
        await refuse_unfit_identity(report.identity, report.custodians, report.reporter_public_key)
    files = await whole_uploads(report.files, recipients)
    sealed = SealedReport(
        report.mailbox_digest,
        report.content_mark,
        report.reporter_public_key,
        report.envelope,
        readers,
        report.language,
        channel.key,
        identity=report.identity,
        files=files,
    )
    if await receive_sealed(sealed, today):
        return True
    if not await is_there(report):
        raise OtherReportThere
    return False


def _chosen(possible: Readers, people: Collection[str]) -> Readers:
    if not possible.people:
        raise NobodyToRead
    if not people:
        raise NobodyLeft
    chosen = tuple(person for person in possible.people if str(person.id) in people)
    always = {str(person.id) for person in possible.people if person.is_always_reading}
    if len(chosen) != len(people) or not always <= set(people):
        raise ReadersChanged
    return Readers(chosen, possible.recovery_public)


async def is_there(report: PresealedReport) -> bool:
    """Whether this very report is stored already."""
    return await Report.exists().where(
        Report.mailbox_digest == report.mailbox_digest,
        Report.content_mark == report.content_mark,
        Report.reporter_public_key == report.reporter_public_key,
    )
