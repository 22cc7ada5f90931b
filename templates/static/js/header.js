// The header of envelope v1: who can open it, and nothing of what it says. Twin of crypto/headers.py.

import { hex, joined, utf8 } from "./bytes.js";
import { EnvelopeError } from "./errors.js";
import { digest } from "./hashing.js";
import { fileBucket, textBucket } from "./padding.js";
import { KEY_BYTES, SEALED_BOX_OVERHEAD_BYTES } from "./sealedbox.js";

export const NONCE_PREFIX_BYTES = 19;
const MAGIC = utf8("BLEN");
const VERSION = 1;
const MOST_RECIPIENTS = 16;
const KEY_ID_BYTES = 8;
const WRAPPED_KEY_BYTES = KEY_BYTES + SEALED_BOX_OVERHEAD_BYTES;
const FRONT_BYTES = 7 + NONCE_PREFIX_BYTES + KEY_BYTES;
const ENTRY_BYTES = 1 + KEY_ID_BYTES + WRAPPED_KEY_BYTES;
const ROLES = [undefined, "recipient", "recovery", "reporter"]; // a role's byte is its place
const PADDINGS = ["text", "file"]; // likewise the flags
const BUCKETS = { text: textBucket, file: fileBucket };

/** From the length of a content to the length it is padded to. */
export const bucketOf = (padding) => BUCKETS[padding];

export const headerLength = (recipientCount) => FRONT_BYTES + recipientCount * ENTRY_BYTES;

/** 8 bytes that name a public key in headers; not secret, and the same in every envelope. */
export const keyIdOf = (publicKey) => digest(publicKey, "brightline-keyid").subarray(0, KEY_ID_BYTES);

/** 32 bytes that every chunk authenticates, so no bit of the header can change. */
export const headerDigest = (headerBytes) => digest(headerBytes, "brightline-head1");

/** 58 bytes, then 89 for each wrapped key. Raises EnvelopeError for none, more than 16, or one key twice. */
export function headerBytes({ padding, noncePrefix, commitment, wrappedKeys }) {
  refuseBadKeys(wrappedKeys);
  const front = [...MAGIC, VERSION, PADDINGS.indexOf(padding), wrappedKeys.length];
  const entries = wrappedKeys.flatMap((key) => [[ROLES.indexOf(key.role)], key.keyId, key.sealedKey]);
  return joined(front, noncePrefix, commitment, ...entries);
}

/** Read the header at the front of an envelope; what follows is not looked at. Raises EnvelopeError. */
export function parseHeader(raw) {
  if (raw.length < FRONT_BYTES) throw new EnvelopeError("too-short");
  if (hex(raw.subarray(0, 4)) !== hex(MAGIC)) throw new EnvelopeError("bad-magic");
  const [version, flags, count] = raw.subarray(4, 7);
  if (version !== VERSION) throw new EnvelopeError("unknown-version");
  if (!PADDINGS[flags]) throw new EnvelopeError("unknown-flags");
  if (count < 1 || count > MOST_RECIPIENTS) throw new EnvelopeError("recipient-count");
  const bytes = raw.subarray(0, headerLength(count));
  if (bytes.length < headerLength(count)) throw new EnvelopeError("too-short");
  const wrappedKeys = Array.from({ length: count }, (_, i) => parseEntry(raw, headerLength(i)));
  refuseBadKeys(wrappedKeys);
  return {
    bytes,
    padding: PADDINGS[flags],
    noncePrefix: raw.subarray(7, 7 + NONCE_PREFIX_BYTES),
    commitment: raw.subarray(7 + NONCE_PREFIX_BYTES, FRONT_BYTES),
    wrappedKeys,
  };
}

function parseEntry(raw, at) {
  const role = ROLES[raw[at]];
  if (!role) throw new EnvelopeError("unknown-role");
  const keyAt = at + 1 + KEY_ID_BYTES;
  return { role, keyId: raw.subarray(at + 1, keyAt), sealedKey: raw.subarray(keyAt, at + ENTRY_BYTES) };
}

function refuseBadKeys(wrappedKeys) {
  if (wrappedKeys.length < 1 || wrappedKeys.length > MOST_RECIPIENTS) throw new EnvelopeError("recipient-count");
  if (new Set(wrappedKeys.map((key) => hex(key.keyId))).size < wrappedKeys.length)
    throw new EnvelopeError("recipient-twice");
}
