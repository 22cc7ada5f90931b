"""Which findings somebody may see at all: those of cases they hold, and those without a case that are not about them.

A finding keeps a blind token of the salesperson it is about, so that whoever bears the name, or stands above somebody
who does, is kept away without anything being opened. What comes from reports carries none: it always has a case.
"""

from __future__ import annotations

from uuid import UUID

from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.naming import key_of
from cases.staff import Recipient, everybody
from crypto.vault import Vault

PERSON_LABEL = "finding_salesperson"


def person_token(vault: Vault, name: str | None) -> bytes | None:
    """The same for two spellings of one name; None for nobody."""
    key = key_of(name) if name else ""
    return vault.token(PERSON_LABEL, key) if key else None


async def kept_from(staff_id: UUID, vault: Vault) -> tuple[bytes, ...]:
    """Tokens of the names that somebody bears, or that anybody below them bears. The ombudsman is kept from nothing.

    Of every spelling: findings of before names were folded bear tokens of the name as it was written.
    """
    return next((tokens_borne(one, vault) for one in await everybody() if one.id == staff_id), ())


def tokens_borne(person: Recipient, vault: Vault) -> tuple[bytes, ...]:
    if person.is_always_reading:
        return ()
    return tuple(vault.token(PERSON_LABEL, key) for key in sorted(person.bears | person.spelled))


async def seen_by(actor: Actor, vault: Vault) -> QueryString:
    """The condition on a row of cases_finding, in one piece: a foreign finding takes no longer than a missing one."""
    granted = QueryString('"case" IN (SELECT "case" FROM cases_grant WHERE staff = {})', actor.id)
    waiting = _without_case(await kept_from(actor.id, vault))
    return QueryString("({} OR ({}))", granted, waiting)


def _without_case(kept: tuple[bytes, ...]) -> QueryString:
    if not kept:
        return QueryString('"case" IS NULL')
    places = ", ".join("{}" for _ in kept)
    return QueryString(f'"case" IS NULL AND (salesperson_token IS NULL OR salesperson_token NOT IN ({places}))', *kept)
