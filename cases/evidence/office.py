"""DOCX, XLSX and PPTX packed anew from the parts their document is made of. What a part says inside: `office_xml.py`.

From the main part on, relationships of a known type are followed; every other part (properties, thumbnails, macros,
printer settings, embedded files, stores of custom data, leftovers) stays behind. Pictures are drawn anew.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.evidence import removed
from cases.evidence.errors import FileDamaged, FileEncrypted, FileTooLarge, KindUnknown, Unscrubbable
from cases.evidence.kinds import DOCX, PICTURES, PPTX, XLSX, Kind, kind_of
from cases.evidence.office_parts import Link, content_types, read_links, written_links, written_types
from cases.evidence.office_xml import Names, clean_part
from cases.evidence.pictures import EMPTY_PICTURE, clean_picture

MOST_PARTS = 5000
MOST_UNPACKED_BYTES = 256 << 20
_STEP = 1 << 20
_ENCRYPTED = 0x1
# ValueError: a place before the file's beginning, a name that is no text; KeyError: a part that is missing
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    RuntimeError,
    struct.error,
)
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": PPTX,
}
_FOLLOWED = frozenset(
    str.split(
        "styles settings fontTable theme themeOverride numbering footnotes endnotes comments header footer chart diagramData"
        " diagramLayout diagramQuickStyle diagramColors diagramDrawing worksheet chartsheet sharedStrings table drawing"
        " vmlDrawing pivotTable pivotCacheDefinition pivotCacheRecords sheetMetadata chartUserShapes slideMaster slideLayout"
        " slide notesMaster notesSlide handoutMaster presProps viewProps tableStyles commentAuthors authors"
    )
)
_LEFT_BEHIND = {
    "core-properties": removed.PEOPLE,
    "extended-properties": removed.SOFTWARE,
    "custom-properties": removed.DESCRIPTION,
    "thumbnail": removed.PREVIEW,
    "printerSettings": removed.DEVICE,
    "vbaProject": removed.ACTIVE,
    "attachedTemplate": removed.LINKS,
    "externalLink": removed.LINKS,
    "customXml": removed.TRACES,
    "package": removed.ATTACHED,
    "oleObject": removed.ATTACHED,
    "person": removed.PEOPLE,
}
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class _Package:
    """What was read and what will be written, part by part."""

    archive: zipfile.ZipFile
    types: dict[str, str]
    kept: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # old name: new name
    names: Names = field(default_factory=Names)
    taken: list[str] = field(default_factory=list)
    left_bytes: int = MOST_UNPACKED_BYTES
    members: frozenset[str] = frozenset()

    def read(self, part: str) -> bytes:
        """Unpacked by steps, since what the directory says may be a lie."""
        pieces = []
        with self.archive.open(part) as file:
            while piece := file.read(_STEP):
                self.left_bytes -= len(piece)
                if self.left_bytes < 0:
                    raise FileTooLarge
                pieces.append(piece)
        return b"".join(pieces)


def clean_office(data: bytes) -> tuple[Kind, bytes, tuple[str, ...]]:
    """Raises KindUnknown for other zips and for files with macros, FileEncrypted, FileDamaged, FileTooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_odd(archive)
            types = content_types(_member(archive, "[Content_Types].xml"))
            package = _Package(archive, types, members=frozenset(archive.namelist()))
            kind, main = _main_part(package)
            _follow(package, main)
            return kind, _packed(package, main), tuple(package.taken + list(package.names.taken))
    except _BROKEN:
        raise FileDamaged from None


def _refuse_odd(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_PARTS:
        raise FileTooLarge
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise FileEncrypted
    if len({member.filename for member in members}) != len(members):
        raise FileDamaged  # programs differ in which of two they read
    if "[Content_Types].xml" not in archive.namelist():
        raise KindUnknown


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        data = file.read(_STEP * 4 + 1)
    if len(data) > _STEP * 4:
        raise FileTooLarge
    return data


def _main_part(package: _Package) -> tuple[Kind, str]:
    for link in _links(package, ""):
        if link.kind == "officeDocument":
            kind = _MAIN.get(package.types.get(link.part, ""))
            if kind is None:
                raise KindUnknown
            return kind, link.part
    raise KindUnknown


def _links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _links(package: _Package, part: str) -> list[Link]:
    name = _links_name(part)
    if name not in package.members:
        return []
    links = read_links(package.read(name), posixpath.dirname(part))
    package.taken += [_LEFT_BEHIND[link.kind] for link in links if link.kind in _LEFT_BEHIND]
    return links


def _follow(package: _Package, main: str) -> None:
    waiting = [main]
    while waiting:
        part = waiting.pop()
        if part in package.kept:
            continue
        links = [link for link in _links(package, part) if _stays(package, link)]
        package.kept[part] = clean_part(package.read(part), {link.id for link in links}, package.names)
        if links:
            package.kept[_links_name(part)] = written_links(links, posixpath.dirname(part), package.pictures)
        waiting += [link.part for link in links if link.kind in _FOLLOWED]


def _stays(package: _Package, link: Link) -> bool:
    if link.outside is not None:
        return link.kind == "hyperlink" and link.outside.startswith(("http://", "https://", "mailto:"))
    if link.kind == "image":
        return _picture(package, link.part)
    return link.kind in _FOLLOWED and link.part in package.types and link.part in package.members


def _picture(package: _Package, part: str) -> bool:
    """True if there is something to draw; one that cannot be cleaned becomes an empty one of a single point."""
    if part in package.pictures:
        return True
    if part not in package.members:
        return False
    data = package.read(part)
    try:
        kind = kind_of(data)
        drawn, taken = clean_picture(data, kind) if kind in PICTURES else (EMPTY_PICTURE, (removed.UNREADABLE,))
    except Unscrubbable:
        drawn, taken = EMPTY_PICTURE, (removed.UNREADABLE,)
    extension = "png" if drawn is EMPTY_PICTURE else kind.extension
    name = f"{part.split('/')[0]}/media/image{len(package.pictures) + 1}.{extension}"
    package.pictures[part] = name
    package.kept[name] = drawn
    package.taken += taken
    return True


def _packed(package: _Package, main: str) -> bytes:
    out = io.BytesIO()
    first = Link("rId1", "officeDocument", f"{_RELATIONS}/officeDocument", main, None)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _members(package, first):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _members(package: _Package, first: Link) -> Iterator[tuple[str, bytes]]:
    parts = {name: package.types[name] for name in package.kept if name in package.types and not name.endswith(".rels")}
    yield "[Content_Types].xml", written_types({name: kind for name, kind in parts.items() if "/media/" not in name})
    yield "_rels/.rels", written_links([first], "", {})
    yield from sorted(package.kept.items())
