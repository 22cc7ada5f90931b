"""Every malformed neighbour of a good envelope, named by its fault, as edits of a good one. Data, read by make_vectors.

Offsets are those of docs/envelope-v1.md: header of one key 147 bytes, of three keys 325; entry k at 58 + 89 k.
"""

from typing import Any

from crypto.chunks import SEALED_CHUNK_BYTES

Edit = dict[str, Any]  # becomes JSON, whose values have many types

_ONE_KEY = 58 + 89
_ENTRY = 89
_SMALL, _SHARED, _LONG = "text-one-recipient", "text-three-keys", "text-three-chunks"
_FILE = "file-three-chunks"
_OTHERS_KEY = "0f" * 32


def _of(name: str, error: str, *edits: Edit, base: str = _SMALL, opened_by: str = "first") -> dict[str, Any]:
    return {"name": name, "of": base, "edits": list(edits), "opened_by": opened_by, "error": error}


def _keep(count: int) -> Edit:
    return {"op": "keep", "bytes": count}


def _cut(start: int, end: int) -> Edit:
    return {"op": "cut", "start": start, "end": end}


def _set(at: int, written: str) -> Edit:
    return {"op": "set", "at": at, "hex": written}


def _flip(at: int) -> Edit:
    return {"op": "flip", "at": at}


def _swap(first: int, second: int, count: int) -> Edit:
    return {"op": "swap", "first": first, "second": second, "bytes": count}


def _append(unit: str, times: int) -> Edit:
    return {"op": "append", "content": {"repeat": [unit, times]}}


def _reseal(used: int, unit: str, times: int, **changes: Any) -> Edit:
    """Changes may hold whatever a JSON edit holds: chunk, place, last, authenticated."""
    honest = {"op": "reseal", "chunk": 0, "place": 0, "last": True, "authenticated": True}
    return {**honest, "used": used, "content": {"repeat": [unit, times]}, **changes}


def header_faults() -> list[dict[str, Any]]:
    return [
        _of("empty", "too-short", _keep(0)),
        _of("cut-in-front", "too-short", _keep(57)),
        _of("cut-in-wrapped-key", "too-short", _keep(_ONE_KEY - 1)),
        _of("wrong-magic", "bad-magic", _flip(0)),
        _of("version-zero", "unknown-version", _set(4, "00")),
        _of("version-two", "unknown-version", _set(4, "02")),
        _of("unknown-flag", "unknown-flags", _set(5, "02")),
        _of("unknown-high-flag", "unknown-flags", _set(5, "80")),
        _of("padding-flag-changed", "chunk-altered", _set(5, "01")),
        _of("zero-recipients", "recipient-count", _set(6, "00")),
        _of("seventeen-recipients", "recipient-count", _set(6, "11")),
        _of("recipient-count-lowered", "unpadded-length", _set(6, "02"), base=_SHARED),
        _of("nonce-prefix-bit", "chunk-altered", _flip(7)),
        _of("header-bit", "wrong-commitment", _flip(26)),
        _of("role-zero", "unknown-role", _set(58, "00")),
        _of("role-four", "unknown-role", _set(58, "04")),
        _of("role-changed", "chunk-altered", _set(58, "02")),
        _of("key-id-bit", "wrong-key", _flip(59)),
        _of("key-id-bit-of-another", "chunk-altered", _flip(59 + _ENTRY), base=_SHARED),
        _of("wrapped-key-bit", "wrapped-key-altered", _flip(67)),
        _of("wrapped-key-tag-bit", "wrapped-key-altered", _flip(67 + 32)),
        _of("wrapped-key-bit-of-another", "chunk-altered", _flip(67 + _ENTRY), base=_SHARED),
        _of("recipients-swapped", "chunk-altered", _swap(58, 58 + _ENTRY, _ENTRY), base=_SHARED),
        _of("recipient-removed", "chunk-altered", _cut(58 + _ENTRY, 58 + 2 * _ENTRY), _set(6, "02"), base=_SHARED),
        _of("wrapped-keys-swapped", "wrapped-key-altered", _swap(67, 67 + _ENTRY, 80), base=_SHARED),
        _of("not-a-recipient", "wrong-key", opened_by="stranger"),
    ]


