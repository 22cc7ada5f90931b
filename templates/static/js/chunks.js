// The payload of envelope v1, chunk by chunk: 64 KiB of content each. Twin of crypto/chunks.py; knows one payload key.

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";

import { joined, readUint32, uint32 } from "./bytes.js";
import { EnvelopeError } from "./errors.js";

export const CHUNK_BYTES = 64 * 1024;
const USED_BYTES = 4;
const CHUNK_OVERHEAD_BYTES = USED_BYTES + 16;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + CHUNK_OVERHEAD_BYTES;

/** The bytes of a payload whose content is padded to that length. */
export const sealedLength = (paddedLength) =>
  paddedLength + Math.ceil(paddedLength / CHUNK_BYTES) * CHUNK_OVERHEAD_BYTES;

/** Undo `sealedLength`, for any payload; nonsense gives a length that no content is padded to. */
export const paddedLengthOf = (payloadLength) =>
  payloadLength - Math.ceil(payloadLength / SEALED_CHUNK_BYTES) * CHUNK_OVERHEAD_BYTES;

/** The nonce is prefix, place, last flag: a moved or missing chunk does not open. `keys`: {key, noncePrefix, headerDigest}. */
export function sealChunk(keys, place, last, frame) {
  return cipher(keys, place, last).encrypt(frame);
}

/** The sealed chunks of a content, padded to that length. */
export function* sealedChunks(keys, content, paddedLength) {
  for (let place = 0, start = 0; start < paddedLength; place++, start += CHUNK_BYTES)
    yield paddedChunk(keys, place, content.subarray(start, start + CHUNK_BYTES), paddedLength);
}

/** The sealed chunk at that place; `piece` is what the content has there, and may be empty. */
export function paddedChunk(keys, place, piece, paddedLength) {
  const size = Math.min(CHUNK_BYTES, paddedLength - place * CHUNK_BYTES);
  const frame = joined(uint32(piece.length), piece, new Uint8Array(size - piece.length));
  return sealChunk(keys, place, place * CHUNK_BYTES + size === paddedLength, frame);
}

/** The content of a payload. One content has one padded length, or padding could carry messages. Raises EnvelopeError. */
export function openPayload(keys, payload, bucket) {
  const pieces = [];
  let length = 0;
  let paddedLength = 0;
  for (let place = 0, at = 0; at < payload.length; place++, at += SEALED_CHUNK_BYTES) {
    const sealed = payload.subarray(at, at + SEALED_CHUNK_BYTES);
    const frame = openChunk(keys, place, at + sealed.length === payload.length, sealed);
    const piece = usedPart(frame, length < paddedLength);
    pieces.push(piece);
    length += piece.length;
    paddedLength += frame.length - USED_BYTES;
  }
  if (bucket(length) !== paddedLength) throw new EnvelopeError("padding-not-minimal");
  return joined(...pieces);
}

function openChunk(keys, place, last, sealed) {
  try {
    return cipher(keys, place, last).decrypt(sealed.slice());
  } catch {
    throw new EnvelopeError("chunk-altered");
  }
}

/** What a frame holds; everything after it must be zeros, and nothing may follow where padding has begun. */
function usedPart(frame, isAfterPadding) {
  const used = readUint32(frame);
  const padded = frame.subarray(USED_BYTES);
  if (used > padded.length) throw new EnvelopeError("used-too-large");
  if (used && isAfterPadding) throw new EnvelopeError("content-after-padding");
  if (padded.subarray(used).some((byte) => byte !== 0)) throw new EnvelopeError("padding-not-zero");
  return padded.subarray(0, used);
}

function cipher({ key, noncePrefix, headerDigest }, place, last) {
  return xchacha20poly1305(key, joined(noncePrefix, uint32(place), [last ? 1 : 0]), headerDigest);
}
