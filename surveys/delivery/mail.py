"""An invitation as a mail: plain text, a link to answer and one to be left in peace, nothing that tells who opened it."""

import re
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from string import Template

import aiosmtplib

from surveys.delivery.face import Message, Outcome
from surveys.errors import MailRefused
from surveys.services import MailSettings

TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"
TIMEOUT_SECONDS = 20
PERMANENT = range(500, 600)
# One plain address: what a list, a name or a line break could smuggle in is refused, not quoted.
ADDRESS = re.compile(r"[^@\s,;:<>\"()\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


class MailSender:
    """Hands mails to one server."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, message: Message) -> Outcome:
        try:
            await self._hand_over(message_of(message, self._settings))
        except MailRefused:
            return "refused"
        except aiosmtplib.SMTPRecipientsRefused as error:
            return "refused" if all(refused.code in PERMANENT for refused in error.recipients) else "later"
        except (aiosmtplib.SMTPException, OSError):
            return "later"  # the server's words are dropped: they can quote the address
        return "sent"

    async def _hand_over(self, mail: EmailMessage) -> None:
        settings = self._settings
        await aiosmtplib.send(
            mail,
            hostname=settings.host,
            port=settings.port,
            username=settings.username,
            password=settings.password,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            timeout=TIMEOUT_SECONDS,
        )


def message_id(message: Message, settings: MailSettings) -> str:
    """Sent twice, it is one mail; and a mail that comes back is known by it."""
    return f"<{message.id}@{settings.sender.rpartition('@')[2].rstrip('>')}>"


def message_of(message: Message, settings: MailSettings) -> EmailMessage:
    """The mail itself. Raises MailRefused for an address that is none."""
    if not ADDRESS.fullmatch(message.address):
        raise MailRefused
    language = "en" if message.language == "en" else "zh"
    kind = "reminder" if message.number else "invitation"
    written = Template((TEMPLATES / f"{kind}.{language}.txt").read_text("utf-8"))
    stop = f"{message.link}/stop"
    text = written.substitute(
        company=message.company, link=message.link, stop=stop, until=message.expires_on.isoformat()
    )
    subject, _, body = text.partition("\n\n")
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = settings.sender
    mail["To"] = message.address
    mail["Date"] = formatdate()
    mail["Message-ID"] = message_id(message, settings)
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058: a mail program's own button
    mail.set_content(body)
    return mail
