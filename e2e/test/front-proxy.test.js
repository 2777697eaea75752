// A proxy in front that takes at most 100 MB in a request, keeps requests until they are whole, and
// does not wait for ever: what clients do that send in pieces, and whose word about addresses counts.
import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Cloudflare from 'cloudflare';
import { Livepeer } from 'livepeer';
import { Upload } from 'tus-js-client';
import { call } from '../harness/api.js';
import { FrontProxy } from '../harness/front-proxy.js';
import { Slipway } from '../harness/server.js';
import { TUS } from '../harness/tus.js';

const LIMIT = 100_000_000;
const PIECE = 50_000_000;

/** Begins as an MP4 does, so that it is let in, and is more than the proxy takes. */
function film() {
  const bytes = randomFillSync(Buffer.allocUnsafe(LIMIT + 20_000_000));
  bytes.writeUInt32BE(24, 0);
  bytes.write('ftypisom\0\0\x02\0isommp42', 4, 'latin1');
  bytes.writeUInt32BE(bytes.length - 24, 24);
  bytes.write('mdat', 28, 'latin1');
  return bytes;
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const FILM = film();
const SHA256 = sha256(FILM);

let server;
let proxy;
let account;
before(async () => {
  proxy = await FrontProxy.open({ limit: LIMIT });
  // As docs/operating/running.md has it: the API's addresses are the public ones.
  server = await Slipway.start({ SLIPWAY_PUBLIC_URL: proxy.origin, SLIPWAY_HTTP_TRUSTED_PROXIES: '127.0.0.1' });
  proxy.serve(server.origin);
  const { json } = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  account = json.accounts[0].cloudflare.accountId;
});
after(async () => {
  proxy?.close();
  await server?.stop();
});

const viaTus = (options) =>
  new Promise((resolve, reject) => {
    const upload = new Upload(FILM, {
      chunkSize: PIECE,
      retryDelays: [0, 200, 1000],
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload),
    });
    upload.start();
  });

/** The id of the house's video with this name, once all its bytes are here; they must be right. */
async function arrived(name) {
  const { json } = await call(server, 'GET', '/admin/videos?limit=100', { key: server.adminKey });
  const video = json.videos.find((one) => one.name === name);
  assert.equal(sha256(await readFile(join(server.data, 'blobs', video.id, 'source'))), SHA256);
  assert.equal((await call(server, 'DELETE', `/admin/videos/${video.id}`, { key: server.adminKey })).status, 204);
}

test('REL-92: one large PUT gets the 413 of the proxy; the same ticket takes it in pieces by tus', async () => {
  const livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${proxy.origin}/api` });
  const { data } = await livepeer.asset.create({ name: 'livepeer' });
  const { host } = new URL(data.url);
  assert.equal(host, proxy.host);
  assert.equal(new URL(data.tusEndpoint).host, proxy.host);

  const put = await fetch(data.url, { method: 'PUT', body: FILM }).catch(({ cause }) => cause);
  assert.ok(put.status === 413 || put.code, 'an answer, or a line that breaks as the page is on its way');
  assert.equal(proxy.refused[413], 1);

  proxy.loseNext(); // the second time-out of 60 s is no different for the client
  const upload = await viaTus({ endpoint: data.tusEndpoint });
  assert.equal(proxy.refused[504], 1);
  assert.equal(new URL(upload.url).host, proxy.host);
  await arrived('livepeer');
  assert.ok(proxy.largest <= PIECE);
});

test('REL-92: uploads of Cloudflare and Gcore get through in pieces of 50 MB', async () => {
  const cloudflare = new Cloudflare({ apiToken: server.apiKey, baseURL: `${proxy.origin}/client/v4` });
  proxy.loseNext();
  await viaTus({
    endpoint: `${proxy.origin}/client/v4/accounts/${account}/stream`,
    headers: { Authorization: `Bearer ${server.apiKey}` },
    metadata: { name: 'cloudflare' },
  });
  const listed = await cloudflare.stream.list({ account_id: account });
  assert.deepEqual(listed.result.map(({ meta }) => meta.name), ['cloudflare']);
  await arrived('cloudflare');

  const gcore = async (method, path, body) => {
    const answer = await call(server, method, `${proxy.origin}/streaming/videos${path}`, {
      key: null,
      headers: { Authorization: `APIKey ${server.apiKey}` },
      body,
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  const made = await gcore('POST', '/', { video: { name: 'gcore' } });
  const { token, video } = await gcore('GET', `/${(Array.isArray(made) ? made[0] : made).id}/upload`);
  proxy.loseNext();
  await viaTus({
    endpoint: `${proxy.origin}/upload/`,
    metadata: { filename: 'film.mp4', token, video_id: String(video.id), client_id: String(video.client_id) },
  });
  await arrived('gcore');
  assert.equal(proxy.refused[504], 3);
  assert.ok(proxy.largest <= PIECE);
});

test('REL-92: who is no trusted proxy says nothing about addresses', async () => {
  const forged = {
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
    Forwarded: 'host=evil.example;proto=https',
    'X-Forwarded-Prefix': '/evil',
  };
  const asked = (to) =>
    call(to, 'POST', '/files/', {
      headers: { ...TUS, ...forged, 'Upload-Length': '1' },
    });
  const trusting = await Slipway.start({ SLIPWAY_HTTP_TRUSTED_PROXIES: '127.0.0.1' });
  try {
    const answer = await asked(trusting);
    assert.equal(answer.status, 201);
    assert.match(answer.headers.get('location'), /^https:\/\/evil\.example\//, 'the peer is in the list');
  } finally {
    await trusting.stop();
  }
  const strict = await Slipway.start();
  try {
    const answer = await asked(strict);
    assert.equal(answer.status, 201);
    assert.ok(answer.headers.get('location').startsWith(`${strict.origin}/files/`), answer.headers.get('location'));
    const ticket = await call(strict, 'POST', '/api/asset/request-upload', { headers: forged, body: { name: 'a' } });
    for (const url of [ticket.json.url, ticket.json.tusEndpoint]) assert.ok(url.startsWith(strict.origin), url);
  } finally {
    await strict.stop();
  }
});
