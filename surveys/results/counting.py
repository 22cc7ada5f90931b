"""Counts each response once: a slip for it, and its parts into the sums, each in a batch of at least FEWEST people.

A part is the answer to one question. What can be told is a sum of such batches, whatever is chosen, left out or compared
with yesterday. A correction waits until others come with it, as a new answer does; until then the sums hold what was
said before. Decision 0034 says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from piccolo.custom_types import Combinable
from piccolo.query.functions import Count

from crypto.vault import Vault
from surveys.answering.stored import opened_answers
from surveys.definitions.versions import version
from surveys.results.layout import Layout, layout_of
from surveys.results.slips import Slip, blank, packed, slip_of, unpacked
from surveys.results.sums import Change, Scope, add_to
from surveys.results.tables import ResultSlip
from surveys.tables import Invitation, Response, SurveyVersion

FEWEST = 5
WRITTEN_AT_ONCE = 500
SLIP_COLUMN, STORE_LABEL = "surveys_result_slip.slip", "surveys_result.store"
# In which sums a part is: of its store, its round and everybody; of its store and everybody; of everybody alone.
OWN, STORE, EVERYBODY = 1, 2, 3


@dataclass(frozen=True)
class Group:
    """Slips that may be told together at one level. campaign and store_token say nothing where the level is too wide."""

    version: UUID
    month: date
    level: int
    store_token: bytes = b""
    campaign: UUID | None = None


@dataclass
class Waiting:
    """A slip with what the sums hold of it and what they should."""

    row: ResultSlip
    counted: Slip
    said: Slip

    def parts(self, level: int) -> Iterator[int]:
        """Those that may be counted at this level: new ones, and corrections of what was counted there."""
        return (part for part in self.counted.differing(self.said) if self.counted.levels[part] in (0, level))


async def count_responses(response_ids: Sequence[UUID], vault: Vault) -> None:
    """Count responses, or their corrections, once each; the same again changes nothing. Needs write_tx().

    Their slips are written at once, and what waits in a group is looked at once.
    """
    rows = await Response.objects().where(Response.id.is_in(list(response_ids))) if response_ids else []
    asked = {row.invitation for row in rows if row.invitation}
    found = await Invitation.objects().where(Invitation.id.is_in(list(asked))) if asked else []
    invitations = {invitation.id: invitation for invitation in found}
    known = await ResultSlip.objects().where(ResultSlip.id.is_in([row.id for row in rows])) if rows else []
    slips = {slip.id: slip for slip in known}
    new, groups = [], set()
    for row in rows:
        invitation = invitations.get(row.invitation)
        layout = layout_of(await version(row.version))
        said = _said(row, invitation, layout, vault)
        slip = slips.get(row.id)
        if slip is None:
            new.append(slip := _new_slip(row, invitation, said, layout, vault))
        elif not await _correct(slip, said, layout, vault):
            continue
        groups.add(_group_of(slip, OWN))
    if new:
        await ResultSlip.insert(*new)
    # jobs of other servers take turns at the wordings, too: all in one order
    for group in sorted(groups, key=lambda group: group.version):
        await release(group, vault)


async def release(group: Group, vault: Vault) -> None:
    """Take what waits in a group into the sums, part for part, wherever FEWEST people come together. Needs write_tx()."""
    waiting = ResultSlip.waiting.eq(True)
    row = await ResultSlip.select(Count()).where(waiting, *_conditions(group)).first()
    if row is None or row["count"] < FEWEST:
        return
    await take_turns(group.version)
    layout = layout_of(await version(group.version))
    rows = await ResultSlip.objects().where(waiting, *_conditions(group))
    slips = [_waiting(row, layout, vault) for row in rows]
    changes = _batches(slips, group.level)
    if changes:
        for scope in scopes_of(group, slips[0].said.store):
            await add_to(scope, changes, layout, vault)
        await _keep(slips, layout, vault)


def _batches(slips: Sequence[Waiting], level: int) -> list[Change]:
    """Every part for which enough people wait; marks it counted on their slips."""
    by_part: dict[int, list[Waiting]] = {}
    for slip in slips:
        for part in slip.parts(level):
            by_part.setdefault(part, []).append(slip)
    changes: list[Change] = []
    for part, batch in by_part.items():
        if len(batch) >= FEWEST and (level == OWN or _is_mixed(part, batch)):
            for slip in batch:
                changes += _change(slip, part, level)
    return changes


def _is_mixed(part: int, batch: Sequence[Waiting]) -> bool:
    """Where all of a few groups said the same, their sum would tell what each of them said."""
    return part == 0 or len({slip.said.parts[part] for slip in batch}) > 1


def _change(slip: Waiting, part: int, level: int) -> list[Change]:
    before, now = slip.counted.parts[part], slip.said.parts[part]
    slip.counted = slip.counted.with_part(part, now, level)
    return [(part, before, slip.counted.weight, -1), (part, now, slip.said.weight, 1)]


async def _keep(slips: Sequence[Waiting], layout: Layout, vault: Vault) -> None:
    for slip in slips:
        slip.row.waiting = any(True for _ in slip.counted.differing(slip.said))
        slip.row.sealed_slip = sealed(slip.counted, layout, vault)
        if not slip.row.waiting:
            slip.row.sealed_next = None  # type: ignore[assignment]  # the column takes it
    changing = [ResultSlip.waiting, ResultSlip.sealed_slip, ResultSlip.sealed_next]
    for start in range(0, len(slips), WRITTEN_AT_ONCE):  # all of them exist: one statement for an UPDATE each
        part = [slip.row for slip in slips[start : start + WRITTEN_AT_ONCE]]
        await ResultSlip.insert(*part).on_conflict(ResultSlip.id, "DO UPDATE", changing)


def _new_slip(row: Response, invitation: Invitation | None, said: Slip, layout: Layout, vault: Vault) -> ResultSlip:
    return ResultSlip(
        id=row.id,
        version=row.version,
        campaign=invitation.campaign if invitation else None,
        store_token=store_token(said.store, vault),
        month=row.answered_on.replace(day=1),
        waiting=True,
        sealed_slip=sealed(blank(said), layout, vault),
        sealed_next=sealed(said, layout, vault),
    )


async def _correct(slip: ResultSlip, said: Slip, layout: Layout, vault: Vault) -> bool:
    """Whether there is anything new. Whoever takes a correction back waits for nothing and counts for nobody."""
    known = _waiting(slip, layout, vault)
    if not any(True for _ in known.said.differing(said)):
        return False
    waits = any(True for _ in known.counted.differing(said))
    await ResultSlip.update(
        {ResultSlip.waiting: waits, ResultSlip.sealed_next: sealed(said, layout, vault) if waits else None}
    ).where(ResultSlip.id == slip.id)
    return waits


def sealed(slip: Slip, layout: Layout, vault: Vault) -> bytes:
    return vault.seal_bytes(SLIP_COLUMN, packed(layout, slip))


def slip_in(content: bytes, layout: Layout, vault: Vault) -> Slip:
    return unpacked(layout, vault.open_bytes(SLIP_COLUMN, bytes(content)))


def store_token(store: str, vault: Vault) -> bytes:
    return vault.token(STORE_LABEL, store)


def group_at(level: int, version_id: UUID, month: date, token: bytes, campaign: UUID | None) -> Group:
    """token, campaign: of the store and the round, of which it keeps what belongs to the level."""
    return Group(version_id, month, level, token if level < EVERYBODY else b"", campaign if level == OWN else None)


def scopes_of(group: Group, store: str) -> list[Scope]:
    """Whose sums this group's answers are in."""
    scopes = [Scope(group.version, group.month, "all")]
    if group.level < EVERYBODY:
        scopes.append(Scope(group.version, group.month, "store", group.store_token, store))
    if group.campaign is not None:
        scopes.append(Scope(group.version, group.month, "campaign", group.campaign.bytes))
    return scopes


