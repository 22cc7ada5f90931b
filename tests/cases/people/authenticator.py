"""An authenticator made of software: keeps one key, answers as a browser hands it on. Any part can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cases.people.authenticators import RelyingParty

PARTY = RelyingParty("speak.example.com", "https://speak.example.com")
Key = ec.EllipticCurvePrivateKey | Ed25519PrivateKey | rsa.RSAPrivateKey
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """origin: what the browser says it stands at; party: whom it was asked for."""

    party: str = PARTY.name
    origin: str = PARTY.origin
    counter: int = 0
    counts: bool = True
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, challenge: str) -> str:
        """What `navigator.credentials.create` gives, as JSON."""
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + _cose(self.key)
        data = self._data(_PRESENT | _VERIFIED | _ATTESTED) + attested
        whole = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer("webauthn.create", challenge, attestationObject=_text(whole))

    def show(self, challenge: str) -> str:
        """What `navigator.credentials.get` gives, as JSON."""
        self.counter += self.counts
        data, client = self._data(_PRESENT | _VERIFIED), self._client("webauthn.get", challenge)
        signed = _text(_signed(self.key, data + hashlib.sha256(client).digest()))
        return self._answer("webauthn.get", challenge, authenticatorData=_text(data), signature=signed)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.party.encode()).digest() + struct.pack(">BI", flags, self.counter)

    def _client(self, act: str, challenge: str) -> bytes:
        return json.dumps({"type": act, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, act: str, challenge: str, **parts: str) -> str:
        client = _text(self._client(act, challenge))
        named = _text(self.credential_id)
        response = {"clientDataJSON": client, **parts}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})


def _signed(key: Key, data: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(data)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def _cose(key: Key) -> bytes:
    """The public half in the numbers of RFC 9053."""
    if isinstance(key, Ed25519PrivateKey):
        return cbor2.dumps({1: 1, 3: -8, -1: 6, -2: key.public_key().public_bytes_raw()})
    if isinstance(key, rsa.RSAPrivateKey):
        public = key.public_key().public_numbers()
        return cbor2.dumps({1: 3, 3: -257, -1: public.n.to_bytes(256, "big"), -2: public.e.to_bytes(3, "big")})
    point = key.public_key().public_numbers()
    return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
