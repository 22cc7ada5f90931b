// Draws a picture anew in this browser, before it is sealed: its pixels go along, where and by whom it was taken does not.
// Loaded when somebody adds a file. Knows no page, no key and no server; other kinds of file are given back as they are.

const MOST_PIXELS = 50_000_000;
const HEAD_BYTES = 4096;
const QUALITY = 0.92;
const PROBE = [200, 40, 90, 255];
const KINDS = [
  { type: "image/jpeg", extension: "jpg", marks: [[0, "\xff\xd8\xff"]] },
  { type: "image/png", extension: "png", marks: [[0, "\x89PNG\r\n\x1a\n"]], moving: "acTL" },
  { type: "image/webp", extension: "webp", marks: [[0, "RIFF"], [8, "WEBP"]], moving: "ANIM" },
];

/**
 * {file, isCleaned, reason}. reason: "" if it was drawn anew under a name that tells nothing, else why the very same file
 * is given back: "kind" (not a picture this browser can redraw), "moving", "large", "damaged", or "altered" (a browser that
 * guards against fingerprinting gives back other pixels than were drawn). Whoever sends one of those decides it knowingly.
 */
export async function redrawn(file) {
  const head = await headOf(file);
  const kind = KINDS.find(({ marks }) => marks.every(([at, mark]) => head.startsWith(mark, at)));
  if (!kind) return asItIs(file, "kind");
  if (kind.moving && head.includes(kind.moving)) return asItIs(file, "moving");
  if (!givesBackWhatIsDrawn()) return asItIs(file, "altered");
  try {
    return await drawnAnew(file, kind);
  } catch (error) {
    if (error instanceof DOMException || error instanceof RangeError) return asItIs(file, "damaged");
    throw error;
  }
}

function asItIs(file, reason) {
  return { file, isCleaned: false, reason };
}

/** The first bytes, one character each. */
async function headOf(file) {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** Upright, and in the colours of a screen without a profile: the browser has done both when it hands out pixels. */
async function drawnAnew(file, kind) {
  const pixels = await createImageBitmap(new Blob([file], { type: kind.type }), { imageOrientation: "from-image" });
  try {
    if (pixels.width * pixels.height > MOST_PIXELS) return asItIs(file, "large");
    const canvas = canvasOf(pixels.width, pixels.height);
    canvas.getContext("2d").drawImage(pixels, 0, 0);
    const drawn = await blobOf(canvas, kind.type);
    if (!drawn) return asItIs(file, "large"); // a canvas beyond what this device can hold
    const written = KINDS.find(({ type }) => type === drawn.type) ?? kind; // Safari writes PNG where WebP was asked for
    return { file: new File([drawn], `picture.${written.extension}`, { type: written.type, lastModified: 0 }), isCleaned: true, reason: "" };
  } finally {
    pixels.close();
  }
}

function canvasOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

function blobOf(canvas, type) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

/** Tor Browser and others hand out noise instead; a picture of noise would be sealed and nobody could undo it. */
function givesBackWhatIsDrawn() {
  const context = canvasOf(8, 8).getContext("2d", { willReadFrequently: true });
  context.fillStyle = `rgb(${PROBE.slice(0, 3)})`;
  context.fillRect(0, 0, 8, 8);
  const read = context.getImageData(0, 0, 8, 8).data;
  return read.every((value, at) => value === PROBE[at % 4]);
}
