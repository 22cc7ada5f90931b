"""Sealed notes in hidden fields: they carry a receipt from one page to the next, so that its holder needs no cookie.

The key lives in this process's memory only. After a restart, or in another process, a token opens nothing and the page
asks for the receipt again; in return, no recording of pages can be opened later with any key that is stored.
"""

from __future__ import annotations

import base64
import os
import struct
import time
from dataclasses import dataclass, field

from crypto.errors import CryptoError
from crypto.keys import KEY_BYTES, decrypt, encrypt
from crypto.receipts import ENTROPY_BYTES, Receipt
from portal.errors import PortalError

MAILBOX_SECONDS = 15 * 60
CHECK_SECONDS = 12 * 3600  # copying from the screen onto paper may be interrupted by a shift
FORM_BYTES = 16
_KEY = os.urandom(KEY_BYTES)
_NOTE = struct.Struct(f">Q{FORM_BYTES}s{ENTROPY_BYTES}s")  # good until (seconds), this form's own mark, the receipt


class TokenStale(PortalError):
    """Too old, altered, or of another process: the three cannot be told apart and need not be."""

    sentence = "This page was open for too long. Please enter your receipt code again; what you wrote is still here."
    status = 422


@dataclass(frozen=True)
class FormToken:
    """What a form carries. `form` is random for every page shown, so the same form sent twice is known."""

    receipt: Receipt = field(repr=False)
    form: bytes
    good_until: int  # seconds


def form_token(receipt: Receipt, purpose: str, seconds: int) -> str:
    """A token for one purpose ("mailbox", "check"); it opens for no other."""
    note = _NOTE.pack(int(time.time()) + seconds, os.urandom(FORM_BYTES), receipt.entropy)
    return base64.urlsafe_b64encode(encrypt(_KEY, note, purpose.encode())).decode()


def read_token(text: str, purpose: str) -> FormToken:
    """Raises TokenStale."""
    try:
        good_until, form, entropy = _NOTE.unpack(
            decrypt(_KEY, base64.urlsafe_b64decode(text.encode()), purpose.encode())
        )
    except (CryptoError, ValueError) as error:
        raise TokenStale from error
    if time.time() > good_until:
        raise TokenStale
    return FormToken(Receipt(entropy), form, good_until)
