"""How much arrived in the last minutes, as one number that fades. In memory only; knows not who, whence or what."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

FADING_SECONDS = 120.0


@dataclass
class Load:
    """Arrivals of one kind in one process; after two quiet minutes about a third of the number is left."""

    now: Callable[[], float] = time.monotonic
    _level: float = 0.0
    _since: float = 0.0

    def note(self) -> None:
        self._level, self._since = self.level + 1, self.now()

    @property
    def level(self) -> float:
        return self._level * math.exp((self._since - self.now()) / FADING_SECONDS)
