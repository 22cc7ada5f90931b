"""What can be wrong with a channel. None quotes what somebody wrote."""

from __future__ import annotations

from cases.errors import CaseError


class ChannelUnknown(CaseError):
    sentence = "There is no such channel. Please open the report page again and choose one that is shown there."
    status = 422


class ChannelMissing(CaseError):
    sentence = "There is no such channel."
    status = 404


class ChannelKeyUnfit(CaseError):
    sentence = "The short name takes small letters, digits and underscores, begins with a letter, and is used once."
    status = 422


class ChannelNameless(CaseError):
    sentence = "A channel needs a name and a line of explanation in Chinese and in English."
    status = 422


class ChannelWithoutReader(CaseError):
    sentence = "Somebody who may read reports has to read this channel. Tick at least one of the list, or nobody for all of them."
    status = 422


class LastChannel(CaseError):
    sentence = "At least one channel has to stay open, else nobody could report anything."
    status = 409


class LanguageMissing(CaseError):
    sentence = "A channel has to be offered in at least one language."
    status = 422


class QuestionnaireUnknown(CaseError):
    sentence = "There is no such version of the questions. Please choose one of the list."
    status = 422


class QuestionnaireForeign(CaseError):
    sentence = "The name of questions for reports begins with “report_”, so that they are not taken for a survey."
    status = 422
