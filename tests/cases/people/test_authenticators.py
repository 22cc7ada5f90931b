"""Which name and address browsers know the portal by."""

from __future__ import annotations

import pytest

from cases.people.authenticators import RelyingParty, relying_party


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://speak.example.com", RelyingParty("speak.example.com", "https://speak.example.com")),
        ("https://Speak.Example.com:443/", RelyingParty("speak.example.com", "https://speak.example.com")),
        ("https://speak.example.com:8443", RelyingParty("speak.example.com", "https://speak.example.com:8443")),
        ("http://localhost:8000", RelyingParty("localhost", "http://localhost:8000")),
        ("http://speak.example.com", None),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]", None),
    ],
)
def test_passkeys_belong_to_the_address_people_type(address: str, known: RelyingParty | None) -> None:
    assert relying_party(address) == known
