// To whom a report is sealed: whom the page showed, less those the reporter leaves out or names. Twin of cases/readers.py.

import { fromBase64 } from "./bytes.js";
import { nameMark } from "./names.js";

/** Those of a channel's recipients who may read. `shown`, `leftOut`: sets of ids; `named`: names in the report. */
export function readersChosen(channel, { shown, leftOut, named }) {
  const marks = new Set(named.filter((name) => name.trim()).map(nameMark));
  return channel.recipients.filter(
    (person) => shown.has(person.id) && !leftOut.has(person.id) && !marks.has(person.name_mark),
  );
}

/** The key set of an envelope: readers, recovery, and the reporter's own. */
export function keysOf(channel, readers, reporterPublicKey) {
  return [
    ...readers.map((person) => ({ role: "recipient", publicKey: fromBase64(person.public_key) })),
    { role: "recovery", publicKey: fromBase64(channel.recovery_key) },
    { role: "reporter", publicKey: reporterPublicKey },
  ];
}
