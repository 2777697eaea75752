// Ten thousand clients on very slow lines: memory and threads stay bounded, a fast one gets through.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { call, requestUpload } from '../harness/api.js';
import { Chance, long } from '../harness/chance.js';
import { Slipway } from '../harness/server.js';
import { create, TUS } from '../harness/tus.js';

const FILES = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).replace('unlimited', '1e6'));
const WANTED = Number(process.env.SLIPWAY_TEST_CROWD ?? 10_000);
/** Each takes two of the server's files, a socket and the file itself; the JVM opens as many as it may. */
const CROWD = Math.min(WANTED, Math.floor((FILES - 1200) / 2));
const SECONDS = Number(process.env.SLIPWAY_TEST_CROWD_SECONDS ?? 600);
const PIECE = 4096; // bytes each client sends every four seconds: 1 KiB/s
const LENGTH = (SECONDS + 1200) << 10; // more than anybody gets to
const AT_ONCE = 50; // creations under way

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const skip = (!long && 'only with --long') || (CROWD < 1000 && 'so many files may not be open here');

let server;
before(async () => {
  if (skip) return;
  const settings = {
    SLIPWAY_UPLOAD_MAX_OPEN: String(2 * CROWD),
    SLIPWAY_HTTP_MAX_CONNECTIONS: String(2 * CROWD),
    SLIPWAY_LIMIT_REQUESTS_PER_KEY: '0',
    SLIPWAY_LIMIT_REQUESTS_PER_ADDRESS: '0',
  };
  server = await Slipway.start(settings);
});
after(() => server?.stop());

/** One client: creates an upload with the first piece of its body, and goes on with it for ever. */
class Slow {
  answer = '';
  sent = 0;

  static async begin(file) {
    const { hostname, port } = new URL(server.origin);
    const slow = new Slow();
    slow.socket = connect({ host: hostname, port: Number(port) });
    await new Promise((resolve, reject) => slow.socket.once('connect', resolve).once('error', reject));
    slow.socket.on('error', () => {}).setEncoding('latin1');
    slow.socket.on('data', (text) => (slow.answer += text));
    slow.file = file;
    slow.socket.write(
      [
        'POST /files/ HTTP/1.1',
        `Host: ${hostname}:${port}`,
        `Authorization: Bearer ${server.apiKey}`,
        'Upload-Draft-Interop-Version: 6',
        'Upload-Complete: ?1',
        'Content-Type: application/partial-upload',
        `Content-Length: ${LENGTH}`,
        '\r\n',
      ].join('\r\n'),
    );
    // The interim answer says that the upload is there, and where.
    while (!slow.answer.includes('\r\n\r\n')) {
      assert.ok(!slow.socket.destroyed, `closed: ${slow.answer}`);
      await Promise.race([new Promise((more) => slow.socket.once('data', more).once('close', more)), pause(60_000)]);
    }
    assert.match(slow.answer, /^HTTP\/1\.1 104/, `${slow.answer}\n${server.logTail()}`);
    [, slow.location] = /^location: (\S+)/im.exec(slow.answer);
    slow.answer = '';
    slow.send();
    return slow;
  }

  send() {
    this.socket.write(this.file.subarray(this.sent, this.sent + PIECE));
    this.sent += PIECE;
  }
}

/** Seconds of CPU that the server has used. */
async function cpu() {
  const stat = await readFile(`/proc/${server.pid}/stat`, 'latin1');
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

/** Resident memory in MiB and threads of the server's process. */
async function size() {
  const status = await readFile(`/proc/${server.pid}/status`, 'latin1');
  const number = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1]);
  return { mib: number('VmRSS') / 1024, threads: number('Threads') };
}

/** Milliseconds of a whole upload at full speed, by a process that has nothing else to do; checked. */
async function fast() {
  const film = new Chance(7).film(32 << 20);
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'fast' });
  const location = await create(server, tusEndpoint, film.length);
  const file = join(server.folder, 'film');
  await writeFile(file, film);
  const { stdout } = await promisify(execFile)('curl', [
    '-sS', '--fail-with-body', '-X', 'PATCH', '-T', file, '-H', 'Expect:', '-w', '%{time_total}',
    '-H', 'Tus-Resumable: 1.0.0', '-H', 'Upload-Offset: 0', '-H', 'Content-Type: application/offset+octet-stream',
    location,
  ]);
  assert.equal(sha256(await readFile(join(server.data, 'blobs', asset.id, 'source'))), sha256(film));
  return Number(stdout) * 1000;
}

