import numpy as np

from surveys.results.measures import Estimate, Weighed, rate_of
from surveys.results.trends import At, move, moves


def share(part: int, whole: int) -> At:
    def at(z: float) -> Estimate:
        return rate_of(Weighed(part, part, part), Weighed(whole, whole, whole), z)

    return at


def test_a_jump_is_marked_and_only_there() -> None:
    assert moves([share(20, 100), share(22, 100), share(60, 100), share(58, 100)]) == (0, 0, 1, 0)


def test_a_fall_is_marked_as_one() -> None:
    assert moves([share(60, 100), share(20, 100)]) == (0, -1)


def test_a_jump_of_few_answers_is_not_marked() -> None:
    assert move(share(1, 9)(1.96), share(9, 9)(1.96)) == 0


def test_nothing_and_a_single_month_move_nowhere() -> None:
    assert (moves([]), moves([share(1, 2)])) == ((), (0,))


def test_a_year_without_change_is_hardly_ever_marked() -> None:
    chance = np.random.default_rng(4)
    years = [[share(int(part), 40) for part in chance.binomial(40, 0.3, 12)] for _ in range(400)]
    assert sum(any(moves(year)) for year in years) <= 20
