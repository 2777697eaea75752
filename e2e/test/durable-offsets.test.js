// What the process really asks of the system: an offset is told only when its bytes are on the device,
// and when the device fails it is not told at all.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { requestUpload } from '../harness/api.js';
import { Chance, long, seedOf } from '../harness/chance.js';
import { Slipway } from '../harness/server.js';
import { create, offsetOf, patch } from '../harness/tus.js';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const traceable = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
const skip = !traceable && 'strace is not there or may not trace';
/** Faults of each kind: at the first call, the second, … */
const TIMES = long ? 12 : 1;

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

test('REL-01: 64 MiB in pieces of 1 byte to 8 MiB, and after each the offset is the sum sent', async () => {
  const chance = new Chance(seedOf('pieces'));
  const file = randomBytes(64 << 20);
  chance.film(1000).copy(file);
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'in pieces' });
  const location = await create(server, tusEndpoint, file.length);
  let sent = 0;
  while (sent < file.length) {
    // As many small ones as large ones.
    const piece = Math.min(file.length - sent, Math.round(2 ** (chance.share() * 23)));
    const answer = await patch(server, location, sent, file.subarray(sent, sent + piece));
    assert.equal(answer.status, 204, answer.text);
    sent += piece;
    assert.equal(Number(answer.headers.get('upload-offset')), sent);
    assert.equal(await offsetOf(server, location), sent);
  }
  assert.equal(sha256(await readFile(join(server.data, 'blobs', asset.id, 'source'))), sha256(file));
});

/** Traces the running server while `work` is done; answers the lines. */
async function traced(options, work) {
  const output = join(server.folder, `trace-${randomBytes(4).toString('hex')}`);
  const words = ['-f', '-y', '-s', '400', '-o', output, ...options, '-p', String(server.pid)];
  const tracer = spawn('strace', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  tracer.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  while (!said.includes('attached')) {
    assert.equal(tracer.exitCode, null, said);
    await Promise.race([once(tracer.stderr, 'data'), once(tracer, 'exit')]);
  }
  try {
    await work();
  } finally {
    tracer.kill('SIGINT');
    await once(tracer, 'exit');
  }
  return (await readFile(output, 'latin1')).split('\n');
}

/** Calls as they ended, in that order: `{name, text}`; strace tells a slow one in two lines. */
function calls(lines) {
  const open = new Map();
  return lines.flatMap((line) => {
    const [, thread, rest] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!rest) return [];
    const begun = /^(\w+)\((.*) <unfinished \.\.\.>$/.exec(rest);
    if (begun) {
      open.set(thread, begun[2]);
      return [];
    }
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (resumed) return [{ name: resumed[1], text: (open.get(thread) ?? '') + resumed[2] }];
    const whole = /^(\w+)\((.*)$/.exec(rest);
    return whole ? [{ name: whole[1], text: whole[2] }] : [];
  });
}

/** A new upload, its file, and where it is. */
async function begun(length) {
  const file = new Chance(length).film(length);
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'on the device' });
  return { file, asset, location: await create(server, tusEndpoint, length) };
}

test('REL-11, TUS-179: no offset is told before the bytes below it were forced to the device', { skip }, async () => {
  const { file, asset, location } = await begun(400_000);
  const lines = await traced(['-e', 'trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync'], async () => {
    for (let at = 0; at < file.length; at += 50_000) {
      const answer = await patch(server, location, at, file.subarray(at, at + 50_000));
      assert.equal(answer.status, 204, answer.text);
    }
  });

  const source = `blobs/${asset.id}/source`;
  let written = false; // and not forced since
  let forced = 0;
  let databaseForced = false;
  const told = [];
  for (const { name, text } of calls(lines)) {
    if (text.includes(source)) {
      if (/sync$/.test(name)) {
        assert.match(text, /= 0$/);
        written = false;
        forced++;
      } else {
        written = true;
        databaseForced = false;
      }
    } else if (/sync$/.test(name) && /slipway\.db/.test(text)) {
      databaseForced = true;
    }
    const offset = /HTTP\/1\.1 204.*?[Uu]pload-[Oo]ffset: (\d+)/.exec(text);
    if (offset) {
      assert.equal(written, false, `${offset[1]} is told and not on the device`);
      assert.ok(databaseForced, `${offset[1]} is told and its record is not on the device`);
      told.push(Number(offset[1]));
    }
  }
  assert.deepEqual(told, [50, 100, 150, 200, 250, 300, 350, 400].map((thousand) => thousand * 1000));
  assert.ok(forced >= told.length, `${forced} flushes`);
});

/** Which system calls of a PATCH fail, each at its first, second, … time. */
const FAULTS = long
  ? ['fdatasync', 'fsync', 'pwrite64', 'writev', 'write', 'ftruncate', 'openat']
  : ['fdatasync', 'pwrite64', 'writev', 'write'];

test(`REL-11: EIO at the first ${TIMES} calls of each kind: never a wrong offset, never a short file`, { skip }, async () => {
  const chance = new Chance(seedOf('EIO'));
  let failed = 0;
  for (const call of FAULTS) {
    for (let when = 1; when <= TIMES; when++) {
      const { file, asset, location } = await begun(chance.between(100_000, 300_000));
      const where = ['-P', join(server.data, 'blobs', asset.id, 'source'), '-P', join(server.data, 'slipway.db-wal')];
      let told = 0;
      await traced(['-e', `trace=${call}`, '-e', `inject=${call}:error=EIO:when=${when}`, ...where], async () => {
        for (let i = 0; i < 4 && told < file.length; i++) {
          const answer = await patch(server, location, told, file.subarray(told, told + 60_000));
          if (answer.status === 204) {
            told = Number(answer.headers.get('upload-offset'));
          } else {
            failed++;
            assert.ok([409, 500].includes(answer.status), `${call} ${when}: ${answer.status} ${answer.text}`);
            if (answer.status === 409) told = Math.max(told, Number(answer.headers.get('upload-offset')));
          }
        }
      });
      // Some have to be killed to be sure: what counts is what is on the device.
      if (chance.share() < (long ? 0.3 : 0.15)) {
        await server.kill9();
        await server.restart();
      }
      const kept = await offsetOf(server, location);
      assert.ok(kept >= told, `${call} ${when}: ${kept} of ${told} told`);
      if (kept < file.length) {
        const end = await patch(server, location, kept, file.subarray(kept));
        assert.equal(end.status, 204, `${call} ${when}: ${end.text}\n${server.logTail()}`);
      }
      const stored = await readFile(join(server.data, 'blobs', asset.id, 'source'));
      assert.equal(sha256(stored), sha256(file), `${call} ${when}: the file is right`);
    }
  }
  assert.ok(failed > 0, 'at least one of them hit a request');
  console.log(`${FAULTS.length * TIMES} faults, ${failed} requests refused, 0 told bytes lost`);
});
