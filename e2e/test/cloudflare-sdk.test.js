// npm `cloudflare`, newest and 4.5.0, curl as in the documentation, tus-js-client and a browser's
// form, all unmodified: only the address and the key are ours.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import Cloudflare from 'cloudflare';
import Cloudflare4 from 'cloudflare-4';
import * as tus from 'tus-js-client';
import { Livepeer } from 'livepeer';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, clipPath, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const run = promisify(execFile);
const CLIP = 'sample.mp4';

let server;
let account;
let api;
let client;
before(async () => {
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true', SLIPWAY_TRANSCODE_LADDER: 'off' });
  const listed = await (
    await fetch(`${server.origin}/admin/accounts`, { headers: { Authorization: `Bearer ${server.adminKey}` } })
  ).json();
  account = JSON.stringify(listed).match(/"[0-9a-f]{32}"/)[0].slice(1, -1);
  api = `${server.origin}/client/v4`;
  client = new Cloudflare({ apiToken: server.apiKey, baseURL: api });
});
after(() => server?.stop());

async function untilReady(uid) {
  for (let tries = 0; tries < 600; tries++) {
    const video = await client.stream.get(uid, { account_id: account });
    if (video.status.state === 'ready') return video;
    assert.notEqual(video.status.state, 'error', video.status.errorReasonText);
    await pause(100);
  }
  return assert.fail(`never ready\n${server.logTail()}`);
}

async function send(uploadURL) {
  const form = new FormData();
  form.append('file', new Blob([clipBytes(CLIP)]), 'holiday.mp4');
  return fetch(uploadURL, { method: 'POST', body: form });
}

for (const [name, Sdk] of [
  ['newest', Cloudflare],
  ['4.5.0', Cloudflare4],
]) {
  test(`CF-01, CF-30, CF-34, CF-87, CF-88, CF-89: ${name}: a direct upload from URL to deletion`, { skip: withoutClips }, async () => {
    const sdk = new Sdk({ apiToken: server.apiKey, baseURL: api });
    const { uploadURL, uid } = await sdk.stream.directUpload.create({
      account_id: account,
      maxDurationSeconds: 3600,
      creator: 'anna',
      meta: { name: 'mine' },
    });
    assert.equal((await sdk.stream.get(uid, { account_id: account })).status.state, 'pendingupload');
    assert.equal((await send(uploadURL)).status, 200);
    assert.equal((await send(uploadURL)).status, 400);
    const video = await untilReady(uid);
    assert.equal(video.readyToStream, true);
    assert.equal(video.status.pctComplete, '100.000000');
    assert.ok(video.duration > 0);
    const master = await fetch(video.playback.hls);
    assert.equal(master.status, 200, await master.clone().text());
    assert.match(await master.text(), /^#EXTM3U/);

    const edited = await sdk.stream.edit(uid, { account_id: account, identifier: uid, meta: { name: 'yours', n: 1 } });
    assert.deepEqual((edited ?? (await sdk.stream.get(uid, { account_id: account }))).meta, { name: 'yours', n: 1 });
    const html = await sdk.stream.embed.get(uid, { account_id: account });
    assert.match(String(html), /<iframe/);
    const found = [];
    for await (const one of sdk.stream.list({ account_id: account, creator: 'anna', search: 'OUR' })) found.push(one.uid);
    assert.deepEqual(found, [uid]);
    await sdk.stream.delete(uid, { account_id: account });
    await assert.rejects(sdk.stream.get(uid, { account_id: account }), (error) => error.status === 404 && error.errors[0].code === 10003);
  });

  test(`CF-04, CF-05, CF-08: ${name}: keys that are wrong, and an e-mail with a key`, async () => {
    const stranger = new Sdk({ apiToken: 'nonsense', baseURL: api, maxRetries: 0 });
    await assert.rejects(stranger.stream.list({ account_id: account }), (error) => error.status === 401 && error.errors[0].code === 10000);
    const pair = new Sdk({ apiEmail: 'a@b.example', apiKey: server.apiKey, apiToken: null, baseURL: api });
    const usage = await pair.stream.videos.storageUsage({ account_id: account });
    assert.equal(typeof usage.videoCount, 'number');
  });

  test(`CF-12, CF-16, CF-44: ${name}: stream.create is a tus creation`, async () => {
    const sdk = new Sdk({ apiToken: server.apiKey, baseURL: api });
    const response = await sdk.stream
      .create({ account_id: account, body: {}, 'Tus-Resumable': '1.0.0', 'Upload-Length': 1000 })
      .asResponse();
    assert.equal(response.status, 201);
    assert.match(response.headers.get('location'), /\/tus\/[0-9a-f]{32}\?/);
    assert.match(response.headers.get('stream-media-id'), /^[0-9a-f]{32}$/);
  });

  test(`CF-90, CF-94, CF-96: ${name}: the webhook is put, read and deleted`, async () => {
    const sdk = new Sdk({ apiToken: server.apiKey, baseURL: api });
    const put = await sdk.stream.webhooks.update({ account_id: account, notificationUrl: 'http://127.0.0.1:9/hook', notification_url: 'http://127.0.0.1:9/hook' });
    assert.match(put.secret, /^[0-9a-f]{32}$/);
    assert.deepEqual(await sdk.stream.webhooks.get({ account_id: account }), put);
    assert.equal(await sdk.stream.webhooks.delete({ account_id: account }), '');
  });
}

test('CF-69, CF-70, CF-71, CF-97, CF-98, CF-100: a copy from a URL, and the webhook that is told', { skip: withoutClips }, async () => {
  const told = [];
  const site = createServer((request, response) => {
    // Knows neither HEAD nor ranges.
    if (request.url === '/b.mp4' && request.method !== 'GET') return response.writeHead(405).end();
    if (request.url === '/b.mp4') return response.end(clipBytes(CLIP));
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text));
    return request.on('end', () => {
      told.push({ body, signature: request.headers['webhook-signature'] });
      response.end();
    });
  });
  await new Promise((listening) => site.listen(0, '127.0.0.1', listening));
  const at = `http://127.0.0.1:${site.address().port}`;
  try {
    const { secret } = await client.stream.webhooks.update({ account_id: account, notification_url: `${at}/hook` });
    const video = await client.stream.copy.create({ account_id: account, url: `${at}/b.mp4`, meta: { name: 'copied' } });
    assert.ok(['downloading', 'queued', 'inprogress', 'ready'].includes(video.status.state));
    await untilReady(video.uid);
    for (let tries = 0; tries < 300 && told.length === 0; tries++) await pause(100);
    const [{ body, signature }] = told;
    assert.equal(JSON.parse(body).uid, video.uid);
    assert.equal(JSON.parse(body).status.state, 'ready');
    const [, time, sig] = signature.match(/^time=(\d+),sig1=([0-9a-f]{64})$/);
    assert.equal(sig, createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'));
    await client.stream.webhooks.delete({ account_id: account });

    const clip = await client.stream.clip.create({ account_id: account, clippedFromVideoUID: video.uid, startTimeSeconds: 0, endTimeSeconds: 1 });
    assert.equal(clip.clippedFrom, video.uid);
    assert.equal(clip.status.state, 'queued');
  } finally {
    site.closeAllConnections();
    await new Promise((closed) => site.close(closed));
  }
});

