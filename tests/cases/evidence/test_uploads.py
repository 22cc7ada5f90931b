"""Uploads: capabilities that are whole, named once, sealed to the report's own readers, and swept away otherwise."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.contents import FileNote
from cases.errors import CaseUnknown
from cases.evidence import files, uploads
from cases.evidence.checking import damaged_files
from cases.evidence.files import FileStore
from cases.evidence.handing_out import FileSealedBeforeYou, open_cleaned
from cases.evidence.refusals import (
    EvidenceDamaged,
    NoRoomForFiles,
    TooManyFiles,
    UploadTooLarge,
    UploadUnfit,
    UploadUnknown,
)
from cases.evidence.resealing import fitting_uploads
from cases.evidence.sweeping import sweep
from cases.evidence.uploads import MOST_FILES, UploadKey, begin_upload, progress, receive_piece, whole_uploads
from cases.keysets import ReadersChanged
from cases.letting_in import let_in
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.receiving import Enclosed, receive
from cases.tables import Event, EvidenceFile, Report, Upload
from crypto.envelopes import Recipient
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.evidence.sealing import PHOTO, TOKEN, pieces, sealed_file, uploaded
from tests.cases.reports import DAY, as_readers, written
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def boris(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


def keys_of(receipt: Receipt, *readers: Actor) -> tuple[Recipient, ...]:
    return as_readers(*readers).sealed_to(receipt.key_pair.public)


async def filed_with_photo(store: FileStore, *readers: Actor) -> tuple[Receipt, EvidenceFile, Report]:
    receipt = Receipt.new()
    key = await uploaded(store, sealed_file(keys_of(receipt, *readers)), DAY)
    rows = await whole_uploads([key], keys_of(receipt, *readers))
    note = FileNote(str(key.id), "凭证.png", "image/png", len(PHOTO))
    await receive(receipt, written(files=[note]), as_readers(*readers), DAY, enclosed=Enclosed(store, rows))
    evidence, report = await EvidenceFile.objects().first(), await Report.objects().first()
    assert evidence is not None
    assert report is not None
    return receipt, evidence, report


async def content_of(actor: Actor, report: Report, evidence: EvidenceFile, store: FileStore) -> bytes:
    return (await open_cleaned(actor, report.case, evidence.id, store)).data


async def test_a_file_sent_in_pieces_opens_for_whoever_holds_the_case(store: FileStore, anna: Actor) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    assert await content_of(anna, report, evidence, store) == PHOTO


async def test_its_name_is_ours_and_the_opening_is_on_record(store: FileStore, anna: Actor) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    opened = await open_cleaned(anna, report.case, evidence.id, store, "../../凭证.html")
    assert opened.name.startswith("evidence-")
    assert opened.name.endswith(".png")
    event = await Event.objects().where(Event.kind == "file_opened").first()
    assert event is not None
    assert (event.actor, event.at is not None) == (anna.id, True)


async def test_whoever_has_no_grant_finds_no_file(store: FileStore, anna: Actor, boris: Actor) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    with pytest.raises(CaseUnknown):
        await open_cleaned(boris, report.case, evidence.id, store)
    with pytest.raises(CaseUnknown):
        await open_cleaned(anna, report.case, uuid4(), store)


async def test_whoever_is_let_in_later_opens_it_too(store: FileStore, anna: Actor, boris: Actor) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    await let_in(anna, report.case, boris.id)
    assert await content_of(boris, report, evidence, store) == PHOTO


async def test_a_file_nobody_handed_over_says_so(store: FileStore, anna: Actor, boris: Actor) -> None:
    receipt, evidence, report = await filed_with_photo(store, anna, boris)
    async with write_tx():
        other = sealed_file(keys_of(receipt, boris))[: len(bytes(evidence.header)) - 89]
        await EvidenceFile.update({EvidenceFile.header: other}).where(EvidenceFile.id == evidence.id)
    with pytest.raises(FileSealedBeforeYou):
        await open_cleaned(anna, report.case, evidence.id, store)


async def test_the_same_piece_again_goes_on_where_it_ended(store: FileStore, anna: Actor) -> None:
    raw = sealed_file(keys_of(Receipt.new(), anna))
    key = UploadKey(await begin_upload(store, len(raw), TOKEN, DAY), TOKEN)
    await receive_piece(store, key, 0, pieces(raw[:70_000]))
    assert (await progress(store, key)).received_bytes == 70_000
    assert (await receive_piece(store, key, 70_000, pieces(raw[70_000:]))).is_whole
    assert (await receive_piece(store, key, 0, pieces(raw))).is_whole


@pytest.mark.parametrize("token", [b"\x08" * 32, b""])
async def test_without_its_token_there_is_no_upload(store: FileStore, anna: Actor, token: bytes) -> None:
    key = await uploaded(store, sealed_file(keys_of(Receipt.new(), anna)), DAY)
    with pytest.raises(UploadUnknown):
        await progress(store, UploadKey(key.id, token))


async def test_the_token_itself_is_not_stored(store: FileStore, anna: Actor) -> None:
    await uploaded(store, sealed_file(keys_of(Receipt.new(), anna)), DAY)
    row = await Upload.objects().first()
    assert row is not None
    assert TOKEN not in bytes(row.token_digest)


async def test_what_is_no_file_envelope_is_not_kept(store: FileStore) -> None:
    raw = b"PK\x03\x04" * 700
    key = UploadKey(await begin_upload(store, len(raw), TOKEN, DAY), TOKEN)
    with pytest.raises(UploadUnfit):
        await receive_piece(store, key, 0, pieces(raw))
    assert not await Upload.exists()
    assert not store.path_of(key.id).exists()


async def test_a_file_sealed_to_others_is_refused(store: FileStore, anna: Actor, boris: Actor) -> None:
    receipt = Receipt.new()
    key = await uploaded(store, sealed_file(keys_of(receipt, anna, boris)), DAY)
    with pytest.raises(ReadersChanged):
        await whole_uploads([key], keys_of(receipt, anna))


async def test_an_upload_that_is_not_whole_belongs_to_no_report(store: FileStore, anna: Actor) -> None:
    receipt = Receipt.new()
    raw = sealed_file(keys_of(receipt, anna))
    key = UploadKey(await begin_upload(store, len(raw), TOKEN, DAY), TOKEN)
    await receive_piece(store, key, 0, pieces(raw[:-1]))
    with pytest.raises(UploadUnknown):
        await whole_uploads([key], keys_of(receipt, anna))


async def test_an_upload_belongs_to_one_report_only(store: FileStore, anna: Actor) -> None:
    receipt, evidence, _ = await filed_with_photo(store, anna)
    with pytest.raises(UploadUnknown):
        await whole_uploads([UploadKey(evidence.id, TOKEN)], keys_of(receipt, anna))


async def test_too_many_and_the_same_twice_are_refused(store: FileStore, anna: Actor) -> None:
    key = UploadKey(uuid4(), TOKEN)
    for keys in (
        [UploadKey(uuid4(), TOKEN)] * 2,
        [UploadKey(uuid4(), TOKEN) for _ in range(MOST_FILES + 1)],
        [key, key],
    ):
        with pytest.raises(TooManyFiles):
            await whole_uploads(keys, ())


@pytest.mark.parametrize("size", [0, 100, 300 << 20])
async def test_a_length_that_no_file_has_is_refused_before_it_is_sent(store: FileStore, size: int) -> None:
    with pytest.raises(UploadTooLarge):
        await begin_upload(store, size, TOKEN, DAY)


async def test_a_flood_does_not_fill_the_disk(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING_BYTES", 10_000)
    monkeypatch.setattr(uploads, "GRACE_SECONDS", 0)
    first = await begin_upload(store, 9000, TOKEN, DAY - timedelta(days=1))
    kept = [await begin_upload(store, 4000, TOKEN, DAY) for _ in range(2)]
    assert {row["id"] for row in await Upload.select(Upload.id)} == set(kept)
    await begin_upload(store, 1200, TOKEN, DAY)
    assert not store.path_of(first).exists()


async def test_a_report_that_is_on_its_way_keeps_a_file_that_was_let_go(
    store: FileStore, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = Receipt.new()
    key = await uploaded(store, sealed_file(keys_of(receipt, anna)), DAY)
    rows = await whole_uploads([key], keys_of(receipt, anna))
    monkeypatch.setattr(uploads, "MOST_WAITING_BYTES", 10_000)
    await begin_upload(store, 9000, TOKEN, DAY)
    assert not await Upload.exists().where(Upload.id == key.id)
    await receive(receipt, written(), as_readers(anna), DAY, enclosed=Enclosed(store, rows))
    monkeypatch.setattr(uploads, "GRACE_SECONDS", 0)
    await begin_upload(store, 1200, TOKEN, DAY)
    assert await damaged_files(store) == ()


async def test_a_flood_never_takes_what_a_report_has(
    store: FileStore, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    monkeypatch.setattr(uploads, "MOST_WAITING_BYTES", 10_000)
    for _ in range(5):
        await begin_upload(store, 9000, TOKEN, DAY)
    assert await content_of(anna, report, evidence, store) == PHOTO


async def test_a_full_disk_refuses_files(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SPARE_BYTES", 1 << 60)
    with pytest.raises(NoRoomForFiles):
        await begin_upload(store, 9000, TOKEN, DAY)


async def test_what_nobody_named_is_swept_away_after_two_days(store: FileStore, anna: Actor) -> None:
    key = await uploaded(store, sealed_file(keys_of(Receipt.new(), anna)), DAY)
    assert await sweep(store, DAY + timedelta(days=2)) == 0
    assert await sweep(store, DAY + timedelta(days=3)) == 1
    assert not await Upload.exists()
    assert not store.path_of(key.id).exists()


async def test_what_a_report_has_is_never_swept_away(store: FileStore, anna: Actor) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    assert await sweep(store, DAY + timedelta(days=900)) == 0
    assert await content_of(anna, report, evidence, store) == PHOTO


async def test_the_files_of_an_erased_report_are_swept_away(store: FileStore, anna: Actor) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    async with write_tx():
        await Report.delete().where(Report.id == report.id)
    assert await sweep(store, DAY + timedelta(days=3)) == 1
    assert not store.path_of(evidence.file).exists()


async def test_where_the_reporter_chose_other_readers_a_waiting_file_is_sealed_anew(
    store: FileStore, anna: Actor, boris: Actor
) -> None:
    receipt = Receipt.new()
    key = await uploaded(store, sealed_file(keys_of(receipt, anna, boris)), DAY)
    (row,) = await fitting_uploads(store, [key], receipt.key_pair, keys_of(receipt, anna), DAY)
    assert row.id != key.id
    assert await whole_uploads([], ()) == []


async def test_a_report_given_to_other_readers_takes_its_files_along(
    store: FileStore, anna: Actor, boris: Actor, vault: Vault
) -> None:
    receipt, evidence, report = await filed_with_photo(store, anna, boris)
    note = FileNote(str(evidence.id), "凭证.png", "image/png", len(PHOTO))
    await receive(receipt, written(files=[note]), as_readers(boris), DAY, enclosed=Enclosed(store))
    moved = await EvidenceFile.objects().first()
    assert moved is not None
    assert moved.file != evidence.file
    assert await content_of(boris, report, moved, store) == PHOTO
    with pytest.raises(CaseUnknown):
        await open_cleaned(anna, report.case, evidence.id, store)
    assert (await check_log(signer_of(vault).key)).faults == ()


def altered(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("deed", [altered, cut, Path.unlink])
async def test_a_file_altered_cut_or_removed_is_found_and_does_not_open(
    store: FileStore, anna: Actor, deed: object
) -> None:
    _, evidence, report = await filed_with_photo(store, anna)
    assert await damaged_files(store) == ()
    assert callable(deed)
    deed(store.path_of(evidence.file))
    assert [fault.facts["subject"] for fault in await damaged_files(store)] == [evidence.id]
    with pytest.raises(EvidenceDamaged):
        await content_of(anna, report, evidence, store)


async def test_a_row_removed_or_altered_is_found_by_the_log(store: FileStore, anna: Actor, vault: Vault) -> None:
    await filed_with_photo(store, anna)
    assert (await check_log(signer_of(vault).key)).faults == ()
    async with write_tx():
        await EvidenceFile.update({EvidenceFile.digest: bytes(32)}, force=True)
    assert len((await check_log(signer_of(vault).key)).faults) == 1
