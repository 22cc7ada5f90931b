"""Bytes in, bytes out: keys, envelopes, receipts, the vault, link tokens. Knows no table, request, clock or setting.

Recovery shares are used once in a company's year and load a library of their own: take them from `crypto.shares`.
"""

from crypto.envelopes import Envelope, Recipient, content_key_of, open_envelope, open_with_key, parse, seal
from crypto.errors import (
    CryptoError,
    EnvelopeError,
    LockDamaged,
    ReceiptChecksumWrong,
    ReceiptMistyped,
    ReceiptWordCount,
    ReceiptWordUnknown,
    RootKeyUnusable,
    ShareError,
    ShareMistyped,
    SharesMixed,
    SharesTooFew,
    WrongKey,
    WrongPassword,
)
from crypto.headers import Padding, Role, WrappedKey, key_id_of
from crypto.keys import KeyPair, decrypt, derive, encrypt, key_pair_of, lock, new_key_pair, open_sealed, seal_to, unlock
from crypto.links import link_digest, new_link_token
from crypto.receipts import Receipt, mailbox_digest
from crypto.vault import Vault, create_root_key, load_root_key, write_root_key
from crypto.wordlists import Language

__all__ = [
    "CryptoError",
    "Envelope",
    "EnvelopeError",
    "KeyPair",
    "Language",
    "LockDamaged",
    "Padding",
    "Receipt",
    "ReceiptChecksumWrong",
    "ReceiptMistyped",
    "ReceiptWordCount",
    "ReceiptWordUnknown",
    "Recipient",
    "Role",
    "RootKeyUnusable",
    "ShareError",
    "ShareMistyped",
    "SharesMixed",
    "SharesTooFew",
    "Vault",
    "WrappedKey",
    "WrongKey",
    "WrongPassword",
    "content_key_of",
    "create_root_key",
    "decrypt",
    "derive",
    "encrypt",
    "key_id_of",
    "key_pair_of",
    "link_digest",
    "load_root_key",
    "lock",
    "mailbox_digest",
    "new_key_pair",
    "new_link_token",
    "open_envelope",
    "open_sealed",
    "open_with_key",
    "parse",
    "seal",
    "seal_to",
    "unlock",
    "write_root_key",
]
