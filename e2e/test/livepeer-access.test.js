// Signing keys, webhooks and gates as customers of npm `livepeer` and `@livepeer/core` use them,
// both unmodified; whoever is told or asked listens on loopback.
import assert from 'node:assert/strict';
import { createHmac, createPrivateKey } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { signAccessJwt } from '@livepeer/core/crypto';
import { Livepeer } from 'livepeer';
import { call, put, requestUpload, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const SECRET = 'my-secret';
const DENIED = /^#EXTM3U\n#EXT-X-ERROR: Shutting down since this session is not allowed to view this stream\n/;

let server;
let livepeer;
let listener;
let ears; // where a receiver is told things, without a path
const told = [];
const mayWatch = new Set();

before(async () => {
  // `/told` keeps what it gets, `/gate` lets in whose access key it knows.
  listener = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    told.push({ path: request.url, headers: request.headers, body });
    const yes = request.url !== '/gate' || mayWatch.has(JSON.parse(body).accessKey);
    response.writeHead(yes ? 200 : 403).end();
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  ears = `http://127.0.0.1:${listener.address().port}`;
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
});
after(async () => {
  await server?.stop();
  listener?.closeAllConnections();
  listener?.close();
});

/** What `look` finds, as soon as there are so many of it. */
async function until(look, count = 1) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found.length >= count) return found;
    if (Date.now() > deadline) assert.fail(`found ${found.length} of ${count}\n${server.logTail()}`);
    await pause(50);
  }
}

const heard = (fits, count) => until(() => told.filter(fits), count);

/** A ready asset with that policy. */
async function gated(playbackPolicy) {
  const { url, asset } = await requestUpload(server, { name: playbackPolicy.type, playbackPolicy });
  const answer = await call(server, 'PUT', url, { key: null, body: clipBytes('sample.mp4') });
  assert.equal(answer.status, 200, answer.text);
  return untilReady(server, asset.id);
}

const play = (url, headers) => call(server, 'GET', url, { key: null, headers });

async function assertDenied(asset, query = '', headers = {}) {
  const manifest = await play(asset.playbackUrl + query, headers);
  assert.equal(manifest.status, 200);
  assert.match(manifest.text, DENIED);
  const file = await play(asset.downloadUrl + query, headers);
  assert.equal(file.status, 401);
  assert.deepEqual(file.json, { error: 'unauthorised', error_detail: 'access control denied' });
}

