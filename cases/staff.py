"""Members of staff and their keys: made once, unlocked by password, recoverable by shares. Knows no cookie and no page."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any  # selected rows come untyped from Piccolo
from uuid import UUID, uuid4

import pyotp
from piccolo.querystring import QueryString

from cases.channels.first import seed_channels
from cases.errors import CaseError
from cases.naming import Person, borne_by, spellings_of
from cases.slowness import slowly
from cases.tables import Organisation, Staff
from crypto.keys import KeyPair, lock, new_key_pair, seal_to
from crypto.signing import signing_pair_of
from crypto.vault import Vault
from surveys.outbox import write_tx

LANGUAGES = ("zh", "en")
OMBUDSMAN = "ombudsman"  # outside the company; reads every report, and nobody can leave them out
ROLES = ("investigator", OMBUDSMAN, "supervisor", "auditor", "custodian", "administrator", "caller")
READING_ROLES = frozenset({"investigator", OMBUDSMAN})  # to whom reports are sealed
KEEPING_ROLE = "custodian"  # to whom the names of reporters are sealed
MIN_PASSWORD = 12
TOTP_COLUMN = "totp"


class PasswordTooShort(CaseError):
    sentence = "Please choose a password of at least {least} characters. Four unrelated words are easy to remember."
    status = 422


class NameTaken(CaseError):
    sentence = "Somebody already uses this sign-in name. Please choose another."
    status = 422


class AlreadySetUp(CaseError):
    sentence = "This portal is already set up. Sign in instead."
    status = 409


class NotSetUp(CaseError):
    sentence = "This portal is not set up yet. The operator finishes that first with `brightline init`."
    status = 503


@dataclass(frozen=True)
class NewStaff:
    """What is shown once to whoever sets a person up. `totp_secret` is base32."""

    id: UUID
    username: str
    name: str
    roles: tuple[str, ...]
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)


@dataclass(frozen=True)
class Recipient:
    """Somebody a report can be sealed to. bears: the names, folded, that keep them from a report which says one of them;
    spelled: the same in every spelling."""

    id: UUID
    name: str
    roles: frozenset[str]
    public_key: bytes
    bears: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()

    @property
    def is_always_reading(self) -> bool:
        return OMBUDSMAN in self.roles


@dataclass(frozen=True)
class Wanted:
    """Somebody to be set up. Without a password, one is made up."""

    username: str
    name: str
    roles: tuple[str, ...]
    password: str | None = field(default=None, repr=False)


async def create_organisation(vault: Vault, name: str, people: Sequence[Wanted]) -> tuple[KeyPair, list[NewStaff]]:
    """Make the company, its recovery key, its first people and channels, all or nothing.

    The private half of the recovery key is returned once and stored nowhere. Raises AlreadySetUp.
    """
    if await is_set_up():
        raise AlreadySetUp
    recovery = new_key_pair()
    made = await asyncio.gather(*(_prepared(vault, person, recovery.public) for person in people))
    today = datetime.now(UTC).date()
    async with write_tx():
        if await Organisation.exists():
            raise AlreadySetUp
        await Organisation.insert(Organisation(name=name[:200], recovery_public_key=recovery.public, created_on=today))
        await Staff.insert(*(row for row, _ in made))
        await seed_channels()
    return recovery, [shown for _, shown in made]


async def create_staff(vault: Vault, person: Wanted) -> NewStaff:
    """Give somebody a key pair, a password and a second factor. Takes about 0.6 s. Raises NameTaken, PasswordTooShort."""
    row, shown = await prepared_staff(vault, person)
    async with write_tx():
        await insert_staff(row)
    return shown


async def prepared_staff(vault: Vault, person: Wanted) -> tuple[Staff, NewStaff]:
    """What takes 0.6 s, and needs no transaction. Raises PasswordTooShort."""
    return await _prepared(vault, person, await recovery_public_key())


async def insert_staff(row: Staff) -> None:
    """Needs write_tx(). Raises NameTaken."""
    if await Staff.exists().where(Staff.username == row.username):
        raise NameTaken
    await Staff.insert(row)


async def recipients() -> tuple[Recipient, ...]:
    """Everybody to whom a report is sealed unless the reporter leaves them out."""
    return reading(await everybody())


async def everybody() -> tuple[Recipient, ...]:
    """All who work here, whatever their roles, by sign-in name."""
    wanted = (Staff.id, Staff.name, Staff.aliases, Staff.manager, Staff.roles, Staff.public_key, Staff.active)
    return _working(await Staff.select(*wanted).order_by(Staff.username))


async def names_kept_from(staff_id: UUID) -> frozenset[str]:
    """The names, folded, of somebody and of everybody below them: whatever is about one of these is not for them."""
    return next((one.bears for one in await everybody() if one.id == staff_id), frozenset())


async def choose_language(staff_id: UUID, language: str) -> None:
    """The language the desk speaks to this person from now on; anything but LANGUAGES changes nothing."""
    if language in LANGUAGES:
        async with write_tx():
            await Staff.update({Staff.language: language}).where(Staff.id == staff_id)


EVERYBODY_AND_RECOVERY = QueryString(
    "SELECT id, name, aliases, manager, roles, public_key, active, "
    "(SELECT recovery_public_key FROM cases_organisation LIMIT 1) AS recovery FROM cases_staff ORDER BY username"
)


def everybody_in(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Recipient, ...], bytes]:
    """All who work here, and the recovery key: the path of a report asks nothing else of staff. Raises NotSetUp."""
    if not rows or rows[0]["recovery"] is None:
        raise NotSetUp
    return _working(rows), bytes(rows[0]["recovery"])


async def everybody_and_recovery() -> tuple[tuple[Recipient, ...], bytes]:
    """Raises NotSetUp."""
    return everybody_in(await Staff._meta.db.run_querystring(EVERYBODY_AND_RECOVERY))


async def recovery_public_key() -> bytes:
    organisation = await Organisation.objects().first()
    if organisation is None:
        raise NotSetUp
    return bytes(organisation.recovery_public_key)


async def is_set_up() -> bool:
    return await Organisation.exists() and await Staff.exists()


def made_up_password() -> str:
    """Twenty letters and digits that are hard to confuse when read from paper: about 98 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def _working(rows: Sequence[Mapping[str, Any]]) -> tuple[Recipient, ...]:
    """Those who still work here. Whoever left still has their name, and those above them."""
    return _as_recipients(tuple(tuple(row[name] for name in _OF_A_PERSON) for row in rows))


