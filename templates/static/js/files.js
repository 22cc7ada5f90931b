// Files beside a report or a message: chosen, redrawn where they are pictures, listed, sealed part by part and sent in pieces
// that go on after a break. Loaded when somebody chooses one. What it redraws, seals and sends with is handed in, so that no
// cipher comes twice.

const MOST_FILES = 20;
const MOST_BYTES = 200 * 2 ** 20;
const PARTS_AT_ONCE = 16; // about 1 MiB a request
const WAITS_MILLISECONDS = [500, 2000, 5000, 10000, 20000];

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * tools: {redrawn, sealFile, newToken, joined, post, postPiece, isLost, sentence}. `place`: the list that shows them;
 * `tell(words)` says what is wrong with a choice.
 */
export class Files {
  constructor(place, tell, tools) {
    Object.assign(this, { place, tell, tools, chosen: [] });
  }

  /** Take what was chosen, as far as it may come along. Each line tells what becomes of it before anything is sent. */
  async add(files) {
    this.tell("");
    for (const file of files) {
      if (!this.takes(file)) continue;
      const { file: drawn, isCleaned } = await this.tools.redrawn(file);
      this.list(new Sending(drawn, isCleaned, this.tools), file.name, isCleaned ? "file-cleaned" : "file-as-it-is");
    }
  }

  /** What was recorded and disguised here has never had any hidden details. */
  addVoice(file) {
    this.tell("");
    if (this.takes(file)) this.list(new Sending(file, true, this.tools), file.name, "file-voice");
  }

  takes(file) {
    if (file.size > MOST_BYTES) this.tell(this.tools.sentence("file-too-large", { name: file.name }));
    else if (this.chosen.length >= MOST_FILES) this.tell(this.tools.sentence("too-many-files"));
    else return true;
    return false;
  }

  /** Seal to these keys and send, one after another; how a report names them, and what it says of them. */
  async sent(keys) {
    for (const one of this.chosen) await one.send(keys);
    return {
      files: this.chosen.map((one) => ({ upload: one.upload, token: one.token })),
      notes: this.chosen.map((one) => one.note()),
    };
  }

  forget() {
    this.chosen = [];
    this.place.replaceChildren();
  }

  /** Under the name its owner knows; `fate` names the sentence that says what becomes of it. */
  list(sending, known, fate) {
    const part = (kind, values) => Object.assign(document.createElement(kind), values);
    const line = part("li");
    const bar = part("progress", { max: 1, value: 0, hidden: true, ariaLabel: known });
    const away = part("button", { type: "button", textContent: this.tools.sentence("remove-file") });
    away.addEventListener("click", () => {
      this.chosen = this.chosen.filter((one) => one !== sending);
      line.remove();
    });
    sending.show = (share) => {
      Object.assign(bar, { hidden: false, value: share });
      away.hidden = true;
    };
    const size = part("small", { textContent: this.sizeOf(sending.file.size) });
    const words = part("p", { textContent: this.tools.sentence(fate) });
    line.append(part("span", { textContent: known }), " ", size, " ", bar, words, away);
    this.place.append(line);
    this.chosen.push(sending);
  }

  sizeOf(bytes) {
    return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
  }
}

/** One file on its way. Sealed to other keys it starts anew; after a break it goes on where the server says. */
class Sending {
  constructor(file, isCleaned, tools) {
    Object.assign(this, { file, isCleaned, tools, show: () => {} });
  }

  /** How a report speaks of it, sealed. */
  note() {
    const { upload, file, isCleaned } = this;
    const cleaned = isCleaned ? { cleaned: true } : {};
    return { id: upload, name: file.name.slice(0, 200), sha256: "", size: file.size, type: file.type.slice(0, 100), ...cleaned };
  }

  async send(keys) {
    const sealedFor = keys.map((key) => `${key.role}:${key.publicKey}`).join();
    if (this.sealedFor !== sealedFor) await this.begin(keys, sealedFor);
    if (this.isWhole) return;
    try {
      await this.goOn();
    } catch (error) {
      if (error.kind !== "upload-unknown") throw error;
      await this.begin(keys, sealedFor); // swept away meanwhile
      await this.goOn();
    }
  }

  async begin(keys, sealedFor) {
    this.envelope = this.tools.sealFile(this.file.size, keys);
    this.token = this.tools.newToken();
    this.isWhole = false;
    const begun = await this.tools.post("uploads", { size_bytes: this.envelope.length, token: this.token });
    Object.assign(this, { upload: begun.upload, sealedFor, received: 0 });
  }

  async goOn() {
    for (let tries = 0; !this.isWhole; ) {
      try {
        const answer = await this.sendPiece();
        tries = 0;
        this.arrived(answer);
      } catch (error) {
        const isElsewhere = error.kind === "piece-elsewhere";
        if (!isElsewhere && (!this.tools.isLost(error) || tries >= WAITS_MILLISECONDS.length)) throw error;
        await pause(isElsewhere ? 200 : WAITS_MILLISECONDS[tries++]);
        await this.askWhereToGoOn();
      }
    }
  }

  async sendPiece() {
    const piece = await this.pieceFrom(this.received);
    return this.tools.postPiece(`uploads/${this.upload}/pieces`, piece, this.token, this.received);
  }

  async askWhereToGoOn() {
    try {
      this.arrived(await this.tools.post(`uploads/${this.upload}/progress`, { token: this.token }));
    } catch (error) {
      if (!this.tools.isLost(error)) throw error; // still no connection: tried again by whoever waits
    }
  }

  arrived({ received_bytes: received, is_whole: isWhole }) {
    Object.assign(this, { received, isWhole });
    this.show(received / this.envelope.length);
  }

  /** The next sealed bytes from any place on: the parts that hold them, without what is there already. */
  async pieceFrom(offset) {
    const { envelope } = this;
    const first = envelope.placeOf(offset);
    const end = Math.min(first + PARTS_AT_ONCE, envelope.parts);
    const from = Math.max(first - 1, 0) * envelope.pieceBytes;
    const content = new Uint8Array(await this.file.slice(from, (end - 1) * envelope.pieceBytes).arrayBuffer());
    const parts = [];
    for (let place = first; place < end; place++) {
      const start = (place - 1) * envelope.pieceBytes - from;
      parts.push(envelope.part(place, place ? content.subarray(start, start + envelope.pieceBytes) : undefined));
    }
    return this.tools.joined(...parts).subarray(offset - envelope.startOf(first));
  }
}
