"""The customer's door: `/s/<link>` and the open form `/feedback`. Decides nothing; keeps nothing that nobody sent or put aside.

Earlier answers travel in hidden fields and the whole form is replayed at every step. GET and HEAD write nothing, so a
mail scanner or a chat preview does no harm. Used, expired and unknown links answer with one and the same page.
"""

from typing import Any  # handlers of every kind

from surveys.web import feedback, invited, stopping
from surveys.web.visits import READ, TrueAccount, TrueAccounts

__all__ = ["HANDLERS", "READ", "TrueAccount", "TrueAccounts"]

HANDLERS: tuple[Any, ...] = (*invited.HANDLERS, *stopping.HANDLERS, *feedback.HANDLERS)
