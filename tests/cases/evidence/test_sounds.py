"""A recording keeps what can be heard, and nothing else."""

from __future__ import annotations

import io
import struct
import wave

import pytest

from cases.evidence import removed
from cases.evidence.errors import FileDamaged, KindUnknown, Unscrubbable
from cases.evidence.scrubbing import scrub
from tests.cases.evidence.planted import SECRET, traces

SAMPLES = bytes(range(200)) * 40


def recording(further: bytes = b"", kind: int = 1) -> bytes:
    """further: a chunk that stands between format and samples."""
    form = b"fmt " + struct.pack("<IHHIIHH", 16, kind, 1, 16_000, 32_000, 2, 16)
    content = b"WAVE" + form + further + b"data" + struct.pack("<I", len(SAMPLES)) + SAMPLES
    return b"RIFF" + struct.pack("<I", len(content)) + content


async def test_what_was_written_beside_the_samples_goes_and_the_samples_stay() -> None:
    note = b"LIST" + struct.pack("<I", len(SECRET)) + SECRET.encode()
    cleaned = await scrub(recording(note) + SECRET.encode(), "a.wav")
    assert traces(cleaned.data) == []
    assert (cleaned.media_type, cleaned.removed) == ("audio/wav", (removed.DESCRIPTION,))
    with wave.open(io.BytesIO(cleaned.data)) as sound:
        assert (sound.getframerate(), sound.readframes(sound.getnframes())) == (16_000, SAMPLES)


async def test_a_recording_with_nothing_beside_it_stays_as_it_is() -> None:
    cleaned = await scrub(recording(), "a.wav")
    assert (cleaned.data, cleaned.removed) == (recording(), ())


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (recording(kind=85), KindUnknown),
        (recording()[:-1], FileDamaged),
        (recording()[:30], FileDamaged),
        (b"RIFF\xff\xff\xff\xffWAVE", FileDamaged),
        (recording(b"data" + struct.pack("<I", 2) + b"ab"), FileDamaged),
    ],
)
async def test_what_is_no_plain_recording_is_refused_by_its_fault(raw: bytes, fault: type[Unscrubbable]) -> None:
    with pytest.raises(fault):
        await scrub(raw, "a.wav")
