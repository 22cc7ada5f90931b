"""A text message: one segment with the link whole, whatever the company is called."""

from datetime import date
from uuid import UUID

import pytest

from surveys.delivery.face import Message
from surveys.delivery.links import public_link
from surveys.delivery.sms import fits, text_of, units

COMPANIES = ("恒木家居", "恒", "恒木家居有限公司", "浙江恒木智能家居科技股份有限公司", "Hengmu", "恒木Home 𠮷家")
HOSTS = ("https://fk.cn", "https://fk.hengmu.example", "https://feedback.hengmu.com.cn")


def message(company: str, base: str, language: str = "zh", number: int = 0) -> Message:
    link = public_link(base, "A" * 22)
    return Message(UUID(int=1), "13900000001", company, link, date(2026, 6, 15), language, number)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("base", HOSTS)
@pytest.mark.parametrize("company", COMPANIES)
def test_the_whole_message_is_one_segment(company: str, base: str, language: str, number: int) -> None:
    text = text_of(message(company, base, language, number))
    assert units(text) <= (160 if text.isascii() else 70)
    assert public_link(base, "A" * 22) in text
    assert fits(base, company, language)


@pytest.mark.parametrize("room", range(8, 40))
def test_wherever_fits_says_so_every_message_does(room: int) -> None:
    base = "https://" + "f" * (room - 4) + ".com"
    said = fits(base, "恒木家居")
    assert said == all(units(text_of(message("恒木家居", base, number=number))) <= 70 for number in (0, 1))


def test_an_address_without_room_for_anything_is_told_before() -> None:
    assert not fits("https://" + "f" * 40 + ".example", "恒木家居")


def test_a_link_is_never_cut() -> None:
    base = "https://" + "f" * 60 + ".example"
    assert public_link(base, "A" * 22) in text_of(message("恒木家居", base))


def test_the_longest_wording_that_fits_is_taken() -> None:
    short, long = (
        text_of(message("恒木家居", base)) for base in ("https://fk.cn", "https://fk.hengmu-jiaju.example.cn")
    )
    assert "销售" in short
    assert "销售" not in long


def test_a_reminder_says_that_it_is_one() -> None:
    assert "提醒" in text_of(message("恒木家居", "https://fk.hengmu.example", number=1))
