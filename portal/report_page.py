"""How the report form is drawn: the channel chosen, who reads it, what was typed so far, what is wrong. Reads no request."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec
from litestar.response import Template

from cases.channels.offered import OfferedChannel, all_channels, chosen, for_reporters
from cases.contents import CLAIM_FIELDS
from cases.identities import NobodyKeeps, possible_keepers
from cases.opening import NobodyToRead
from cases.readers import NobodyLeft, Readers
from cases.staff import READING_ROLES
from crypto.receipts import WORD_COUNT
from portal.catalogues import translate
from portal.channel import channel_of
from portal.files_told import files_context
from portal.floods import TooSoon, WorkAsked
from portal.reporter_form import PAYEE_KINDS, ReportForm, entropy_field

ASKED_BACK = (4, 9)  # places of the receipt that are asked for before its holder leaves


@dataclass(frozen=True)
class Offer:
    """One channel, who could read it, who could keep a name, and the other channels (none once somebody has written)."""

    channel: OfferedChannel
    possible: Readers
    others: tuple[OfferedChannel, ...] = ()
    keepers: Readers | None = None


Refused = NobodyLeft | NobodyToRead | NobodyKeeps


async def offer_of(key: str, language: str) -> Offer:
    """The channel asked for if it is offered and somebody reads it, else the default. Raises NobodyToRead."""
    shown = for_reporters(await all_channels(), language)
    wanted = chosen(shown, key)
    first = [wanted] if wanted else []
    for channel in (*first, *shown):
        possible = await channel.possible_readers()
        if possible.people:
            return Offer(channel, possible, shown, await possible_keepers())
    raise NobodyToRead


def form_page(
    form: ReportForm,
    offer: Offer,
    language: str,
    status: int,
    refused: Refused | None = None,
    *,
    work: WorkAsked | None = None,
    too_soon: TooSoon | None = None,
    is_preview: bool = False,
) -> Template:
    context = form_context(form, offer, language, refused) | {
        "channel_data": msgspec.json.encode(channel_of(offer.channel, offer.possible, work, offer.keepers)).decode(),
        "words": [""] * WORD_COUNT,  # filled by the page's own script, which makes its own receipt
        "asked_back": ASKED_BACK,
        "is_preview": is_preview,
        "too_soon": translate(language, too_soon.sentence, **too_soon.facts) if too_soon else "",
    }
    return Template("reporter/report.html", context=context, status_code=status)


def form_context(form: ReportForm, offer: Offer, language: str, refused: Refused | None = None) -> dict[str, object]:
    """What every page with a report form on it needs."""
    people = offer.possible.people
    keepers = offer.keepers.people if offer.keepers else ()
    problems = {name: translate(language, sentence, **facts) for name, (sentence, facts) in form.problems.items()}
    if refused:
        problems["own_name" if isinstance(refused, NobodyKeeps) else "readers"] = translate(language, refused.sentence)
    return {
        "channel": offer.channel,
        "channels": offer.others,
        "questions": form.questions.shown(language),
        "questionnaire": form.questions.sha256,
        "values": form.values,
        "problems": problems,
        "is_refused": bool(problems) or not form.is_fit,
        "people": people,
        "roles": sorted(Counter(min(person.roles & READING_ROLES) for person in people).items()),
        "left_out": form.left_out,
        "shown": " ".join(str(person.id) for person in (*people, *keepers)),
        "keepers": keepers,
        "entropy": entropy_field(form.receipt),
        "ticket": form.ticket,
        "payee_kinds": PAYEE_KINDS,
        "has_claim": any(form.values[name] for name in CLAIM_FIELDS),
    } | files_context(form.brought, language)
