"""What a case's files are handed out as: cleaned, or the original once another person consented; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from cases.actors import Actor
from cases.approvals import ApprovalMissing, ApprovalUnknown, NobodyToApprove, ask, decide, requests_of
from cases.contents import FileNote
from cases.errors import CaseUnknown
from cases.evidence import handing_out
from cases.evidence.errors import FileTooLarge, KindUnknown
from cases.evidence.files import FileStore
from cases.evidence.handing_out import asked_for, open_cleaned, open_original
from cases.evidence.uploads import whole_uploads
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.receiving import Enclosed, receive
from cases.tables import Event, EvidenceFile, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from tests.cases.evidence import planted
from tests.cases.evidence.sealing import sealed_file, uploaded
from tests.cases.reports import DAY, as_readers, filed, named, written
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(5000)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def boris(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


@pytest.fixture
async def carla(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "custodian", username="carla")


@pytest.fixture
async def photo(store: FileStore, anna: Actor, boris: Actor) -> EvidenceFile:
    return await filed_with(store, planted.jpeg(), anna, boris)


async def filed_with(
    store: FileStore, content: bytes, *readers: Actor, keeper: Actor | None = None, claims_clean: bool = False
) -> EvidenceFile:
    """A report with one file; keeper: the one custodian to whom its reporter's name is sealed."""
    receipt = Receipt.new()
    keys = as_readers(*readers).sealed_to(receipt.key_pair.public)
    key = await uploaded(store, sealed_file(keys, content), DAY)
    rows = await whole_uploads([key], keys)
    given = named(keeper) if keeper else None
    note = FileNote(str(key.id), "a.jpg", "image/jpeg", len(content), is_cleaned=claims_clean)
    await receive(
        receipt, written(files=[note]), as_readers(*readers), DAY, given=given, enclosed=Enclosed(store, rows)
    )
    evidence = await EvidenceFile.objects().first()
    assert evidence is not None
    return evidence


async def case_of(evidence: EvidenceFile) -> UUID:
    report = await Report.objects().where(Report.id == evidence.report).first()
    assert report is not None
    return UUID(str(report.case))


async def asked(actor: Actor, evidence: EvidenceFile) -> UUID:
    return await ask(actor, await case_of(evidence), "open_original", evidence.id, "要核对拍摄日期", now=NOW)


async def original(actor: Actor, evidence: EvidenceFile, store: FileStore) -> bytes:
    opened = await open_original(actor, await case_of(evidence), evidence.id, store, now=NOW)
    return b"".join([piece async for piece in opened.pieces])


async def events() -> list[str]:
    return [
        row["kind"]
        for row in await Event.select(Event.kind).where(Event.kind.is_in(["file_opened", "original_opened"]))
    ]


async def test_a_photo_is_handed_out_without_what_was_planted_in_it(
    store: FileStore, anna: Actor, photo: EvidenceFile
) -> None:
    opened = await open_cleaned(anna, await case_of(photo), photo.id, store, now=NOW)
    assert planted.traces(opened.data) == []
    assert (opened.media_type, opened.name[-4:]) == ("image/jpeg", ".jpg")
    assert await events() == ["file_opened"]


async def test_a_note_that_claims_to_be_clean_changes_nothing(store: FileStore, anna: Actor, boris: Actor) -> None:
    photo = await filed_with(store, planted.jpeg(), anna, boris, claims_clean=True)
    assert planted.traces((await open_cleaned(anna, await case_of(photo), photo.id, store, now=NOW)).data) == []


async def test_what_cannot_be_cleaned_is_not_handed_out(store: FileStore, anna: Actor) -> None:
    film = await filed_with(store, FILM, anna)
    with pytest.raises(KindUnknown):
        await open_cleaned(anna, await case_of(film), film.id, store, now=NOW)
    assert await events() == []


async def test_what_is_too_large_is_refused_unread(
    store: FileStore, anna: Actor, photo: EvidenceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_out, "_MOST_SEALED", 1000)
    store.path_of(photo.file).unlink()
    with pytest.raises(FileTooLarge):
        await open_cleaned(anna, await case_of(photo), photo.id, store, now=NOW)


async def test_nobody_opens_an_original_alone(store: FileStore, anna: Actor, photo: EvidenceFile) -> None:
    await asked(anna, photo)
    with pytest.raises(ApprovalMissing):
        await original(anna, photo, store)
    assert await events() == []


async def test_with_consent_it_opens_as_it_was_sealed_once_and_on_record(
    store: FileStore, anna: Actor, boris: Actor, photo: EvidenceFile, vault: Vault
) -> None:
    await decide(boris, await asked(anna, photo), is_given=True, now=NOW)
    assert await original(anna, photo, store) == planted.jpeg()
    with pytest.raises(ApprovalMissing):
        await original(anna, photo, store)
    assert await events() == ["original_opened"]
    assert (await check_log(signer_of(vault).key)).faults == ()


async def test_whoever_consented_does_not_open_it_themselves(
    store: FileStore, anna: Actor, boris: Actor, photo: EvidenceFile
) -> None:
    await decide(boris, await asked(anna, photo), is_given=True, now=NOW)
    with pytest.raises(ApprovalMissing):
        await original(boris, photo, store)


async def test_consent_of_those_who_hold_another_case_does_not_count(
    store: FileStore, anna: Actor, boris: Actor, photo: EvidenceFile
) -> None:
    _, other = await filed(anna, boris)
    elsewhere = await ask(anna, other.case, "open_original", photo.id, "要核对拍摄日期", now=NOW)
    await decide(boris, elsewhere, is_given=True, now=NOW)
    with pytest.raises(ApprovalMissing):
        await original(anna, photo, store)


async def test_whoever_has_no_grant_finds_no_original(
    store: FileStore, anna: Actor, photo: EvidenceFile, vault: Vault
) -> None:
    stranger = await make_staff(vault, "investigator", username="stranger")
    with pytest.raises(CaseUnknown):
        await original(stranger, photo, store)


async def test_how_a_request_stands_is_known_to_its_asker(anna: Actor, boris: Actor, photo: EvidenceFile) -> None:
    await asked(anna, photo)
    assert await asked_for(anna, [photo], now=NOW) == {photo.id: "waiting"}
    assert await asked_for(boris, [photo], now=NOW) == {}


async def test_a_custodian_the_reporter_left_out_is_not_asked_for_an_original(
    store: FileStore, anna: Actor, boris: Actor, carla: Actor, vault: Vault
) -> None:
    left_out = await make_staff(vault, "custodian", username="left-out")
    photo = await filed_with(store, planted.jpeg(), anna, boris, keeper=carla)
    approval = await asked(anna, photo)
    assert await requests_of(left_out, now=NOW) == ()
    with pytest.raises(ApprovalUnknown):
        await decide(left_out, approval, is_given=True, now=NOW)
    await decide(carla, approval, is_given=True, now=NOW)
    assert await original(anna, photo, store) == planted.jpeg()


async def test_with_nobody_but_a_custodian_who_was_left_out_nobody_is_asked(
    store: FileStore, anna: Actor, carla: Actor, vault: Vault
) -> None:
    keeper = await make_staff(vault, "supervisor", username="keeper")
    photo = await filed_with(store, planted.jpeg(), anna, keeper=keeper)
    with pytest.raises(NobodyToApprove):
        await asked(anna, photo)
