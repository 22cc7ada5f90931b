"""What can be wrong with one field of a form. Each sentence says what to write instead."""

from surveys.errors import DefinitionError, MissingLabel, UnknownField, UnknownReference, WrongValue


class NameUnfit(WrongValue):
    sentence = "“{found}” cannot be a name. Use letters a–z, digits, _ and -, beginning with a letter, at most {limit}."


class WordUnknown(WrongValue):
    sentence = "“{found}” is not known here. Write one of: {known}."


class NotYesNo(WrongValue):
    sentence = "“{found}” is neither yes nor no. Write yes or no, or leave it empty."


class NumberUnfit(WrongValue):
    sentence = "“{found}” does not fit here. Write a whole number from 0 to {limit}."


class ToleranceUnfit(WrongValue):
    sentence = "“{found}” is no share. Write the tolerance as a part of the amount, such as 0.01 for one per cent."


class TextUnfit(WrongValue):
    sentence = "This must be a text of at most {limit} characters. Shorten it."


class ChoicesMissing(WrongValue):
    sentence = "“{where}” has nothing to choose from. Write its choices, or make it a question of another type."


class ChoicesUnfit(WrongValue):
    sentence = "A question of the type {type} takes no choices. Remove them, or make it a question to choose from."


class TooMany(WrongValue):
    sentence = "There are more than {limit} here. Remove some, or make two forms of one."


class CalculationUnfit(WrongValue):
    sentence = "A calculation belongs to the type calculate, and to no other. Write one there, or remove it here."


class ScaleUnfit(WrongValue):
    sentence = "A scale runs from a smaller to a larger whole number, at most {limit} steps. Give both ends."


class ScreenUnfit(WrongValue):
    sentence = "Questions on one page must follow each other. Move “{where}” next to the others of “{found}”."


class ScreenNameTaken(WrongValue):
    sentence = "“{found}” is the name of a question. Give the page another name."


class NothingAsked(DefinitionError):
    sentence = "The form asks nothing yet. Add a question."


class ChineseMissing(MissingLabel):
    sentence = "“{where}” has no words in Chinese. Write them: every customer reads the form in their own language."


class EnglishMissing(MissingLabel):
    sentence = "“{where}” has no words in English. Write them: every customer reads the form in their own language."


class ColumnUnknown(UnknownField):
    sentence = "There is no field “{found}” here. Correct its name or remove it."


class RefersToItself(UnknownReference):
    sentence = (
        "“{where}” refers to itself. Use . in a constraint for the answer just given, or name an earlier question."
    )


class RefersForward(UnknownReference):
    sentence = "“{where}” refers to “{found}”, which is asked later. Move “{found}” before it."


class RefersNowhere(UnknownReference):
    sentence = "“{where}” refers to “{found}”, but no question is called so. Correct the name."


class DotUnfit(UnknownReference):
    sentence = "“{where}” uses . here, but nothing is being answered yet. Name the question meant, as in ${{name}}."


class SecondLookUnfit(UnknownReference):
    sentence = "A second look needs an earlier question with a compared field and a tolerance; “{found}” is none."


class DraftMoved(DefinitionError):
    sentence = (
        "Somebody changed “{where}” meanwhile. What you wrote is still in the fields: compare it, then save again."
    )
    status = 409


class DraftNameTaken(DefinitionError):
    sentence = "There is a form called “{found}” already. Choose another name, or go on with that one."
    status = 409


class DraftUnfit(DefinitionError):
    sentence = (
        "The form cannot be asked like this yet. Nothing was published. Places that need work, marked below: {count}."
    )
    status = 422


class NameReserved(DefinitionError):
    sentence = "Names that begin with “report_” belong to the questions of reports. Choose another name."
    status = 422


class OpenFormTakesNoFiles(DefinitionError):
    sentence = "The form behind printed codes takes no files. Remove “{where}”, or make it a question of another type."
    status = 422


class DraftGone(DefinitionError):
    sentence = "There is no draft of this form any more: somebody published or dropped it. Begin a new one to go on."
    status = 409
