"""PDFs put together anew from their pages: what no page shows does not come along. Knows pages, not what they say.

Pages and annotations keep what is on a list; the rest of the file (information, metadata, scripts, embedded files,
forms, bookmarks, structure, earlier revisions) is never copied. Text and drawing stay as they are.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from cases.evidence import removed
from cases.evidence.embedded import bare_jpeg, bare_jpeg2000
from cases.evidence.errors import FileDamaged, FileEncrypted, FileTooLarge

MOST_PAGES = 3000
MOST_OBJECTS = 300_000
MOST_UNPACKED_BYTES = 400 << 20
_STEP = 1 << 20
_PAGE = frozenset(
    str.split(
        "/Type /Parent /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /UserUnit /Contents /Resources /Annots /Group"
    )
)
_ANNOTATION = frozenset(
    str.split(
        "/Type /Subtype /Rect /Contents /F /AP /AS /Border /C /QuadPoints /InkList /Vertices /L /LE /IC /BS /BE /CA /DA /Q /Ff"
        " /MK /A /Name /H /RD /IT"
    )
)
_ANNOTATIONS_DROPPED = frozenset(
    str.split("/FileAttachment /Sound /Movie /Screen /3D /RichMedia /Popup /PrinterMark /TrapNet")
)
_ANYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Alternates", "/CreatorInfo", "/StructParent")
_DEVICE_COLOURS = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_BROKEN = (
    pikepdf.PdfError,
    zlib.error,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    NotImplementedError,
)
_INFORMATION = {
    "/Author": removed.PEOPLE,
    "/Company": removed.PEOPLE,
    "/CreationDate": removed.DATES,
    "/ModDate": removed.DATES,
    "/Producer": removed.SOFTWARE,
    "/Creator": removed.SOFTWARE,
}


def clean_pdf(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Raises FileEncrypted, FileDamaged or FileTooLarge."""
    try:
        with Pdf.open(io.BytesIO(data), suppress_warnings=True) as source, Pdf.new() as fresh:
            if len(source.objects) > MOST_OBJECTS or len(source.pages) > MOST_PAGES:
                raise FileTooLarge
            taken = tuple(_found(source, data))
            _copy(source, fresh)
            _clean(fresh)
            return _written(fresh), taken
    except pikepdf.PasswordError:
        raise FileEncrypted from None
    except _BROKEN:
        raise FileDamaged from None


def _found(source: Pdf, data: bytes) -> Iterator[str]:
    yield from (_INFORMATION.get(str(key), removed.DESCRIPTION) for key in source.docinfo)
    if "/Metadata" in source.Root:
        yield removed.DESCRIPTION
    if source.attachments or b"/EmbeddedFile" in data:
        yield removed.ATTACHED
    if data.count(b"startxref") > 1 and not data[:2048].count(b"/Linearized"):
        yield removed.EARLIER
    if "/OpenAction" in source.Root or "/AA" in source.Root or "/JavaScript" in source.Root.get("/Names", Dictionary()):
        yield removed.ACTIVE
    if "/ID" in source.trailer:
        yield removed.TRACES
    if any("/T" in note for page in source.pages for note in page.obj.get("/Annots", ())):
        yield removed.PEOPLE


def _copy(source: Pdf, fresh: Pdf) -> None:
    """Typed-in values are drawn before the form is left behind; layers keep what they hide."""
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
    fresh.pages.extend(source.pages)
    layers = source.Root.get("/OCProperties")
    if layers is not None:
        indirect = layers if layers.is_indirect else source.make_indirect(layers)
        fresh.Root.OCProperties = fresh.copy_foreign(indirect)


def _clean(fresh: Pdf) -> None:
    for page in fresh.pages:
        _keep(page.obj, _PAGE)
        if "/Annots" in page.obj:
            page.obj.Annots = Array([_annotation(note) for note in page.obj.Annots if _stays(note)])
    unpacked = 0
    for thing in fresh.objects:
        _clean_inside(thing)
        if isinstance(thing, Stream):
            _keep_inside(thing)
            unpacked += _unpacked_bytes(thing, MOST_UNPACKED_BYTES - unpacked)
            _bare_picture(thing)


