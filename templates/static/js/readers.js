// To whom a report is sealed: whom the page showed, less those the reporter leaves out or names. Twin of cases/readers.py.

import { fromBase64 } from "./bytes.js";
import { nameMark } from "./names.js";

/**
 * Those of a channel's recipients who may read. `shown`, `leftOut`: sets of ids; `named`: names in the report. A person's
 * marks are of their own names and of those below them. The ombudsman reads whatever was chosen.
 */
export const readersChosen = (channel, who) => chosen(channel.recipients, who);

/** The same of any people: readers, or those who could keep a name. */
export function chosen(people, { shown, leftOut, named }) {
  const marks = new Set(named.filter((name) => name.trim()).map(nameMark));
  return people.filter(
    ({ id, role, name_marks: own }) =>
      role === "ombudsman" || (shown.has(id) && !leftOut.has(id) && !own.some((mark) => marks.has(mark))),
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
