"""Answers out of a sealed content, put into a reader's words. They are a stranger's: text to be shown, never believed."""

from __future__ import annotations

from collections.abc import Mapping

from surveys import told_answers, version_of_hash

Told = tuple[tuple[str, str], ...]


async def told(answers: Mapping[str, str], questionnaire: str, language: str) -> Told:
    """Pairs of question and answer, by the wording the reporter read; by bare names if that was never ours."""
    if not answers:
        return ()
    return told_answers(await version_of_hash(questionnaire), answers, language)