def _keep_inside(stream: Stream) -> None:
    """A stream may name a file outside that a reader would fetch."""
    for key in ("/F", "/FFilter", "/FDecodeParms"):
        if key in stream:
            del stream[key]


def _stays(note: Object) -> bool:
    return isinstance(note, Dictionary) and str(note.get("/Subtype", "")) not in _ANNOTATIONS_DROPPED


def _annotation(note: Object) -> Object:
    _keep(note, _ANNOTATION)
    action = note.get("/A")
    address = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
    if "/A" in note:
        del note["/A"]
    if address.startswith(("http://", "https://")):
        note.A = Dictionary(S=Name.URI, URI=pikepdf.String(address))
    return note


def _keep(thing: Object, names: frozenset[str]) -> None:
    for key in [key for key in thing.keys() if key not in names]:  # noqa: SIM118  # a PDF object iterates over values
        del thing[key]


def _clean_inside(thing: Object) -> None:
    """One indirect object with everything written inside it; what it points to is visited on its own."""
    if isinstance(thing, Array):
        for place, value in enumerate(list(thing)):
            if _is_profile(value):
                thing[place] = _device_colours(value)
            elif not _is_elsewhere(value):
                _clean_inside(value)
        return
    if not isinstance(thing, Dictionary | Stream):
        return
    for key in list(thing.keys()):
        value = thing[key]
        if key in _ANYWHERE:
            del thing[key]
        elif key == "/Properties" and isinstance(value, Dictionary):
            _layers_only(value)
        elif _is_profile(value):
            thing[key] = _device_colours(value)
        elif not _is_elsewhere(value):
            _clean_inside(value)


def _layers_only(properties: Object) -> None:
    """What marks a passage of a page: layers are needed, the rest are notes of the program."""
    for name in list(properties.keys()):
        if str(properties[name].get("/Type", "")) not in ("/OCG", "/OCMD"):
            properties[name] = Dictionary()


def _is_elsewhere(value: object) -> bool:
    return not isinstance(value, Object) or bool(value.is_indirect)


def _is_profile(value: object) -> bool:
    """A colour space by a profile, which can name a screen, its owner and a date."""
    return isinstance(value, Array) and len(value) > 1 and value[0] == Name.ICCBased


def _device_colours(space: Object) -> Object:
    return _DEVICE_COLOURS[int(space[1].get("/N", 3))]


def _filters(stream: Object) -> list[str]:
    named = stream.get("/Filter")
    return [str(each) for each in named] if isinstance(named, Array) else [] if named is None else [str(named)]


def _bare_picture(stream: Stream) -> None:
    filters = _filters(stream)
    if filters == ["/DCTDecode"]:
        how = stream.get("/DecodeParms")
        how = how if isinstance(how, Dictionary | Array) else None
        stream.write(bare_jpeg(stream.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=how)
    elif filters == ["/JPXDecode"]:
        stream.write(bare_jpeg2000(stream.read_raw_bytes()), filter=Name.JPXDecode)
    elif filters == ["/FlateDecode", "/DCTDecode"]:
        jpeg = zlib.decompressobj().decompress(stream.read_raw_bytes(), MOST_UNPACKED_BYTES)
        stream.write(bare_jpeg(jpeg), filter=Name.DCTDecode)
    elif {"/DCTDecode", "/JPXDecode"} & set(filters):
        raise FileDamaged  # packed in another way: allowed, made by no program we know, and not looked into


def _unpacked_bytes(stream: Stream, left: int) -> int:
    """How much a stream unpacks to, counted by unpacking. Raises FileTooLarge, also for one that is packed twice."""
    filters = _filters(stream)
    if filters.count("/FlateDecode") + filters.count("/LZWDecode") + filters.count("/RunLengthDecode") > 1:
        raise FileTooLarge
    if filters != ["/FlateDecode"]:
        return 0
    inflater, count, packed = zlib.decompressobj(), 0, stream.read_raw_bytes()
    try:
        while packed and not inflater.eof:
            count += len(inflater.decompress(packed, _STEP))
            packed = inflater.unconsumed_tail
            if count > left:
                raise FileTooLarge
    except zlib.error:
        return count  # readers show what came before the fault
    return count


def _written(fresh: Pdf) -> bytes:
    out = io.BytesIO()
    fresh.remove_unreferenced_resources()
    fresh.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
