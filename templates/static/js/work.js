// Work against floods: units of hashing bound to what they are sent with. Begun while somebody writes, a few milliseconds at
// a time, so that a report is dear to whoever sends thousands and costs its writer no wait. Twin of portal/floods/work.py.

import { sha256 } from "@noble/hashes/sha2.js";

import { base64, fromBase64, joined, readUint32, utf8 } from "./bytes.js";

const PURPOSE = utf8("brightline/v1/work");
const SLICE_MILLISECONDS = 8;
const PAUSE_MILLISECONDS = 40; // in between, the page is its reader's

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Work {
  /** `asked`: what the server said; `subject`: bytes that make the request the only one of its kind. */
  constructor(asked, subject) {
    this.subject = subject;
    this.begin(asked);
  }

  begin({ beacon, units, most, bits }) {
    this.beacon = fromBase64(beacon);
    this.block = joined(sha256(joined(PURPOSE, this.beacon, this.subject)), new Uint8Array(4));
    this.nonce = new DataView(this.block.buffer, this.block.length - 4);
    Object.assign(this, { units, most, shift: 32 - bits, found: [], next: 0 });
  }

  /** All that can ever be asked for, in the background; ends when there is enough or `end` was called. */
  async ahead() {
    while (!this.isOver && this.found.length < this.most) {
      this.#search(this.most);
      await pause(PAUSE_MILLISECONDS);
    }
  }

  end() {
    this.isOver = true;
  }

  /** What goes with a request, and with the same sent again: as much as is asked for. */
  async done() {
    while (this.found.length < this.units) {
      this.#search(this.units);
      await pause(0);
    }
    return { beacon: base64(this.beacon), units: this.found.slice(0, this.units) };
  }

  /** The server wants more: what it asks now and as much again, since it may go on rising; all of it anew if ours is old. */
  more(isStale, asked) {
    if (isStale) this.begin(asked);
    else this.units = Math.min(this.most, 2 * Math.max(asked.units, this.units));
  }

  #search(enough) {
    const until = performance.now() + SLICE_MILLISECONDS;
    while (this.found.length < enough && performance.now() < until)
      for (const end = this.next + 64; this.next < end && this.found.length < enough; this.next++)
        if (this.#isUnit(this.next)) this.found.push(this.next);
  }

  #isUnit(nonce) {
    this.nonce.setUint32(0, nonce);
    return readUint32(sha256(this.block)) >>> this.shift === 0;
  }
}
