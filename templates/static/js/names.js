// Names as they are compared, and the marks by which the page knows its readers without spelling them. Twin of name_key.

import { hex, utf8 } from "./bytes.js";
import { digest } from "./hashing.js";

const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
const MARK_BYTES = 8;

/**
 * Equal for two spellings of one name: width, case, spaces and a spreadsheet's guards do not count. Of a reader's name in
 * the other script, or with its words in another order, the page carries marks of their own.
 */
export const nameMark = (name) => hex(digest(utf8(nameKey(name)), "brightline-name1").subarray(0, MARK_BYTES));

/** The names in a line of them, however they are parted. */
export const namesIn = (line) => line.split(/[,，、;；/\n]+/);

function nameKey(name) {
  const plain = name.normalize("NFKC").replace(INVISIBLE, "").trim();
  const guarded = /^=?"(.*)"$/s.exec(plain);
  const bare = guarded ? guarded[1] : plain.replace(/^['`]+/, "");
  // up and down again is how Python folds: "ß" becomes "ss", and both small sigmas one
  return bare.replace(/\s/gu, "").toUpperCase().toLowerCase().replaceAll("ς", "σ");
}
