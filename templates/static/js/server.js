// Talks to /api/v1. Sends sealed things and digests; no cookie, no referrer, nothing kept by the browser.

import { language } from "./page.js";

/** The server said no, in a sentence for the reader; nothing was stored. `kind` names the reason. */
export class Refused extends Error {
  constructor({ title, type }) {
    super(title);
    this.kind = type.split(":").at(-1);
  }
}

/** No answer, or none of ours: whether anything was stored is not known. */
export class Unreachable extends Error {}

export const fetchChannel = () => ask("channel", { method: "GET" });

export const post = (path, body) =>
  ask(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

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
