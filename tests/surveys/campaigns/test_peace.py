"""Peace: honoured for ever and for every way of reaching somebody, taken back by the customer alone."""

from datetime import timedelta

import pytest

from crypto.vault import Vault
from surveys import askable, invite, resting
from surveys.answering.submitting import open_link, submit
from surveys.campaigns.peace import contacts_marked, mark, opt_in, opt_out, peace_of
from surveys.errors import LinkClosed, NobodyToAsk
from surveys.outbox import write_tx
from surveys.tables import ContactMark, Invitation
from tests.surveys.factories import NO_PURCHASE, NOW, invited, make_plan, make_transaction

pytestmark = pytest.mark.usefixtures("database")

TODAY = NOW.date()


async def test_who_opted_out_is_not_asked_again_however_much_later(vault: Vault) -> None:
    await opt_out((await invited(vault)).links[0].token, vault, TODAY)
    later = NOW + timedelta(days=5 * 365)
    count, skipped = await askable([make_transaction(ref="XS-LATER")], make_plan(), vault, later.date())
    assert (count, skipped) == (0, {"opted_out": 1})
    with pytest.raises(NobodyToAsk):
        await invite([make_transaction(ref="XS-LATER")], make_plan(), vault, later)


async def test_it_holds_for_the_mail_address_as_well_as_for_the_phone(vault: Vault) -> None:
    asked = make_transaction(customer_email="Zhou@Example.com")
    await opt_out((await invited(vault, [asked])).links[0].token, vault, TODAY)
    same_address = make_transaction(2, customer_phone="", customer_email="zhou@example.com")
    assert (await askable([same_address], make_plan(), vault, TODAY))[1] == {"opted_out": 1}


async def test_it_closes_every_open_link_of_theirs_at_once(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    await opt_out(token, vault, TODAY)
    with pytest.raises(LinkClosed):
        await open_link(token, vault, NOW)


async def test_an_answered_and_an_expired_link_opt_out_as_well(vault: Vault) -> None:
    first, second = (await invited(vault, [make_transaction(1), make_transaction(2)])).links
    await submit(first.token, NO_PURCHASE, "zh", vault, NOW)
    await opt_out(first.token, vault, TODAY)
    await opt_out(second.token, vault, TODAY + timedelta(days=99))
    assert await contacts_marked("opted_out", vault) == {"13900000001", "13900000002"}


async def test_opting_out_twice_changes_nothing(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    await opt_out(token, vault, TODAY)
    await opt_out(token, vault, TODAY + timedelta(days=1))
    assert [row["since"] for row in await ContactMark.select(ContactMark.since)] == [TODAY]


async def test_only_their_own_link_takes_it_back(vault: Vault) -> None:
    first, second = (await invited(vault, [make_transaction(1), make_transaction(2)])).links
    await opt_out(first.token, vault, TODAY)
    await opt_in(second.token, vault)
    assert (await peace_of(first.token, vault)).is_wanted
    await opt_in(first.token, vault)
    assert not (await peace_of(first.token, vault)).is_wanted
    later = TODAY + timedelta(days=40)
    assert (await askable([make_transaction(ref="XS-LATER")], make_plan(), vault, later))[0] == 1


async def test_an_answer_given_before_stays_an_answer(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    await submit(token, NO_PURCHASE, "zh", vault, NOW)
    await opt_out(token, vault, TODAY)
    assert await Invitation.count().where(Invitation.state == "answered") == 1


async def test_a_mark_stands_nowhere_in_clear(vault: Vault) -> None:
    await opt_out((await invited(vault)).links[0].token, vault, TODAY)
    row = (await ContactMark.select())[0]
    assert not any(b"13900000001" in bytes(value) for value in row.values() if isinstance(value, bytes))


async def test_an_address_that_bounces_is_spared_by_mail_and_not_otherwise(vault: Vault) -> None:
    async with write_tx():
        await mark("bounced", ("zhou@example.com",), "mail", vault, TODAY)
    one = [make_transaction(customer_email="zhou@example.com")]
    assert (await askable(one, make_plan(channel="mail"), vault, TODAY))[1] == {"bounced": 1}
    assert (await askable(one, make_plan(channel="sms"), vault, TODAY))[0] == 1


async def test_whoever_chooses_among_many_is_told_who_rests(vault: Vault) -> None:
    first, _ = (await invited(vault, [make_transaction(1), make_transaction(2)])).links
    await opt_out(first.token, vault, TODAY)
    known = await resting(vault, TODAY + timedelta(days=20))
    assert (known.asked_lately, known.opted_out) == ({"13900000001", "13900000002"}, {"13900000001"})
    assert (await resting(vault, TODAY + timedelta(days=40))).asked_lately == frozenset()
