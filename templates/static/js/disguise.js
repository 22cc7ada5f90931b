// Makes one voice sound like another's: pitch and resonances move, each by its own amount, drawn anew for every recording.
// Numbers in, numbers out; knows no microphone and no file. What is said, how, and with what noises around it stays.

import { Spectrum } from "./spectrum.js";

export const RATE = 16_000; // samples a second: all that speech needs
const FRAME = 1024; // 64 ms, so that the harmonics of a voice of 80 Hz stand apart
const HALF = FRAME / 2;
const HOP = FRAME / 4;
const OVERLAP = 1.5; // what the squares of four overlapping windows add up to
const SMOOTH = 32; // 2 ms of cepstrum: the mouth; what is longer are the vocal cords
const QUIETEST = 1e-9;
const LOUDEST = 0.9;
const FRAMES_AT_ONCE = 64;

// Semitones, up or down, each way as likely. Below the lower bounds two voices of one sex and age differ as much anyway (about
// 10 % in the length of the throat, two or three semitones in habitual pitch), so that a guess would stay good; beyond the
// upper bounds words suffer. Down and up are drawn apart for both, so that neither tells the other.
const PITCH = [3, 6];
const RESONANCES = [1.75, 3.5];

/** How this recording is moved: {pitch, resonances} as factors. Kept nowhere. */
export function drawn() {
  const [pitch, pitchWay, resonances, resonancesWay] = crypto.getRandomValues(new Uint32Array(4));
  return { pitch: factor(PITCH, pitch, pitchWay), resonances: factor(RESONANCES, resonances, resonancesWay) };
}

function factor([least, most], amount, way) {
  const semitones = least + (most - least) * (amount / 2 ** 32);
  return 2 ** ((way % 2 ? semitones : -semitones) / 12);
}

/**
 * The voice in these samples (RATE a second, from -1 to 1) moved, as many samples again. Every tone is turned
 * from a random start besides, so that no stretch of the original's wave is in it. `onProgress(share)` between pieces of work.
 */
export async function disguised(samples, moved, onProgress = () => {}) {
  const made = new Float32Array(samples.length);
  const voice = new Vocoder(moved);
  let frames = 0;
  for (let start = HOP - FRAME; start < samples.length; start += HOP) {
    voice.move(samples, made, start);
    if (++frames % FRAMES_AT_ONCE) continue;
    onProgress(Math.max(start, 0) / samples.length);
    await new Promise((done) => setTimeout(done)); // the page stays alive meanwhile
  }
  return limited(made);
}

function limited(samples) {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak > LOUDEST ? samples.map((sample) => (sample * LOUDEST) / peak) : samples;
}

/**
 * A phase vocoder: what the vocal cords do is told from what the mouth makes of it, and both are put together moved. The
 * surroundings of each peak move as one, which keeps tones clear (Laroche and Dolson 1999).
 */
