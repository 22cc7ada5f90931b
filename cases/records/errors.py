"""What can go wrong with a file as a whole; a bad row is a Refusal, not an error. No sentence quotes the file."""

from __future__ import annotations

from cases.errors import CaseError


class FileUnreadable(CaseError):
    """Root of everything that keeps a whole file out."""

    sentence = "We could not read this file. Please save it as CSV (UTF-8) or XLSX and choose it again."
    status = 422


class FileEmpty(FileUnreadable):
    sentence = "This file is empty. Please export it again and choose the new file."


class FileTooLarge(FileUnreadable):
    sentence = "This file is larger than {megabytes} MB unpacked. Please split it, or save it as CSV."
    status = 413


class FileTooDemanding(FileUnreadable):
    """It took more memory than one file may, or ended whoever read it."""

    sentence = "This file needs more memory than one file may take. Please save it as CSV and choose it again."
    status = 413


class OldSpreadsheet(FileUnreadable):
    sentence = "This is an old .xls file, or it has a password. Please save it as .xlsx without a password, or as CSV."


class WebPage(FileUnreadable):
    sentence = "This is a web page named like a spreadsheet. Please open it and save it as .xlsx or CSV."


class EncodingUnknown(FileUnreadable):
    sentence = "The text is neither UTF-8 nor GB18030 nor UTF-16 throughout. Please save the file as CSV UTF-8."


class EncodingWrong(FileUnreadable):
    sentence = "The text is not {encoding} throughout. Please choose another encoding."


class BrokenQuotes(FileUnreadable):
    sentence = "From row {row} on, quotation marks do not come in pairs. Please export again, or save as XLSX."


class HeaderMissing(FileUnreadable):
    sentence = "No row looks like a header. The file needs at least these columns: {columns}."


class ColumnsMissing(FileUnreadable):
    sentence = "These columns are missing: {columns}. Please choose which column of the file holds them."


class MappingWrong(FileUnreadable):
    sentence = "The mapping names something that is not there: {names}."


class DraftGone(CaseError):
    """The uploaded file was confirmed, discarded or expired."""

    sentence = "This upload is no longer here. Nothing was imported twice. Please choose the file again."
    status = 404


class ImportUnknown(CaseError):
    sentence = "There is no such import."
    status = 404


class UndoImpossible(CaseError):
    sentence = "This import cannot be taken back: it is still running, was taken back before, or brought claims."
    status = 409


class UndoTooLate(CaseError):
    sentence = "This import is more than {days} days old. What was there before it is no longer kept."
    status = 409


class UndoBlocked(CaseError):
    sentence = "Later imports changed the same records. Please take them back first: {imports}."
    status = 409


class NoFileChosen(CaseError):
    sentence = "No file was chosen. Please choose a CSV or XLSX file."
    status = 422


class KindUnknown(CaseError):
    sentence = "Please choose what the file holds: orders, payments, leads, salespeople, accounts or claims."
    status = 422


class SalespersonUnknown(CaseError):
    sentence = "Nobody of this kind stands in the list of salespeople."
    status = 404


class StoreUnknown(CaseError):
    sentence = "There is no such store, neither on an order nor in the list of salespeople."
    status = 404
