// Envelope v1: one content, sealed once, that each of up to 16 keys opens. Byte by byte in docs/envelope-v1.md.
// Twin of crypto/envelopes.py, held to it by tests/crypto/vectors. Knows keys and roles, not people.

import { equal, hex, joined, randomBytes } from "./bytes.js";
import { CHUNK_BYTES, SEALED_CHUNK_BYTES, openPayload, paddedChunk, paddedLengthOf, sealedChunks, sealedLength } from "./chunks.js";
import { EnvelopeError, WrongKey } from "./errors.js";
import { derive } from "./hashing.js";
import {
  NONCE_PREFIX_BYTES,
  bucketOf,
  headerBytes,
  headerDigest,
  headerLength,
  keyIdOf,
  parseHeader,
} from "./header.js";
import { KEY_BYTES, keyPairOf, openSealed, sealFrom } from "./sealedbox.js";

const MOST_ENVELOPE_BYTES = 10 * 1024 * 1024;
const PAYLOAD_LABEL = "brightline/v1/envelope/payload";
const COMMITMENT_LABEL = "brightline/v1/envelope/commitment";

/**
 * Seal a content to 1..16 recipients ({publicKey, role}); within a bucket every envelope has the same length.
 * `draw` is given by tests only: a nonce or key used twice gives all away. Raises EnvelopeError, WrongKey.
 */
export function seal(content, recipients, padding = "text", draw = randomBytes) {
  const paddedLength = bucketOf(padding)(content.length);
  if (headerLength(recipients.length) + sealedLength(paddedLength) > MOST_ENVELOPE_BYTES)
    throw new EnvelopeError("too-large");
  const { bytes, keys } = newHeader(recipients, padding, draw);
  return joined(bytes, ...sealedChunks(keys, content, paddedLength));
}

/**
 * The envelope of a file of `size` bytes, made in parts: part 0 is the header, part n the n-th chunk, for which `piece` is
 * what the file holds from (n - 1) * `pieceBytes` on. One part must always be asked for with the same bytes.
 * startOf: where a part begins in the envelope; placeOf: which part holds the byte at an offset.
 */
export function fileEnvelope(size, recipients, draw = randomBytes) {
  const paddedLength = bucketOf("file")(size);
  const { bytes, keys } = newHeader(recipients, "file", draw);
  return {
    length: bytes.length + sealedLength(paddedLength),
    parts: 1 + Math.ceil(paddedLength / CHUNK_BYTES),
    pieceBytes: CHUNK_BYTES,
    startOf: (place) => (place ? bytes.length + (place - 1) * SEALED_CHUNK_BYTES : 0),
    placeOf: (offset) => (offset < bytes.length ? 0 : 1 + Math.floor((offset - bytes.length) / SEALED_CHUNK_BYTES)),
    part: (place, piece) => (place ? paddedChunk(keys, place - 1, piece, paddedLength) : bytes),
  };
}

/** Read an envelope without opening it. Raises EnvelopeError. */
export function parse(raw, mostBytes = MOST_ENVELOPE_BYTES) {
  if (raw.length > mostBytes) throw new EnvelopeError("too-large");
  const header = parseHeader(raw);
  const payload = raw.subarray(header.bytes.length);
  const paddedLength = paddedLengthOf(payload.length);
  if (bucketOf(header.padding)(paddedLength) !== paddedLength) throw new EnvelopeError("unpadded-length");
  return { header, payload };
}

/** Parse and open. Raises WrongKey if nothing in it is for this pair, EnvelopeError if it is not whole. */
export function open(raw, pair) {
  const { header, payload } = parse(raw);
  return openPayload(chunkKeys(header, contentKeyOf(header, pair)), payload, bucketOf(header.padding));
}

/** What seals and opens the chunks that belong to this header. */
export function chunkKeys({ bytes, noncePrefix }, contentKey) {
  return { key: derive(contentKey, PAYLOAD_LABEL), noncePrefix, headerDigest: headerDigest(bytes) };
}

function newHeader(recipients, padding, draw) {
  const contentKey = draw(KEY_BYTES);
  const noncePrefix = draw(NONCE_PREFIX_BYTES);
  const wrappedKeys = recipients.map((recipient) => wrap(contentKey, recipient, draw(KEY_BYTES)));
  const bytes = headerBytes({ padding, noncePrefix, commitment: derive(contentKey, COMMITMENT_LABEL), wrappedKeys });
  return { bytes, keys: chunkKeys({ bytes, noncePrefix }, contentKey) };
}

function contentKeyOf(header, pair) {
  const keyId = hex(keyIdOf(pair.publicKey));
  const wrapped = header.wrappedKeys.find((key) => hex(key.keyId) === keyId);
  if (!wrapped) throw new WrongKey();
  const contentKey = unwrapped(pair, wrapped);
  if (!equal(derive(contentKey, COMMITMENT_LABEL), header.commitment)) throw new EnvelopeError("wrong-commitment");
  return contentKey;
}

function unwrapped(pair, wrapped) {
  try {
    return openSealed(pair, wrapped.sealedKey);
  } catch {
    throw new EnvelopeError("wrapped-key-altered");
  }
}

function wrap(contentKey, { publicKey, role }, ephemeralPrivate) {
  return { role, keyId: keyIdOf(publicKey), sealedKey: sealFrom(keyPairOf(ephemeralPrivate), publicKey, contentKey) };
}
