"""Link tokens for invitations: 128 random bits as 22 letters and digits. The server keeps the digest only."""

import hashlib
import secrets
import string

TOKEN_LENGTH = 22
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase


def new_link_token() -> str:
    """128 random bits in base 62, always 22 characters: nothing to escape in a URL, a text message or a QR code."""
    number = secrets.randbits(128)
    digits = []
    for _ in range(TOKEN_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def link_digest(token: str) -> bytes:
    """32 bytes by which a link is found. Takes whatever a stranger put into a URL, so it never fails."""
    return hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=32, person=b"brightline-link1").digest()
