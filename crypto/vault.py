"""The vault: subkeys of the 32-byte root key, for sealing columns and for finding them by blind tokens.

Knows column names as labels only; what a column means, and how a value is normalised before a token, is the caller's.
"""

import hashlib
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from crypto.errors import RootKeyUnusable
from crypto.keys import KEY_BYTES, decrypt, decrypt_all, derive, encrypt, encrypt_all, keyed_digest
from crypto.padding import pad_cell, unpad_cell

TOKEN_BYTES = 8
# Who checks a proof or an answer knows the public halves of these: a new root key brings them along behind its own bytes.
KEPT_LABELS = ("log-signing", "reply-signing")
ROOT_KEY_LENGTHS = (KEY_BYTES, KEY_BYTES * (1 + len(KEPT_LABELS)))


class Vault:
    """Everything sealed at rest for the server's own use hangs on one root key, which the database never holds."""

    def __init__(self, root_key: bytes) -> None:
        if len(root_key) not in ROOT_KEY_LENGTHS:
            raise RootKeyUnusable
        self._root_key = root_key[:KEY_BYTES]
        kept = [root_key[start : start + KEY_BYTES] for start in range(KEY_BYTES, len(root_key), KEY_BYTES)]
        self._subkeys = dict(zip(KEPT_LABELS, kept, strict=True)) if kept else {}

    def seal(self, column: str, text: str) -> bytes:
        """Seal a text, padded to 32 bytes and bound to its column: moved to another column it does not open."""
        return self.seal_bytes(column, pad_cell(text.encode()))

    def seal_all(self, column: str, texts: Iterable[str | None]) -> list[bytes | None]:
        """The same for a million rows at once; None and "" stay None."""
        padded = [pad_cell(text.encode()) if text else None for text in texts]
        if not any(padded):
            return padded
        return encrypt_all(self.subkey(f"seal:{column}"), padded, column.encode())

    def open(self, column: str, sealed: bytes) -> str:
        """Raises WrongKey if it was altered, or sealed for another column or under another root key."""
        return unpad_cell(self.open_bytes(column, sealed)).decode()

    def open_all(self, column: str, sealed: Iterable[bytes | None]) -> list[str | None]:
        """The same for a million rows at once; None and b"" are None."""
        held = [one or None for one in sealed]
        opened = decrypt_all(self.subkey(f"seal:{column}"), held, column.encode())
        return [None if one is None else unpad_cell(one).decode() for one in opened]

    def seal_bytes(self, column: str, content: bytes) -> bytes:
        return encrypt(self.subkey(f"seal:{column}"), content, column.encode())

    def open_bytes(self, column: str, sealed: bytes) -> bytes:
        return decrypt(self.subkey(f"seal:{column}"), sealed, column.encode())

    def token(self, column: str, value: str) -> bytes:
        """A blind token of 8 bytes: equal for equal values of one column, not comparable between columns."""
        key = self.subkey(f"token:{column}")
        return hashlib.blake2b(value.encode(), key=key, digest_size=TOKEN_BYTES).digest()

    def token_numbers(self, column: str, values: Iterable[str | None]) -> list[int | None]:
        """The same for a million rows at once, each as a signed number: what databases compare fastest. None and "" are None."""
        told = list(values)
        digest = keyed_digest(self.subkey(f"token:{column}"), TOKEN_BYTES)
        tokens = list(map(digest, map(str.encode, filter(None, told))))
        numbers = struct.unpack(f">{len(tokens)}q", b"".join(tokens))
        if len(numbers) == len(told):
            return list(numbers)
        following = iter(numbers)
        return [next(following) if value else None for value in told]

    def subkey(self, label: str) -> bytes:
        """32 bytes for one purpose. The label is for ever: what was sealed under it opens under no other."""
        known = self._subkeys.get(label)
        if known is None:  # a dozen are asked for at each claim
            known = self._subkeys[label] = derive(self._root_key, f"brightline/v1/vault/{label}".encode())
        return known

    @property
    def mark(self) -> bytes:
        """Tells root keys apart and says nothing of them: 8 bytes that may lie beside what is sealed."""
        return self.token("root-key", "mark")

    def as_bytes(self) -> bytes:
        """For a process of this server's own that seals rows beside it, handed over by a pipe."""
        return self._root_key

    def successor(self) -> bytes:
        """A root key to take this one's place: everything of it is new but the subkeys of KEPT_LABELS."""
        return os.urandom(KEY_BYTES) + b"".join(self.subkey(label) for label in KEPT_LABELS)


def create_root_key(path: Path | str) -> bytes:
    """Write a new root key to a file of mode 0600, durable before this returns. Never replaces one: FileExistsError."""
    return write_root_key(path, os.urandom(KEY_BYTES))


def write_root_key(path: Path | str, root_key: bytes) -> bytes:
    """The same with a key that is there already, such as a successor."""
    target = Path(path)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(root_key)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(target.parent)
    return root_key


def load_root_key(path: Path | str) -> bytes:
    """Read the root key. Raises RootKeyUnusable if it is missing, of another length, or open to anybody but its owner."""
    try:
        with Path(path).open("rb") as file:
            exposed = os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            root_key = file.read(max(ROOT_KEY_LENGTHS) + 1)
    except OSError:
        raise RootKeyUnusable from None
    if exposed or len(root_key) not in ROOT_KEY_LENGTHS:
        raise RootKeyUnusable
    return root_key


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
