// npm `standardwebhooks`, unmodified, checks everything that the server sends to webhooks, whichever
// dialect they belong to; and it refuses what was changed on the way.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, mock, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { call, requestUpload } from '../harness/api.js';
import { Slipway } from '../harness/server.js';

const PLAIN = 'a secret of the customer';
const NOTATED = `whsec_${randomBytes(24).toString('base64')}`;
const NAME = 'Grüße 🎬 "quoted"'; // on the wire more bytes than characters
const NO_FILM = 'no film at all\n'.repeat(99);

const raw = (secret) => new Webhook(secret, { format: 'raw' });

let server;
let listener;
let ears;
const heard = [];
const refusing = new Set(); // paths that say 500 once
before(async () => {
  listener = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    heard.push({ path: request.url, headers: request.headers, body: Buffer.concat(pieces) });
    response.writeHead(refusing.delete(request.url) ? 500 : 200).end();
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  ears = `http://127.0.0.1:${listener.address().port}`;
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
});
after(async () => {
  await server?.stop();
  listener?.closeAllConnections();
  listener?.close();
});

/** What came to a path, once there is so much of it. */
async function at(path, count = 1) {
  for (let tries = 0; tries < 1200; tries++) {
    const found = heard.filter((one) => one.path === path);
    if (found.length >= count) return found;
    await pause(50);
  }
  return assert.fail(`${path} did not hear ${count}\n${server.logTail()}`);
}

/** One bit of one byte is another one. */
function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

const flippedText = (text, at) => flipped(Buffer.from(text), at).toString();

/** The library takes the message as it came, and nothing that differs from it. */
function assertGenuine(webhook, { body, headers }) {
  assert.deepEqual(webhook.verify(body, headers), JSON.parse(body));
  const refused = (what, payload, changed, by = webhook) =>
    assert.throws(() => by.verify(payload, { ...headers, ...changed }), { name: 'WebhookVerificationError' }, what);
  for (const place of [0, body.length >> 1, body.length - 1]) {
    refused(`body, byte ${place}`, flipped(body, place), {});
  }
  refused('a byte more', Buffer.concat([body, Buffer.from(' ')]), {});
  const id = headers['webhook-id'];
  for (const place of [0, id.length - 1]) refused(`id, byte ${place}`, body, { 'webhook-id': flippedText(id, place) });
  const time = headers['webhook-timestamp'];
  refused('time', body, { 'webhook-timestamp': flippedText(time, time.length - 1) });
  refused('a time that has no unit', body, { 'webhook-timestamp': `${time}000` });
  refused('no signature', body, { 'webhook-signature': '' });
  refused('another secret', body, {}, raw('another secret'));
  for (const minutes of [-6, 6]) {
    mock.timers.enable({ apis: ['Date'], now: Date.now() + minutes * 60_000 });
    try {
      refused(`${minutes} minutes later`, body, {});
    } finally {
      mock.timers.reset();
    }
  }
}

