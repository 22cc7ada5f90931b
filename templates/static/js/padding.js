// How long sealed things are made, so that their length says little. Twin of crypto/padding.py; knows lengths only, in bytes.

const KIB = 1024;
const TEXT_BUCKETS_BYTES = [1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB];
const LEAST_FILE_BYTES = 1 * KIB;

/** The bucket for a text of that many UTF-8 bytes: 1, 4, 16 or 64 KiB, then the next multiple of 64 KiB. */
export function textBucket(length) {
  const largest = TEXT_BUCKETS_BYTES.at(-1);
  return TEXT_BUCKETS_BYTES.find((bucket) => length <= bucket) ?? Math.ceil(length / largest) * largest;
}

/** Padmé of at least 1 KiB: at most 12 % more, leaks O(log log length) bits (PURBs, 2019). */
export function fileBucket(length) {
  const least = Math.max(length, LEAST_FILE_BYTES);
  const exponent = Math.floor(Math.log2(least));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(least / step) * step;
}
