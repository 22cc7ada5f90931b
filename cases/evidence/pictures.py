"""JPEG, PNG, WebP and GIF drawn anew from their pixels: what is not a pixel does not come along. Knows no file."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import islice

from PIL import (
    ExifTags,
    Image,
    ImageCms,
    ImageOps,
    ImageSequence,
    MpoImagePlugin,  # noqa: F401  # registered here, because no file can be opened later
    TiffImagePlugin,  # noqa: F401  # reads the tags of a photograph
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)
from PIL.JpegImagePlugin import get_sampling

from cases.evidence import removed
from cases.evidence.errors import FileDamaged, FileTooLarge
from cases.evidence.kinds import GIF, JPEG, PNG, WEBP, Kind

MOST_PIXELS = 50_000_000  # of all frames together; a telephone's largest ordinary photograph
MOST_FRAMES = 1000
_FORMATS = {JPEG: ("JPEG", "MPO"), PNG: ("PNG",), WEBP: ("WEBP",), GIF: ("GIF",)}
_PNG_MODES = ("1", "L", "LA", "RGB", "RGBA", "I;16")
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ZeroDivisionError,
)
_TAGS = {
    removed.DEVICE: (
        "Make",
        "Model",
        "LensModel",
        "LensMake",
        "BodySerialNumber",
        "MakerNote",
        "ExposureTime",
        "HostComputer",
    ),
    removed.PEOPLE: ("Artist", "Copyright", "CameraOwnerName", "XPAuthor"),
    removed.DATES: ("DateTime", "DateTimeOriginal", "DateTimeDigitized"),
    removed.SOFTWARE: ("Software", "ProcessingSoftware"),
    removed.DESCRIPTION: ("ImageDescription", "UserComment", "XPTitle", "XPComment", "XPKeywords", "XPSubject"),
}
_INFO = {
    "xmp": removed.DESCRIPTION,
    "XML:com.adobe.xmp": removed.DESCRIPTION,
    "comment": removed.DESCRIPTION,
    "photoshop": removed.DESCRIPTION,
    "icc_profile": removed.COLOURS,
}
_SRGB = ImageCms.createProfile("sRGB")
Image.preinit()
Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked


def clean_picture(data: bytes, kind: Kind) -> tuple[bytes, tuple[str, ...]]:
    """Upright, in sRGB, and all frames of a GIF or WebP. Raises FileDamaged or FileTooLarge."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as picture:
            _refuse_too_many_pixels(picture, kind)
            taken = tuple(_found(picture, kind))
            return _drawn_anew(picture, kind, data), taken
    except (UnidentifiedImageError, *_BROKEN):
        raise FileDamaged from None


def _refuse_too_many_pixels(picture: Image.Image, kind: Kind) -> None:
    frames = _frames(picture) if kind in (GIF, WEBP) else 1
    if frames > MOST_FRAMES or picture.width * picture.height * frames > MOST_PIXELS:
        raise FileTooLarge


def _frames(picture: Image.Image) -> int:
    return int(getattr(picture, "n_frames", 1))


def _found(picture: Image.Image, kind: Kind) -> Iterator[str]:
    exif = picture.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield removed.PLACE
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield removed.PREVIEW
    names = {ExifTags.TAGS.get(tag, "") for tag in (*exif, *exif.get_ifd(ExifTags.IFD.Exif))}
    yield from (code for code, tags in _TAGS.items() if names & set(tags))
    yield from (code for name, code in _INFO.items() if picture.info.get(name))
    if getattr(picture, "text", None):
        yield removed.DESCRIPTION
    if kind in (JPEG, PNG) and _frames(picture) > 1:
        yield removed.FURTHER


def _drawn_anew(picture: Image.Image, kind: Kind, data: bytes) -> bytes:
    out = io.BytesIO()
    if kind == JPEG:
        fresh = _in_mode(_upright(picture), ("L", "RGB"))
        fresh.save(out, "JPEG", quality=95, subsampling=max(get_sampling(picture), 0))
    elif kind == PNG:
        _in_mode(_upright(picture), _PNG_MODES).save(out, "PNG", compress_level=4)
    elif _frames(picture) > 1:
        _save_frames(picture, kind, data, out)
    elif kind == GIF:
        _in_mode(_upright(picture), ("L", "RGBA")).save(out, "GIF")
    else:
        _in_mode(_upright(picture), ("RGB", "RGBA")).save(out, "WEBP", quality=92, lossless=_lossless(data))
    return out.getvalue()


def _save_frames(picture: Image.Image, kind: Kind, data: bytes, out: io.BytesIO) -> None:
    milliseconds, frames = [], []
    for frame in islice(ImageSequence.Iterator(picture), MOST_FRAMES):
        frame.load()
        milliseconds.append(int(frame.info.get("duration", 0)))
        frames.append(_in_mode(frame.copy(), ("RGBA",)))
    timing = {
        "save_all": True,
        "append_images": frames[1:],
        "duration": milliseconds,
        "loop": int(picture.info.get("loop", 0)),
    }
    if kind == GIF:
        frames[0].save(out, "GIF", disposal=2, **timing)
    else:
        frames[0].save(out, "WEBP", quality=92, lossless=_lossless(data), **timing)


def _lossless(data: bytes) -> bool:
    return b"VP8L" in data[:4096]


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its tag says, and its colours as a screen without a profile shows them."""
    turned = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if not profile or turned.mode not in ("RGB", "CMYK", "L"):
        return turned
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(turned, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return turned  # a profile that does not fit is dropped: the picture is shown as most programs show it
    return shown or turned


def _in_mode(picture: Image.Image, modes: tuple[str, ...]) -> Image.Image:
    """Pixels alone, in one of these modes; palettes become colours, since an unused entry can hold anything."""
    seen_through = "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA", "RGBa", "La")
    if picture.mode not in modes or "transparency" in picture.info:
        wanted = "RGBA" if seen_through and "RGBA" in modes else "RGB" if "RGB" in modes else "RGBA"
        picture = picture.convert(wanted)
    else:
        picture = picture.copy()
    picture.info = {}
    return picture


def _single_point() -> bytes:
    out = io.BytesIO()
    Image.new("L", (1, 1), 255).save(out, "PNG")
    return out.getvalue()


EMPTY_PICTURE = _single_point()  # stands where a picture could not be cleaned
