"""Questionnaires, invitations, responses, and the durable work underneath. Knows neither reports nor cases."""

from surveys.campaigns import COOL_DOWN_DAYS, MOST_AT_ONCE, Invited, Link, Plan, askable, invite, renew_links
from surveys.delivery.links import links_as_csv, public_link, qr_svg
from surveys.responses import Received, Told, response_of, responses_after, said, subject_of, told
from surveys.rounds import InvitationLine, Round, invitations_of, rounds
from surveys.transactions import Transaction

__all__ = [
    "COOL_DOWN_DAYS",
    "MOST_AT_ONCE",
    "InvitationLine",
    "Invited",
    "Link",
    "Plan",
    "Received",
    "Round",
    "Told",
    "Transaction",
    "askable",
    "invitations_of",
    "invite",
    "links_as_csv",
    "public_link",
    "qr_svg",
    "renew_links",
    "response_of",
    "responses_after",
    "rounds",
    "said",
    "subject_of",
    "told",
]
