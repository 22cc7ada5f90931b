"""Why a file cannot be cleaned: each reason has a name and the sentence its reader will see. Never quotes the file."""

from __future__ import annotations

from typing import ClassVar

from cases.errors import CaseError


class Unscrubbable(CaseError):
    """Root: the file may be as harmless as any, but nobody can promise so. Nothing of it was kept."""

    reason: ClassVar[str] = "damaged"
    sentence = "This file could not be cleaned."
    status = 422


class KindUnknown(Unscrubbable):
    reason = "unknown_kind"
    sentence = (
        "This kind of file cannot be cleaned of hidden details. "
        "Cleaned are pictures (JPEG, PNG, WebP, GIF), PDF, Word, Excel and PowerPoint files, TXT, CSV and WAV."
    )


class FileEncrypted(Unscrubbable):
    reason = "encrypted"
    sentence = "This file is locked with a password, so its hidden details cannot be removed."


class FileDamaged(Unscrubbable):
    reason = "damaged"
    sentence = "This file is damaged or not what it claims to be, so its hidden details cannot be removed."


class FileTooLarge(Unscrubbable):
    reason = "too_large"
    sentence = "This file is too large, or unpacks to too much, for its hidden details to be removed."
    status = 413


class TookTooLong(Unscrubbable):
    reason = "timed_out"
    sentence = "Cleaning this file took too long and was stopped."


REASONS: dict[str, type[Unscrubbable]] = {
    kind.reason: kind for kind in (KindUnknown, FileEncrypted, FileDamaged, FileTooLarge, TookTooLong)
}
