"""Files made to break a cleaner, each under the name of its fault."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Name, Pdf
from PIL import Image

from tests.cases.evidence.planted import jpeg, pdf, png
from tests.cases.evidence.planted_office import docx

_LAUGHS = b'<!DOCTYPE a [<!ENTITY l0 "ha">' + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12)
)


def with_part(name: str, data: bytes, office: bytes | None = None) -> bytes:
    """A document whose part was replaced, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office or docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, data if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, data)
    return out.getvalue()


def zip_bomb() -> bytes:
    return with_part("word/document.xml", b"<a>" + b" " * (300 << 20) + b"</a>")


def two_of_a_name() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/./document.xml", b"")
    return out.getvalue().replace(b"word/./document.xml", b"word/document.xml\0\0")


def locked_zip() -> bytes:
    """The mark of a password in every entry of the directory and before every member."""
    data = bytearray(docx())
    for signature, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def with_macros() -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        table = archive.read("[Content_Types].xml")
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return with_part("[Content_Types].xml", table.replace(plain, macro))


def pixel_bomb() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png()[33:]


def frame_bomb() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("1", (2, 2), n % 2) for n in range(1100)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=10)
    return out.getvalue()


def spaces(megabytes: int) -> bytes:
    packer = zlib.compressobj()
    return b"".join([*(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)), packer.flush()])


def pdf_bomb() -> bytes:
    with Pdf.new() as file:
        page = file.add_blank_page().obj
        page.Contents = pikepdf.Stream(file, spaces(500), Filter=Name.FlateDecode)
        return _saved(file)


def pdf_packed_twice() -> bytes:
    with Pdf.new() as file:
        once = spaces(100)
        page = file.add_blank_page().obj
        page.Contents = pikepdf.Stream(file, zlib.compress(once), Filter=[Name.FlateDecode, Name.FlateDecode])
        return _saved(file)


def _saved(file: Pdf) -> bytes:
    out = io.BytesIO()
    file.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf())) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("damaged", lambda: b""),
    "a program": ("unknown_kind", lambda: b"\x7fELF\x02\x01\x01" + bytes(200)),
    "old Word": ("unknown_kind", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "a video": ("unknown_kind", lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(200)),
    "some zip": ("unknown_kind", lambda: with_part("x", b"").replace(b"[Content_Types].xml", b"[content-types].xml")),
    "a document with macros": ("unknown_kind", with_macros),
    "a locked Office file": (
        "encrypted",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    ),
    "a locked zip": ("encrypted", locked_zip),
    "a locked PDF": ("encrypted", locked_pdf),
    "half a JPEG": ("damaged", lambda: jpeg()[:900]),
    "half a PNG": ("damaged", lambda: png()[: png().index(b"IDAT") + 12]),
    "half a document": ("damaged", lambda: docx()[:2000]),
    "a PDF that is none": ("damaged", lambda: b"%PDF-1.7\nnothing here\n"),
    "a header alone": ("damaged", lambda: b"RIFF\x00\x00\x00\x00WEBPVP8 "),
    "entities that multiply": ("damaged", lambda: with_part("word/document.xml", _LAUGHS + b"]><a>&l11;</a>")),
    "a part that is no XML": ("damaged", lambda: with_part("word/document.xml", b"\x00\x01\x02")),
    "two parts of one name": ("damaged", two_of_a_name),
    "a zip bomb": ("too_large", zip_bomb),
    "a pixel bomb": ("too_large", pixel_bomb),
    "a frame bomb": ("too_large", frame_bomb),
    "a PDF bomb": ("too_large", pdf_bomb),
    "a PDF stream packed twice": ("too_large", pdf_packed_twice),
    "41 megabytes": ("too_large", lambda: b"a" * (41 << 20)),
}
