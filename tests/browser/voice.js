// What tests ask of the disguise of voices: one question as JSON on stdin, its answer on stdout. Samples are base64 of float32.

import { disguised, drawn } from "../../templates/static/js/disguise.js";
import { wavOf } from "../../templates/static/js/wav.js";

const QUESTIONS = {
  async disguise({ samples, moved }) {
    const raw = Buffer.from(samples, "base64");
    const made = await disguised(new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length)), moved);
    return Buffer.from(made.buffer).toString("base64");
  },
  draw: ({ times }) => Array.from({ length: times }, drawn),
  wav: ({ samples }) => Buffer.from(wavOf(samples, 16_000)).toString("base64"),
};

const pieces = [];
for await (const piece of process.stdin) pieces.push(piece);
const { question, facts } = JSON.parse(Buffer.concat(pieces).toString());
process.stdout.write(JSON.stringify(await QUESTIONS[question](facts)));
