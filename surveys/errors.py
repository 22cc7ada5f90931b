"""What can go wrong between a customer, a form and us; each error names the sentence its reader will see."""

from __future__ import annotations

from typing import ClassVar


class SurveyError(Exception):
    """Root of the package's errors. `sentence` is a message id of the catalogues; `facts` fill its placeholders."""

    sentence: ClassVar[str] = "This did not work. Please go back and try again."
    status: ClassVar[int] = 400

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence)
        self.facts = facts


class FormTooLarge(SurveyError):
    sentence = "What you sent is larger than {megabytes} MB. Please shorten it or send it in parts."
    status = 413


class FormUnreadable(SurveyError):
    sentence = "We could not read what the browser sent. Please go back, reload the page and send it again."
    status = 400


class ExpressionError(SurveyError):
    sentence = "Character {position} of the expression: “{found}” is not understood here."


class ExpressionTooLong(SurveyError):
    sentence = "The expression is longer than {limit} characters or nested deeper than {depth} levels."


class UnknownFunction(ExpressionError):
    sentence = "Character {position} of the expression: there is no function “{found}”."


class WrongArguments(ExpressionError):
    sentence = "Character {position} of the expression: “{found}” takes another number of values."


class PatternRefused(ExpressionError):
    sentence = "Character {position} of the expression: the pattern of regex() must be a simple fixed text."


class DefinitionError(SurveyError):
    sentence = "The form is not written as a form should be: {where}."


class UnknownField(DefinitionError):
    sentence = "“{where}” holds “{found}”, which has no meaning there."


class WrongValue(DefinitionError):
    sentence = "“{where}”: the value of “{field}” is not of the kind expected."


class MissingLabel(DefinitionError):
    sentence = "“{where}” has no text in the language {language}."


class NameTaken(DefinitionError):
    sentence = "The name “{where}” is used twice."


class UnknownReference(DefinitionError):
    sentence = "“{where}” refers to “{found}”, which is not asked before it."


class NotShowable(DefinitionError):
    sentence = "“{where}” would show “{found}”, but only company, time window and goods may be shown before an answer."


class AnswerUnknown(SurveyError):
    sentence = "An answer was sent to a question that this form does not have."
    status = 422


class AnswersIncomplete(SurveyError):
    sentence = "Some questions are still open. Nothing was sent yet; please go on answering."
    status = 422


class FormStale(SurveyError):
    sentence = "This page was open for too long. Your answers are still here: please send them again."
    status = 422


class LinkClosed(SurveyError):
    """Used, expired and unknown are one and the same, so that a link cannot be tried out."""

    sentence = "This link is not open. It may have been answered already, or its time may be over."
    status = 410


class FileNotTaken(SurveyError):
    """A customer needs to know what would be taken, not what was wrong."""

    sentence = "This file was not taken: it must be a photo or a PDF of at most 10 MB. You can also go on without it."
    status = 422


class TooManyAnswerFiles(FileNotTaken):
    sentence = "No further file is taken with this link. You can go on without it."


class NoRoomNow(FileNotTaken):
    sentence = "Many people are sending photos right now. Please try again in a minute, or go on without it."


class CorrectedTooOften(SurveyError):
    sentence = "These answers were corrected {most} times already. What you sent last is kept."
    status = 409


class NobodyToAsk(SurveyError):
    sentence = "Nobody is left to ask: everybody chosen was asked lately, or has no address for this way of sending."
    status = 409


class RoundStopped(SurveyError):
    sentence = "This round cannot be changed so any more: it is stopped, or somebody was quicker. Please look again."
    status = 409


class TooManyAtOnce(SurveyError):
    sentence = "At most {limit} people can be asked at once; {found} were chosen."
    status = 409


class DefinitionUnknown(SurveyError):
    sentence = "There is no form of that name."
    status = 404


class OpenFormClosed(SurveyError):
    """The company has retired the form behind its printed codes."""

    sentence = (
        "This form takes no answers at the moment, and nothing was kept. You can still make a complaint at /complaint."
    )
    status = 410


class MailRefused(SurveyError):
    """The mail server will never take this one; trying again would not help. Never quotes the server."""

    sentence = "This mail address cannot be reached."


class NoMailServer(SurveyError):
    sentence = "No mail server is set up here. Use the list or the sheet of codes, or ask the administrator."
    status = 409


class ResultsUnknown(SurveyError):
    """Nothing is counted of this form, or so little that it would tell of single people."""

    sentence = "There are no figures of this form yet: figures are shown once five people have answered."
    status = 404


class SlipUnreadable(SurveyError):
    """What a response was counted as was written for another layout. The response is there: it can be counted anew."""

    sentence = (
        "These figures were counted by another version. `brightline recount` counts them anew; no answer is lost."
    )
    status = 409