test('CF-10, CF-17: curl lines of the documentation, which say nothing of JSON', { skip: withoutClips }, async () => {
  const stream = `${api}/accounts/${account}/stream`;
  const bearer = `Authorization: bearer ${server.apiKey}`;
  const made = await run('curl', ['-s', '-X', 'POST', '-H', bearer, `${stream}/direct_upload`, '--data', '{"maxDurationSeconds": 3600, "requireSignedURLs": true, "allowedOrigins": [""], "thumbnailTimestampPct": 0.568427}']);
  const { result } = JSON.parse(made.stdout);
  const sent = await run('curl', ['-s', '-X', 'POST', '-F', `file=@${clipPath(CLIP)}`, result.uploadURL]);
  assert.equal(JSON.parse(sent.stdout).result.uid, result.uid);
  const owner = await run('curl', ['-s', '-X', 'POST', '-H', bearer, '-F', `file=@${clipPath(CLIP)}`, stream]);
  assert.equal(JSON.parse(owner.stdout).result.meta.name, CLIP);
  const missing = await run('curl', ['-s', '-w', '%{http_code}', '-X', 'POST', '-H', bearer, `${stream}/direct_upload`, '--data', '{}']);
  assert.match(missing.stdout, /required field maxDurationSeconds is missing.*400$/);
});

