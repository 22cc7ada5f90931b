"""An invitation as a mail: plain text, one link, nothing that tells who opened it. Knows no answer and no queue."""

import re
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from string import Template
from uuid import UUID

import aiosmtplib

from surveys.errors import MailRefused
from surveys.services import MailSettings

TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"
TIMEOUT_SECONDS = 20
PERMANENT = range(500, 600)
# One plain address: what a list, a name or a line break could smuggle in is refused, not quoted.
ADDRESS = re.compile(r"[^@\s,;:<>\"()\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True)
class Letter:
    """What one invitation mail says, and to whom. delivery_id becomes the Message-ID: sent twice, it is one mail."""

    delivery_id: UUID
    address: str
    company: str
    link: str
    expires_on: date
    language: str


async def send(letter: Letter, settings: MailSettings) -> None:
    """Hand one mail to the server. Raises MailRefused for good, aiosmtplib's errors for a later try."""
    try:
        await aiosmtplib.send(
            message_of(letter, settings),
            hostname=settings.host,
            port=settings.port,
            username=settings.username,
            password=settings.password,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            timeout=TIMEOUT_SECONDS,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        if all(refused.code in PERMANENT for refused in error.recipients):
            raise MailRefused from None  # the server's text can quote the address
        raise


def message_of(letter: Letter, settings: MailSettings) -> EmailMessage:
    """The mail itself. Raises MailRefused for an address that is none."""
    if not ADDRESS.fullmatch(letter.address):
        raise MailRefused
    language = "en" if letter.language == "en" else "zh"
    written = Template((TEMPLATES / f"invitation.{language}.txt").read_text("utf-8"))
    text = written.substitute(company=letter.company, link=letter.link, until=letter.expires_on.isoformat())
    subject, _, body = text.partition("\n\n")
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = settings.sender
    message["To"] = letter.address
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.delivery_id}@{settings.sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message
