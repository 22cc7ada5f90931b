// BLAKE2b in the two ways the format uses it: keyed over a label, and plain with a purpose of 16 characters.

import { blake2b } from "@noble/hashes/blake2.js";

import { utf8 } from "./bytes.js";

/** A 32-byte subkey: BLAKE2b-256 keyed with `key` over the label. One label serves one purpose. */
export const derive = (key, label) => blake2b(utf8(label), { key, dkLen: 32 });

/** BLAKE2b-256 keyed with `key` over bytes. */
export const keyed = (key, message) => blake2b(message, { key, dkLen: 32 });

/** BLAKE2b-256 of bytes for one purpose. */
export const digest = (message, purpose) => blake2b(message, { dkLen: 32, personalization: utf8(purpose) });
