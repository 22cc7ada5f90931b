"""How long sealed things are made, so that their length says little. Knows lengths only, in bytes, never characters."""

KIB = 1024
_TEXT_BUCKETS_BYTES = (1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB)
_CELL_BYTES = 32
_CELL_ENDS = tuple(b"\x80" + bytes(_CELL_BYTES - 1 - filled) for filled in range(_CELL_BYTES))
_LEAST_FILE_BYTES = 1 * KIB


def text_bucket(length: int) -> int:
    """The bucket for a text of that many UTF-8 bytes: 1, 4, 16 or 64 KiB, then the next multiple of 64 KiB."""
    for bucket in _TEXT_BUCKETS_BYTES:
        if length <= bucket:
            return bucket
    largest = _TEXT_BUCKETS_BYTES[-1]
    return -(-length // largest) * largest


def file_bucket(length: int) -> int:
    """Padmé, and never under 1 KiB."""
    return padme(max(length, _LEAST_FILE_BYTES))


def padme(length: int) -> int:
    """The least length of Padmé that holds `length` (PURBs, 2019): at most 12 % more, leaks O(log log length) bits."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    step = 1 << free_bits
    return -(-length // step) * step


def pad_cell(content: bytes) -> bytes:
    """Content, one byte 0x80, zeros up to a multiple of 32 bytes: sealed, a short name looks as long as a long one."""
    return content + _CELL_ENDS[len(content) % _CELL_BYTES]


def unpad_cell(padded: bytes) -> bytes:
    """Undo `pad_cell` on authenticated bytes."""
    return padded.rstrip(b"\x00")[:-1]
