"""How a round is asked and when: values, and their place in a campaign's row. Pure; knows no customer.

Hours are the company's, which is China's whole: nobody is written to at night, whoever sets the window.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from uuid import UUID

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
EARLIEST_HOUR, LATEST_HOUR = 8, 21
MOST_REMINDERS = 3
LEAST_PAUSE_DAYS, MOST_PAUSE_DAYS = 1, 14

Channel = Literal["links", "mail", "sms", "wecom"]
SENT_FROM_HERE: tuple[Channel, ...] = ("mail", "sms", "wecom")


@dataclass(frozen=True)
class Schedule:
    """When to write, and how often. from_hour..to_hour: the window of a day, its end not included.

    phone_follow_up: whoever has not answered some days after the last message may be rung up.
    """

    starts_on: date | None = None
    from_hour: int = 9
    to_hour: int = 20
    reminders: int = 0
    remind_after_days: int = 3
    phone_follow_up: bool = False

    def bounded(self) -> "Schedule":
        """The same within what is decent, whatever a form said."""
        first = min(max(self.from_hour, EARLIEST_HOUR), LATEST_HOUR - 1)
        return Schedule(
            starts_on=self.starts_on,
            from_hour=first,
            to_hour=min(max(self.to_hour, first + 1), LATEST_HOUR),
            reminders=min(max(self.reminders, 0), MOST_REMINDERS),
            remind_after_days=min(max(self.remind_after_days, LEAST_PAUSE_DAYS), MOST_PAUSE_DAYS),
            phone_follow_up=self.phone_follow_up,
        )

    def first_at(self, now: datetime) -> datetime:
        """The first moment from now on at which a message may go."""
        begins = now if self.starts_on is None else max(now, datetime.combine(self.starts_on, time(), ZONE))
        return self.opening(begins)

    def opening(self, moment: datetime) -> datetime:
        """The moment itself within the window, else the next time the window opens."""
        local = moment.astimezone(ZONE)
        opens = local.replace(hour=self.from_hour, minute=0, second=0, microsecond=0)
        if local < opens:
            return opens.astimezone(UTC)
        return moment.astimezone(UTC) if local.hour < self.to_hour else (opens + timedelta(days=1)).astimezone(UTC)

    def reminder_at(self, sent_at: datetime) -> datetime:
        return self.opening(sent_at + timedelta(days=self.remind_after_days))

    def phone_from(self, first: datetime) -> date:
        """The day after the last message has had its time."""
        return first.astimezone(ZONE).date() + timedelta(days=(self.reminders + 1) * self.remind_after_days)


@dataclass(frozen=True)
class Plan:
    """How a round is asked. frame: where the people came from. goods: a category that helps recall, or "" for none.

    seed, population: of the draw, kept so that it can be repeated. is_private: only the starter sees who was asked.
    campaign: a round that is already there, which these people join.
    """

    company: str
    channel: Channel
    frame: str
    started_by: UUID
    form: str = "callback"
    goods: str = ""
    valid_days: int = 14
    mail_language: str = "zh"
    name: str = ""
    schedule: Schedule = field(default_factory=Schedule)
    seed: str = ""
    population: int = 0
    is_private: bool = False
    campaign: UUID | None = None


def schedule_text(schedule: Schedule) -> str:
    values = asdict(schedule) | {"starts_on": schedule.starts_on.isoformat() if schedule.starts_on else None}
    return json.dumps(values)


def schedule_of(text: str) -> Schedule:
    values = json.loads(text)
    if values.get("starts_on"):
        values["starts_on"] = date.fromisoformat(values["starts_on"])
    return Schedule(**values)
