// Whether the company signed an answer: over mailbox, number, role, day and envelope. As cases/signed_replies.py says it.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

import { fromBase64 } from "./bytes.js";

const ROLE = "brightline/v1/signed/reply\n";

/** "signed", "unsigned" or "forged"; "" for what the reporter wrote, which nobody signs. */
export function markOf(message, mailboxDigest, publicKey) {
  if (!message.role) return "";
  if (!message.signature) return "unsigned";
  const said = [bytesToHex(mailboxDigest), message.number, message.role, message.sent_on];
  const text = `${ROLE}${said.join("\n")}\n${bytesToHex(sha256(fromBase64(message.envelope)))}\n`;
  try {
    const isGood = ed25519.verify(fromBase64(message.signature), new TextEncoder().encode(text), fromBase64(publicKey));
    return isGood ? "signed" : "forged";
  } catch {
    return "forged";
  }
}
