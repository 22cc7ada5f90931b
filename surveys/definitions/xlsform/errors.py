"""What a spreadsheet of a form can get wrong, and what is worth a remark. Each sentence says what to do."""

from surveys.errors import SurveyError


class SheetError(SurveyError):
    """Root of what is said about a spreadsheet."""

    sentence = "The spreadsheet could not be read. Save it as .xlsx, .csv, .md or .yaml and send it again."
    status = 422


class FileUnread(SheetError):
    sentence = "This is no spreadsheet of a form. Save it as .xlsx, .csv, .md or .yaml and send it again."


class OldFile(SheetError):
    sentence = "This is an old .xls file. Open it, save it as .xlsx and send that."


class FileTooLarge(SheetError):
    sentence = "The file holds more than {megabytes} MB when unpacked. A form needs far less: remove pictures and other sheets."


class YamlFaulty(SheetError):
    sentence = "This is not valid YAML. Check the indent and the quotation marks of this line."


class QuotesFaulty(SheetError):
    sentence = "A quotation mark is opened here and never closed. Close it, or save the file as .xlsx."


class YamlShape(SheetError):
    sentence = "Write each sheet as a list of rows, and each row as “column: text”."


class TooManyCells(SheetError):
    sentence = "A sheet may have {rows} rows, {columns} columns and {letters} characters in a cell. Make it smaller."


class ColumnTwice(SheetError):
    sentence = "Two columns are called “{found}”. Remove one of them."


class ColumnWithoutName(SheetError):
    sentence = "Something is written in column {found}, which has no heading. Write a heading or clear the cell."


class SheetMissing(SheetError):
    sentence = "There is no sheet called “{found}”. Add it, or correct the name of the sheet."


class SheetUnfit(SheetError):
    sentence = (
        "The sheet “{found}” would change what is asked, and is not read here. Remove it or put its rows into choices."
    )


class HeadingMissing(SheetError):
    sentence = "The column “{found}” is missing. Add it to the sheet."


class HeadingUnknown(SheetError):
    sentence = "“{found}” is no column of a form. Correct its name, or call it “note” if it is only for you."


class HeadingUnfit(SheetError):
    sentence = "“{found}” would change what a customer reads or answers, and is not done here. Clear this cell."


class DefaultUnfit(SheetError):
    sentence = "Nothing is answered in advance: a customer's answer must be their own. Clear this default."


class PlainLabels(SheetError):
    sentence = (
        "It is not clear in which language “{found}” is. Call it “{found}::中文 (zh)” and add “{found}::English (en)”."
    )


class TypeMissing(SheetError):
    sentence = "This row has no type. Write one, such as text or select_one, or clear the row."


class TypeUnread(SheetError):
    sentence = "There is no type “{found}” here. Write one of: {known}."


class ListUnnamed(SheetError):
    sentence = "Write the name of the list behind the type, as in “{found} colours”."


class ListMissing(SheetError):
    sentence = "There is no list “{found}” in the sheet choices. Add its rows there, or correct the name."


class OtherUnfit(SheetError):
    sentence = "or_other is not read here. Add a choice “other” to the list and a text question that is relevant to it."


class ParameterUnfit(SheetError):
    sentence = "“{found}” is not read here. Write {known}."


class GroupUnclosed(SheetError):
    sentence = "The group “{found}” has no end. Add a row with the type “end group”."


class GroupUnopened(SheetError):
    sentence = "No group is open here. Remove this row, or add “begin group” before it."


class GroupNameTaken(SheetError):
    sentence = "“{found}” is the name of another question or group. Give this group another name."


class Passed(SheetError):
    sentence = "“{found}” changes nothing here and was passed over."
    status = 200


class PassedLanguage(SheetError):
    sentence = "“{found}” is in a language the form is not asked in, and was passed over."
    status = 200


class PassedCollecting(SheetError):
    sentence = "“{found}” would collect times or facts about a customer's device. None is ever kept here, so it was passed over."
    status = 200


class HeadingBecameNote(SheetError):
    sentence = "The label of the group “{found}” is shown as a note above its first question."
    status = 200
