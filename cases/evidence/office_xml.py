"""What one XML part of an Office file says about its makers, taken out. Knows elements by name, no package.

People become "Person 1", "Person 2" …, so that who answered whom can still be followed; dates and copy numbers go.
Elements that point to a part left behind go with it, except those that hold text or a picture of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field

from lxml import etree

from cases.evidence import removed
from cases.evidence.office_parts import parsed, written

_LINKS = re.compile(r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org)/[^}]*/relationships\}")
_REVISION = re.compile(r"\{[^}]*(?:/revision\w*|/2023/wordml/word16du|/2010/11/main/?rev)[^}]*\}")
_OUTLIVES_ITS_LINK = frozenset(str.split("pageSetup hyperlink blip fill imagedata oleObj pivotCache worksheetSource"))
_REMOVED = {
    "rsids": removed.TRACES,
    "docId": removed.TRACES,
    "docVars": removed.DESCRIPTION,
    "mailMerge": removed.LINKS,
    "attachedTemplate": removed.LINKS,
    "dataBinding": removed.TRACES,
    "proofState": removed.TRACES,
    "documentProtection": removed.TRACES,
    "writeProtection": removed.PEOPLE,
    "saveThroughXslt": removed.LINKS,
    "fileSharing": removed.PEOPLE,
    "fileRecoveryPr": removed.TRACES,
    "absPath": removed.PEOPLE,
    "revisionPtr": removed.TRACES,
    "customWorkbookViews": removed.PEOPLE,
    "customSheetViews": removed.PEOPLE,
    "creationId": removed.TRACES,
    "modId": removed.TRACES,
    "rowId": removed.TRACES,
    "colId": removed.TRACES,
    "uniqueId": removed.TRACES,
    "presenceInfo": removed.PEOPLE,
    "webExtensionPartRef": removed.ACTIVE,
    "useLocalDpi": removed.TRACES,
    "imgProps": removed.TRACES,
    "svgBlip": removed.UNREADABLE,
    "PreviousValue": removed.EARLIER,
}
_PEOPLE = frozenset(
    {"author", "lastAuthor", "userName", "refreshedBy", "lastEditedBy", "lastGuestAuthor", "originalAuthor"}
)
_DATES = frozenset({"date", "dt", "dateUtc", "refreshedDate", "refreshedDateIso", "created", "modified"})
_WITH_DATES = frozenset(
    str.split(
        "comment ins del moveFrom moveTo moveFromRangeStart moveToRangeStart cellIns cellDel cellMerge rPrChange pPrChange"
        " sectPrChange tblPrChange tblGridChange tcPrChange trPrChange tblPrExChange numberingChange customXmlInsRangeStart"
        " customXmlDelRangeStart cm reply pivotCacheDefinition commentExtensible"
    )
)
_DROPPED_ATTRIBUTES = frozenset(
    {"paraId", "textId", "durableId", "userId", "providerId", "initials", "codeName", "descr"}
)
_EMPTY_MEANS_GONE = frozenset(
    str.split("externalReferences custDataLst ext extLst AlternateContent Choice controls oleObjects tagLst slicerList")
)


_NO_DATE = "2000-01-01T00:00:00.000"
_OTHER_BOOK = re.compile(r"(?:^|[^\w\],\[])\[\d+\]")


@dataclass
class Names:
    """Who is called what in one document, and what was taken out of its parts."""

    people: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def person(self, name: str) -> str:
        called = self.people.setdefault(name, f"Person {len(self.people) + 1}")
        if called != name:
            self.taken.add(removed.PEOPLE)
        return called


def clean_part(data: bytes, links: Set[str], names: Names) -> bytes:
    """links: the ids of the relationships that stay. Raises FileDamaged."""
    root = parsed(data, forgiving=b"<xml" in data[:200])
    for element in list(root.iter(etree.Element)):
        if _local(element.tag) in _REMOVED and element is not root:
            names.taken.add(_REMOVED[_local(element.tag)])
            _remove(element)
        elif _points_to_nothing(element, links) and element is not root:
            _cut_links(element) if _local(element.tag) in _OUTLIVES_ITS_LINK else _remove(element)
        else:
            _clean_attributes(element, names)
            _clean_names(element, names)
    _name_in_comments(root, names)
    return written(root)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _remove(element: etree._Element) -> None:
    """With its emptied wrappers; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
    if _local(parent.tag) in _EMPTY_MEANS_GONE and len(parent) == 0:
        _remove(parent)


