"""One response as a row of few bytes: what was chosen, with which weight, in which store. Always of one length for a form.

Pure. What is written in words, and whatever is evidence, is not in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from surveys.errors import SlipUnreadable
from surveys.results.layout import Layout

WEIGHT_UNIT = 100  # a weight of 1 is kept as 100, so that sums are whole numbers and can be taken back exactly
_HEAVIEST = 10_000 * WEIGHT_UNIT
_STORE_BYTES = 96
_HEAD = struct.Struct("<I")

Part = tuple[int, ...]  # positions of the categories chosen; () where it was not answered


@dataclass(frozen=True)
class Slip:
    """parts: that somebody answered at all, then each closed question of the layout. levels: in which sums each part is.

    0 says in none. See counting.py for the others.
    """

    weight: int
    parts: tuple[Part, ...]
    levels: tuple[int, ...]
    store: str = ""

    def with_part(self, part: int, chosen: Part, level: int) -> Slip:
        parts, levels = list(self.parts), list(self.levels)
        parts[part], levels[part] = chosen, level
        return replace(self, parts=tuple(parts), levels=tuple(levels))

    def differing(self, other: Slip) -> Iterator[int]:
        """Parts that were answered in another way, weight for weight."""
        for part, (one, two) in enumerate(zip(self.parts, other.parts, strict=True)):
            if one != two:
                yield part


def slip_of(layout: Layout, answers: Mapping[str, str], inclusion_probability: float, store: str) -> Slip:
    weight = min(round(WEIGHT_UNIT / max(inclusion_probability, 1e-9)), _HEAVIEST)
    chosen = [
        tuple(place for place, name in enumerate(one.categories) if name in answers.get(one.name, "").split(" "))
        for one in layout.questions
    ]
    return Slip(max(weight, WEIGHT_UNIT), ((0,), *chosen), (0,) * (1 + len(chosen)), store)


def blank(slip: Slip) -> Slip:
    """The same person, of whom nothing is in any sum."""
    return replace(slip, parts=((),) * len(slip.parts), levels=(0,) * len(slip.levels))


def packed(layout: Layout, slip: Slip) -> bytes:
    widths = _widths(layout)
    marks = b"".join(
        sum(1 << place for place in part).to_bytes(width, "little")
        for part, width in zip(slip.parts, widths, strict=True)
    )
    store = slip.store.encode()[:_STORE_BYTES].ljust(_STORE_BYTES, b"\0")
    return _HEAD.pack(slip.weight) + bytes(slip.levels) + marks + store


def unpacked(layout: Layout, content: bytes) -> Slip:
    """Raises SlipUnreadable if it is not as long as slips of this layout are."""
    if len(content) != _HEAD.size + 1 + len(layout.questions) + sum(_widths(layout)) + _STORE_BYTES:
        raise SlipUnreadable
    (weight,) = _HEAD.unpack_from(content)
    start = _HEAD.size + 1 + len(layout.questions)
    levels = tuple(content[_HEAD.size : start])
    parts: list[Part] = []
    for width in _widths(layout):
        bits = int.from_bytes(content[start : start + width], "little")
        parts.append(tuple(place for place in range(bits.bit_length()) if bits >> place & 1))
        start += width
    return Slip(weight, tuple(parts), levels, store_in(content))


def store_in(content: bytes) -> str:
    return content[-_STORE_BYTES:].rstrip(b"\0").decode(errors="ignore")


def _widths(layout: Layout) -> list[int]:
    return [1, *(-(-len(one.categories) // 8) for one in layout.questions)]
