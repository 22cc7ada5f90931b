"""Reads a page as a browser without scripts does: the form's fields as they would be posted."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class _Form(HTMLParser):
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: set[str] = field(default_factory=set)
    convert_charrefs: bool = True

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found.get("type") in ("radio", "checkbox"):
            self.choices.add(f"{found['name']}={found['value']}")
        if tag in ("input", "textarea") and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            self.fields.append((found["name"], found.get("value", "")))


def fields_of(page: str) -> dict[str, list[str]]:
    """What pressing a button would send, without the button."""
    form = _Form()
    form.feed(page)
    sent: dict[str, list[str]] = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    return sent


def choices_of(page: str) -> set[str]:
    """Every card that can be ticked, as name=value."""
    form = _Form()
    form.feed(page)
    return form.choices


def code_of(page: str) -> str:
    """The digits that correct an answer, from its last page."""
    found = re.search(r'<p class="digits">([\d ]+)</p>', page)
    return found[1].replace(" ", "") if found else ""
