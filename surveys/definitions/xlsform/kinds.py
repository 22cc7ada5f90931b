"""What stands in the column `type`, and the small language of `parameters`. Knows no row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definitions.form import SELECTS, TYPES

# Kobo and ODK add the first ones by themselves; none of it is ever kept here.
COLLECTING = frozenset(
    [
        "start",
        "end",
        "today",
        "deviceid",
        "device_id",
        "phonenumber",
        "username",
        "simserial",
        "subscriberid",
        "email",
        "audit",
        "start-geopoint",
        "background-audio",
        "background-geopoint",
    ]
)
OTHER = "or_other"
GROUP_TYPES = frozenset({"begin group", "end group"})
WRITTEN_TYPES = (*sorted(TYPES - SELECTS), "select_one …", "select_multiple …", "begin group", "end group")

_ALIASES: Mapping[str, str] = {
    "begin_group": "begin group",
    "end_group": "end group",
    "photo": "image",
    "int": "integer",
    "string": "text",
    "trigger": "acknowledge",
}
_SELECT = re.compile(
    r"(?P<kind>select_one|select one from|select one|select1|select_multiple|select multiple from|select multiple"
    r"|select all that apply from|select all that apply)(?:\s+(?P<list>\S+))?(?P<other>\s+(?:or_other|or specify other))?",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"([a-z_-]+)\s*=\s*([^\s,;]*)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type understood. list_name: of a question to choose from."""

    type: str
    list_name: str = ""
    has_other: bool = False


def kind_of(written: str) -> Kind:
    """The type is "" if it is none."""
    plain = " ".join(written.split())
    found = _SELECT.fullmatch(plain)
    if found:
        is_one = found["kind"].lower() in ("select_one", "select one from", "select one", "select1")
        return Kind("select_one" if is_one else "select_multiple", found["list"] or "", bool(found["other"]))
    lowered = plain.lower()
    lowered = _ALIASES.get(lowered, lowered)
    if lowered in (TYPES - SELECTS) | GROUP_TYPES | COLLECTING:
        return Kind(lowered)
    return Kind("")


def parameters_in(written: str) -> dict[str, str] | None:
    """`start=1 end=5`, parted by spaces, commas or semicolons; None if it is not written so."""
    rest = _PARAMETER.sub("", written)
    if rest.strip(" ,;\t\n"):
        return None
    return {name: value for name, value in _PARAMETER.findall(written)}
