"""The code that lets a customer correct what they sent: digits to copy by hand. Knows no row.

Kept is a digest of link and code together. Neither half finds it, and whoever steals the database cannot try codes
against it, since the link is nowhere in there.
"""

import hashlib
import secrets
import unicodedata

from crypto.links import link_digest

CODE_DIGITS = 12
_LONGEST_TYPED = 100


def new_code() -> str:
    """40 bits: digits only, so that no keyboard and no language is in the way."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def shown_code(code: str) -> str:
    """In groups of four, as people copy it."""
    return " ".join(code[start : start + 4] for start in range(0, CODE_DIGITS, 4))


def code_in(typed: str) -> str:
    """The digits of what somebody typed, whatever stands between them; wide ones too."""
    signs = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED])
    return "".join(sign for sign in signs if sign.isascii() and sign.isdecimal())


def correction_digest(token: str, code: str) -> bytes:
    return hashlib.blake2b(code.encode(), key=link_digest(token), digest_size=32, person=b"brightline-corr1").digest()
