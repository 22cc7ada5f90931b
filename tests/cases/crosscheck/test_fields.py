"""How single fields compare: spelling, slips, rounding."""

from __future__ import annotations

from datetime import date

import pytest

from cases.crosscheck.fields import (
    amount_level,
    date_level,
    name_level,
    one_slip,
    order_no_level,
    phone_level,
    word_level,
)


@pytest.mark.parametrize(
    ("said", "recorded", "level"),
    [
        ("13806920733", "13806920733", "same"),
        ("+86 138-0692-0733", "13806920733", "same"),
        ("１３８０６９２０７３３", "13806920733", "same"),  # full-width, as some phones type it
        ("13806920738", "13806920733", "near"),
        ("1380692073", "13806920733", "near"),
        ("13806290733", "13806920733", "near"),  # two neighbours swapped
        ("13806920744", "13806920733", "differs"),
        ("0733", "13806920733", "last_four"),
        ("0738", "13806920733", "last_four_near"),
        ("2033", "13806920733", "last_four_near"),  # the last four of a number with a digit left out
        ("1111", "13806920733", "differs"),
        ("0733", None, None),
        (None, "13806920733", None),
        ("—", "13806920733", None),
    ],
)
def test_a_phone_is_compared_by_its_digits(said: str | None, recorded: str | None, level: str | None) -> None:
    assert phone_level(said, recorded) == level


@pytest.mark.parametrize(
    ("said", "recorded", "level"),
    [
        ("王芳", "王芳", "same"),
        (" Wang  Fang ", "wangfang", "same"),
        ("王芳女士", "王芳", "same"),
        ("王女士", "王芳", "surname"),
        ("小王", "王芳", "surname"),
        ("王经理", "王芳", "surname"),
        ("王方", "王芳", "near"),
        ("汪芳", "王芳", "differs"),
        ("欧阳思远", "欧阳思园", "near"),
        ("張偉", "张伟", "same"),
        ("张伟", "張偉", "same"),
        ("劉敏", "刘民", "near"),
        ("陳女士", "陈静", "surname"),
        ("鍾慧", "钟慧", "same"),
        ("Zhang Wei", "Wei Zhang", "same"),
        ("ZHANG, Wei", "Wei Zhang", "same"),
        ("Zhang Wei", "Wang Wei", "differs"),
        ("华兴建材（北京）有限公司", "華興建材(北京)", "same"),
        ("华兴建材股份有限公司", "华兴建材", "same"),
        ("华兴建材有限公司", "华美建筑有限公司", "differs"),
        ("李女士", "王芳", "differs"),
        ("李娜", "王芳", "differs"),
        (None, "王芳", None),
    ],
)
def test_a_name_is_compared_without_title_and_nickname(said: str | None, recorded: str, level: str | None) -> None:
    assert name_level(said, recorded) == level


@pytest.mark.parametrize(
    ("said_fen", "recorded_fen", "level"),
    [
        (4200_00, (4200_00,), "same"),
        (4300_00, (4200_00,), "rounded"),
        (4300_01, (4200_00,), "close"),
        (36000_00, (35600_50,), "rounded"),
        (4500_00, (4200_00,), "close"),
        (6800_00, (4200_00,), "differs"),
        (680_00, (4200_00,), "wild"),
        (1000_00, (4200_00, 1000_00), "same"),  # all that was paid so far
        (0, (4200_00,), None),
        (None, (4200_00,), None),
        (4200_00, (None,), None),
    ],
)
def test_an_amount_is_compared_as_people_remember_amounts(
    said_fen: int | None, recorded_fen: tuple[int | None, ...], level: str | None
) -> None:
    assert amount_level(said_fen, recorded_fen) == level


@pytest.mark.parametrize(
    ("said", "level"),
    [
        (date(2026, 3, 12), "same"),
        (date(2026, 3, 13), "week"),
        (date(2026, 3, 3), "week"),
        (date(2026, 3, 2), "fortnight"),
        (date(2026, 4, 10), "month"),
        (date(2026, 5, 9), "two_months"),
        (date(2026, 5, 10), "far"),
        (None, None),
    ],
)
def test_a_day_is_compared_by_its_distance(said: date | None, level: str | None) -> None:
    assert date_level(said, [date(2026, 3, 10), None]) == level


def test_the_nearest_of_several_days_counts() -> None:
    assert date_level(date(2026, 5, 1), [date(2026, 3, 10), date(2026, 5, 2)]) == "same"


@pytest.mark.parametrize(
    ("said_fen", "level"),
    [
        (1260_00, "part"),
        (1200_00, "part"),
        (2900_00, "part"),
        (2000_00, "differs"),
        (4200_00, "same"),
        (4000_00, "close"),
    ],
)
def test_one_payment_of_several_is_a_part(said_fen: int, level: str) -> None:
    assert amount_level(said_fen, (4200_00, 4200_00), (1260_00, 2940_00)) == level


@pytest.mark.parametrize(
    ("said", "recorded", "level"),
    [
        ("xs-2603-004211", "XS2603004211", "same"),
        ("XS-2603-004212", "XS-2603-004211", "near"),
        ("XS-2603-009999", "XS-2603-004211", "differs"),
        ("2603004211", "XS-2603-004211", "same"),  # read off without the letters in front
        ("XS2603004211", "2603004211", "same"),
        ("2603004212", "XS-2603-004211", "near"),
        ("TH-2603-004211", "XS-2603-004211", "differs"),  # returns are counted by themselves
        ("订单2603004211", "2603004211", "same"),
        ("4211", "XS4211", "differs"),  # too few digits to say so
    ],
)
def test_an_order_number_is_compared_without_punctuation(said: str, recorded: str, level: str) -> None:
    assert order_no_level(said, recorded) == level


@pytest.mark.parametrize(
    ("said", "recorded", "level"),
    [
        ("净水", "全屋净水", "same"),
        ("淨水", "全屋净水", "same"),
        ("地板", "全屋净水", "differs"),
        ("", "全屋净水", None),
    ],
)
def test_a_product_may_be_named_loosely(said: str, recorded: str, level: str | None) -> None:
    assert word_level(said, recorded) == level


@pytest.mark.parametrize(
    ("said", "recorded", "slip"),
    [
        ("1234", "1234", False),
        ("1234", "1235", True),
        ("1234", "123", True),
        ("123", "1234", True),
        ("1234", "1324", True),
        ("1234", "4231", False),
        ("1234", "12", False),
        ("", "1", True),
    ],
)
def test_one_slip_is_one_character_or_one_swap(said: str, recorded: str, slip: bool) -> None:
    assert one_slip(said, recorded) is slip
