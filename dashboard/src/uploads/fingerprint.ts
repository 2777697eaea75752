/** Bytes read from each of the sampled places. */
const SAMPLE = 64 * 1024;

/**
 * Tells whether a file chosen again is the one whose upload was cut: its size and a hash over samples from its start,
 * its middle and its end. Name and date are left out on purpose, because phones invent new ones each time.
 *
 * FNV-1a (Fowler, Noll, Vo) is enough here: it guards against a mistaken hand, not against an attacker, and unlike
 * `crypto.subtle` it works on plain http.
 *
 * @throws DOMException when the file cannot be read, for instance because it is a folder
 */
export async function fingerprint(file: Blob): Promise<string> {
  const places = [0, Math.floor((file.size - SAMPLE) / 2), file.size - SAMPLE];
  let hash = 0xcbf29ce484222325n;
  for (const place of new Set(places.map((at) => Math.max(0, at)))) {
    const sample = new Uint8Array(await file.slice(place, place + SAMPLE).arrayBuffer());
    hash = fnv1a(sample, hash);
  }
  return `${file.size}-${hash.toString(16).padStart(16, '0')}`;
}

/** 64 bits, folded four bytes at a time: BigInt steps are slow and 192 KiB should not be felt. */
function fnv1a(data: Uint8Array, seed: bigint): bigint {
  const words = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let hash = seed;
  let at = 0;
  for (; at + 4 <= data.length; at += 4) hash = step(hash, words.getUint32(at));
  for (; at < data.length; at++) hash = step(hash, words.getUint8(at));
  return hash;
}

function step(hash: bigint, value: number): bigint {
  return BigInt.asUintN(64, (hash ^ BigInt(value)) * 0x100000001b3n);
}
