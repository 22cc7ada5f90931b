"""What a stored response holds under its seal. Knows no row around it and no customer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto.vault import Vault

ANSWERS_COLUMN = "surveys_response.answers"


@dataclass(frozen=True)
class Answers:
    """answers: canonical text by question. risks: questions whose risk rule holds. place: what the code stood on, by field
    of a claim, where no invitation says it."""

    answers: Mapping[str, str] = field(repr=False)
    risks: tuple[str, ...] = ()
    place: Mapping[str, str] = field(default_factory=dict)


def sealed_answers(answers: Answers, vault: Vault) -> bytes:
    return vault.seal(ANSWERS_COLUMN, answers_text(answers))


def answers_text(answers: Answers) -> str:
    """What is sealed."""
    content = {"answers": dict(answers.answers), "risks": list(answers.risks), "place": dict(answers.place)}
    return json.dumps(content, ensure_ascii=False)


def opened_answers(sealed: bytes, vault: Vault) -> Answers:
    content = json.loads(vault.open(ANSWERS_COLUMN, sealed))
    return Answers(content["answers"], tuple(content["risks"]), content["place"])
