"""What lies one typing slip away."""

from __future__ import annotations

import pytest

from cases.crosscheck.fields import one_slip
from cases.records.slips import phone_tokens, variants
from crypto.vault import Vault


@pytest.mark.parametrize("near", ["13806920738", "1380692073", "138069207330", "31806920733", "13806920773"])
def test_a_neighbour_is_among_the_variants(near: str) -> None:
    assert near in set(variants("13806920733"))


def test_every_variant_is_one_slip_away_and_comes_once() -> None:
    found = list(variants("XS2603004211"))
    assert len(found) == len(set(found))
    assert [near for near in found if not one_slip("XS2603004211", near)] == []


def test_nothing_lies_near_nothing() -> None:
    assert list(variants("")) == []


@pytest.mark.parametrize(
    ("phone", "some"), [("13806920733", True), ("0733", False), (None, False), ("021-5555", False)]
)
def test_only_a_full_mobile_number_has_neighbours(vault: Vault, phone: str | None, some: bool) -> None:
    assert bool(phone_tokens(vault, phone)) is some
