// Asks the browser for passkeys and puts what it answers into the page's own form. Every sentence stands in the page.
// Keeps nothing, and knows of no password but whether it is there.

import { base64, fromBase64 } from "./bytes.js";
import { find, sentence, tell, whileWorking } from "./page.js";

const KINDS = [-8, -7, -257]; // Ed25519, P-256, RSA, by COSE's numbers; the server checks all three
const ASKED_MILLISECONDS = 2 * 60 * 1000;
const WORDS = { NotAllowedError: "none", InvalidStateError: "known", SecurityError: "elsewhere" };

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = part.dataset.passkeys !== "on";
  find("#use-passkey")?.addEventListener("click", () => answered(find("#sign-in"), shown));
  find("#make-passkey")?.addEventListener("submit", (event) => {
    event.preventDefault();
    answered(event.target, made);
  });
}

/** Send the form with what the browser gave; say in the page what went wrong, and keep what was typed. */
async function answered(form, work) {
  tell("passkey-problem");
  await whileWorking(form, async () => {
    try {
      const credential = await work(form);
      if (!credential) return;
      find("#passkey").value = JSON.stringify(written(credential));
      form.submit();
    } catch (error) {
      tell("passkey-problem", sentence(WORDS[error.name] ?? "unreachable"));
    }
  });
}

async function made({ dataset }) {
  const publicKey = {
    rp: { id: dataset.party, name: "Brightline" },
    user: { id: bytesOf(dataset.handle), name: dataset.username, displayName: dataset.person },
    challenge: bytesOf(dataset.challenge),
    pubKeyCredParams: KINDS.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: dataset.known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytesOf(id) })),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "preferred" },
    attestation: "none",
    timeout: ASKED_MILLISECONDS,
  };
  return navigator.credentials.create({ publicKey });
}

/** No list of passkeys comes from the server, which would tell strangers who has one; the browser knows its own. */
async function shown(form) {
  const { username, password } = form.elements;
  if (!username.reportValidity() || !password.reportValidity()) return undefined;
  const { challenge, party } = await challengeFor(username.value);
  const publicKey = {
    rpId: party,
    challenge: bytesOf(challenge),
    userVerification: "preferred",
    timeout: ASKED_MILLISECONDS,
  };
  return navigator.credentials.get({ publicKey });
}

async function challengeFor(username) {
  const answer = await fetch("/desk/sign-in/challenge", {
    method: "POST",
    body: new URLSearchParams({ username }),
    cache: "no-store",
    redirect: "error",
  });
  if (!answer.ok) throw new Error("refused");
  return answer.json();
}

/** As `toJSON` writes it, which browsers of before 2025 lack. */
function written({ id, type, rawId, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const there = parts.filter((part) => response[part]).map((part) => [part, textOf(response[part])]);
  return { id, type, rawId: textOf(rawId), response: Object.fromEntries(there) };
}

const textOf = (buffer) =>
  base64(new Uint8Array(buffer)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const bytesOf = (text) => fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
