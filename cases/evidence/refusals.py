"""What can go wrong with a file on its way; each error says what is safe and what to do."""

from __future__ import annotations

from cases.errors import CaseError


class UploadTooLarge(CaseError):
    sentence = "A file may have {megabytes} MB at most. Leave this one out, or send it in parts."
    status = 422


class TooManyFiles(CaseError):
    sentence = "At most {most} files fit into one message. Send the others with a further message in the mailbox."
    status = 422


class NoRoomForFiles(CaseError):
    sentence = "There is no room for files right now. Send the text without them; add them later in the mailbox."
    status = 503


class UploadUnknown(CaseError):
    """No such upload, another's, or one that was swept away: told apart by nobody."""

    sentence = "This file is not here any more. Please choose it again; what you wrote is still there."
    status = 404


class PieceElsewhere(CaseError):
    """facts: received, the number of bytes that are here."""

    sentence = "The file goes on at another place: {received} bytes of it are here."
    status = 409


class UploadUnfit(CaseError):
    """facts: fault, a name from docs/envelope-v1.md."""

    sentence = "This file did not arrive sealed as this site asks for, so it was not kept. ({fault})"
    status = 422


class EvidenceDamaged(CaseError):
    sentence = "This file was altered or is gone from the disk. Run “brightline log check” and look for a backup."
    status = 500
