// X25519 pairs and libsodium's sealed box (crypto_box_seal). Twin of crypto/keys.py; knows keys, not whose they are.

import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";

import { joined, utf8 } from "./bytes.js";
import { WrongKey } from "./errors.js";

export const KEY_BYTES = 32;
export const SEALED_BOX_OVERHEAD_BYTES = 48;
const NONCE_BYTES = 24;
const SIGMA = words(utf8("expand 32-byte k"));

/** The pair whose private half is these 32 bytes (any 32 bytes are an X25519 private key). */
export const keyPairOf = (privateKey) => ({ privateKey, publicKey: x25519.getPublicKey(privateKey) });

/** Seal to a public key. An ephemeral pair used twice would show that both boxes have one sender. */
export function sealFrom(ephemeral, publicKey, message) {
  const key = sharedKey(ephemeral.privateKey, publicKey);
  const nonce = nonceOf(ephemeral.publicKey, publicKey);
  return joined(ephemeral.publicKey, xsalsa20poly1305(key, nonce).encrypt(message));
}

/** Raises WrongKey if the box is for somebody else, or altered. */
export function openSealed(pair, sealed) {
  if (sealed.length < SEALED_BOX_OVERHEAD_BYTES) throw new WrongKey();
  const ephemeralPublic = sealed.subarray(0, KEY_BYTES);
  const key = sharedKey(pair.privateKey, ephemeralPublic);
  try {
    return xsalsa20poly1305(key, nonceOf(ephemeralPublic, pair.publicKey)).decrypt(sealed.slice(KEY_BYTES));
  } catch {
    throw new WrongKey();
  }
}

const nonceOf = (ephemeralPublic, publicKey) => blake2b(joined(ephemeralPublic, publicKey), { dkLen: NONCE_BYTES });

/** crypto_box_beforenm: HSalsa20 of the shared point under a nonce of zeros. */
function sharedKey(privateKey, publicKey) {
  const key = new Uint32Array(KEY_BYTES / 4);
  try {
    hsalsa(SIGMA, words(x25519.getSharedSecret(privateKey, publicKey)), new Uint32Array(4), key);
  } catch {
    throw new WrongKey(); // not 32 bytes, or a point of low order, to which nothing can be sealed
  }
  return new Uint8Array(key.buffer);
}

/** The same bytes as 32-bit words. Every machine with a browser is little-endian. */
function words(bytes) {
  return new Uint32Array(bytes.slice().buffer);
}
