// A voice message: recorded here, disguised here, heard before it is taken along as a file like any other. What the microphone
// gave stays in memory until it is disguised and is wiped then. Loaded when somebody presses the button; knows no key.

import { RATE, disguised, drawn } from "./disguise.js";
import { find, sentence, tell } from "./page.js";
import { wavOf } from "./wav.js";

const MOST_SECONDS = 180;
const MICROPHONE = { audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };

/**
 * The part of a form where a voice is recorded: `parts` go into `place`, which can be opened and closed. `take(file)` gets what
 * somebody heard and wants to send.
 */
export class Voice {
  constructor(place, parts, take) {
    place.append(parts);
    Object.assign(this, { take, place, heard: find("#voice-heard"), clock: find("#voice-clock"), end: () => {} });
    this.when("record", () => this.record());
    this.when("stop", () => this.end());
    this.when("take", () => this.takeAlong());
    this.when("drop", () => this.rest(""));
    this.place.closest("form").addEventListener("submit", (event) => this.holdBack(event), { capture: true });
    addEventListener("pagehide", () => this.end());
  }

  when(name, act) {
    find(`#voice-${name}`).addEventListener("click", act);
  }

  /** From the microphone to something that can be listened to. */
  async record() {
    tell("voice-problem");
    this.isUndecided = true;
    this.show("asking");
    try {
      this.offer(await disguisedFrom(await this.recorded(), (share) => this.working(share)));
    } catch (error) {
      this.rest("");
      tell("voice-problem", sentence(error.name === "NotAllowedError" ? "voice-refused" : "voice-failed"));
    }
  }

  /** What the microphone heard until somebody, the clock or the page ends it. It is let go of in any case. */
  async recorded() {
    const stream = await navigator.mediaDevices.getUserMedia(MICROPHONE);
    try {
      return await this.heardFrom(new MediaRecorder(stream));
    } finally {
      for (const track of stream.getTracks()) track.stop();
    }
  }

  async heardFrom(recorder) {
    const pieces = [];
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    this.end = () => recorder.state === "inactive" || recorder.stop();
    recorder.start();
    this.show("recording", "stop");
    const ticking = this.tick();
    try {
      await new Promise((resolve, reject) => {
        recorder.addEventListener("stop", resolve);
        recorder.addEventListener("error", ({ error }) => reject(error));
      });
    } finally {
      clearInterval(ticking);
      this.clock.textContent = "";
      this.end = () => {};
    }
    return new Blob(pieces);
  }

  tick() {
    const since = performance.now();
    return setInterval(() => {
      const seconds = Math.floor((performance.now() - since) / 1000);
      this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= MOST_SECONDS) this.end();
    }, 250);
  }

  working(share) {
    if (find("#voice-status").dataset.state !== "working") this.show("working");
    this.clock.textContent = `${Math.round(share * 100)} %`;
  }

  offer(file) {
    this.file = file;
    this.heard.src = URL.createObjectURL(file);
    this.heard.hidden = false;
    this.show("ready", "take", "drop");
  }

  takeAlong() {
    this.take(this.file);
    this.rest("taken");
  }

  /** As before the first recording; what was not taken is gone. */
  rest(state) {
    tell("voice-problem");
    if (this.file) URL.revokeObjectURL(this.heard.src);
    this.heard.removeAttribute("src");
    this.heard.hidden = true;
    this.file = undefined;
    this.isUndecided = false;
    this.show(state, "record");
  }

  /** Say where it stands, and offer these buttons alone. */
  show(state, ...names) {
    this.clock.textContent = "";
    const status = find("#voice-status");
    status.dataset.state = state;
    status.textContent = state && sentence(`voice-${state}`);
    for (const button of this.place.querySelectorAll("button")) button.hidden = !names.some((name) => button.id === `voice-${name}`);
    if (names.length && this.place.open) find(`#voice-${names[0]}`).focus();
  }

  /** Nobody should find out afterwards that what they said did not go along. */
  holdBack(event) {
    if (!this.isUndecided) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.place.open = true;
    tell("voice-problem", sentence("voice-undecided"));
    find("#voice-problem").scrollIntoView({ block: "center" });
  }
}

/** A WAV of ours, made of nothing but the disguised samples; the others are wiped. */
async function disguisedFrom(recording, onProgress) {
  onProgress(0);
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await recording.arrayBuffer());
  const samples = sound.getChannelData(0);
  try {
    const wav = wavOf(await disguised(samples, drawn(), onProgress), RATE);
    return new File([wav], "voice.wav", { type: "audio/wav", lastModified: 0 });
  } finally {
    samples.fill(0);
  }
}
