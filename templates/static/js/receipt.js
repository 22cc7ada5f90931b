// Receipt codes: 128 random bits that only the reporter holds, as 12 words, and the subkeys they unfold into.
// Twin of crypto/receipts.py. Takes word lists as they are given, so that a page loads only those it needs.

import { sha256 } from "@noble/hashes/sha2.js";

import { joined, randomBytes } from "./bytes.js";
import { ReceiptMistyped } from "./errors.js";
import { derive, digest, keyed } from "./hashing.js";
import { keyPairOf } from "./sealedbox.js";

export const ENTROPY_BYTES = 16;
const WORD_COUNT = 12;
const WORD_BITS = 11n;
const CHECKSUM_BITS = 4n;
const MOST_TYPED_CHARACTERS = 2000;
// One Chinese character is a word; letters of any other script make a word together. Spaces, digits (place numbers),
// punctuation and invisible characters only part words.
const HAN = "\\u3400-\\u9fff\\u{20000}-\\u{3ffff}";
const WORD = new RegExp(`[${HAN}]|(?:(?![${HAN}])[\\p{L}\\p{Nl}\\p{No}])+`, "gu");

/** A receipt by its 16 bytes. Each subkey is one keyed BLAKE2b: 128 random bits need no slow hash. */
export class Receipt {
  constructor(entropy) {
    if (entropy.length !== ENTROPY_BYTES) throw new RangeError("entropy");
    this.entropy = entropy;
  }

  static make() {
    return new Receipt(randomBytes(ENTROPY_BYTES));
  }

  /** Read a code as people write it. `lists`: Map of word to value for "zh" and "en". Raises ReceiptMistyped. */
  static read(text, lists) {
    const characters = Array.from(text.slice(0, 2 * MOST_TYPED_CHARACTERS + 2)); // a character has two halves at most
    const typed = wordsIn(characters.slice(0, MOST_TYPED_CHARACTERS).join(""));
    if (typed.length !== WORD_COUNT || characters.length > MOST_TYPED_CHARACTERS)
      throw new ReceiptMistyped("ReceiptWordCount", { count: typed.length });
    return new Receipt(entropyOf(typed, lists));
  }

  /** The 12 BIP39 words: entropy, then 4 bits of its SHA-256, in groups of 11 bits. */
  words(list) {
    const number = (numberOf(this.entropy) << CHECKSUM_BITS) | checksum(this.entropy);
    const place = (i) => Number((number >> (BigInt(WORD_COUNT - 1 - i) * WORD_BITS)) & 2047n);
    return Array.from({ length: WORD_COUNT }, (_, i) => list[place(i)]);
  }

  subkey(label) {
    return derive(this.entropy, `brightline/v1/receipt/${label}`);
  }

  /** A secret that opens the mailbox at the server's door, and opens nothing that is sealed. */
  get mailboxToken() {
    return this.subkey("mailbox");
  }

  /** What the server stores and looks up. */
  get mailboxDigest() {
    return digest(this.mailboxToken, "brightline-mail1");
  }

  /** The reporter's own X25519 pair, to which answers are sealed. */
  get keyPair() {
    return keyPairOf(this.subkey("x25519"));
  }

  get rewardSeed() {
    return this.subkey("reward");
  }

  /** Equal when the same reporter sends the same content again; tells nothing else. */
  contentMark(...content) {
    return keyed(this.subkey("content-mark"), joined(...content));
  }
}

/** Each word's value. Lists given later only add words: the traditional form of a word counts as the word. */
export function valuesOf(...lists) {
  return new Map(lists.reverse().flatMap((list) => list.map((word, value) => [word, value])));
}

export const wordsIn = (text) => text.normalize("NFKC").toLowerCase().match(WORD) ?? [];

function entropyOf(typed, lists) {
  const values = /^[\0-\x7f]*$/.test(typed[0]) ? lists.en : lists.zh;
  const unknown = typed.findIndex((word) => !values.has(word));
  if (unknown >= 0) throw new ReceiptMistyped("ReceiptWordUnknown", { place: unknown + 1 });
  const number = typed.reduce((whole, word) => (whole << WORD_BITS) | BigInt(values.get(word)), 0n);
  const entropy = bytesOf(number >> CHECKSUM_BITS);
  if (checksum(entropy) !== (number & 15n)) throw new ReceiptMistyped("ReceiptChecksumWrong");
  return entropy;
}

const checksum = (entropy) => BigInt(sha256(entropy)[0] >> 4);

const numberOf = (bytes) => bytes.reduce((whole, byte) => (whole << 8n) | BigInt(byte), 0n);

const bytesOf = (number) =>
  Uint8Array.from({ length: ENTROPY_BYTES }, (_, i) => Number((number >> BigInt(8 * (ENTROPY_BYTES - 1 - i))) & 255n));
