"""Which handlers stand behind which door. The public door can run in a process of its own; there desk routes do not exist.

Programs of the company come to the desk's door.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any  # handlers of every kind

import cases.web.answers
import cases.web.approvals
import cases.web.browser
import cases.web.callbacks
import cases.web.case
import cases.web.channels
import cases.web.evidence
import cases.web.findings
import cases.web.forms
import cases.web.graph
import cases.web.imports
import cases.web.inbox
import cases.web.log
import cases.web.people
import cases.web.phone
import cases.web.records
import cases.web.results
import cases.web.results_api
import cases.web.results_out
import cases.web.salespeople
import cases.web.stores
import cases.web.terms
import cases.web.weights
import portal.account
import portal.api
import portal.channel_preview
import portal.complaint
import portal.desk
import portal.mailbox
import portal.on_behalf
import portal.passkeys
import portal.reporter
import portal.set_up
import portal.staff_page
import portal.uploads
import surveys.web

PUBLIC_HANDLERS: tuple[Any, ...] = (
    *portal.reporter.HANDLERS,
    *portal.mailbox.HANDLERS,
    *portal.complaint.HANDLERS,
    *portal.api.HANDLERS,
    *portal.uploads.HANDLERS,
    *cases.web.log.HANDLERS,
    *surveys.web.HANDLERS,
)
DESK_HANDLERS: tuple[Any, ...] = (
    *portal.desk.HANDLERS,
    *portal.set_up.HANDLERS,
    *portal.account.HANDLERS,
    *portal.passkeys.HANDLERS,
    *portal.staff_page.HANDLERS,
    *cases.web.inbox.HANDLERS,
    *cases.web.case.HANDLERS,
    *cases.web.approvals.HANDLERS,
    *cases.web.people.HANDLERS,
    *cases.web.evidence.HANDLERS,
    *cases.web.findings.HANDLERS,
    *cases.web.answers.HANDLERS,
    *cases.web.graph.HANDLERS,
    *cases.web.records.HANDLERS,
    *cases.web.browser.HANDLERS,
    *cases.web.salespeople.HANDLERS,
    *cases.web.stores.HANDLERS,
    *cases.web.results.HANDLERS,
    *cases.web.results_out.HANDLERS,
    *cases.web.weights.HANDLERS,
    *cases.web.imports.HANDLERS,
    *cases.web.callbacks.HANDLERS,
    *cases.web.forms.HANDLERS,
    *cases.web.phone.HANDLERS,
    *cases.web.channels.HANDLERS,
    *cases.web.terms.HANDLERS,
    *portal.channel_preview.HANDLERS,
    *portal.on_behalf.HANDLERS,
)
PROGRAM_HANDLERS: tuple[Any, ...] = (*cases.web.results_api.HANDLERS,)


def handlers_behind(doors: frozenset[str]) -> Iterable[Any]:
    if "public" in doors:
        yield from map(answering_head, PUBLIC_HANDLERS)
    if "desk" in doors:
        yield from map(answering_head, (*DESK_HANDLERS, *PROGRAM_HANDLERS))


def answering_head(handler: Any) -> Any:
    """A page that can be fetched can be asked for its head, as link previews do; the server leaves the body out."""
    if "GET" in handler.http_methods:
        handler.http_methods.add("HEAD")
    return handler
