"""The process that checks one answer of an authenticator: a line of JSON in, a line of JSON out, and it ends.

`python -I -m cases.people.verifier`. What is needed for it weighs more than the idle server may, so it is loaded here
alone, and the process confines itself before it reads. An answer that is not good in every respect ends it without a
word.
"""

from __future__ import annotations

import codecs
import json
import sys

import cryptography.hazmat.backends.openssl.backend
from webauthn import verify_authentication_response, verify_registration_response

from cases.evidence.confinement import confine

LOADED_LATE = ("hex",)  # codecs that Python reads from files, of which there are none later
_BACKEND = cryptography.hazmat.backends.openssl.backend  # and what `cryptography` would load at its first signature
Told = dict[str, str | int]


def registered(asked: dict[str, str]) -> Told:
    """What to keep of a new passkey. Who made the authenticator is not asked, and not kept."""
    found = verify_registration_response(
        credential=asked["answer"],
        expected_challenge=bytes.fromhex(asked["challenge"]),
        expected_rp_id=asked["party"],
        expected_origin=asked["origin"],
    )
    return {
        "credential_id": found.credential_id.hex(),
        "public_key": found.credential_public_key.hex(),
        "counter": found.sign_count,
    }


def used(asked: dict[str, str]) -> Told:
    """The count its authenticator is at now."""
    found = verify_authentication_response(
        credential=asked["answer"],
        expected_challenge=bytes.fromhex(asked["challenge"]),
        expected_rp_id=asked["party"],
        expected_origin=asked["origin"],
        credential_public_key=bytes.fromhex(asked["public_key"]),
        credential_current_sign_count=int(asked["counter"]),
    )
    return {"counter": found.new_sign_count}


def main() -> None:
    for name in LOADED_LATE:
        codecs.lookup(name)
    confine()
    asked = json.loads(sys.stdin.buffer.read())
    told = used(asked) if "public_key" in asked else registered(asked)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
