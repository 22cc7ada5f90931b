"""Ten kinds of file with a secret in every hidden place we know, and a search that finds it again however it is written."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import openpyxl
import pikepdf
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from pikepdf import AttachedFileSpec, Dictionary, Name, Pdf, String
from PIL import Image, PngImagePlugin

SECRET = "ZhangWei7Q4X"
VISIBLE = "Visible words 看得见的字"
ZERO_WIDTH = "\u200b\u200d\u2060\ufeff\u202e"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:creator><rdf:Seq><rdf:li>{SECRET}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def picture(size: tuple[int, int] = (64, 40)) -> Image.Image:
    """Left half red, right half blue: which way it stands can be seen."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    return drawn


def exif(orientation: int = 6) -> Image.Exif:
    tags = Image.Exif()
    for tag in (0x010F, 0x0110, 0x013B, 0x010E, 0x8298, 0x0131, 0x013C):  # maker, model, artist, description …
        tags[tag] = SECRET
    tags[0x0112] = orientation
    tags[0x0132] = "2026:03:08 10:11:12"
    tags[0x9C9D] = SECRET.encode("utf-16-le")
    tags.get_ifd(0x8769).update(
        {0x927C: b"MAKER" + SECRET.encode(), 0x9286: b"ASCII\0\0\0" + SECRET.encode(), 0xA431: SECRET}
    )
    tags.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.5), 3: "E", 4: (121.0, 28.0, 25.3)})
    return tags


def jpeg() -> bytes:
    out = io.BytesIO()
    picture().save(out, "JPEG", quality=90, exif=exif(), comment=SECRET.encode())
    iptc = b"\x1c\x02\x50" + len(SECRET).to_bytes(2, "big") + SECRET.encode()
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + len(iptc).to_bytes(4, "big") + iptc + b"\0" * (len(iptc) % 2)
    segments = (
        _segment(0xED, photoshop)
        + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP)
        + _segment(0xEB, SECRET.encode())
    )
    return b"\xff\xd8" + segments + out.getvalue()[2:] + b"trailing" + SECRET.encode()


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def png() -> bytes:
    texts, out = PngImagePlugin.PngInfo(), io.BytesIO()
    texts.add_text("Author", SECRET)
    texts.add_text("Comment", SECRET, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    texts.add(b"prVt", SECRET.encode())
    picture().save(out, "PNG", pnginfo=texts, exif=exif())
    return out.getvalue() + SECRET.encode()


def webp() -> bytes:
    out = io.BytesIO()
    picture().save(out, "WEBP", exif=exif(), xmp=_XMP)
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    frames = [picture().rotate(angle) for angle in (0, 90, 180)]
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=2, comment=SECRET.encode()
    )
    return out.getvalue() + SECRET.encode()


def pdf() -> bytes:
    """With a secret in a revision that the last one replaced."""
    with Pdf.new() as file:
        page = file.add_blank_page(page_size=(200, 200)).obj
        page.Contents = file.make_stream(f"BT /F1 12 Tf ({SECRET}) Tj ET".encode())
        photo = file.make_stream(
            jpeg(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=64,
            Height=40,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
        )
        photo.write(jpeg(), filter=Name.DCTDecode)
        photo.Metadata = file.make_stream(_XMP, Type=Name.Metadata, Subtype=Name.XML)
        page.Resources = Dictionary(XObject=Dictionary(Im1=photo), Font=Dictionary(F1=_font(file)))
        page.PieceInfo = Dictionary(Illustrator=Dictionary(Private=String(SECRET), LastModified=String("D:20260308")))
        page.Thumb = file.make_stream(SECRET.encode())
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String("A note"), NM=String(SECRET)
        )
        note.T, note.M, note.CreationDate = String(SECRET), String("D:20260308101112"), String("D:20260308101112")
        page.Annots = file.make_indirect(pikepdf.Array([file.make_indirect(note)]))
        _plant_in_catalogue(file)
        out = io.BytesIO()
        file.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return _revised(out.getvalue(), b"q 100 0 0 50 0 100 cm /Im1 Do Q BT /F1 12 Tf 10 50 Td (Visible) Tj ET")


def filled_form() -> bytes:
    """A field whose value no page draws yet, and a layer that a program signed."""
    with Pdf.new() as file:
        page = file.add_blank_page(page_size=(200, 200)).obj
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(SECRET),
            V=String("Filled"),
            Rect=[10, 10, 150, 40],
        )
        field.DA, field.P = String("/Helv 12 Tf 0 g"), page
        page.Annots = pikepdf.Array([file.make_indirect(field)])
        fonts = Dictionary(Font=Dictionary(Helv=_font(file)))
        file.Root.AcroForm = Dictionary(Fields=page.Annots, DR=fonts, DA=field.DA, NeedAppearances=True)
        layer = file.make_indirect(
            Dictionary(
                Type=Name.OCG, Name=String("Layer"), Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(SECRET)))
            )
        )
        file.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(ON=[layer]))
        page.Resources = Dictionary(Properties=Dictionary(MC0=layer, MC1=Dictionary(Title=String(SECRET))))
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def _font(file: Pdf) -> pikepdf.Object:
    return file.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _plant_in_catalogue(file: Pdf) -> None:
    for key in ("/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/Company"):
        file.docinfo[key] = SECRET
    file.Root.Metadata = file.make_stream(_XMP, Type=Name.Metadata, Subtype=Name.XML)
    file.attachments["hidden.txt"] = AttachedFileSpec(
        file, SECRET.encode(), filename=f"{SECRET}.txt", description=SECRET
    )
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    file.Root.Lang = String(SECRET)