class Vocoder {
  constructor({ pitch, resonances }) {
    Object.assign(this, { pitch, resonances, spectrum: new Spectrum(FRAME), top: Math.min(Math.floor(pitch * HALF), HALF) });
    this.window = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME));
    for (const name of ["real", "imaginary", "cepstrum", "nothing"]) this[name] = new Float64Array(FRAME);
    for (const name of ["strength", "mouth", "phase", "frequency", "cords", "cordsImaginary"]) this[name] = new Float64Array(HALF + 1);
    const random = crypto.getRandomValues(new Uint32Array(HALF + 1));
    this.turn = Float64Array.from(random, (one) => (one / 2 ** 32) * 2 * Math.PI);
  }

  move(samples, made, start) {
    if (!this.take(samples, start)) return;
    this.spectrum.forward(this.real, this.imaginary);
    this.measure();
    this.findMouth();
    this.moveCords();
    if (this.top < HALF) this.goOnAbove(start);
    this.speak();
    this.spectrum.inverse(this.real, this.imaginary);
    const [from, to] = [Math.max(-start, 0), Math.min(FRAME, made.length - start)];
    for (let i = from; i < to; i++) made[start + i] += (this.real[i] * this.window[i]) / OVERLAP;
  }

  /** False where there is nothing but silence. */
  take(samples, start) {
    let isSilent = true;
    for (let i = 0; i < FRAME; i++) {
      this.real[i] = this.window[i] * (samples[start + i] ?? 0);
      isSilent &&= this.real[i] === 0;
    }
    this.imaginary.fill(0);
    return !isSilent;
  }

  /** How strong each bin is, and at which frequency (radians a sample) it truly swings: its phase's way since the last frame. */
  measure() {
    for (let bin = 0; bin <= HALF; bin++) {
      const phase = Math.atan2(this.imaginary[bin], this.real[bin]);
      const middle = (2 * Math.PI * bin) / FRAME;
      const astray = phase - this.phase[bin] - middle * HOP;
      this.frequency[bin] = middle + (astray - 2 * Math.PI * Math.round(astray / (2 * Math.PI))) / HOP;
      this.strength[bin] = Math.hypot(this.real[bin], this.imaginary[bin]) + QUIETEST;
      this.phase[bin] = phase;
    }
  }

  /** The resonances: the spectrum without its fine teeth. */
  findMouth() {
    const { cepstrum, nothing } = this;
    for (let i = 0; i < FRAME; i++) cepstrum[i] = Math.log(this.strength[i <= HALF ? i : FRAME - i]);
    nothing.fill(0);
    this.spectrum.inverse(cepstrum, nothing);
    cepstrum.fill(0, SMOOTH, FRAME - SMOOTH + 1);
    nothing.fill(0);
    this.spectrum.forward(cepstrum, nothing);
    for (let bin = 0; bin <= HALF; bin++) this.mouth[bin] = Math.exp(cepstrum[bin]);
  }

  /** Each peak, with what stands nearer to it than to the next, to its new place; turned on by the way it gains a frame. */
  moveCords() {
    this.cords.fill(0);
    this.cordsImaginary.fill(0);
    const peaks = this.peaks();
    peaks.forEach((peak, i) => {
      const from = i ? (peaks[i - 1] + peak + 1) >> 1 : 0;
      const to = i + 1 < peaks.length ? (peak + peaks[i + 1] + 1) >> 1 : HALF + 1;
      const turn = (this.turn[peak] + HOP * (this.pitch - 1) * this.frequency[peak]) % (2 * Math.PI);
      this.turn.fill(turn, from, to);
      this.put(from, to, Math.round((this.pitch - 1) * peak), turn);
    });
  }

  peaks() {
    const { strength } = this;
    const found = [];
    for (let bin = 2; bin < HALF - 1; bin++) {
      const isPeak = strength[bin] > strength[bin - 1] && strength[bin] >= strength[bin + 1];
      if (isPeak && strength[bin] > strength[bin - 2] && strength[bin] >= strength[bin + 2]) found.push(bin);
    }
    return found;
  }

  put(from, to, shift, turn) {
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    for (let bin = Math.max(from, -shift); bin < to && bin + shift <= this.top; bin++) {
      const [real, imaginary] = [this.real[bin] / this.mouth[bin], this.imaginary[bin] / this.mouth[bin]];
      this.cords[bin + shift] += real * cosine - imaginary * sine;
      this.cordsImaginary[bin + shift] += real * sine + imaginary * cosine;
    }
  }

  /** A deeper voice ends early; its hiss goes on with what lies below, as high above as the rest was moved down. */
  goOnAbove(start) {
    const shift = HALF - this.top;
    const turn = (2 * Math.PI * ((shift * start) % FRAME)) / FRAME;
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    for (let bin = this.top + 1; bin <= HALF; bin++) {
      const [real, imaginary] = [this.cords[bin - shift], this.cordsImaginary[bin - shift]];
      this.cords[bin] = real * cosine - imaginary * sine;
      this.cordsImaginary[bin] = real * sine + imaginary * cosine;
    }
  }

  /** The moved cords in the moved mouth; the upper half of a spectrum mirrors the lower, so that real sound comes out. */
  speak() {
    for (let bin = 0; bin <= HALF; bin++) {
      const mouth = this.mouth[Math.min(Math.round(bin / this.resonances), HALF)];
      const mirror = (FRAME - bin) % FRAME;
      this.real[bin] = this.real[mirror] = this.cords[bin] * mouth;
      this.imaginary[mirror] = -this.cordsImaginary[bin] * mouth;
      this.imaginary[bin] = bin % HALF ? -this.imaginary[mirror] : 0;
    }
  }
}
