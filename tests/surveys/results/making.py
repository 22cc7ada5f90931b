"""Responses in numbers, with no customer behind them: answered, corrected, counted; and what may be read of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from crypto.vault import Vault
from surveys import count_responses, definition_of
from surveys.answering.stored import Answers, sealed_answers
from surveys.campaigns.transactions import sealed
from surveys.definitions.form import Definition, canonical
from surveys.definitions.versions import keep_version
from surveys.outbox import write_tx
from surveys.results.closing import close_results
from surveys.results.layout import layout_of
from surveys.results.sums import NAME_COLUMN, counts_in
from surveys.results.tables import ResultSum
from surveys.services import Services
from surveys.tables import Campaign, Invitation, Response
from tests.surveys.factories import make_transaction

MAY = date(2026, 5, 1)
TEXT = {"zh": "题", "en": "Question"}


def _choices(*names: str) -> list[dict[str, object]]:
    return [{"name": name, "label": {"zh": name, "en": name}} for name in names]


FORM = definition_of(
    canonical(
        {
            "name": "taste",
            "title": {"zh": "口味", "en": "Taste"},
            "questions": [
                {"name": "likely", "type": "range", "least": 0, "most": 10, "measure": "nps", "label": TEXT},
                {"name": "happy", "type": "range", "least": 1, "most": 5, "measure": "csat", "label": TEXT},
                {"name": "way", "type": "select_one", "label": TEXT, "choices": _choices("shop", "phone", "web")},
                {"name": "liked", "type": "select_multiple", "label": TEXT, "choices": _choices("price", "staff")},
                {"name": "remark", "type": "text", "label": TEXT},
            ],
        }
    )
)


@dataclass
class Maker:
    vault: Vault
    definition: Definition = FORM

    async def answer(
        self,
        *,
        day: date = MAY,
        store: str = "East",
        campaign: UUID | None = None,
        is_counted: bool = True,
        **answers: str,
    ) -> UUID:
        """One response, counted as the job counts it, or still waiting for that."""
        async with write_tx():
            version = await keep_version(self.definition)
            invitation = await self._invitation(version, campaign, store) if campaign else None
            response = Response(
                id=uuid4(),
                version=version,
                invitation=invitation,
                kind="named" if campaign else "open",
                language="zh",
                sealed_answers=self._sealed(answers, store),
                answered_on=day,
                keep_until=day + timedelta(days=730),
            )
            await Response.insert(response)
            if is_counted:
                await count_responses([response.id], self.vault)
        return UUID(str(response.id))

    async def correct(self, response_id: UUID, *, store: str = "East", **answers: str) -> None:
        async with write_tx():
            await Response.update({Response.sealed_answers: self._sealed(answers, store)}).where(
                Response.id == response_id
            )
            await count_responses([response_id], self.vault)

    async def close(self, today: date) -> None:
        await close_results({"today": today.isoformat()}, Services(self.vault, ""))

    async def campaign(self, started_at: datetime | None = None) -> UUID:
        campaign = Campaign(
            id=uuid4(),
            version=await self._version(),
            frame="orders",
            channel="links",
            started_by=uuid4(),
            started_at=started_at,
        )
        async with write_tx():
            await Campaign.insert(campaign)
        return UUID(str(campaign.id))

    async def _version(self) -> UUID:
        async with write_tx():
            return await keep_version(self.definition)

    async def _invitation(self, version: UUID, campaign: UUID, store: str) -> UUID:
        about = make_transaction(store=store)
        row = Invitation(
            id=uuid4(),
            campaign=campaign,
            version=version,
            token_digest=uuid4().bytes,
            subject_kind="order",
            subject_ref=about.ref,
            store=store,
            shown="{}",
            sealed_transaction=sealed(about, self.vault),
            contact_token=uuid4().bytes,
            channel="links",
            inclusion_probability=0.5,
            state="answered",
            invited_on=MAY,
            expires_on=MAY,
        )
        await Invitation.insert(row)
        return UUID(str(row.id))

    def _sealed(self, answers: Mapping[str, str], store: str) -> bytes:
        return sealed_answers(Answers(answers, place={"store": store}), self.vault)


async def seen(vault: Vault, question: str, *, scope: str = "all", name: str | None = None) -> dict[str, int]:
    """What the sums of all months hold of one question."""
    layout = layout_of(FORM)
    closed = layout.question(question)
    assert closed is not None
    total: Counter[str] = Counter()
    for row in await ResultSum.objects().where(ResultSum.scope == scope):
        if name in (None, vault.open(NAME_COLUMN, bytes(row.sealed_name))):
            counts = counts_in(row, layout, vault)
            total += Counter({one: counts.at(closed.place(at)).count for at, one in enumerate(closed.categories)})
    return dict(total)
