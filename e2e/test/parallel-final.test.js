// A film of 2 GiB that comes in ten parts at once: the request that joins them is answered at once.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { call, requestUpload, untilReady } from '../harness/api.js';
import { long } from '../harness/chance.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import { offsetOf, TUS } from '../harness/tus.js';

const PARTS = 10;
const LENGTH = 2 * 2 ** 30;
const MOST = 2000; // ms, of the answer to the final
const NOTHING = Buffer.alloc(1 << 20);

const skip = withoutClips || (!long && 'writes 4 GiB; only with --long');

let server;
before(async () => {
  if (!skip) server = await Slipway.start();
});
after(() => server?.stop());

const key = () => ({ Authorization: `Bearer ${server.apiKey}` });

/** What a film begins with, when all that follows is a box of nothing which players pass over. */
function beginning() {
  const clip = clipBytes('sample.mp4');
  const empty = Buffer.alloc(16);
  empty.writeUInt32BE(1, 0); // the size stands behind the name (ISO/IEC 14496-12, 4.2)
  empty.write('free', 4, 'latin1');
  empty.writeBigUInt64BE(BigInt(LENGTH - clip.length), 8);
  return Buffer.concat([clip, empty]);
}

/** Uploads so many bytes as a part: these first, and then nothing but zeros. Answers its address. */
async function part(length, first) {
  const headers = { ...TUS, ...key(), 'Upload-Concat': 'partial', 'Upload-Length': String(length) };
  const made = await call(server, 'POST', '/files/', { key: null, headers });
  assert.equal(made.status, 201, made.text);
  const location = made.headers.get('location');
  const request = http.request(location, {
    method: 'PATCH',
    headers: {
      ...TUS,
      ...key(),
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': length,
    },
  });
  const answered = once(request, 'response');
  request.write(first);
  for (let left = length - first.length; left > 0; left -= NOTHING.length) {
    const piece = NOTHING.subarray(0, Math.min(left, NOTHING.length));
    if (!request.write(piece)) await Promise.race([once(request, 'drain'), answered]);
  }
  request.end();
  const [answer] = await answered;
  answer.resume();
  assert.equal(answer.statusCode, 204, server.logTail());
  assert.equal(Number(answer.headers['upload-offset']), length);
  return location;
}

test('REL-19, TUS-136: ten parts of 2 GiB together are a whole within 2 s', { skip }, async () => {
  const each = Math.floor(LENGTH / PARTS);
  const locations = await Promise.all(
    Array.from({ length: PARTS }, (_, index) =>
      part(
        index === PARTS - 1 ? LENGTH - (PARTS - 1) * each : each,
        index === 0 ? beginning() : Buffer.alloc(0),
      ),
    ),
  );
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'in ten parts' });
  const headers = { ...TUS, ...key(), 'Upload-Concat': `final;${locations.join(' ')}` };

  const { searchParams } = new URL(tusEndpoint);
  const endpoint = `/files/?ticket=${searchParams.get('token')}`; // Livepeer's own joins nothing

  const asked = performance.now();
  const answer = await call(server, 'POST', endpoint, { key: null, headers });
  const took = performance.now() - asked;
  const there = await server.bytesOnDisk(asset.id);

  assert.equal(answer.status, 201, answer.text);
  assert.ok(took < MOST, `the final was answered after ${took.toFixed(0)} ms`);
  assert.equal(await offsetOf(server, answer.headers.get('location')), LENGTH);
  await untilReady(server, asset.id, 300);
  const ready = performance.now() - asked;
  assert.equal(await server.bytesOnDisk(asset.id), LENGTH);
  console.log(
    `the final was answered after ${took.toFixed(0)} ms with ${there} of ${LENGTH} bytes joined; ` +
      `the film was ready after ${(ready / 1000).toFixed(1)} s`,
  );
});
