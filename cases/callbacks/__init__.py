"""Picks whom to ask from orders, leads and customers, and hands them to surveys. Knows no link and no answer."""

from cases.callbacks.asking import Outlook, ask, company_name, outlook, turn_round
from cases.callbacks.choosing import Picked, pick
from cases.callbacks.people import filters as stores_and_salespeople
from cases.callbacks.wanted import FRAMES, Frame, Sending, Wanted

__all__ = [
    "FRAMES",
    "Frame",
    "Outlook",
    "Picked",
    "Sending",
    "Wanted",
    "ask",
    "company_name",
    "outlook",
    "pick",
    "stores_and_salespeople",
    "turn_round",
]
