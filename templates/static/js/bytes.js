// Bytes and the few ways to write them. Knows no meaning.

const UTF8 = new TextEncoder();

/** UTF-8 of a text; what is counted, padded and sealed is always bytes, never characters. */
export const utf8 = (text) => UTF8.encode(text);

/** Raises TypeError for bytes that are not UTF-8. */
export const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A number below 2^32 as 4 bytes, the highest first. */
export function uint32(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

export const readUint32 = (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function equal(one, other) {
  if (one.length !== other.length) return false;
  let differing = 0;
  for (let i = 0; i < one.length; i++) differing |= one[i] ^ other[i];
  return differing === 0;
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Standard base64 with its padding. In pieces, since a call takes only so many arguments. */
export function base64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** So many bytes of the machine's own randomness. */
export const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));