test(`TUS-174, TUS-290: ${CROWD} clients at 1 KiB/s for ${SECONDS} s`, { skip }, async () => {
  if (CROWD < 10_000) {
    console.log(
      `${CROWD} clients and not 10,000: ` +
        (CROWD < WANTED ? `a process may open ${FILES} files here (ulimit -Hn), and each client takes two` : 'so it was asked for'),
    );
  }
  const file = new Chance(1).film(LENGTH);
  await fast();
  const alone = [];
  const measureAlone = async () => {
    for (let i = 0; i < 15; i++) alone.push(await fast());
  };
  await measureAlone();
  const before = await size();
  const crowd = [];
  // From the moment each is there: whoever brings nothing for a minute is sent away.
  let over = false;
  const bringing = (async () => {
    while (!over) {
      const lapEnds = performance.now() + 4000;
      for (let part = 0; part < 40; part++) {
        for (let i = part; i < crowd.length; i += 40) crowd[i].send();
        await pause(50);
      }
      await pause(Math.max(0, lapEnds - performance.now()));
    }
  })();
  const came = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let i = 0; i < CROWD / AT_ONCE; i++) crowd.push(await Slow.begin(file));
    }),
  );
  const arrival = (performance.now() - came) / 1000;

  const most = { mib: 0, threads: 0 };
  const [usedBefore, from] = [await cpu(), performance.now()];
  const beside = [];
  const health = [];
  const end = performance.now() + SECONDS * 1000;
  for (let lap = 0; performance.now() < end; lap++) {
    const asked = performance.now();
    assert.equal((await call(server, 'GET', '/health/live', { key: null })).status, 200);
    health.push(performance.now() - asked);
    beside.push(await fast());
    const now = await size();
    most.mib = Math.max(most.mib, now.mib);
    most.threads = Math.max(most.threads, now.threads);
    await pause(4000);
  }
  const used = ((await cpu()) - usedBefore) / ((performance.now() - from) / 1000);
  over = true;
  await bringing;

  const lost = crowd.filter(({ socket, answer }) => socket.destroyed || answer.startsWith('HTTP/1.1 4') || answer.startsWith('HTTP/1.1 5'));
  assert.equal(lost.length, 0, `${lost.length} were sent away: ${lost[0]?.answer}\n${server.logTail()}`);
  assert.ok(most.threads < before.threads + 100, `${most.threads} threads, ${before.threads} before`);
  for (const one of crowd.filter((_, i) => i % Math.ceil(CROWD / 20) === 0)) {
    const head = await call(server, 'HEAD', one.location, { key: null, headers: { ...TUS, 'Upload-Draft-Interop-Version': '6' } });
    assert.ok(head.status < 300, `${head.status}`);
    assert.ok(Number(head.headers.get('upload-offset')) > 0);
  }
  // The crowd takes a while to come: a machine that others use may be another one by now.
  for (const { socket } of crowd) socket.destroy();
  await pause(5000);
  await measureAlone();
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
  console.log(
    `${CROWD} came in ${arrival.toFixed(0)} s; resident ${before.mib.toFixed(0)} MiB before, ${most.mib.toFixed(0)} at most, ` +
      `${(((most.mib - before.mib) * 1024) / CROWD).toFixed(1)} KiB each; threads ${before.threads} and ${most.threads}; ` +
      `32 MiB alone, before and after, ${median(alone).toFixed(0)} ms, beside them ${median(beside).toFixed(0)} ms ` +
      `(${((100 * median(alone)) / median(beside)).toFixed(0)} %); ` +
      `the server used ${used.toFixed(2)} cores; health median ${median(health).toFixed(0)} ms, most ${Math.max(...health).toFixed(0)} ms`,
  );
});