def _revised(data: bytes, content: bytes) -> bytes:
    """An incremental update, as editors write it: another content for the first page."""
    with Pdf.open(io.BytesIO(data)) as file:
        number, root, size = file.pages[0].obj.Contents.objgen[0], file.Root.objgen[0], int(file.trailer.Size)
        info = file.trailer.Info.objgen[0]
    before = data[data.rindex(b"startxref") + 9 :].split()[0].decode()
    thing = f"{number} 0 obj\n<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream\nendobj\n"
    table = f"xref\n{number} 1\n{len(data):010d} 00000 n \n".encode()
    trailer = f"trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R /Prev {before} >>\n"
    return data + thing + table + f"{trailer}startxref\n{len(data) + len(thing)}\n%%EOF\n".encode()


def xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.properties.creator = book.properties.lastModifiedBy = book.properties.title = SECRET
    sheet = book.active
    sheet["A1"], sheet["B2"], sheet["B3"] = VISIBLE, 6800, "=B2*2"
    sheet["A1"].comment = Comment(f"{SECRET}:\nPaid to a private account", SECRET)
    sheet.add_image(SheetImage(io.BytesIO(jpeg())), "D4")
    book.save(out)
    return _repacked(out.getvalue(), _spoil_book)


def _repacked(data: bytes, spoil: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, spoil(name, old.read(name)))
        new.writestr("xl/printerSettings/printerSettings1.bin", SECRET.encode("utf-16-le"))
        new.writestr("docProps/thumbnail.jpeg", jpeg())
        new.comment = SECRET.encode()
    return out.getvalue()


def _spoil_book(name: str, data: bytes) -> bytes:
    """What Excel itself writes and openpyxl does not."""
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        f'<x15ac:absPath url="C:\\Users\\{SECRET}\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/>'
        "</mc:Choice></mc:AlternateContent>"
    ).encode()
    settings = (
        b'<Relationship Id="rIdP" Target="../printerSettings/printerSettings1.bin" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings"/></Relationships>'
    )
    if name == "xl/workbook.xml":
        return data.replace(b"<bookViews>", f'<fileSharing userName="{SECRET}"/>'.encode() + path + b"<bookViews>")
    if name == "xl/worksheets/_rels/sheet1.xml.rels":
        return data.replace(b"</Relationships>", settings)
    if name == "xl/worksheets/sheet1.xml":
        space = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        setup = b'<pageSetup orientation="landscape" xmlns:r="' + space + b'" r:id="rIdP"/>'
        return data.replace(b"<drawing ", setup + b"<drawing ", 1)
    return data


def txt() -> bytes:
    return b"\xef\xbb\xbf" + f"{VISIBLE}{ZERO_WIDTH}\r\nsecond\tline\x1a".encode()


def csv() -> bytes:
    return f"订单,金额{ZERO_WIDTH}\nXS-2603,6800\n".encode("utf-16")


def traces(data: bytes, secret: str = SECRET) -> list[str]:
    """Where a secret stands: in the bytes, in packed members of a zip, in unpacked streams of a PDF, in a PNG's texts."""
    return [
        f"{place}: {coding}"
        for place, part in _parts(data, "file")
        for coding, written in _writings(secret).items()
        if written in part
    ]


def _writings(secret: str) -> dict[str, bytes]:
    plain = {name: secret.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be")}
    packed = {f"base64+{shift}": base64.b64encode(b"\0" * shift + secret.encode())[4:-4] for shift in range(3)}
    return {**plain, **packed, "hex": secret.encode().hex().encode(), "HEX": secret.encode().hex().upper().encode()}


def _parts(data: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    yield place, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{place} names", " ".join(archive.namelist()).encode() + archive.comment
            for name in archive.namelist():
                yield from _parts(archive.read(name), f"{place}/{name}")
    elif b"%PDF-" in data[:1024]:
        with Pdf.open(io.BytesIO(data)) as file:
            for thing in file.objects:
                yield f"{place} {thing.objgen}", thing.unparse() + _stream(thing)
    elif data.startswith(b"\x89PNG"):
        yield from (
            (f"{place} packed", _inflated(data[at + 5 :])) for at in _places(data, b"zTXt") + _places(data, b"iTXt")
        )


def _stream(thing: pikepdf.Object) -> bytes:
    if not isinstance(thing, pikepdf.Stream):
        return b""
    try:
        return thing.read_bytes()
    except pikepdf.PdfError:
        return thing.read_raw_bytes()


def _places(data: bytes, word: bytes) -> list[int]:
    return [at for at in range(len(data)) if data.startswith(word, at)]


def _inflated(data: bytes) -> bytes:
    start = data.find(b"\x78\x9c")
    try:
        return zlib.decompressobj().decompress(data[start:]) if start >= 0 else b""
    except zlib.error:
        return b""
