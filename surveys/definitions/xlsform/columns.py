"""What the columns of a form's sheets mean: which are read, which change nothing, which would change too much. Knows no row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Meaning = Literal["read", "own", "passed", "unfit", "unknown", "language"]

WORDED = frozenset({"label", "hint", "constraint_message"})
HEADINGS: Mapping[str, str] = {"zh": "中文 (zh)", "en": "English (en)"}
RESERVED: Mapping[str, str] = {
    f"bind::fd:{name}": name
    for name in ("compare", "tolerance", "measure", "risk", "visibility", "second_look", "choices", "max_length")
}
CHOICE_FLAGS: Mapping[str, str] = {f"fd_{name}": name for name in ("exclusive", "fixed", "evasive", "compare")}

_ALIASES: Mapping[str, str] = {
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "command": "type",
    "tag": "name",
    "read_only": "readonly",
    "list name": "list_name",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "title": "form_title",
    "id_string": "form_id",
}
_NOTES = frozenset({"note", "notes", "comment", "comments", "remark", "remarks", "description", "备注", "说明", "注释"})
_READ: Mapping[str, frozenset[str]] = {
    "survey": WORDED
    | RESERVED.keys()
    | {"type", "name", "required", "relevant", "constraint", "calculation", "default", "appearance", "parameters"},
    "choices": frozenset({"list_name", "name", "label"}) | CHOICE_FLAGS.keys(),
    "settings": frozenset({"form_id", "form_title", "fd_title_en", "default_language", "namespaces", "version"}),
}
_PASSED: Mapping[str, frozenset[str]] = {
    "survey": frozenset({"required_message", "requiredmsg", "guidance_hint", "autoplay", "rows", "compact_tag"}),
    "choices": frozenset(),
    "settings": frozenset(
        [
            "style",
            "instance_name",
            "submission_url",
            "public_key",
            "auto_send",
            "auto_delete",
            "omit_instanceid",
            "name",
            "prefix",
            "delimiter",
            "clean_text_values",
            "client_editable",
            "sms_keyword",
            "sms_separator",
            "instance_xmlns",
        ]
    ),
}
# the last two: what Kobo's editor notes for itself
_PASSED_BEGINNINGS = ("body::", "control::", "instance::", "bind::odk:", "sms_", "$", "kobo--")
_UNFIT: Mapping[str, frozenset[str]] = {
    "survey": frozenset(
        [
            "image",
            "audio",
            "video",
            "big-image",
            "choice_filter",
            "repeat_count",
            "count",
            "jr:count",
            "trigger",
            "readonly",
            "save_to",
        ]
    ),
    "choices": frozenset(["image", "audio", "video", "big-image"]),
    "settings": frozenset({"allow_choice_duplicates", "allow_duplicates"}),
}
_UNFIT_BEGINNINGS = ("media::", "image::", "audio::", "video::", "big-image::", "bind::jr:", "bind::relevant")
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})([-_][A-Za-z]+)*\s*\)\s*$")
_LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("zh", "中文", "汉语", "简体中文", "chinese", "simplified chinese"), "zh"),
    **dict.fromkeys(("en", "english", "英文", "英语"), "en"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One heading understood. key: the name it is read by; language: of its words, "" if it does not say."""

    heading: str
    key: str
    meaning: Meaning
    language: str = ""


def column_of(sheet: str, heading: str) -> Column:
    """What a heading of "survey", "choices" or "settings" means."""
    first, _, rest = (part.strip() for part in heading.partition("::"))
    key = _key(first)
    if rest and key in WORDED | {"guidance_hint", "required_message"}:
        return _worded(heading, key, rest)
    whole = f"{key}::{_key(rest)}" if rest else key
    return Column(heading, whole, _meaning(sheet, whole))


def language_of(words: str) -> str:
    """ "zh" or "en", of a heading such as `中文 (zh)`; "" for any other language."""
    code = _CODE.search(words)
    found = code[1].lower() if code else words.strip().lower().partition("-")[0]
    return _LANGUAGES.get(found, "")


def heading_for(key: str, language: str, known: Iterable[Column]) -> str:
    """How the column of these words is called in this sheet, or would be."""
    for column in known:
        if column.key == key and column.language == language:
            return column.heading
    return f"{key}::{HEADINGS[language]}"


def _key(written: str) -> str:
    key = written.strip().lower()
    return _ALIASES.get(key, _ALIASES.get(key.replace(" ", "_"), key.replace(" ", "_")))


def _worded(heading: str, key: str, rest: str) -> Column:
    language = language_of(rest)
    if not language:
        return Column(heading, key, "language")
    return Column(heading, key, "read" if key in WORDED else "passed", language)


def _meaning(sheet: str, key: str) -> Meaning:
    if key in _READ[sheet]:
        return "read"
    if key in _NOTES or key.startswith("#"):
        return "own"
    if key in _UNFIT[sheet] or key.startswith(_UNFIT_BEGINNINGS):
        return "unfit"
    if key in _PASSED[sheet] or key.startswith(_PASSED_BEGINNINGS):
        return "passed"
    # any further column of choices serves choice_filter alone, which is refused; a misspelt one of ours is not let pass
    return "passed" if sheet == "choices" and not key.startswith("fd") else "unknown"
