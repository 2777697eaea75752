// Chance that can be had again: every random test prints its seed and takes one from outside.
import { randomInt } from 'node:crypto';

/** Whether the tests may take their time (`./slipway test --long`). */
export const long = process.env.SLIPWAY_TEST_LONG === 'yes';

/** When a test that does the same again and again should come to its end: after SLIPWAY_TEST_MINUTES, if given. */
export const enough = () => performance.now() > Number(process.env.SLIPWAY_TEST_MINUTES ?? Infinity) * 60_000;

/** The seed of a test: SLIPWAY_TEST_SEED, else a new one. Printed, so that a failure can be had again. */
export function seedOf(name) {
  const seed = Number(process.env.SLIPWAY_TEST_SEED ?? randomInt(2 ** 31));
  console.log(`${name}: SLIPWAY_TEST_SEED=${seed}`);
  return seed;
}

/** Numbers from a seed (mulberry32). */
export class Chance {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  share() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least, most) {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  one(values) {
    return values[this.between(0, values.length - 1)];
  }

  bytes(count) {
    const bytes = Buffer.allocUnsafe(count);
    for (let at = 0; at + 4 <= count; at += 4) bytes.writeUInt32LE(this.between(0, 2 ** 32 - 1), at);
    for (let at = count & ~3; at < count; at++) bytes[at] = this.between(0, 255);
    return bytes;
  }

  /** Bytes that begin as an MP4 does, so that they are let in, and mean nothing. */
  film(count) {
    const bytes = this.bytes(count);
    bytes.writeUInt32BE(24, 0);
    bytes.write('ftypisom\0\0\x02\0isommp42', 4, 'latin1');
    bytes.writeUInt32BE(count - 24, 24);
    bytes.write('mdat', 28, 'latin1');
    return bytes;
  }
}