_OF_A_PERSON = ("id", "name", "aliases", "manager", "roles", "public_key", "active")


@lru_cache(maxsize=4)  # every report asks, and the answer is the same until somebody comes, goes or is renamed
def _as_recipients(rows: tuple[tuple[Any, ...], ...]) -> tuple[Recipient, ...]:
    people = [Person(id, name, aliases, manager) for id, name, aliases, manager, *_ in rows]
    names, spelled = borne_by(people), borne_by(people, spellings_of)
    return tuple(
        Recipient(id, name, frozenset(roles.split()), bytes(public_key), names[id], spelled[id])
        for id, name, _, _, roles, public_key, active in rows
        if active
    )


def reading(people: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Those to whom reports are sealed, the ombudsman first."""
    readers = [person for person in people if person.roles & READING_ROLES]
    return tuple(sorted(readers, key=lambda person: not person.is_always_reading))


def keeping(people: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Those who keep the names of reporters: custodians who read no reports."""
    return tuple(one for one in people if KEEPING_ROLE in one.roles and not one.roles & READING_ROLES)


async def _prepared(vault: Vault, person: Wanted, recovery_public: bytes) -> tuple[Staff, NewStaff]:
    password = person.password or made_up_password()
    if len(password) < MIN_PASSWORD:
        raise PasswordTooShort(least=MIN_PASSWORD)
    pair = new_key_pair()
    secret = pyotp.random_base32()
    row = Staff(
        id=uuid4(),
        username=person.username.strip().lower()[:60],
        name=person.name.strip()[:100],
        roles=" ".join(person.roles),
        public_key=pair.public,
        signing_public_key=signing_pair_of(pair.private).public,
        locked_private_key=await slowly(lock, pair.private, password),
        recovery_private_key=seal_to(recovery_public, pair.private),
        sealed_totp_secret=vault.seal(TOTP_COLUMN, secret),
    )
    return row, NewStaff(row.id, row.username, row.name, person.roles, password, secret)
