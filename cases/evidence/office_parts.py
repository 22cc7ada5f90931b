"""An Office package's table of contents and relationships, read and written. Knows names of parts, not what they hold."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from cases.evidence.errors import FileDamaged

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PICTURES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


@dataclass(frozen=True)
class Link:
    """One relationship. kind: the last word of its type; part: where it leads inside the file; outside: an address."""

    id: str
    kind: str
    type: str
    part: str
    outside: str | None


def parsed(data: bytes, forgiving: bool = False) -> etree._Element:
    """The root of an XML part. Raises FileDamaged, also for one with a document type: it could define what grows."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=forgiving,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise FileDamaged from None
    if root is None or root.getroottree().docinfo.doctype:
        raise FileDamaged
    return root


def content_types(data: bytes) -> dict[str, str]:
    """The type of every part that is named, and of every ending under "*.ending"."""
    types: dict[str, str] = _Types()
    for entry in parsed(data):
        kind = entry.get("ContentType", "")
        if entry.tag == f"{{{_TYPES}}}Override":
            types[entry.get("PartName", "").lstrip("/")] = kind
        elif entry.tag == f"{{{_TYPES}}}Default":
            types["*." + entry.get("Extension", "").lower()] = kind
    return types


class _Types(dict[str, str]):
    """Looks a part up by name, then by its ending."""

    def _ending(self, part: object) -> str:
        return "*." + posixpath.splitext(str(part))[1].lstrip(".").lower()

    def __missing__(self, part: str) -> str:
        return dict.__getitem__(self, self._ending(part)) if dict.__contains__(self, self._ending(part)) else ""

    def __contains__(self, part: object) -> bool:
        return dict.__contains__(self, part) or dict.__contains__(self, self._ending(part))

    def get(self, part: str, default: str = "") -> str:  # type: ignore[override]  # always a word
        return self[part] or default


def read_links(data: bytes, folder: str) -> list[Link]:
    """The relationships of a part in `folder`."""
    return [_link(entry, folder) for entry in parsed(data) if entry.tag == f"{{{_RELATIONS}}}Relationship"]


def _link(entry: etree._Element, folder: str) -> Link:
    type_, target = entry.get("Type", ""), entry.get("Target", "")
    outside = target if entry.get("TargetMode") == "External" else None
    inside = (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, unquote(target)))
    )
    return Link(entry.get("Id", ""), type_.rpartition("/")[2], type_, "" if outside is not None else inside, outside)


def written_links(links: Iterable[Link], folder: str, renamed: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for link in links:
        target = link.outside or "/" + renamed.get(link.part, link.part)
        entry = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=link.id, Type=link.type, Target=target)
        if link.outside is not None:
            entry.set("TargetMode", "External")
    return written(root)


def written_types(parts: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    endings = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **_PICTURES,
    }
    for ending, kind in endings.items():
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=ending, ContentType=kind)
    for part, kind in sorted(parts.items()):
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
    return written(root)


def written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
