"""A posted form of the call-back pages as what is wanted. Decides nothing; what cannot be read keeps its default."""

from __future__ import annotations

from datetime import date
from typing import get_args

from cases.callbacks import Frame, Sending, Wanted
from surveys import Channel, Schedule
from surveys.forms import Form

# What the count shows and the buttons under it carry on; everything else of the form is one of these or not ours.
CARRIED = (
    *("frame", "days", "store", "salesperson", "most", "seed", "pasted", "share", "risk_picks"),
    *("most_per_seller", "most_per_store", "goods", "form", "name", "mail_language"),
    *("starts_on", "from_hour", "to_hour", "reminders", "remind_after_days", "phone_follow_up"),
)
MESSAGES: tuple[Channel, ...] = ("mail", "sms", "wecom")


def wanted_in(form: Form) -> Wanted:
    """A pasted list wins over whatever is ticked above it: nobody pastes numbers to have them ignored."""
    return Wanted(
        frame="list" if form.text("pasted") else _frame(form.text("frame")),
        days=_number(form.text("days"), 90),
        store=form.text("store"),
        salesperson=form.text("salesperson"),
        most=_number(form.text("most"), 50),
        seed=form.text("seed")[:32],
        pasted=form.text("pasted"),
        share_percent=_share(form.text("share")),
        risk_picks=_number(form.text("risk_picks"), 0),
        most_per_seller=_number(form.text("most_per_seller"), 0),
        most_per_store=_number(form.text("most_per_store"), 0),
    )


def sending_in(form: Form) -> Sending:
    return Sending(
        channel=_channel(form.text("way")),
        goods=form.text("goods"),
        language="en" if form.text("mail_language") == "en" else "zh",
        form=form.text("form")[:40] or "callback",
        name=form.text("name"),
        schedule=schedule_in(form),
    )


def schedule_in(form: Form) -> Schedule:
    usual = Schedule()
    return Schedule(
        starts_on=_day(form.text("starts_on")),
        from_hour=_number(form.text("from_hour"), usual.from_hour),
        to_hour=_number(form.text("to_hour"), usual.to_hour),
        reminders=_number(form.text("reminders"), usual.reminders),
        remind_after_days=_number(form.text("remind_after_days"), usual.remind_after_days),
        phone_follow_up=form.text("phone_follow_up") == "yes",
    ).bounded()


def number_in(form: Form, name: str, otherwise: int) -> int:
    return _number(form.text(name), otherwise)


def carried(form: Form) -> list[tuple[str, str]]:
    return [(name, form.text(name)) for name in CARRIED if form.text(name)]


def _channel(way: str) -> Channel:
    return next((channel for channel in MESSAGES if channel == way), "links")


def _frame(text: str) -> Frame:
    return next((frame for frame in get_args(Frame) if frame == text), "orders")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _share(text: str) -> float:
    """A share in hundredths, with one place behind the point at most."""
    whole, _, tenth = text.partition(".")
    if not text or not _number(whole, -1) + 1 or (tenth and not (len(tenth) == 1 and _number(tenth, -1) + 1)):
        return 5
    return min(float(text), 100)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
