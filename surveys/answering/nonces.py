"""Form nonces without a row: a sealed note of which form was shown and when. Knows no answer; stores nothing."""

import base64
import binascii
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from crypto.errors import CryptoError
from crypto.vault import Vault
from surveys.errors import FormStale

LIFE = timedelta(hours=12)
_COLUMN = "surveys_form.nonce"


def new_form_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16), version=4)


def form_nonce(form_id: UUID, vault: Vault, now: datetime) -> str:
    """Proof that we showed this form, for a hidden field. It tells nobody anything and closes no form by itself."""
    sealed = vault.seal(_COLUMN, f"{form_id.hex} {int(now.timestamp())}")
    return base64.urlsafe_b64encode(sealed).decode()


def form_id_of(nonce: str, vault: Vault, now: datetime) -> UUID:
    """Which form was shown. Raises FormStale for one that is too old, altered, or not ours."""
    try:
        form_id, shown_at = vault.open(_COLUMN, base64.urlsafe_b64decode(nonce.encode())).split()
    except (CryptoError, binascii.Error, ValueError) as error:
        raise FormStale from error
    if not 0 <= now.timestamp() - int(shown_at) <= LIFE.total_seconds():
        raise FormStale
    return UUID(form_id)
