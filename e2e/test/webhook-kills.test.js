// The process is killed between "it happened" and "it was told", again and again: nothing stays untold.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../harness/api.js';
import { Chance, enough, long, seedOf } from '../harness/chance.js';
import { Slipway } from '../harness/server.js';

const KILLS = Number(process.env.SLIPWAY_TEST_KILLS ?? (long ? 500 : 8));
const AT_ONCE = 6;

let server;
let listener;
const heard = new Map(); // of an asset: the events told about it, each with its id
let deliveries = 0;
let renamed = 0; // told again under another id
before(async () => {
  listener = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    const { id, event, payload } = JSON.parse(body);
    const asset = payload.asset?.id ?? payload.task.snapshot.outputAssetId;
    const told = heard.get(asset) ?? new Map();
    deliveries++;
    if ((told.get(event) ?? id) !== id) renamed++;
    heard.set(asset, told.set(event, id));
    response.writeHead(200).end();
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
});
after(async () => {
  await server?.stop();
  listener?.closeAllConnections();
  listener?.close();
});

test(`REL-73: killed ${KILLS} times right after a commit, every event is told`, async (t) => {
  const hook = await call(server, 'POST', '/api/webhook', {
    body: { name: 'ears', url: `http://127.0.0.1:${listener.address().port}/`, events: ['asset.created', 'task.spawned'] },
  });
  assert.equal(hook.status, 200, hook.text);
  const chance = new Chance(seedOf('webhook-kills'));
  const answered = [];
  let untoldAtDeath = 0;
  let kill = 0;
  for (; kill < KILLS && !enough(); kill++) {
    const asked = Array.from({ length: AT_ONCE }, (_, i) =>
      call(server, 'POST', '/api/asset/request-upload', { body: { name: `${kill}-${i}` } }).catch(() => undefined),
    );
    const first = await Promise.race(asked.map((one) => one.then((answer) => answer ?? new Promise(() => {}))));
    assert.equal(first.status, 200, first.text);
    await pause(chance.between(0, 4)); // the first is committed, its telling is about to begin or has
    await server.kill9();
    const happened = (await Promise.all(asked)).filter((answer) => answer?.status === 200).map((answer) => answer.json.asset.id);
    answered.push(...happened);
    if (happened.some(untold)) untoldAtDeath++;
    await server.restart();
  }
  const committed = await everyAsset(); // also those whose answer nobody got
  assert.deepEqual(answered.filter((id) => !committed.includes(id)), [], 'answered, but not there');
  assert.ok(untoldAtDeath > 0, 'no kill came before a telling, so nothing was shown');
  const deadline = Date.now() + 120_000;
  while (committed.some(untold) && Date.now() < deadline) await pause(100);
  assert.deepEqual(committed.filter(untold), [], server.logTail());
  assert.equal(renamed, 0, 'an event told again keeps its id');
  assert.deepEqual([...heard.keys()].filter((id) => !committed.includes(id)), [], 'told, but never happened');
  t.diagnostic(
    `${kill} kills, ${untoldAtDeath} of them before something was told; ${committed.length} assets ` +
      `(${answered.length} answered), ${2 * committed.length} events, ${deliveries} deliveries`,
  );
});

const untold = (id) => (heard.get(id)?.size ?? 0) < 2;

async function everyAsset() {
  const ids = [];
  for (let skip = 0; ; skip += 1000) {
    const { json } = await call(server, 'GET', `/api/asset?limit=1000&cursor=skip${skip}&order=createdAt-false`);
    ids.push(...json.map(({ id }) => id));
    if (json.length < 1000) return ids;
  }
}
