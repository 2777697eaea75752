// FFmpeg is broken or missing: uploads and playback of what browsers can watch go on; the rest waits.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, getAsset, hlsUrl, put, requestUpload, untilAsset, untilReady } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const NAMES = ['ffmpeg', 'ffprobe'];
const folder = await mkdtemp(join(tmpdir(), 'slipway-e2e-broken-'));
for (const name of NAMES) {
  await writeFile(join(folder, name), '#!/bin/sh\necho "broken on purpose" >&2\nexit 1\n');
  await chmod(join(folder, name), 0o755);
}

// For this server alone, the machine's own FFmpeg is covered by the broken one.
const installed = ['/usr/local/bin', '/usr/bin', '/bin']
  .flatMap((bin) => NAMES.map((name) => join(bin, name)))
  .filter((path) => existsSync(path))
  .map((path) => realpathSync(path));
const binds = [...new Set(installed)].map((path) => `mount --bind ${join(folder, basename(path))} ${path}`);
const through = ['unshare', '--mount', 'sh', '-c', [...binds, 'exec "$@"'].join(' && '), 'sh'];
const skip = spawnSync(through[0], [...through.slice(1), 'true']).status === 0
  ? false
  : "the machine's FFmpeg may not be hidden here";

let server;
before(async () => {
  if (skip) return;
  server = await Slipway.start(
    { SLIPWAY_FFMPEG_PATH: folder },
    // Where the bundle would be unpacked is a file, so that it cannot be.
    { through, prepare: (data) => mkdir(data).then(() => writeFile(join(data, 'ffmpeg'), '')) },
  );
});
after(async () => {
  await server?.stop();
  await rm(folder, { recursive: true });
});

test('MD-05: health says what is missing, and the server is ready all the same', { skip }, async () => {
  const health = await call(server, 'GET', '/health/ready', { key: null });
  assert.equal(health.status, 200, health.text);
  const problem = health.json.problems.find((sentence) => sentence.includes('FFmpeg'));
  assert.match(problem, /No FFmpeg runs here/);
  assert.ok(problem.includes('broken on purpose'), 'why the configured one was passed over');
});

test('MD-05: an H.264/AAC MP4 still becomes ready, and plays', { skip: skip || withoutClips || withoutBrowser }, async () => {
  const asset = await untilReady(server, await put(server, 'plain', clipBytes('sample.mp4')), 20);
  const browser = await Browser.open();
  try {
    const seen = await browser.watch('hls.js', await hlsUrl(server, asset.playbackId));
    assert.deepEqual(seen.errors, []);
  } finally {
    await browser.close();
  }
});

test('MD-10: what is not media is refused as ever', { skip }, async () => {
  const { url, asset } = await requestUpload(server, { name: 'film.mp4' });
  await call(server, 'PUT', url, { key: null, body: 'Dear server, this is not a film.' });
  await untilAsset(server, asset.id, ({ status }) => status.phase === 'failed', 20);
});

test('MD-05: what must be encoded waits with a reason, and has not failed', { skip: skip || withoutClips }, async () => {
  const id = await put(server, 'old.avi', clipBytes('sample.avi'));
  const { task } = await waiting(id);
  assert.match(task.status.errorMessage, /FFmpeg/);
  await pause(1000);
  assert.equal((await getAsset(server, id)).status.phase, 'waiting');
});

/** The asset and its task once a reason to wait is told. */
async function waiting(id) {
  for (const deadline = Date.now() + 20_000; ; await pause(100)) {
    const asset = await getAsset(server, id);
    const { json: tasks } = await call(server, 'GET', '/api/task');
    const task = tasks.find((one) => one.outputAssetId === id);
    assert.notEqual(asset.status.phase, 'failed', asset.status.errorMessage);
    if (task?.status.errorMessage) return { asset, task };
    assert.ok(Date.now() < deadline, JSON.stringify({ asset, task }));
  }
}
