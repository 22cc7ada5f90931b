"""The desk's call-back pages: the choice and the count, the rounds, and what was written down instead of being sent."""

from typing import Any  # handlers of every kind

from cases.web.callbacks import rounds, standing, wizard

HANDLERS: tuple[Any, ...] = (*wizard.HANDLERS, *rounds.HANDLERS, *standing.HANDLERS)
