// The disk of the data folder is full and holds neither the bytes nor the database: a start finds the FFmpeg
// that lies there, and says what is wrong where it has yet to be unpacked.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { call, put, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const run = promisify(execFile);

const mount = await mkdtemp(join(tmpdir(), 'slipway-e2e-work-'));
const elsewhere = await mkdtemp(join(tmpdir(), 'slipway-e2e-elsewhere-'));
const refused = await run('mount', ['-t', 'tmpfs', '-o', 'size=256m,nr_inodes=256', 'tmpfs', mount]).then(
  () => false,
  () => 'a small disk may not be mounted here',
);
const skip = refused || withoutClips;
const installed = process.env.PATH.split(delimiter).some((bin) => existsSync(join(bin, 'ffmpeg')));
const skipRefusal = skip || (installed && 'this machine has an FFmpeg of its own, which is found then');

let server;
before(async () => {
  if (skip) return;
  await mkdir(join(elsewhere, 'database'));
  server = await Slipway.start({
    SLIPWAY_DATA: join(mount, 'data'),
    SLIPWAY_STORAGE: `file:${elsewhere}/blobs`,
    SLIPWAY_DATABASE_URL: `jdbc:sqlite:${elsewhere}/database/slipway.db`,
    SLIPWAY_STORAGE_RESERVE: '0',
  });
});
after(async () => {
  await server?.stop();
  if (!refused) await run('umount', [mount]);
  await rm(mount, { recursive: true });
  await rm(elsewhere, { recursive: true });
});

const ballast = join(mount, 'ballast');

/** Takes every block there is, and every name. */
async function fill() {
  await mkdir(ballast, { recursive: true });
  const { bavail, bsize } = await statfs(mount);
  await writeFile(join(ballast, 'blocks'), Buffer.alloc(bavail * bsize));
  await assert.rejects(async () => {
    for (let name = 0; name < 1000; name++) await writeFile(join(ballast, String(name)), '');
  }, /ENOSPC/);
}
const makeRoom = () => rm(ballast, { recursive: true });

async function problems() {
  const health = await call(server, 'GET', '/health/ready', { key: null });
  assert.equal(health.status, 200, health.text);
  return health.json.problems.join('\n');
}

test('REL-13, REL-42: started on a full disk it has its FFmpeg, and works when there is room', { skip }, async () => {
  assert.doesNotMatch(await problems(), /work\/|No FFmpeg/);
  await server.halt();
  await fill();
  await server.restart();
  const told = await problems();
  assert.match(told, /The disk of work\/ is full up to its reserve; encoding waits\./);
  assert.doesNotMatch(told, /No FFmpeg|uploads wait/);

  await makeRoom();
  assert.doesNotMatch(await problems(), /work\//);
  await untilReady(server, await put(server, 'encoded', clipBytes('sample.avi')), 60);
});

test('REL-13: where FFmpeg does not fit, the start is refused with a sentence', { skip: skipRefusal }, async () => {
  await server.halt();
  await rm(join(mount, 'data', 'ffmpeg'), { recursive: true });
  await fill();
  const { code, output } = await server.rival();
  assert.equal(code, 1, output);
  assert.match(output, /^slipway: the disk of the data folder .* is full, and FFmpeg cannot be unpacked or tried there; /m);
  assert.doesNotMatch(output, /Exception/);

  await makeRoom();
  await server.restart();
  assert.doesNotMatch(await problems(), /No FFmpeg/);
});