/** Goes from the master playlist to the first segment as a player does, by the addresses given. */
async function assertPlays(asset, query, headers = {}) {
  const uri = (text) => text.split('\n').find((line) => line && !line.startsWith('#'));
  const master = await play(asset.playbackUrl + query, headers);
  assert.equal(master.status, 200);
  assert.doesNotMatch(master.text, DENIED);
  const mediaUrl = new URL(uri(master.text), asset.playbackUrl);
  const media = await play(mediaUrl.href, headers);
  assert.match(media.text, /^#EXTM3U/);
  assert.doesNotMatch(media.text, DENIED);
  const segment = await play(new URL(uri(media.text), mediaUrl).href, headers);
  assert.equal(segment.status, 200);
  assert.ok(segment.text.length > 0);
}

test('LP-146, LP-148: accessControl create, getAll, get, update, delete', async () => {
  const { signingKey: made } = await livepeer.accessControl.create();
  const pem = Buffer.from(made.publicKey, 'base64').toString();
  assert.match(pem, /^-----BEGIN PUBLIC KEY-----\n/);

  const { data } = await livepeer.accessControl.getAll();
  assert.ok(data.some((key) => key.id === made.id));

  const renamed = await livepeer.accessControl.update({ name: 'mine', disabled: true }, made.id);
  assert.equal(renamed.statusCode, 204);
  const { signingKey } = await livepeer.accessControl.get(made.id);
  assert.equal(signingKey.name, 'mine');
  assert.equal(signingKey.disabled, true);
  assert.equal(signingKey.publicKey, made.publicKey);

  assert.equal((await livepeer.accessControl.delete(made.id)).statusCode, 204);
  await assert.rejects(livepeer.accessControl.get(made.id), (error) => error.statusCode === 404);
});

test('LP-169, LP-171, LP-179, LP-180, LP-181, LP-182, LP-184, LP-185: webhooks, told of asset.ready and told again', { skip: withoutClips }, async () => {
  const input = { name: 'hook', url: `${ears}/told`, events: ['asset.ready'], sharedSecret: SECRET };
  const { webhook } = await livepeer.webhook.create(input);
  assert.deepEqual(webhook.events, ['asset.ready']);
  assert.ok((await livepeer.webhook.getAll()).data.some((one) => one.id === webhook.id));
  assert.equal((await livepeer.webhook.get(webhook.id)).webhook.url, input.url);
  const update = { ...input, name: 'renamed', sharedSecret: undefined };
  assert.equal((await livepeer.webhook.update(update, webhook.id)).webhook.name, 'renamed');

  const id = await put(server, 'tell me', clipBytes('sample.mp4'));
  const ofAsset = (one) => one.path === '/told' && one.body.includes(id);
  const [news] = await heard(ofAsset);
  const event = JSON.parse(news.body);
  assert.equal(event.event, 'asset.ready');
  assert.equal(event.webhookId, webhook.id);
  assert.equal(event.payload.asset.id, id);
  assert.equal(event.payload.asset.snapshot.status.phase, 'ready');
  assertSigned(news, event);

  // The attempt is written down once its answer is in.
  const logs = await until(async () => (await livepeer.webhook.getLogs(webhook.id)).data);
  assert.equal(logs.length, 1);
  assert.equal(logs[0].success, true);
  const { webhookLog } = await livepeer.webhook.getLog(webhook.id, logs[0].id);
  assert.equal(webhookLog.event, 'asset.ready');
  assert.equal(webhookLog.request.body, news.body);
  assert.equal(webhookLog.response.status, 200);
  const again = await livepeer.webhook.resendLog(webhook.id, logs[0].id);
  assert.equal(again.webhookLog.success, true);
  const resent = (await heard(ofAsset, 2))[1];
  assert.equal(JSON.parse(resent.body).id, event.id);
  assertSigned(resent, JSON.parse(resent.body));

  const { webhook: gone } = await livepeer.webhook.delete(webhook.id);
  assert.equal(gone.id, webhook.id);
  await assert.rejects(livepeer.webhook.get(webhook.id), (error) => error.statusCode === 404);
});

function assertSigned(news, event) {
  // Many receivers keep only what they have parsed, and check the signature over that.
  assert.equal(JSON.stringify(event), news.body);
  const v1 = createHmac('sha256', SECRET).update(news.body).digest('hex');
  assert.equal(news.headers['livepeer-signature'], `t=${event.timestamp},v1=${v1}`);
  assert.equal(news.headers['user-agent'], 'livepeer.studio');
}

test('LP-132, LP-133, LP-134, LP-136, LP-137, LP-138, REL-85: a token opens its asset until the key is gone', { skip: withoutClips }, async () => {
  const asset = await gated({ type: 'jwt' });
  const other = await gated({ type: 'jwt' });
  await assertDenied(asset);

  // The SDK drops the private key from its answer (LP-146).
  const key = (await call(server, 'POST', '/api/access-control/signing-key')).json;
  // As OpenSSL writes it: Safari imports no private key without the public half in it.
  const pem = Buffer.from(key.privateKey, 'base64').toString();
  assert.equal(createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }), pem);
  const token = await signAccessJwt({
    privateKey: key.privateKey,
    publicKey: key.publicKey,
    issuer: 'https://shop.example',
    playbackId: asset.playbackId,
    expiration: 3600,
  });
  await assertPlays(asset, `?jwt=${token}`);
  await assertPlays(asset, '', { 'Livepeer-Jwt': token });
  await assertDenied(other, `?jwt=${token}`);

  assert.equal((await livepeer.accessControl.delete(key.id)).statusCode, 204);
  await assertDenied(asset, `?jwt=${token}`);
});

test('LP-102, LP-104, LP-132, LP-139, LP-140, LP-142: a gate decides by the access key, and PATCH counts at once', { skip: withoutClips }, async () => {
  const { webhook } = await livepeer.webhook.create({
    name: 'gate',
    url: `${ears}/gate`,
    events: ['playback.accessControl'],
    sharedSecret: SECRET,
  });
  const asset = await gated({ type: 'webhook', webhookId: webhook.id, webhookContext: { tier: 1 } });
  mayWatch.add('known');

  await assertDenied(asset);
  assert.equal(told.filter((one) => one.path === '/gate').length, 0, 'without a key nobody is asked');
  await assertPlays(asset, '?accessKey=known');
  await assertPlays(asset, '', { 'Livepeer-Access-Key': 'known' });
  await assertDenied(asset, '?accessKey=unknown');

  const asked = told.filter((one) => one.path === '/gate');
  assert.equal(asked.length, 2, 'one question for each key');
  const question = JSON.parse(asked[0].body);
  assert.deepEqual(question.context, { tier: 1 });
  assert.equal(question.accessKey, 'known');
  assert.equal(question.headers['Tx-Stream-Id'], asset.name);
  assertSigned(asked[0], question);

  const patched = await livepeer.asset.update({ name: 'now by token', playbackPolicy: { type: 'jwt' } }, asset.id);
  assert.equal(patched.asset.name, 'now by token');
  assert.equal(patched.asset.playbackPolicy.type, 'jwt');
  await assertDenied(asset, '?accessKey=known');
  await assert.rejects(
    livepeer.asset.update({ playbackPolicy: { type: 'public' } }, asset.id),
    (error) => error.statusCode === 422,
  );
});
