"""Messages between this server and its helpers: plain data, each behind its length in bytes. msgpack cannot carry code."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO  # Any: plain data

import msgspec

_LENGTH = struct.Struct(">I")


def send(stream: BinaryIO | Any, message: object) -> None:
    packed = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(packed)) + packed)
    stream.flush()


def receive(stream: BinaryIO | Any) -> Any:
    """None where the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    return msgspec.msgpack.decode(stream.read(length))