test('CF-45 to CF-48, CF-62: tus-js-client in all its ways', { skip: withoutClips }, async () => {
  const bytes = clipBytes(CLIP);
  const endpoint = `${api}/accounts/${account}/stream?direct_user=true`;
  const headers = { Authorization: `Bearer ${server.apiKey}` };
  const create = async () => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'Tus-Resumable': '1.0.0', 'Upload-Length': String(bytes.length), 'Upload-Metadata': 'maxDurationSeconds NjAw,requiresignedurls' },
    });
    assert.equal(response.status, 201);
    return response.headers.get('location');
  };
  const upload = (options) =>
    new Promise((resolve, reject) => {
      let mediaId;
      new tus.Upload(bytes, {
        retryDelays: null,
        chunkSize: 262_144,
        metadata: { name: 'by tus', filetype: 'video/mp4' },
        onAfterResponse: (_, response) => (mediaId = response.getHeader('stream-media-id') ?? mediaId),
        onError: reject,
        onSuccess: () => resolve(mediaId),
        ...options,
      }).start();
    });
  const ways = [
    { endpoint, headers },
    { uploadUrl: await create() },
    { endpoint, headers, uploadDataDuringCreation: true },
    { endpoint, headers, overridePatchMethod: true },
  ];
  for (const way of ways) {
    const uid = await upload(way);
    const video = await client.stream.get(uid, { account_id: account });
    assert.ok(['queued', 'inprogress', 'ready'].includes(video.status.state), video.status.state);
    if (way.endpoint) assert.equal(video.meta.name, 'by tus');
    else assert.equal(video.requireSignedURLs, true);
  }
});

test('CF-42: the form of the documentation on a page of another origin', { skip: withoutClips || withoutBrowser }, async () => {
  const browser = await Browser.open();
  try {
    const { uploadURL, uid } = await client.stream.directUpload.create({ account_id: account, maxDurationSeconds: 3600 });
    const tab = await browser.newPage();
    await tab.goto(browser.origin);
    const said = await tab.evaluate(
      async ({ url, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const form = () => {
          const data = new FormData();
          data.append('file', new File([bytes], 'holiday.mp4'));
          return data;
        };
        const first = await fetch(url, { method: 'POST', body: form() });
        // A listener for progress makes a browser ask first.
        const second = await new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.upload.addEventListener('progress', () => {});
          request.addEventListener('loadend', () => resolve(request.status));
          request.open('POST', url);
          request.send(form());
        });
        return { first: first.status, second };
      },
      { url: uploadURL, base64: clipBytes(CLIP).toString('base64') },
    );
    assert.deepEqual(said, { first: 200, second: 400 });
    await untilReady(uid);
  } finally {
    await browser.close();
  }
});

/** A twentieth of a second of silence. */
function shortSound() {
  const samples = 400;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  [16, 0x10001, 8000, 16000, 0x100002].forEach((value, at) => wav.writeUInt32LE(value, 16 + at * 4));
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  return wav;
}

test('CF-37, CF-80, CF-157: what is too short, too long or no video at all ends in error, with its reason', { skip: withoutClips }, async () => {
  const reasonOf = async (bytes, maxDurationSeconds) => {
    const { uploadURL, uid } = await client.stream.directUpload.create({ account_id: account, maxDurationSeconds });
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'a');
    const { status } = await fetch(uploadURL, { method: 'POST', body: form });
    for (let tries = 0; tries < 300; tries++) {
      const video = await client.stream.get(uid, { account_id: account });
      assert.equal(video.readyToStream, false);
      if (video.status.state === 'error') return [status, video.status.errorReasonCode];
      await pause(100);
    }
    return assert.fail('never ended');
  };
  assert.deepEqual(await reasonOf(shortSound(), 60), [200, 'ERR_DURATION_TOO_SHORT']);
  assert.deepEqual(await reasonOf(Buffer.from('no video at all. '.repeat(8000)), 60), [400, 'ERR_NON_VIDEO']);
  const [status, reason] = await reasonOf(clipBytes('bbb_prog_10s.mp4'), 2);
  assert.ok(status === 200 || status === 400, status);
  assert.equal(reason, 'ERR_DURATION_EXCEED_CONSTRAINT');
});

test('CF-82: a video of either dialect is one of the other', { skip: withoutClips }, async () => {
  const livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
  const { data } = await livepeer.asset.create({ name: 'from livepeer' });
  await fetch(data.url, { method: 'PUT', body: clipBytes(CLIP) });
  const uid = data.asset.id.replaceAll('-', '');
  const video = await untilReady(uid);
  assert.equal(video.meta.name, 'from livepeer');
  assert.equal((await fetch(video.playback.hls)).status, 200);

  const { uploadURL, uid: mine } = await client.stream.directUpload.create({ account_id: account, maxDurationSeconds: 60, meta: { name: 'from cloudflare' } });
  await send(uploadURL);
  await untilReady(mine);
  const id = mine.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const { asset } = await livepeer.asset.get(id);
  assert.equal(asset.name, 'from cloudflare');
  assert.equal((await fetch(asset.playbackUrl)).status, 200);
});
