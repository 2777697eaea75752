import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, bytes, percent, runningTime, span, timeLeft } from '../../src/words/format.ts';

/** One table per function: what goes in, what people read. */
function table<T>(
  name: string,
  run: (given: T) => string,
  rows: readonly (readonly [T, string])[],
) {
  test(name, () => {
    for (const [given, expected] of rows) assert.equal(run(given), expected, `for ${given}`);
  });
}

table('sizes are decimal and short', bytes, [
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [4_139_823, '4.1 MB'],
  [9_960_000, '10 MB'],
  [999_600_000, '1.0 GB'],
  [1_083_000_000_000, '1.1 TB'],
]);

table('running times look like a player shows them', runningTime, [
  [0, '0:00'],
  [7.4, '0:07'],
  [59.6, '1:00'],
  [362.77, '6:03'],
  [3600, '1:00:00'],
]);

table('spans choose the unit that says most', span, [
  [0.0404, '40 ms'],
  [-0.002, '0 ms'],
  [0.9996, '1.0 s'],
  [2.317, '2.3 s'],
  [42, '42 s'],
  [60, '1 min'],
  [214.2, '3 min 34 s'],
  [7_500, '2 h 5 min'],
  [90_000, '1 d 1 h'],
]);

table('time left is coarse on purpose', timeLeft, [
  [0.3, 'a few seconds left'],
  [12, 'about 15 s left'],
  [58, 'about 1 min left'],
  [600, 'about 10 min left'],
  [3_599, 'about 1 h left'],
  [5_400, 'about 1.5 h left'],
]);

table('percentages never claim more than is done', percent, [
  [0, '0 %'],
  [0.427, '42 %'],
  [0.29, '29 %'],
  [0.9999, '99 %'],
  [1, '100 %'],
  [1.2, '100 %'],
]);

test('moments are told from now', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const before = (seconds: number) =>
    ago(new Date(now.getTime() - seconds * 1000).toISOString(), now);
  assert.equal(before(-5), 'just now');
  assert.equal(before(44), 'just now');
  assert.equal(before(50), '1 min ago');
  assert.equal(before(3_540), '59 min ago');
  assert.equal(before(5 * 3600), '5 h ago');
  assert.equal(before(24 * 3600), 'yesterday');
  assert.equal(before(40 * 24 * 3600), 'Oct 12');
  assert.equal(before(365 * 24 * 3600), 'Nov 21, 2025');
});
