from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cases.evidence import scrubbing
from cases.evidence.cleaner import clean
from cases.evidence.errors import REASONS, TookTooLong, Unscrubbable
from cases.evidence.scrubbing import scrub
from tests.cases.evidence.hostile import HOSTILE
from tests.cases.evidence.planted import SECRET, exif, jpeg, picture
from tests.cases.evidence.test_scrubbing import WITH_SECRETS

pytestmark = pytest.mark.anyio
_MEASURE = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as file:
    command = [sys.executable, "-I", "-m", "cases.evidence.cleaner"]
    subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


@pytest.mark.parametrize("fault", HOSTILE)
async def test_a_hostile_file_is_refused_by_its_fault_and_in_time(fault: str) -> None:
    reason, make = HOSTILE[fault]
    data, began = make(), time.monotonic()
    with pytest.raises(Unscrubbable) as refused:
        await scrub(data, "a")
    assert type(refused.value) is REASONS[reason]
    assert time.monotonic() - began < scrubbing.SECONDS


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says what it could not read
@pytest.mark.parametrize("kind", WITH_SECRETS)
def test_a_file_with_bytes_changed_is_cleaned_or_refused_and_nothing_else(kind: str) -> None:
    data, chance = WITH_SECRETS[kind](), random.Random(kind)
    outcomes = {cleaned_or_refused(mutated(data, chance)) for _try in range(150)}
    assert outcomes & {"damaged"}
    assert outcomes <= {"cleaned", *REASONS}


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _change in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cleaned_or_refused(data: bytes) -> str:
    try:
        clean(data)
    except Unscrubbable as refused:
        return refused.reason
    return "cleaned"


async def test_a_cleaner_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "SECONDS", 0.02)
    with pytest.raises(TookTooLong):
        await scrub(jpeg(), "a.jpg")


async def test_a_refusal_quotes_nothing_of_the_file() -> None:
    with pytest.raises(Unscrubbable) as refused:
        await scrub(b"\xff\xd8\xff" + SECRET.encode(), f"{SECRET}.jpg")
    assert SECRET not in f"{refused.value!r}{refused.value.facts}{refused.value.__cause__}"


async def test_the_server_reads_again_after_a_cleaner_died(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "_COMMAND", (*scrubbing._COMMAND[:2], "-c", "import os; os.abort()"))
    with pytest.raises(Unscrubbable):
        await scrub(jpeg(), "a.jpg")
    monkeypatch.undo()
    assert (await scrub(jpeg(), "a.jpg")).extension == "jpg"


def test_an_ordinary_photograph_takes_little_memory_and_time(tmp_path: Path) -> None:
    """Twelve million pixels; measured by a small process, since a child inherits its parent's peak."""
    photograph = tmp_path / "photograph.jpg"
    picture((4000, 3000)).save(photograph, "JPEG", exif=exif())
    done = subprocess.run(
        [sys.executable, "-I", "-c", _MEASURE, str(photograph)], capture_output=True, timeout=60, check=True
    )
    kilobytes, cpu_seconds = map(float, done.stdout.split())
    assert kilobytes < 300_000
    assert cpu_seconds < 10
