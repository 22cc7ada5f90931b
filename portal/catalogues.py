"""The two languages: one catalogue a language, put together from a .po file an audience. Knows words, not pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import BinaryIO, cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "templates" / "locale"
LOCALES = {"zh": "zh_CN", "en": "en"}
AUDIENCES = ("public", "customer", "desk")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
CREATED = datetime(2026, 1, 1, tzinfo=UTC)  # the same at every run, so that a file changes only when a sentence does
MessageId = str | tuple[str, str]  # one sentence, or its singular and plural


@cache
def translations(language: str) -> GNUTranslations:
    """Every sentence in "zh" or "en", compiled once for all audiences; compiled again when a .po is newer than the .mo."""
    folder = LOCALE / LOCALES[language]
    sources = sorted(folder.glob("*.po"))
    compiled = folder / "brightline.mo"
    if not compiled.exists() or any(source.stat().st_mtime > compiled.stat().st_mtime for source in sources):
        _compile(language, sources, compiled)
    with compiled.open("rb") as file:
        return GNUTranslations(file)


def translate(language: str, message: str, **facts: object) -> str:
    """One sentence with its {placeholders} filled, as error messages carry them."""
    return translations(language).gettext(message).format(**facts)


def _compile(language: str, sources: list[Path], compiled: Path) -> None:
    whole = Catalog(locale=LOCALES[language])
    for source in sources:
        for message in _read(source):
            if message.id and _has_words(message.string):
                whole[message.id] = message
    buffer = io.BytesIO()
    write_mo(cast(BinaryIO, buffer), whole)  # babel asks for a protocol that BytesIO meets
    compiled.write_bytes(buffer.getvalue())


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _has_words(string: str | Sequence[str] | None) -> bool:
    """A message with a plural has as many strings as the language has forms; all of them must be there."""
    return bool(string) if isinstance(string, str) else bool(string and all(string))


def wanted() -> dict[str, set[MessageId]]:
    """Every sentence the code shows, by audience: templates' _(), errors' `sentence`, and N_() marks."""
    found: dict[str, set[MessageId]] = {audience: set() for audience in AUDIENCES}
    for path in sorted(ROOT.glob("templates/**/*.html")) + sorted(ROOT.glob("templates/**/*.txt")):
        if "node_modules" not in path.parts and "static" not in path.parts:
            found[_audience(path)] |= _extracted("jinja2.ext:babel_extract", path)
    for package in ("portal", "cases", "surveys", "crypto"):
        for path in sorted((ROOT / package).rglob("*.py")):
            found[_audience(path)] |= _extracted("portal.sentences:extract_sentences", path)
    shared = found["public"]
    customer = found["customer"] - shared
    return {"public": shared, "customer": customer, "desk": found["desk"] - shared - customer}


def _extracted(method: str, path: Path) -> set[MessageId]:
    rows = extract_from_file(method, str(path), keywords=KEYWORDS, options={"silent": "false"})
    return {
        message if isinstance(message, str) else (message[0], message[1])
        for _line, message, _comments, _context in rows
    }


def _audience(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    if parts[0] == "surveys" or "customer" in parts or path.name == "_customer.html" or "mail" in parts:
        return "customer"
    if parts[0] == "cases" or "desk" in parts or path.name == "_desk.html":
        return "desk"
    return "public"


def untranslated() -> dict[str, set[str]]:
    """Sentences without words, by language. English may be its own message id; Chinese never is."""
    every = {message for messages in wanted().values() for message in messages}
    missing = {}
    for language, locale in LOCALES.items():
        messages = [message for path in (LOCALE / locale).glob("*.po") for message in _read(path)]
        known = {_hashable(m.id) for m in messages if _has_words(m.string) and not m.fuzzy}
        missing[language] = {_singular(message) for message in every - known}
    return missing


def update() -> None:
    """Add new sentences to both languages' files and drop those no longer used; Chinese ones stay empty to be written."""
    by_audience = wanted()
    for language, locale in LOCALES.items():
        folder = LOCALE / locale
        folder.mkdir(parents=True, exist_ok=True)
        old = {_hashable(m.id): m.string for path in folder.glob("*.po") for m in _read(path) if m.id}
        for audience, messages in by_audience.items():
            catalogue = Catalog(
                locale=locale, project="Brightline", charset="utf-8", fuzzy=False, creation_date=CREATED
            )
            for message in sorted(messages, key=_singular):
                catalogue.add(message, old.get(message) or (message if language == "en" else _no_words(message)))
            with (folder / f"{audience}.po").open("wb") as file:
                write_po(cast(BinaryIO, file), catalogue, width=120, omit_header=False, sort_output=True)


def _no_words(message: MessageId) -> str | tuple[str, ...]:
    return "" if isinstance(message, str) else ("",)


def _hashable(message: str | Sequence[str]) -> MessageId:
    return message if isinstance(message, str) else (message[0], message[1])


def _singular(message: MessageId) -> str:
    return message if isinstance(message, str) else message[0]


if __name__ == "__main__":
    update()
    for name, left in untranslated().items():
        print(f"{name}: {len(left)} without words")
        for sentence in sorted(left):
            print("   ", sentence)
