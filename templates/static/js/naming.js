// Who a reporter is, if they say so: sealed apart, to custodians, never to those who investigate. Twin of cases/identities.py.

import { base64, utf8 } from "./bytes.js";
import { seal } from "./envelope.js";
import { chosen, keysOf } from "./readers.js";

const SCHEMA = 1;

/** {name, contact} as typed; empty where the page does not ask. */
export const ownName = (form) => ({
  name: form.elements.own_name?.value.trim() ?? "",
  contact: form.elements.own_contact?.value.trim() ?? "",
});

/** What goes beside a report or from a mailbox; undefined where nobody is left who could keep it. */
export function sealedName({ name, contact }, channel, who, reporterPublicKey) {
  const keepers = chosen(channel.custodians, who);
  if (!keepers.length) return undefined;
  const content = utf8(JSON.stringify({ contact, name, schema: SCHEMA }));
  const envelope = base64(seal(content, keysOf(channel, keepers, reporterPublicKey)));
  return { envelope, custodians: keepers.map((person) => person.id) };
}
