// What a person writes, as the bytes that are sealed. Twin of cases/contents.py; knows no key and no reader.

import { textOf, utf8 } from "./bytes.js";

const SCHEMA = 1;
const CHANNEL = "web";

/** The same content is always the same bytes, in the browser and at the server: keys in order, nothing between them. */
export function packed({ text, claim = {}, language, channel = CHANNEL, answers = {}, questionnaire, about, leftOut = [], notes = [] }) {
  const further = Object.keys(answers).length ? { answers: ordered(answers), questionnaire } : {};
  if (about) further.about = about;
  if (notes.length) further.files = notes.map(ordered);
  if ([...leftOut].length) further.left_out = [...leftOut].sort();
  return utf8(JSON.stringify(ordered({ channel, claim: ordered(claim), language, schema: SCHEMA, text, ...further })));
}

const ordered = (values) =>
  Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Undo `packed`. Somebody's own program may have sealed anything: what has no known shape is all text. */
export function unpacked(bytes) {
  const text = new TextDecoder().decode(bytes);
  try {
    const values = JSON.parse(textOf(bytes));
    const { text: said, claim, answers, questionnaire, files, about, left_out: leftOut } = values;
    const further = { questionnaire, notes: named(files), about, leftOut };
    if (typeof said === "string") return { text: said, claim: Object(claim), answers: Object(answers), ...further };
  } catch {
    // not ours: shown as it is
  }
  return { text, claim: {}, answers: {}, notes: [] };
}

const named = (files) => (Array.isArray(files) ? files.filter((file) => typeof file?.name === "string") : []);
