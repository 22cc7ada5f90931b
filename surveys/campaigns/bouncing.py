"""What a mail that came back changes: its state, its reminders, its address. Believes the report's delivery, nothing else."""

from typing import Literal

from surveys.campaigns.peace import drop_waiting, mark
from surveys.campaigns.sending import suggest_phone
from surveys.campaigns.transactions import opened
from surveys.delivery.bounces import returned_in
from surveys.outbox import write_tx
from surveys.services import Services
from surveys.tables import Delivery, Invitation

Taken = Literal["noted", "not_final", "not_ours"]


async def take_bounce(raw: bytes, services: Services) -> Taken:
    """Note one mail that came back. The same again changes nothing.

    noted: the address is spared from now on, nobody is reminded there, and where the round is followed up by phone, it is
    rung up. not_final: the server still tries. not_ours: no report, or of no mail of ours.
    """
    returned = returned_in(raw)
    if returned is None:
        return "not_ours"
    row = await Delivery.objects().where(Delivery.id == returned.delivery, Delivery.channel == "mail").first()
    if row is None or row.state not in ("sent", "bounced"):
        return "not_ours"
    if not returned.is_permanent:
        return "not_final"
    async with write_tx():
        changed = (
            await Delivery.update({Delivery.state: "bounced", Delivery.problem: "bounced"})
            .where(Delivery.id == row.id, Delivery.state == "sent")
            .returning(Delivery.id)
        )
        if changed:
            await _spare(row, services)
    return "noted"


async def _spare(row: Delivery, services: Services) -> None:
    await drop_waiting([row.invitation], "bounced")
    invitation = await Invitation.objects().where(Invitation.id == row.invitation).first()
    if invitation is None:
        return
    address = opened(invitation.sealed_transaction, services.vault).customer_email.strip().lower()
    if address:
        await mark("bounced", (address,), "mail", services.vault, services.now().date())
    await suggest_phone(row.invitation, services)