const makeHook = async (path, sharedSecret, events) => {
  const answer = await call(server, 'POST', '/api/webhook', {
    body: { name: path, url: ears + path, events, ...(sharedSecret ? { sharedSecret } : {}) },
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.id;
};

test('REL-70: Livepeer: every event, with either notation of the secret; without one nothing is signed', async () => {
  const events = ['asset.created', 'asset.failed', 'asset.deleted', 'task.spawned', 'task.failed'];
  await makeHook('/plain', PLAIN, events);
  await makeHook('/notated', NOTATED, events);
  await makeHook('/unsigned', undefined, events);
  const { asset, url } = await requestUpload(server, { name: NAME });
  assert.equal((await call(server, 'PUT', url, { key: null, body: NO_FILM })).status, 422);
  assert.equal((await call(server, 'DELETE', `/api/asset/${asset.id}`)).status, 204);

  for (const [ear, webhook] of [['/plain', raw(PLAIN)], ['/notated', new Webhook(NOTATED)]]) {
    const news = await at(ear, events.length);
    for (const one of news) assertGenuine(webhook, one);
    assert.deepEqual(news.map(({ body }) => JSON.parse(body).event).sort(), [...events].sort());
    assert.ok(news.some(({ body }) => body.includes(NAME.slice(0, 8))), 'with characters of several bytes');
  }
  const [bare] = await at('/unsigned');
  assert.ok(bare.headers['webhook-id'] && bare.headers['webhook-timestamp']);
  assert.throws(() => raw(PLAIN).verify(bare.body, bare.headers), /Missing required headers/);
});

test('REL-70, LP-170, LP-185: what is told again, by itself or when asked, is signed for its own moment', async () => {
  refusing.add('/again');
  const id = await makeHook('/again', PLAIN, ['asset.created']);
  await requestUpload(server, { name: NAME });
  const [first, second] = await at('/again', 2);
  const logs = await call(server, 'GET', `/api/webhook/${id}/log`);
  const resent = await call(server, 'POST', `/api/webhook/${id}/log/${logs.json[0].id}/resend`);
  assert.equal(resent.status, 200, resent.text);
  const third = (await at('/again', 3))[2];
  for (const one of [first, second, third]) assertGenuine(raw(PLAIN), one);
  assert.equal(new Set([first, second, third].map(({ headers }) => headers['webhook-id'])).size, 1);
  assert.notEqual(first.headers['webhook-timestamp'], second.headers['webhook-timestamp']);
  assert.notEqual(first.headers['webhook-signature'], second.headers['webhook-signature']);
});

test('REL-70, LP-140: the question to a gate', async () => {
  const webhookId = await makeHook('/gate', PLAIN, ['playback.accessControl']);
  const { asset } = await requestUpload(server, { name: NAME, playbackPolicy: { type: 'webhook', webhookId } });
  await call(server, 'GET', `/hls/${asset.playbackId}/index.m3u8?accessKey=k%C3%A9y`, { key: null });
  const [question] = await at('/gate');
  assert.equal(JSON.parse(question.body).accessKey, 'kéy');
  assertGenuine(raw(PLAIN), question);
});

test('REL-70, CF-98: Cloudflare, whose own signature has the same header, so the standard has another', async () => {
  const accounts = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  const stream = `/client/v4/accounts/${accounts.json.accounts[0].cloudflare.accountId}/stream`;
  const { json } = await call(server, 'PUT', `${stream}/webhook`, { body: { notificationUrl: `${ears}/cloudflare` } });
  // What is no media ends at once, which is told as well.
  const { url } = await requestUpload(server, { name: NAME });
  await call(server, 'PUT', url, { key: null, body: NO_FILM });
  const [news] = await at('/cloudflare');
  assert.match(news.headers['webhook-signature'], /^time=\d+,sig1=[0-9a-f]{64}$/);
  assert.equal(JSON.parse(news.body).status.state, 'error');
  const headers = { ...news.headers, 'webhook-signature': news.headers['slipway-signature'] };
  assertGenuine(raw(json.result.secret), { ...news, headers });
});

test('REL-70, GC-180: Gcore, which signs nothing, once the operator sets a secret', async () => {
  const hook = (body) => call(server, 'PUT', '/admin/accounts/1/webhooks/gcore', { key: server.adminKey, body });
  const create = (name) =>
    call(server, 'POST', '/streaming/videos', {
      key: null,
      headers: { Authorization: `APIKey ${server.apiKey}` },
      body: { video: { name } },
    });
  assert.equal((await hook({ url: `${ears}/gcore-bare` })).json.signed, false);
  await create(NAME);
  const [bare] = await at('/gcore-bare');
  assert.equal(bare.headers['webhook-signature'], undefined);

  const signed = await hook({ url: `${ears}/gcore`, secret: PLAIN });
  assert.equal(signed.json.signed, true);
  assert.ok(!signed.text.includes(PLAIN));
  await create(NAME);
  const [news] = await at('/gcore');
  assert.equal(JSON.parse(news.body).type, 'video');
  assertGenuine(raw(PLAIN), news);

  assert.equal((await hook({ url: `${ears}/gcore-kept` })).json.signed, true);
  await create(NAME);
  assertGenuine(raw(PLAIN), (await at('/gcore-kept'))[0]);
  assert.equal((await hook({ url: `${ears}/gcore-none`, secret: '' })).json.signed, false);
});
