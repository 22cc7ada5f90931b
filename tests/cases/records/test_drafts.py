"""What an import leaves behind goes when its time is over, and not while somebody needs it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cases.actors import Actor
from cases.records.content import SealedOnDisk
from cases.records.drafts import DRAFT_LIVES, UNDO_LIVES, draft_of, seal_upload, sweep_imports
from cases.records.importing import import_file
from cases.records.running import ask_for_import
from cases.records.tables import ImportDraft, ImportFormer
from crypto.vault import Vault
from portal.settings import Settings
from surveys.errors import FormTooLarge
from tests.cases.records.uploads import kept_draft, pieces_of, store_of
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")

TEXT = "订单号,客户,金额,日期\nDD1,王伟,1280,2026-03-08\n"


@pytest.fixture
async def anna(vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def test_a_sealed_file_reads_as_it_was(settings: Settings) -> None:
    data = bytes(range(256)) * 2000
    upload = await seal_upload(pieces_of(data), store_of(settings))
    content: SealedOnDisk = upload.content(store_of(settings))
    with content.open() as first, content.open() as again:
        assert (first.read(), again.read(100)) == (data, data[:100])


async def test_a_file_too_large_leaves_nothing(settings: Settings) -> None:
    store = store_of(settings)
    with pytest.raises(FormTooLarge):
        await seal_upload(pieces_of(bytes(200_000)), store, most_bytes=100_000)
    assert await store.stored() == []


async def test_a_draft_nobody_came_back_for_goes_after_a_day(anna: Actor, vault: Vault, settings: Settings) -> None:
    await kept_draft(TEXT.encode(), anna.id, vault, settings)
    await sweep_imports(datetime.now(UTC), store_of(settings))
    assert await ImportDraft.count() == 1
    await sweep_imports(datetime.now(UTC) + DRAFT_LIVES + timedelta(hours=1), store_of(settings))
    assert (await ImportDraft.count(), await store_of(settings).stored()) == (0, [])


async def test_a_draft_whose_import_waits_stays(anna: Actor, vault: Vault, settings: Settings) -> None:
    draft = await draft_of(await kept_draft(TEXT.encode(), anna.id, vault, settings), vault, store_of(settings))
    await ask_for_import(draft, anna, None)
    await sweep_imports(datetime.now(UTC) + 2 * DRAFT_LIVES, store_of(settings))
    assert (await ImportDraft.count(), len(await store_of(settings).stored())) == (1, 1)


async def test_former_rows_go_after_thirty_days(vault: Vault, settings: Settings) -> None:
    await import_file("orders", TEXT.encode(), vault)
    await import_file("orders", TEXT.replace("1280", "1300").encode(), vault)
    assert await ImportFormer.count() == 1
    await sweep_imports(datetime.now(UTC) + UNDO_LIVES + timedelta(hours=1), store_of(settings))
    assert await ImportFormer.count() == 0