def length_faults() -> list[dict[str, Any]]:
    return [
        _of("no-payload", "unpadded-length", _keep(_ONE_KEY)),
        _of("payload-of-one-tag", "unpadded-length", _keep(_ONE_KEY + 20)),
        _of("truncated-last-byte", "unpadded-length", _keep(_ONE_KEY + 1043)),
        _of("trailing-byte", "unpadded-length", _append("00", 1)),
        _of("trailing-bucket", "chunk-altered", _append("00", 3072)),
        _of("unpadded-text", "unpadded-length", _reseal(10, "61", 10)),
        _of("oversized", "too-large", _append("00", 10 * 1024 * 1024)),
        _of("truncated-last-chunk", "chunk-altered", _keep(_ONE_KEY + 2 * SEALED_CHUNK_BYTES), base=_LONG),
        _of("dropped-first-chunk", "chunk-altered", _cut(_ONE_KEY, _ONE_KEY + SEALED_CHUNK_BYTES), base=_LONG),
        _of(
            "swapped-chunks",
            "chunk-altered",
            _swap(_ONE_KEY, _ONE_KEY + SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES),
            base=_LONG,
        ),
        _of("added-chunk", "chunk-altered", _append("00", SEALED_CHUNK_BYTES), base=_LONG),
    ]


def chunk_faults() -> list[dict[str, Any]]:
    """Chunks sealed by somebody who holds the content key and does not keep to the format."""
    return [
        _of("payload-bit", "chunk-altered", _flip(_ONE_KEY)),
        _of("tag-bit", "chunk-altered", _flip(-1)),
        _of("flag-cleared", "chunk-altered", _reseal(1024, "61", 1024, last=False)),
        _of("flag-early", "chunk-altered", _reseal(65536, "61", 65536, last=True), base=_LONG),
        _of("counted-from-one", "chunk-altered", _reseal(1024, "61", 1024, place=1)),
        _of("header-not-authenticated", "chunk-altered", _reseal(1024, "61", 1024, authenticated=False)),
        _of("wrong-commitment", "wrong-commitment", _set(26, _OTHERS_KEY), _reseal(1024, "61", 1024)),
        _of("used-too-large", "used-too-large", _reseal(1025, "61", 1024)),
        _of("used-huge", "used-too-large", _reseal(0xFFFFFFFF, "61", 1024)),
        _of("padding-nonzero", "padding-not-zero", _reseal(10, "61", 1024)),
        _of("non-minimal-padding", "padding-not-minimal", _reseal(0, "00", 4096)),
        _of("whole-bucket-of-padding", "padding-not-minimal", _reseal(0, "00", 65536)),
        _of(
            "content-after-padding",
            "content-after-padding",
            _reseal(0, "00", 65536, last=False),
            base=_LONG,
        ),
    ]


def file_faults(header_of_another: str) -> list[dict[str, Any]]:
    """What could be done to a file while it is carried in pieces. header_of_another: a good one, to the same keys."""
    second = _ONE_KEY + SEALED_CHUNK_BYTES
    return [
        _of("file-cut-after-a-chunk", "chunk-altered", _keep(second), base=_FILE),
        _of("file-cut-after-two-chunks", "chunk-altered", _keep(second + SEALED_CHUNK_BYTES), base=_FILE),
        _of("file-cut-in-a-chunk", "unpadded-length", _keep(second + 1000), base=_FILE),
        _of("file-reordered", "chunk-altered", _swap(_ONE_KEY, second, SEALED_CHUNK_BYTES), base=_FILE),
        _of("file-chunk-lost", "chunk-altered", _cut(_ONE_KEY, second), base=_FILE),
        _of("file-under-the-header-of-another", "chunk-altered", _set(0, header_of_another), base=_FILE),
        _of("file-as-text", "chunk-altered", _set(5, "00"), base=_FILE),
        _of("file-ended-early", "padding-not-minimal", _reseal(0, "00", 65536), _keep(second), base=_FILE),
    ]


def another_key_for_one(sealed_key: str) -> dict[str, Any]:
    edits = (_set(67 + _ENTRY, sealed_key), _reseal(9, "00", 1024))
    return _of("another-key-for-one", "wrong-commitment", *edits, base=_SHARED, opened_by="recovery")


def recipient_twice(key_id: str) -> dict[str, Any]:
    return _of("recipient-twice", "recipient-twice", _set(59 + _ENTRY, key_id), base=_SHARED)
