"""What a person writes, as the bytes that are sealed: a report or a message. Knows no key and no reader."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cases.errors import CaseError
from cases.naming import names_in

MOST_CHARACTERS = 50_000
MOST_ANSWERS = 100
MOST_ANSWER = 4000
MOST_LEFT_OUT = 64
MOST_ABOUT = 400
MOST_FILE_NOTES = 20
MOST_FILE_NAME = 200  # characters
SCHEMA = 1
CLAIM_FIELDS = (
    "order_no",
    "customer_name",
    "customer_phone",
    "salesperson",
    "amount",
    "occurred_on",
    "payee_kind",
    "payee_name",
    "payee_account",
)


class TextMissing(CaseError):
    sentence = "There is nothing written yet. Nothing was sent."
    status = 422


class TextTooLong(CaseError):
    sentence = "This is {count} characters long; {most} fit into one message. Please send it in parts."
    status = 422


@dataclass(frozen=True)
class FileNote:
    """What is said of a file inside what is sealed: the only place that has its name. sha256: of the file itself, hex, or "".

    is_cleaned: whether whoever sealed it says that it holds no hidden details any more.
    """

    id: str = field(repr=False)
    name: str = field(repr=False)
    media_type: str = field(repr=False)
    size_bytes: int = field(repr=False)
    sha256: str = field(default="", repr=False)
    is_cleaned: bool = field(default=False, repr=False)

    def as_json(self) -> dict[str, object]:
        values: dict[str, object] = {
            "id": self.id,
            "name": self.name,
            "sha256": self.sha256,
            "size": self.size_bytes,
            "type": self.media_type,
        }
        return values | {"cleaned": True} if self.is_cleaned else values


@dataclass(frozen=True)
class Content:
    """Text, and what can be compared with the books: claim fields as typed, without the empty ones.

    about: names of those it is about; left_out: ids of those its reporter would not have as readers.
    answers: what the channel's questions were answered, by their names; questionnaire: the hash of their wording.
    files: what came with it, in the order in which it was chosen.
    """

    text: str = field(repr=False)
    claim: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: str = "zh"
    channel: str = "web"
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    questionnaire: str = ""
    about: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    files: Sequence[FileNote] = field(default=(), repr=False)

    @property
    def named(self) -> tuple[str, ...]:
        """People whom it names as involved."""
        return (*names_in(self.about), self.claim.get("salesperson", ""), self.claim.get("payee_name", ""))

    def packed(self) -> bytes:
        """The same content is always the same bytes."""
        values: dict[str, object] = {
            "schema": SCHEMA,
            "text": self.text,
            "claim": dict(self.claim),
            "language": self.language,
            "channel": self.channel,
        }
        if self.answers:
            values |= {"answers": dict(self.answers), "questionnaire": self.questionnaire}
        if self.about:
            values["about"] = self.about
        if self.left_out:
            values["left_out"] = sorted(self.left_out)
        if self.files:
            values["files"] = [note.as_json() for note in self.files]
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def marked(self) -> bytes:
        """What two postings of one form have in common: each uploads its files anew, under other ids."""
        return replace(self, files=[replace(note, id="") for note in self.files]).packed()


def refuse_bad_length(text: str) -> None:
    """Raises TextMissing or TextTooLong."""
    if not text.strip():
        raise TextMissing
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(count=len(text), most=MOST_CHARACTERS)


def unpacked(raw: bytes) -> Content:
    """Undo `packed`. A stranger's program may have sealed anything: what has no known shape is all text."""
    try:
        values = json.loads(raw)
        text, claim = values["text"], values.get("claim") or {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Content(raw.decode("utf-8", "replace"))
    known = {name: _plain(claim[name]) for name in CLAIM_FIELDS if claim.get(name)} if isinstance(claim, dict) else {}
    language = "en" if values.get("language") == "en" else "zh"
    channel, questionnaire = _plain(values.get("channel", ""))[:40], _plain(values.get("questionnaire", ""))[:64]
    return Content(
        _plain(text),
        known,
        language,
        channel,
        _answers(values.get("answers")),
        questionnaire,
        about=_plain(values.get("about") or "")[:MOST_ABOUT],
        left_out=_ids(values.get("left_out")),
        files=_files(values.get("files")),
    )


def _ids(given: object) -> tuple[str, ...]:
    return tuple(_plain(one)[:40] for one in given[:MOST_LEFT_OUT]) if isinstance(given, list) else ()


def _answers(given: object) -> dict[str, str]:
    """Names and texts, no more and no longer than any questionnaire of ours could have brought."""
    if not isinstance(given, dict):
        return {}
    pairs = list(given.items())[:MOST_ANSWERS]
    return {_plain(name)[:40]: _plain(said)[:MOST_ANSWER] for name, said in pairs if isinstance(said, str) and said}


def _files(given: object) -> tuple[FileNote, ...]:
    if not isinstance(given, list):
        return ()
    return tuple(_file(one) for one in given[:MOST_FILE_NOTES] if isinstance(one, dict))


def _file(one: dict[str, object]) -> FileNote:
    size = one.get("size")
    return FileNote(
        id=_plain(one.get("id", ""))[:40],
        name=_plain(one.get("name", ""))[:MOST_FILE_NAME],
        media_type=_plain(one.get("type", ""))[:MOST_FILE_NAME],
        size_bytes=size if isinstance(size, int) and 0 <= size < 1 << 50 else 0,
        sha256=_plain(one.get("sha256", ""))[:64],
        is_cleaned=one.get("cleaned") is True,
    )


def _plain(said: object) -> str:
    """As text that a page can be made of: JSON may hold halves of characters, which no encoding has."""
    return str(said).encode("utf-8", "replace").decode()