def _points_to_nothing(element: etree._Element, links: Set[str]) -> bool:
    return any(_LINKS.match(name) and value and value not in links for name, value in element.attrib.items())


def _cut_links(element: etree._Element) -> None:
    for name in [name for name in element.attrib if _LINKS.match(name)]:
        del element.attrib[name]


def _clean_attributes(element: etree._Element, names: Names) -> None:
    tag = _local(element.tag)
    for name, value in list(element.attrib.items()):
        local = _local(name)
        if local.startswith("rsid") or _REVISION.match(name) or local in _DROPPED_ATTRIBUTES:
            names.taken.add(removed.TRACES)
            del element.attrib[name]
        elif local in _DATES and tag in _WITH_DATES:
            names.taken.add(removed.DATES)
            _cut_date(element, name)
        elif local in _PEOPLE and value:
            element.set(name, names.person(value))
    _SPECIAL.get(tag, _as_it_is)(element, names)


def _cut_date(element: etree._Element, name: str) -> None:
    """PowerPoint's newer comments must have one."""
    if _local(name) == "created":
        element.set(name, _NO_DATE)
    else:
        del element.attrib[name]


def _as_it_is(element: etree._Element, names: Names) -> None:
    """Most elements name nobody."""


def _drawing_name(element: etree._Element, names: Names) -> None:
    """Word and PowerPoint put the picture's file name, with its folder, here."""
    for attribute in ("descr", "title"):
        element.attrib.pop(attribute, None)
    element.set("name", f"Object {element.get('id', '1')}")


def _old_drawing(element: etree._Element, names: Names) -> None:
    for name in [name for name in element.attrib if _local(name) in ("title", "href", "alt", "gfxdata")]:
        del element.attrib[name]


def _author(element: etree._Element, names: Names) -> None:
    """PowerPoint's list of who commented, old and new; a new one must have initials and an account."""
    if element.get("name"):
        name = names.person(element.get("name", ""))
        element.set("name", name)
        element.set("initials", name.replace("Person ", "P"))
        if _local(element.tag) == "author":
            element.set("userId", name)
            element.set("providerId", "None")


def _formula(element: etree._Element, names: Names) -> None:
    """One that reads another workbook keeps its value only: the workbook's place was taken out."""
    if _OTHER_BOOK.search(element.text or ""):
        names.taken.add(removed.LINKS)
        _remove(element)


_SPECIAL: dict[str, Callable[[etree._Element, Names], None]] = {
    "cNvPr": _drawing_name,
    "docPr": _drawing_name,
    "imagedata": _old_drawing,
    "shape": _old_drawing,
    "cmAuthor": _author,
    "author": _author,
    "f": _formula,
    "definedName": _formula,
}


def _clean_names(element: etree._Element, names: Names) -> None:
    """Excel's list of who commented: <author>name</author>."""
    if _local(element.tag) == "author" and element.text and not len(element):
        element.text = names.person(element.text)


def _name_in_comments(root: etree._Element, names: Names) -> None:
    """Excel begins each comment with its author's name in bold."""
    if _local(root.tag) != "comments":
        return
    for text in root.iter("{*}t"):
        spoken, colon, rest = (text.text or "").partition(":")
        if colon and spoken in names.people:
            text.text = f"{names.people[spoken]}:{rest}"