async def take_turns(version_id: UUID) -> None:
    """Two jobs must not add to one sum at once: a row lock on PostgreSQL, a no-op on SQLite."""
    await SurveyVersion.update({SurveyVersion.name: SurveyVersion.name}).where(SurveyVersion.id == version_id)


def _waiting(row: ResultSlip, layout: Layout, vault: Vault) -> Waiting:
    counted = slip_in(row.sealed_slip, layout, vault)
    return Waiting(row, counted, slip_in(row.sealed_next, layout, vault) if row.sealed_next else counted)


def _said(row: Response, invitation: Invitation | None, layout: Layout, vault: Vault) -> Slip:
    said = opened_answers(bytes(row.sealed_answers), vault)
    if invitation is None:
        return slip_of(layout, said.answers, 1.0, said.place.get("store", ""))
    return slip_of(layout, said.answers, invitation.inclusion_probability, invitation.store)


def _group_of(row: ResultSlip, level: int) -> Group:
    return group_at(level, row.version, row.month, bytes(row.store_token), row.campaign)


def _conditions(group: Group) -> list[Combinable]:
    found: list[Combinable] = [ResultSlip.version == group.version, ResultSlip.month == group.month]
    if group.level < EVERYBODY:
        found.append(ResultSlip.store_token == group.store_token)
    if group.level == OWN:
        found.append(ResultSlip.campaign.is_null() if group.campaign is None else ResultSlip.campaign == group.campaign)
    return found
