"""Which sender stands behind a channel here. The one place that knows all of them."""

from surveys.delivery.face import Sender
from surveys.delivery.mail import MailSender
from surveys.delivery.recording import RecordingSender
from surveys.services import Services


def sender_for(channel: str, services: Services) -> Sender | None:
    """None where no way of sending is set up for this channel."""
    if channel == "mail" and services.mail is not None:
        return MailSender(services.mail)
    if channel in services.recorded_channels:
        return RecordingSender(channel, services.vault, services.now)
    return None


def channels_here(services: Services) -> tuple[str, ...]:
    """What messages can go by from here, in the order they are offered."""
    return tuple(channel for channel in ("sms", "wecom", "mail") if sender_for(channel, services) is not None)
