// What tests ask of the scripts' half of the formats: one function a question, JSON in and out, bytes in hex.
// The recipes are those of tests/crypto/recipes.py.

import { fromBase64, hex, joined, uint32, utf8 } from "../../templates/static/js/bytes.js";
import { SEALED_CHUNK_BYTES, sealChunk } from "../../templates/static/js/chunks.js";
import { holds } from "../../templates/static/js/conditions.js";
import { packed } from "../../templates/static/js/content.js";
import { chunkKeys, fileEnvelope, open, seal } from "../../templates/static/js/envelope.js";
import { parseHeader } from "../../templates/static/js/header.js";
import { nameMark } from "../../templates/static/js/names.js";
import { fileBucket, textBucket } from "../../templates/static/js/padding.js";
import { Receipt } from "../../templates/static/js/receipt.js";
import { keyPairOf, openSealed, sealFrom } from "../../templates/static/js/sealedbox.js";
import { LISTS } from "../../templates/static/js/words/all.js";
import { Work } from "../../templates/static/js/work.js";
import { words as english } from "../../templates/static/js/words/en.js";
import { words as chinese } from "../../templates/static/js/words/zh.js";

const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

const contentOf = ({ text, repeat }) => (text === undefined ? unhex(repeat[0].repeat(repeat[1])) : utf8(text));

const pairOf = (key) => keyPairOf(unhex(key.private));

function sealed({ vector, keys }) {
  const drawn = [vector.content_key, vector.nonce_prefix, ...vector.ephemeral_keys].map(unhex);
  const recipients = vector.recipients.map((to) => ({ publicKey: unhex(keys[to.key].public), role: to.role }));
  return seal(contentOf(vector.content), recipients, vector.padding, () => drawn.shift());
}

function sealedInParts({ vector, keys }) {
  const drawn = [vector.content_key, vector.nonce_prefix, ...vector.ephemeral_keys].map(unhex);
  const recipients = vector.recipients.map((to) => ({ publicKey: unhex(keys[to.key].public), role: to.role }));
  const content = contentOf(vector.content);
  const envelope = fileEnvelope(content.length, recipients, () => drawn.shift());
  const piece = (place) => content.subarray((place - 1) * envelope.pieceBytes, place * envelope.pieceBytes);
  const raw = joined(...Array.from({ length: envelope.parts }, (_, i) => envelope.part(i, i ? piece(i) : undefined)));
  if (raw.length !== envelope.length) throw new Error("its length was foretold wrongly");
  return raw;
}

const OPERATIONS = {
  keep: (raw, edit) => raw.slice(0, edit.bytes),
  cut: (raw, edit) => joined(raw.slice(0, edit.start), raw.slice(edit.end)),
  append: (raw, edit) => joined(raw, contentOf(edit.content)),
  set: (raw, edit) => joined(raw.slice(0, edit.at), unhex(edit.hex), raw.slice(edit.at + edit.hex.length / 2)),
  flip: (raw, edit) => raw.map((byte, at) => (at === (edit.at + raw.length) % raw.length ? byte ^ 1 : byte)),
  swap(raw, { first, second, bytes }) {
    const changed = raw.slice();
    changed.set(raw.subarray(second, second + bytes), first);
    changed.set(raw.subarray(first, first + bytes), second);
    return changed;
  },
  reseal(raw, edit, contentKey) {
    const header = parseHeader(raw);
    const start = header.bytes.length + edit.chunk * SEALED_CHUNK_BYTES;
    const keys = chunkKeys(header, contentKey);
    if (!edit.authenticated) keys.headerDigest = new Uint8Array();
    const chunk = sealChunk(keys, edit.place, edit.last, joined(uint32(edit.used), contentOf(edit.content)));
    return joined(raw.slice(0, start), chunk, raw.slice(start + SEALED_CHUNK_BYTES));
  },
};

const QUESTIONS = {
  seal: async ({ vector, keys, inParts }) => {
    const raw = inParts ? sealedInParts({ vector, keys }) : sealed({ vector, keys });
    return { length: raw.length, sha256: hex(new Uint8Array(await crypto.subtle.digest("SHA-256", raw))) };
  },
  reopen: ({ vector, keys }) => hex(open(sealed({ vector, keys }), pairOf(keys[vector.recipients[0].key]))),
  open: ({ envelope, key }) => hex(open(fromBase64(envelope), pairOf(key))),
  sealTo: ({ content, recipients, padding }) =>
    hex(seal(unhex(content), recipients.map((to) => ({ publicKey: unhex(to.public), role: to.role })), padding)),
  refuse({ vector, good, keys }) {
    const edit = (raw, one) => OPERATIONS[one.op](raw, one, unhex(good.content_key));
    return hex(open(vector.edits.reduce(edit, sealed({ vector: good, keys })), pairOf(keys[vector.opened_by])));
  },
  box({ vector }) {
    const [ephemeral, pair] = [vector.ephemeral_private, vector.private].map((key) => keyPairOf(unhex(key)));
    const box = sealFrom(ephemeral, unhex(vector.public), unhex(vector.message));
    return { sealed: hex(box), message: hex(openSealed(pair, unhex(vector.sealed))) };
  },
  sealToPoint: ({ point }) => hex(sealFrom(keyPairOf(new Uint8Array(32).fill(7)), unhex(point), new Uint8Array(1))),
  lengths: ({ content }) => ({ content, text: textBucket(content), file: fileBucket(content) }),
  receipt({ entropy }) {
    const receipt = new Receipt(unhex(entropy));
    return {
      entropy,
      zh: receipt.words(chinese),
      en: receipt.words(english),
      mailbox_token: hex(receipt.mailboxToken),
      mailbox_digest: hex(receipt.mailboxDigest),
      x25519_private: hex(receipt.keyPair.privateKey),
      x25519_public: hex(receipt.keyPair.publicKey),
      reward_seed: hex(receipt.rewardSeed),
      content_mark_of_abc: hex(receipt.contentMark(utf8("abc"))),
    };
  },
  typed: ({ text }) => hex(Receipt.read(text, LISTS).entropy),
  holds: ({ condition, answers }) => holds(condition, (name) => answers[name] ?? []),
  packed: ({ content }) => hex(packed(content)),
  work: ({ asked, subject }) => new Work(asked, unhex(subject)).done(),
  nameMark: ({ name }) => nameMark(name),
};

/** {is: answer}, or {refused: the fault or kind of mistake, …facts}. */
globalThis.ask = async (question, facts) => {
  try {
    return { is: await QUESTIONS[question](facts) };
  } catch (error) {
    const named = error.fault ?? error.kind;
    if (!named) throw error;
    return { refused: named, ...error.facts };
  }
};

// under node: one question a line on stdin, one answer a line on stdout
if (globalThis.process?.stdin) {
  const { createInterface } = await import("node:readline");
  for await (const line of createInterface({ input: process.stdin })) {
    const { question, facts } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await ask(question, facts))}\n`);
  }
}
