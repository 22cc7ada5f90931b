// Where files are chosen in a form: what redraws, seals and sends them is fetched when the first one is, and not before.

import { base64, joined, randomBytes } from "./bytes.js";
import { fileEnvelope } from "./envelope.js";
import { find, sentence, tell } from "./page.js";
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

async function newFiles() {
  const [{ Files }, { redrawn }] = await Promise.all([import("/static/vendor/files.js"), import("/static/vendor/images.js")]);
  return new Files(find("#chosen"), (words) => tell("files-problem", words), { ...TOOLS, redrawn });
}

/** The files of one form. `sent` seals and sends them; without any it does nothing. */
export class Enclosed {
  constructor() {
    this.input = find("#files");
    this.loading = Promise.resolve(undefined);
    this.input.addEventListener("change", () => this.take());
  }

  take() {
    const chosen = [...this.input.files];
    this.input.value = ""; // they are listed below instead, where each can be taken out again
    this.loading = this.loading.then(async (files) => {
      try {
        files ??= await newFiles();
        await files.add(chosen);
      } catch {
        tell("files-problem", sentence("files-unloaded"));
      }
      return files;
    });
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
