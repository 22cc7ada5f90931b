"""Bytes in, bytes out: keys, envelopes, receipts, the vault, link tokens. Knows no table, request, clock or setting.

Recovery shares are used once in a company's year and load a library of their own: take them from `crypto.shares`.
"""

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
from crypto.keys import KeyPair, decrypt, derive, encrypt, key_pair_of, lock, new_key_pair, open_sealed, seal_to, unlock
from crypto.links import link_digest, new_link_token
from crypto.receipts import Receipt, mailbox_digest
from crypto.vault import Vault, create_root_key, load_root_key
from crypto.wordlists import Language

__all__ = [
    "CryptoError",
    "EnvelopeError",
    "KeyPair",
    "Language",
    "LockDamaged",
    "Receipt",
    "ReceiptChecksumWrong",
    "ReceiptMistyped",
    "ReceiptWordCount",
    "ReceiptWordUnknown",
    "RootKeyUnusable",
    "ShareError",
    "ShareMistyped",
    "SharesMixed",
    "SharesTooFew",
    "Vault",
    "WrongKey",
    "WrongPassword",
    "create_root_key",
    "decrypt",
    "derive",
    "encrypt",
    "key_pair_of",
    "link_digest",
    "load_root_key",
    "lock",
    "mailbox_digest",
    "new_key_pair",
    "new_link_token",
    "open_sealed",
    "seal_to",
    "unlock",
]
