// Uploads that are each hit by one fault: none is lost, none is wrong, nothing told is sent again.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { call, requestUpload } from '../harness/api.js';
import { CarefulUpload } from '../harness/careful.js';
import { Chance, long, seedOf } from '../harness/chance.js';
import { FaultProxy } from '../harness/proxy.js';
import { Slipway } from '../harness/server.js';
import { create } from '../harness/tus.js';

const UPLOADS = Number(process.env.SLIPWAY_TEST_UPLOADS ?? 1000);
const AT_ONCE = 12;
const PATIENT = 20_000; // ms until a client gives up
const IMPATIENT = 1_000; // the same where the line will go silent
const run = promisify(execFile);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** How often which fault comes; a kill stops everybody and a start takes seconds. */
const KINDS = [
  ...Array(20).fill('fin'),
  ...Array(20).fill('reset'),
  ...Array(18).fill('hole'),
  ...Array(14).fill('lost'),
  ...Array(10).fill('delay'),
  ...Array(8).fill('slow'),
  ...(spawnSync('prlimit', ['--version']).status === 0 ? Array(8).fill('storage') : []),
  ...Array(2).fill('kill'),
];

let server;
before(async () => {
  if (long) server = await Slipway.start();
});
after(async () => {
  // Lines of the proxy that fell silent must not keep the process.
  setTimeout(() => process.exit(), 10_000).unref();
  await server?.stop();
});

/** From when to when the whole server was hit; what it answers meanwhile is excused. */
const hits = [];
let hitting = Promise.resolve();

/** One blow to the server at a time; whoever wants one meanwhile has had it. */
function hit(kind) {
  const blow = kind === 'kill' ? killed : cannotWrite;
  hitting = hitting.then(async () => {
    const from = performance.now();
    await blow();
    hits.push({ kind, from, to: performance.now() });
  });
  return hitting;
}

async function killed() {
  await server.kill9();
  await server.restart();
}

/** No file may grow beyond 48 KiB for a moment: writes fail, those of the database as well. */
async function cannotWrite() {
  const limit = (size) => run('prlimit', ['--pid', String(server.pid), `--fsize=${size}:`]);
  await limit(48 << 10);
  await pause(150);
  await limit('unlimited');
}

/** A 5xx is one of the server's, unless it was hit while it had the request. */
const excused = ({ from, to, status }) =>
  status < 500
    ? [409, 423].includes(status)
    : hits.some((hit) => from <= hit.to && to >= hit.from);

/** An odd answer with what the log says about it. */
function told({ method, status, id, from, to }) {
  const lines = server.log.split('\n');
  const at = lines.findIndex((one) => id && one.includes(id));
  // The cause of a fault of ours stands below the line.
  const line = at < 0 ? 'nothing in the log' : lines.slice(at, at + (status < 500 ? 1 : 12)).join('\n');
  const near = hits.map((hit) => `${hit.kind} ${Math.round(hit.from)}-${Math.round(hit.to)}`).slice(-3);
  return `${method} ${status} ${Math.round(from)}-${Math.round(to)}: ${line} (last hits: ${near})`;
}

/** One upload; answers its books. */
async function one(seed, number) {
  const chance = new Chance(seed + number);
  const kind = chance.one(KINDS);
  const file = chance.film(chance.between(1, 40) === 1 ? chance.between(2 << 20, 6 << 20) : chance.between(40_000, 600_000));
  const { tusEndpoint, asset } = await patiently(() => requestUpload(server, { name: `${kind} ${number}` }));
  const location = await patiently(() => create(server, tusEndpoint, file.length));
  const proxy = await FaultProxy.before(server.origin);
  const upload = new CarefulUpload(() => proxy.through(location), file);
  const when = chance.between(0, file.length - 1);
  let struck = false;
  let blow = Promise.resolve();
  const size = chance.one([file.length, 1 << 16, 1 << 18, chance.between(50_000, 200_000)]);
  try {
    const done = await upload.run({
      chunk: () => size,
      patience: () => (kind === 'hole' && struck ? IMPATIENT : PATIENT),
      before: (offset) => {
        if (struck || offset + size <= when) return;
        struck = true;
        if (kind === 'kill' || kind === 'storage') {
          blow = pause(chance.between(0, 12)).then(() => hit(kind));
        } else {
          proxy.next({ kind, at: Math.max(1, when - offset) + 200, millis: 40, rate: 2_000_000 });
        }
      },
    });
    await blow;
    const kept = await readFile(join(server.data, 'blobs', asset.id, 'source')).catch(() => Buffer.alloc(0));
    return { number, kind, seed, done, right: sha256(kept) === sha256(file), upload };
  } finally {
    await proxy.stop();
    await patiently(() => call(server, 'DELETE', `/api/asset/${asset.id}`));
  }
}

/** Tries again while the server is hit. */
async function patiently(attempt) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (failed) {
      if (Date.now() > deadline) throw failed;
      await pause(100);
    }
  }
}

// Minutes of noise: part of `./slipway test --long`.
test(`REL-02..REL-06, REL-11: ${UPLOADS} uploads, each hit by a fault`, { skip: !long && 'only with --long' }, async () => {
  const seed = seedOf('faults');
  const books = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < UPLOADS) books.push(await one(seed, next++));
    }),
  );

  const counted = (kind) => books.filter((book) => book.kind === kind).length;
  console.log([...new Set(KINDS)].map((kind) => `${kind} ${counted(kind)}`).join(', '));
  const bad = (accept) => books.filter((book) => !accept(book)).map(({ upload, ...book }) => ({
    ...book,
    told: upload.told,
    of: upload.file.length,
    sentAgain: upload.sentAgain,
    odd: upload.odd.filter((answer) => !excused(answer)).map(told),
  }));
  const said = `\n${server.logTail()}`;
  assert.deepEqual(bad(({ done }) => done), [], `every upload can be resumed${said}`);
  assert.deepEqual(bad(({ right }) => right), [], 'every file is right');
  assert.deepEqual(bad(({ upload }) => upload.sentAgain === 0), [], 'nothing told is sent again');
  assert.deepEqual(bad(({ upload }) => upload.odd.every(excused)), [], `no answer without a cause${said}`);
  const sum = (count) => books.reduce((all, { upload }) => all + count(upload), 0);
  console.log(
    `${books.length} uploads, ${sum(({ file }) => file.length)} bytes, ${sum(({ broken }) => broken)} broken requests, ` +
      `0 wrong, 0 told bytes sent again, 0 lost`,
  );
});
