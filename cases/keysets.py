"""Whether what came sealed is sealed to whom it should be: no fewer keys, and no key more. Opens nothing."""

from __future__ import annotations

from collections.abc import Sequence

from cases.errors import CaseError
from crypto.envelopes import Recipient, parse
from crypto.errors import EnvelopeError, WrongKey
from crypto.headers import Header, key_id_of
from crypto.keys import seal_to

MOST_PRESEALED_BYTES = 1 << 20  # three times what 50,000 characters and a claim can take, padded


class EnvelopeUnfit(CaseError):
    """facts: fault, a name from docs/envelope-v1.md, or of a key that nothing can be sealed to."""

    sentence = "What arrived is not sealed as this site asks for, so it was not stored. ({fault})"
    status = 422


class ReadersChanged(CaseError):
    sentence = "Meanwhile somebody joined or left, so this was not stored. Please look again at who reads it, and send it again."
    status = 409


def refuse_unfit(raw: bytes, recipients: Sequence[Recipient]) -> None:
    """Raises EnvelopeUnfit for a malformed or unpadded envelope, ReadersChanged for another set of keys than this."""
    try:
        header = parse(raw, MOST_PRESEALED_BYTES).header
    except EnvelopeError as error:
        raise EnvelopeUnfit(fault=error.facts["fault"]) from error
    if header.padding != "text":
        raise EnvelopeUnfit(fault="unknown-flags")
    refuse_other_keys(header, recipients)


def refuse_other_keys(header: Header, recipients: Sequence[Recipient]) -> None:
    """Raises ReadersChanged unless it is sealed to these keys, each in its role, and to no other."""
    wanted = {(recipient.role, key_id_of(recipient.public)) for recipient in recipients}
    if {(key.role, key.key_id) for key in header.wrapped_keys} != wanted:
        raise ReadersChanged


def refuse_dead_key(public: bytes) -> None:
    """Raises EnvelopeUnfit for a public key to which no answer could ever be sealed."""
    try:
        seal_to(public, b"")
    except WrongKey as error:
        raise EnvelopeUnfit(fault="reporter-key") from error
