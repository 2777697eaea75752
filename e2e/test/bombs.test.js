// Files that unfold to something huge, or are huge and hold nothing: each is refused with a reason or worked on
// within its limits, and whoever else uses the server hardly notices.
import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, hlsUrl, put, untilReady, untilSettled } from '../harness/api.js';
import { BOMBS, HEAVY_BOMBS } from '../harness/bombs.js';
import { Bystander } from '../harness/bystander.js';
import { long } from '../harness/chance.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { ffmpeg } from '../harness/ffmpeg.js';
import { Slipway } from '../harness/server.js';

const SECONDS = 180; // for each bomb to end, on a busy machine
const SERVER = 1024; // MiB: a heap of 512, and what a JVM needs beside it
const TOOL = 2048; // MiB
const PROBE = 1024; // MiB, of what only looks into a file
const DISK = 64 << 20; // bytes, beside the sources
const NOTICED = 1000; // ms at p99; the aim is 200 (REL-53), on a machine that does nothing else

let server;
let bystander;
let jpeg;
before(async () => {
  if (withoutClips) return;
  server = await Slipway.start({ SLIPWAY_FFMPEG_ADDRESS_SPACE: `${TOOL}MiB` });
  const id = await put(server, 'beside', clipBytes('sample.mp4'));
  const asset = await untilReady(server, id);
  const picture = join(server.folder, 'picture.jpg');
  await ffmpeg(server, '-f', 'lavfi', '-i', 'testsrc2=size=64x64', '-frames:v', '1', picture);
  jpeg = await readFile(picture);
  const urls = [`${server.origin}/api/asset/${id}`, await hlsUrl(server, asset.playbackId)];
  bystander = new Bystander(server, urls, { Authorization: `Bearer ${server.apiKey}` });
});
after(() => server?.stop());

/** Bytes below a folder, without sources. */
async function weight(folder) {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name !== 'source') {
      sum += (await stat(join(entry.parentPath ?? entry.path, entry.name)).catch(() => ({ size: 0 }))).size;
    }
  }
  return sum;
}

for (const [name, make] of Object.entries(long ? { ...BOMBS, ...HEAVY_BOMBS } : BOMBS)) {
  test(`REL-53: ${name}`, { skip: withoutClips }, async () => {
    const work = join(server.data, 'work');
    const bytes = make(jpeg);
    await pause(100); // connections that were closed meanwhile are noticed
    const from = performance.now();
    const id = await put(server, 'bomb', bytes);
    const { status } = await untilSettled(server, id, SECONDS);
    const took = ((performance.now() - from) / 1000).toFixed(1);
    const { json: video } = await call(server, 'GET', `/admin/videos/${id}`, { key: server.adminKey });
    console.log(`${name}: ${status.phase} after ${took} s. ${video.reason ?? ''}`);
    if (status.phase === 'failed') {
      assert.match(video.reason, /^[A-Z][^/]+\.$/, 'a reason without paths');
      assert.doesNotMatch(video.reason, /on our side/);
    }
    if (name.startsWith('1,000 tracks')) assert.match(video.reason, /more than 64 tracks/);
    if (name.startsWith('an index') && name.includes('deflated')) assert.match(video.reason, /takes more memory than is allowed/);
    // Texts come after the pictures.
    for (const deadline = Date.now() + SECONDS * 1000; (await readdir(work)).length > 0; await pause(100)) {
      assert.ok(Date.now() < deadline, `${await readdir(work)} is left of the work`);
    }
    const stored = await weight(join(server.data, 'blobs', id));
    assert.ok(stored < DISK, `${stored} bytes`);
  });
}

test('REL-53: meanwhile the server and its tools stay small, and others are answered', { skip: withoutClips }, async () => {
  const { took, odd, ffmpeg: encoder, ffprobe } = await bystander.goes();
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  const most = Number(/^VmHWM:\s+(\d+)/m.exec(status)[1]) >> 10;
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.floor(took.length * share)].toFixed(0);
  console.log(
    `${took.length} requests beside them: median ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${took.at(-1).toFixed(0)} ms; ` +
      `at most ${most} MiB for the server, ${encoder >> 10} MiB for one ffmpeg and ${ffprobe >> 10} MiB for one ffprobe`,
  );
  assert.deepEqual(odd, []);
  assert.ok(most < SERVER, `${most} MiB`);
  assert.ok(encoder > 0 && ffprobe > 0, 'tools were seen at work');
  assert.ok(encoder >> 10 <= TOOL, `${encoder >> 10} MiB`);
  assert.ok(ffprobe >> 10 <= PROBE, `${ffprobe >> 10} MiB`);
  if (long) assert.ok(Number(at(0.99)) < NOTICED, `${at(0.99)} ms`);
});
