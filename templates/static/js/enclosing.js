// Where files are chosen and voices recorded in a form: what that takes is fetched when it is wanted first, and not before.

import { base64, joined, randomBytes } from "./bytes.js";
import { fileEnvelope } from "./envelope.js";
import { find, language, sentence, tell } from "./page.js";
import { Unreachable, post, postPiece } from "./server.js";

const TOKEN_BYTES = 32;
const TOOLS = {
  joined,
  post,
  postPiece,
  sentence,
  sealFile: fileEnvelope,
  newToken: () => base64(randomBytes(TOKEN_BYTES)),
  isLost: (error) => error instanceof Unreachable,
};

/** The files of one form. `sent` seals and sends them; without any it does nothing. */
export class Enclosed {
  constructor() {
    this.input = find("#files");
    this.speaking = find("#voice");
    this.loading = Promise.resolve(undefined);
    this.input.addEventListener("change", () => this.take());
    this.speaking.hidden = !(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder && globalThis.OfflineAudioContext);
    this.speaking.addEventListener("toggle", () => this.speaking.open && this.list(() => this.letSpeak()));
  }

  take() {
    const chosen = [...this.input.files];
    this.input.value = ""; // they are listed below instead, where each can be taken out again
    this.list((files) => files.add(chosen));
  }

  /** Nobody's microphone is asked for by this, only by the button that comes with it. */
  async letSpeak() {
    const { Voice } = await import("/static/vendor/voice.js");
    this.voice ??= new Voice(this.speaking, this.parts.querySelector("#recording"), (file) => this.list((files) => files.addVoice(file)));
  }

  /** One after another. */
  list(work) {
    tell("files-problem");
    this.loading = this.loading.then(async (files) => {
      try {
        files ??= await this.newFiles();
        await work(files);
      } catch {
        tell("files-problem", sentence("part-unloaded"));
        this.speaking.open &&= Boolean(this.voice); // to be tried once more
      }
      return files;
    });
  }

  async newFiles() {
    const [{ Files }, { redrawn }] = await Promise.all([import("/static/vendor/files.js"), import("/static/vendor/images.js")]);
    this.parts ??= await fetchParts();
    return new Files(find("#chosen"), (words) => tell("files-problem", words), { ...TOOLS, redrawn });
  }

  /** {files, notes} for the report that names them; raises what sending raises, and goes on from there the next time. */
  async sent(keys) {
    const files = await this.loading;
    return files?.chosen.length ? files.sent(keys) : { files: [], notes: [] };
  }

  async forget() {
    (await this.loading)?.forget();
  }
}

/** The page's words for all this join its others; the rest of what came is given back. */
async function fetchParts() {
  const answer = await fetch(`/report/enclosing?lang=${language}`, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Unreachable();
  const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
  find("#sentences").content.append(...parts.querySelectorAll("[data-name]"));
  return parts;
}
