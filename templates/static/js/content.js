// What a person writes, as the bytes that are sealed. Twin of cases/contents.py; knows no key and no reader.

import { textOf, utf8 } from "./bytes.js";

const SCHEMA = 1;
const CHANNEL = "web";

/** The same content is always the same bytes, in the browser and at the server: keys in order, nothing between them. */
export function packed({ text, claim = {}, language }) {
  const ordered = Object.fromEntries(Object.entries(claim).sort(([one], [other]) => (one < other ? -1 : 1)));
  return utf8(JSON.stringify({ channel: CHANNEL, claim: ordered, language, schema: SCHEMA, text }));
}

/** Undo `packed`. Somebody's own program may have sealed anything: what has no known shape is all text. */
export function unpacked(bytes) {
  const text = new TextDecoder().decode(bytes);
  try {
    const values = JSON.parse(textOf(bytes));
    if (typeof values.text === "string") return { text: values.text, claim: Object(values.claim) };
  } catch {
    // not ours: shown as it is
  }
  return { text, claim: {} };
}
