"""Asking people: who is asked, who is left in peace, and where the links are not."""

from datetime import timedelta
from pathlib import Path

import pytest

from crypto.vault import Vault
from portal.settings import Settings
from surveys import MOST_AT_ONCE, askable, invitations_of, invite, renew_links, rounds
from surveys.answering.submitting import open_link, submit
from surveys.definitions.reading import ready_made
from surveys.errors import LinkClosed, NobodyToAsk, TooManyAtOnce
from surveys.tables import Delivery, Invitation
from tests.surveys.factories import NO_PURCHASE, NOW, invited, make_plan, make_transaction

pytestmark = pytest.mark.usefixtures("database")


def files_of(settings: Settings) -> bytes:
    return b"".join(path.read_bytes() for path in Path(settings.data_dir).iterdir())


async def test_an_invitation_keeps_what_its_customer_will_read(vault: Vault) -> None:
    link = (await invited(vault, goods="家具")).links[0]
    opened_link = await open_link(link.token, vault, NOW)
    shown = {name: text.zh for name, text in opened_link.shown.items()}
    assert shown == {"company": "恒木家居", "window": "2026 年 4 月到 6 月", "goods": "家具"}
    assert opened_link.definition == ready_made("callback")


async def test_links_are_random_short_and_all_different(vault: Vault) -> None:
    links = (await invited(vault, [make_transaction(number) for number in range(50)])).links
    assert len({link.token for link in links}) == 50
    assert {len(link.token) for link in links} == {22}


async def test_no_file_holds_a_link_a_name_or_a_phone(vault: Vault, settings: Settings) -> None:
    link = (await invited(vault)).links[0]
    await invited(vault, [make_transaction(2, customer_email="zhou@example.com")], channel="mail")
    content = files_of(settings)
    assert b"XS-2605-000001" in content
    assert not any(secret.encode() in content for secret in (link.token, "周敏", "13900000001", "zhou@example.com"))


async def test_a_mail_invitation_hands_out_no_link(vault: Vault) -> None:
    result = await invited(vault, [make_transaction(customer_email="zhou@example.com")], channel="mail")
    assert (result.count, result.links) == (1, ())
    assert await Delivery.count().where(Delivery.state == "waiting") == 1


async def test_a_customer_is_not_asked_again_within_the_cool_down(vault: Vault) -> None:
    await invited(vault)
    later = NOW + timedelta(days=29)
    with pytest.raises(NobodyToAsk):
        await invite([make_transaction(ref="XS-OTHER")], make_plan(), vault, later)
    assert (await invite([make_transaction(ref="XS-OTHER")], make_plan(), vault, later + timedelta(days=2))).count == 1


async def test_an_order_is_not_asked_about_twice_while_its_link_is_open(vault: Vault) -> None:
    await invited(vault, valid_days=60)
    again = [make_transaction(customer_phone="18800000000")]
    count, skipped = await askable(again, make_plan(), vault, NOW.date() + timedelta(days=40))
    assert (count, skipped) == (0, {"asked_lately": 1})


async def test_one_phone_on_a_list_is_asked_once(vault: Vault) -> None:
    twin = make_transaction(2, customer_phone=make_transaction(1).customer_phone)
    result = await invited(vault, [make_transaction(1), twin])
    assert (result.count, result.skipped) == (1, {"twice": 1})


async def test_a_mail_needs_an_address(vault: Vault) -> None:
    with_address = make_transaction(2, customer_email="zhou@example.com")
    result = await invited(vault, [make_transaction(1), with_address], channel="mail")
    assert (result.count, result.skipped) == (1, {"no_address": 1})


async def test_a_list_too_long_is_refused_whole(vault: Vault) -> None:
    with pytest.raises(TooManyAtOnce):
        await invited(vault, [make_transaction(number) for number in range(MOST_AT_ONCE + 1)])
    assert await Invitation.count() == 0


async def test_new_links_close_the_old_ones(vault: Vault) -> None:
    first = await invited(vault)
    renewed = await renew_links(first.campaign_id, vault, NOW.date())
    with pytest.raises(LinkClosed):
        await open_link(first.links[0].token, vault, NOW)
    assert (await open_link(renewed[0].token, vault, NOW)).definition.name == "callback"


async def test_who_has_answered_gets_no_new_link(vault: Vault) -> None:
    first = await invited(vault, [make_transaction(1), make_transaction(2)])
    await submit(first.links[0].token, NO_PURCHASE, "zh", vault, NOW)
    renewed = await renew_links(first.campaign_id, vault, NOW.date())
    assert [link.transaction.ref for link in renewed] == ["XS-2605-000002"]


async def test_the_desk_sees_a_round_by_state(vault: Vault) -> None:
    result = await invited(vault, [make_transaction(1), make_transaction(2)])
    await submit(result.links[0].token, NO_PURCHASE, "zh", vault, NOW)
    lines = await invitations_of(result.campaign_id, vault, NOW.date())
    assert [(line.transaction.ref, line.state) for line in lines] == [
        ("XS-2605-000001", "answered"),
        ("XS-2605-000002", "open"),
    ]
    later = (await rounds(NOW.date() + timedelta(days=15)))[0]
    assert (later.size, later.states) == (2, {"answered": 1, "expired": 1})
