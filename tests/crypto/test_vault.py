"""`crypto.vault`: sealed columns, blind tokens, the root key's file."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import RootKeyUnusable, Vault, WrongKey, create_root_key, load_root_key, write_root_key
from crypto.vault import KEPT_LABELS
from tests.crypto.recipes import vectors

VAULT = Vault(b"r" * 32)
CELLS = st.text(st.characters(codec="utf-8"), max_size=100)


@given(CELLS)
def test_a_sealed_cell_opens_in_its_column(text: str) -> None:
    assert VAULT.open("customer_name", VAULT.seal("customer_name", text)) == text


@given(st.binary(max_size=100))
def test_sealed_bytes_open_in_their_column(content: bytes) -> None:
    assert VAULT.open_bytes("totp", VAULT.seal_bytes("totp", content)) == content


@given(st.lists(CELLS | st.none(), max_size=4))
def test_many_cells_sealed_at_once_open_one_by_one(texts: list[str | None]) -> None:
    sealed = VAULT.seal_all("name", texts)
    assert [VAULT.open("name", one) if one else None for one in sealed] == [text or None for text in texts]


@given(st.lists(CELLS | st.none(), max_size=4))
def test_cells_sealed_one_by_one_open_at_once(texts: list[str | None]) -> None:
    sealed = [VAULT.seal("name", text) if text else None for text in texts]
    assert VAULT.open_all("name", sealed) == [text or None for text in texts]


def test_a_cell_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(WrongKey):
        VAULT.open("phone", VAULT.seal("name", "张三"))


def test_a_cell_does_not_open_under_another_root_key() -> None:
    with pytest.raises(WrongKey):
        Vault(b"s" * 32).open("name", VAULT.seal("name", "张三"))


@pytest.mark.parametrize("text", ["", "张", "欧阳娜娜", "13800138000", "Bartholomew Featherstone"])
def test_sealed_names_and_numbers_are_of_one_length(text: str) -> None:
    assert len(VAULT.seal("name", text)) == 72


def test_a_vault_sealed_earlier_still_opens() -> None:
    vector = vectors("vault")
    vault = Vault(bytes.fromhex(vector["root_key"]))
    assert vault.open("customer_name", bytes.fromhex(vector["sealed_zhang_san"])) == "张三"
    assert vault.token("customer_name", "张三").hex() == vector["token_of_zhang_san"]
    assert vault.subkey("log-signing").hex() == vector["subkey_of_log_signing"]


def test_equal_values_have_equal_tokens_of_8_bytes() -> None:
    assert VAULT.token("phone", "13800138000") == VAULT.token("phone", "13800138000")
    assert len(VAULT.token("phone", "13800138000")) == 8


def number(vault: Vault, text: str) -> int:
    return int.from_bytes(vault.token("phone", text), signed=True)


@given(st.lists(CELLS | st.none(), max_size=4))
def test_many_tokens_are_those_of_each(texts: list[str | None]) -> None:
    assert VAULT.token_numbers("phone", texts) == [number(VAULT, text) if text else None for text in texts]


def test_no_two_cells_sealed_at_once_share_a_nonce() -> None:
    assert len({sealed[:24] for sealed in VAULT.seal_all("name", ["张三"] * 300) if sealed}) == 300


def test_tokens_of_two_columns_or_vaults_do_not_compare() -> None:
    tokens = {VAULT.token("phone", "8000"), VAULT.token("last4", "8000"), Vault(b"s" * 32).token("phone", "8000")}
    assert len(tokens) == 3


def test_a_column_named_like_a_token_label_does_not_share_its_key() -> None:
    assert VAULT.subkey("seal:name") != VAULT.subkey("token:name")


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_root_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(RootKeyUnusable):
        Vault(bytes(size))


def test_a_created_root_key_is_read_back(tmp_path: Path) -> None:
    created = create_root_key(tmp_path / "root.key")
    assert load_root_key(tmp_path / "root.key") == created


def test_a_root_key_file_is_open_to_its_owner_only(tmp_path: Path) -> None:
    create_root_key(tmp_path / "root.key")
    assert stat.S_IMODE((tmp_path / "root.key").stat().st_mode) == 0o600


def test_creating_never_replaces_a_root_key(tmp_path: Path) -> None:
    created = create_root_key(tmp_path / "root.key")
    with pytest.raises(FileExistsError):
        create_root_key(tmp_path / "root.key")
    assert load_root_key(tmp_path / "root.key") == created


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_root_key_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    create_root_key(tmp_path / "root.key")
    (tmp_path / "root.key").chmod(mode)
    with pytest.raises(RootKeyUnusable):
        load_root_key(tmp_path / "root.key")


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33])
def test_a_root_key_file_of_another_length_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "root.key").touch(mode=0o600)
    (tmp_path / "root.key").write_bytes(content)
    with pytest.raises(RootKeyUnusable):
        load_root_key(tmp_path / "root.key")


def test_a_missing_root_key_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(RootKeyUnusable):
        load_root_key(tmp_path / "root.key")


def test_a_successor_keeps_the_keys_that_sign_and_no_other() -> None:
    successor = Vault(VAULT.successor())
    assert [successor.subkey(label) for label in KEPT_LABELS] == [VAULT.subkey(label) for label in KEPT_LABELS]
    assert successor.subkey("seal:name") != VAULT.subkey("seal:name")
    assert successor.mark != VAULT.mark


def test_a_successor_of_a_successor_keeps_them_still() -> None:
    later = Vault(Vault(VAULT.successor()).successor())
    assert later.subkey("log-signing") == VAULT.subkey("log-signing")


def test_a_successor_is_written_and_read_back(tmp_path: Path) -> None:
    written = write_root_key(tmp_path / "root.key", VAULT.successor())
    assert (load_root_key(tmp_path / "root.key"), len(written)) == (written, 96)
