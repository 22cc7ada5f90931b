// Sound as a WAV file: a head of 44 bytes that says nothing but the rate, then samples of 16 bits. Knows no voice.

const HEAD_BYTES = 44;

/** One channel; samples from -1 to 1. */
export function wavOf(samples, rate) {
  const view = new DataView(new ArrayBuffer(HEAD_BYTES + samples.length * 2));
  const write = (at, text) => Array.from(text).forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, view.byteLength - 8, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // plain samples
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => view.setInt16(HEAD_BYTES + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return new Uint8Array(view.buffer);
}
