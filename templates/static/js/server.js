// Talks to /api/v1. Sends sealed things and digests; no cookie, no referrer, nothing kept by the browser.

import { language } from "./page.js";

const MOST_TRIES = 8; // of doing more work: what is asked for doubles at most six times

/** The server said no, in a sentence for the reader; nothing was stored. `kind` names the reason. */
export class Refused extends Error {
  constructor({ title, type }) {
    super(title);
    this.kind = type.split(":").at(-1);
  }
}

/** No answer, or none of ours: whether anything was stored is not known. */
export class Unreachable extends Error {}

/** Keys of today, with the recipients of one channel; none if it is not there any more. */
export async function fetchChannel(key) {
  const every = await ask("channel", { method: "GET" });
  const recipients = every.channels.find((one) => one.key === key)?.recipients ?? [];
  return { ...every, key, recipients };
}

/** What is asked for against floods by now. */
export const fetchWork = () => ask("work", { method: "GET" });

/** The questions that a report was answered to, by their hash; the same for everybody who asks. */
export const fetchQuestions = (sha256) => ask(`questionnaires/${sha256}`, { method: "GET" });

export const post = (path, body) =>
  ask(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

/** Sealed bytes of a file, from `offset` on. */
export const postPiece = (path, piece, token, offset) =>
  ask(path, {
    method: "POST",
    body: piece,
    headers: { "content-type": "application/octet-stream", "upload-token": token, "upload-offset": String(offset) },
  });

/** Post with work. Where the server asks for more by now, that is done and the same sent again; `onWait` is told before. */
export async function postWorked(path, body, work, onWait = () => {}) {
  for (let tries = MOST_TRIES; ; tries--) {
    try {
      return await post(path, { ...body, work: await work.done() });
    } catch (error) {
      if (!tries || !["work-stale", "work-too-little"].includes(error.kind)) throw error;
      onWait();
      work.more(error.kind === "work-stale", await fetchWork());
    }
  }
}

async function ask(path, options) {
  let answer, said;
  try {
    answer = await fetch(`/api/v1/${path}?lang=${language}`, {
      ...options,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    said = await answer.json();
  } catch {
    throw new Unreachable();
  }
  if (answer.ok) return said;
  throw answer.status < 500 && said.type ? new Refused(said) : new Unreachable();
}
