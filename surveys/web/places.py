"""Where a printed code of the open form hangs, as its address says it. Knows no page and no order."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

LONGEST_PLACE = 60
# What a printed code says, by the field of a claim that it fills unless the customer writes something else there.
PLACES = {"store": "store", "product": "product", "contract": "order_no"}


def place_in(query: Mapping[str, object]) -> dict[str, str]:
    """What an address or a form says of PLACES, cut to length."""
    found = {name: str(query.get(name, "")).strip()[:LONGEST_PLACE].strip() for name in PLACES}
    return {name: value for name, value in found.items() if value}


def feedback_address(base_url: str, place: Mapping[str, str]) -> str:
    """What the code of a place holds; `place_in` reads it back."""
    return f"{base_url}/feedback?{urlencode(place)}" if place else f"{base_url}/feedback"
