"""What makes a customer worth asking: each sign adds its own, none decides alone."""

import pytest

from cases.callbacks.risk import EVERYBODY, WEIGHTS, Reason, Signs, large_from, reasons, weight


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (Signs("done"), ()),
        (Signs("cancelled"), ("gone",)),
        (Signs("returned"), ("gone",)),
        (Signs("deleted"), ("deleted",)),
        (Signs("lost", is_lead=True), ("went_silent",)),
        (Signs("lost", is_lead=True, bought_since=True), ()),
        (Signs("done", has_shared_phone=True), ("shared_phone",)),
        (Signs("done", has_changed_phone=True), ("changed_phone",)),
        (Signs("done", seller_left=True), ("seller_left",)),
        (Signs("done", stopped_buying=True), ("stopped",)),
        (Signs("done", amount_fen=10_000), ("large",)),
        (Signs("done", amount_fen=9_999), ()),
        (Signs("cancelled", amount_fen=10_000, has_changed_phone=True), ("changed_phone", "gone", "large")),
    ],
)
def test_a_sign_counts_where_it_is_there(signs: Signs, found: tuple[Reason, ...]) -> None:
    assert reasons(signs, 10_000) == found


def test_signs_add_up_and_everybody_has_a_chance() -> None:
    assert weight(()) == EVERYBODY
    assert weight(("gone", "large")) == EVERYBODY + WEIGHTS["gone"] + WEIGHTS["large"]


def test_no_sign_outweighs_all_others_together() -> None:
    assert all(2 * weight < sum(WEIGHTS.values()) for weight in WEIGHTS.values())


@pytest.mark.parametrize(("amounts", "from_fen"), [([], 0), ([5] * 9, 0), (list(range(1, 21)), 19), ([0] * 50, 0)])
def test_the_largest_tenth_needs_ten_amounts(amounts: list[int], from_fen: int) -> None:
    assert large_from(amounts) == from_fen
