"""An invitation as a text message: the longest wording that goes out as one segment. Pure but for reading its wordings.

One segment is 70 UTF-16 units, or 160 characters where all of them are of the plain Latin alphabet; the link counts.
"""

from functools import cache
from pathlib import Path
from string import Template

from crypto.links import TOKEN_LENGTH
from surveys.delivery.face import Message
from surveys.delivery.links import public_link

TEMPLATES = Path(__file__).parents[2] / "templates" / "sms"
SEGMENT, PLAIN_SEGMENT = 70, 160
_SHORTEST_COMPANY = 2


def text_of(message: Message) -> str:
    """What the phone shows. Longer than a segment only if the portal's own address leaves no room (`fits` says so before)."""
    kind = "reminder" if message.number else "first"
    return _worded(kind, message.language, message.company, message.link)


def fits(base_url: str, company: str, language: str = "zh") -> bool:
    """Whether every message from here is one segment."""
    link = public_link(base_url, "A" * TOKEN_LENGTH)
    return all(_is_one(_worded(kind, language, company, link)) for kind in ("first", "reminder"))


def units(text: str) -> int:
    """UTF-16 units, as networks count them."""
    return len(text.encode("utf-16-le")) // 2


def _worded(kind: str, language: str, company: str, link: str) -> str:
    wordings = _wordings(kind, "en" if language == "en" else "zh")
    for wording in wordings:
        text = wording.substitute(company=company, link=link)
        if _is_one(text):
            return text
    return _cut(wordings[-1], company, link)


def _cut(wording: Template, company: str, link: str) -> str:
    """The shortest wording with as much of the company's name as goes; never a cut link."""
    for length in range(len(company), _SHORTEST_COMPANY - 1, -1):
        text = wording.substitute(company=company[:length], link=link)
        if _is_one(text):
            return text
    return wording.substitute(company=company[:_SHORTEST_COMPANY], link=link)


def _is_one(text: str) -> bool:
    return units(text) <= (PLAIN_SEGMENT if text.isascii() else SEGMENT)


@cache
def _wordings(kind: str, language: str) -> tuple[Template, ...]:
    """From the longest to the shortest, one a line."""
    lines = (TEMPLATES / f"{kind}.{language}.txt").read_text("utf-8").splitlines()
    return tuple(Template(line) for line in lines if line)
