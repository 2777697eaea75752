// What Cloudflare Stream's viewers and players meet, in real Chromium and over raw HTTP: public, tokened and
// origin-restricted videos, tokens signed outside, pictures, downloads, watermarks and the player page.
import assert from 'node:assert/strict';
import { createPrivateKey, createSign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { call } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const skip = withoutBrowser || withoutClips;
const VTT = 'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHallo\n';

let server;
let browser;
let stream; // path of the account's API
let key; // with which tokens are signed outside
let open;
let closed;

before(async () => {
  if (skip) return;
  // Nothing here is about the ladder, and encoding one takes most of a minute.
  [server, browser] = await Promise.all([Slipway.start({ SLIPWAY_TRANSCODE_LADDER: 'off' }), Browser.open()]);
  const accounts = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  stream = `/client/v4/accounts/${accounts.json.accounts[0].cloudflare.accountId}/stream`;
  key = (await api('POST', '/keys')).result;
  [open, closed] = await Promise.all([upload('bbb_prog_10s.mp4'), upload('bbb_prog_10s.mp4')]);
  await api('POST', `/${closed}`, { body: { requireSignedURLs: true } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function api(method, path, options = {}) {
  const answer = await call(server, method, stream + path, options);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

function form(parts) {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    body.append(name, value instanceof Uint8Array ? new Blob([value]) : value);
  }
  return new Response(body);
}

/** A form as a browser writes it. */
async function send(method, path, parts) {
  const body = form(parts);
  const headers = { 'Content-Type': body.headers.get('Content-Type') };
  return call(server, method, stream + path, { headers, body: new Uint8Array(await body.arrayBuffer()) });
}

/** The uid of a ready video. */
async function upload(name) {
  const answer = await send('POST', '', { file: clipBytes(name) });
  assert.equal(answer.status, 200, answer.text);
  return untilReady(answer.json.result.uid);
}

async function untilReady(uid) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { result } = await api('GET', `/${uid}`);
    if (result.status.state === 'ready') return uid;
    assert.notEqual(result.status.state, 'error', JSON.stringify(result.status));
    if (Date.now() > deadline) assert.fail(`${JSON.stringify(result.status)}\n${server.logTail()}`);
    await pause(100);
  }
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As a customer signs without us. */
function sign(privateKey, sub, more = {}) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const text = `${part({ alg: 'RS256', kid: key.id })}.${part({ sub, kid: key.id, exp, ...more })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
}

const decoded = (text) => Buffer.from(text, 'base64').toString();
const fromPem = () => createPrivateKey(decoded(key.pem));
const fromJwk = () => createPrivateKey({ key: JSON.parse(decoded(key.jwk)), format: 'jwk' });
const get = (path, headers) => call(server, 'GET', path, { key: null, headers });
const hls = (name) => `${server.origin}/${name}/manifest/video.m3u8`;
const dash = (name) => `${server.origin}/${name}/manifest/video.mpd`;

async function assertPlays(player, url) {
  const seen = await browser.begin(player, url);
  assert.deepEqual(seen.errors, []);
  assert.ok(seen.before > 0, 'time advances');
}

test('CF-116 a public video plays in hls.js and Shaka', { skip }, async () => {
  await assertPlays('hls.js', hls(open));
  await assertPlays('shaka', dash(open));
});

test('CF-101, CF-106, CF-107 tokens signed outside, from pem and from jwk, play a private video', { skip }, async () => {
  await assertPlays('hls.js', hls(sign(fromPem(), closed)));
  await assertPlays('shaka', dash(sign(fromJwk(), closed)));
  for (const path of ['manifest/video.m3u8', 'manifest/video.mpd', 'thumbnails/thumbnail.jpg', 'watch', 'iframe']) {
    assert.equal((await get(`/${closed}/${path}`)).status, 401, `CF-108 ${path}`);
  }
});

test('CF-103 a token of /token plays; CF-111 one with a rule against everybody does not', { skip }, async () => {
  const { token } = (await api('POST', `/${closed}/token`)).result;
  await assertPlays('hls.js', hls(token));
  const accessRules = [{ type: 'any', action: 'block' }];
  const blocked = (await api('POST', `/${closed}/token`, { body: { accessRules } })).result.token;
  assert.equal((await get(`/${blocked}/manifest/video.m3u8`)).status, 403);
});

test('CF-102 a revoked key ends its tokens with the next request', { skip }, async () => {
  const brief = (await api('POST', '/keys')).result;
  const { token } = (
    await api('POST', `/${closed}/token`, { body: { id: brief.id, pem: brief.pem } })
  ).result;
  assert.equal((await get(`/${token}/manifest/video.m3u8`)).status, 200);
  assert.equal((await api('DELETE', `/keys/${brief.id}`)).result, 'Revoked');
  assert.equal((await get(`/${token}/manifest/video.m3u8`)).status, 401);
});

test('CF-113, CF-114 a video for one site plays there and nowhere else', { skip }, async () => {
  const site = new URL(browser.origin).host;
  const here = await upload('sample.mp4');
  await api('POST', `/${here}`, { body: { allowedOrigins: [site] } });
  await assertPlays('hls.js', hls(here));
  await api('POST', `/${here}`, { body: { allowedOrigins: ['elsewhere.example'] } });
  await assert.rejects(browser.begin('hls.js', hls(here)), /networkError/);
  const elsewhere = { Origin: 'https://elsewhere.example' };
  assert.equal((await get(`/${here}/manifest/video.m3u8`, elsewhere)).status, 200);
  assert.equal((await get(`/${here}/manifest/video.m3u8`, { Origin: 'https://evil.example' })).status, 403);
});

test('CF-125, CF-128 pictures are JPEG and GIF, in the sizes asked for', { skip }, async () => {
  const jpeg = await fetch(`${server.origin}/${open}/thumbnails/thumbnail.jpg?time=2s&height=90`);
  assert.equal(jpeg.status, 200);
  assert.equal(jpeg.headers.get('content-type'), 'image/jpeg');
  const gif = await fetch(`${server.origin}/${open}/thumbnails/thumbnail.gif?duration=1s&fps=4&height=90`);
  assert.equal(gif.headers.get('content-type'), 'image/gif');
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/${open}/thumbnails/thumbnail.jpg?time=2s&height=90`);
  const size = await tab.evaluate(() => [document.images[0].naturalWidth, document.images[0].naturalHeight]);
  assert.deepEqual(size, [160, 90]);
  await tab.close();
});

test('CF-130, CF-133, CF-110 downloads', { skip }, async () => {
  assert.equal((await get(`/${open}/downloads/default.mp4`)).status, 404);
  const made = (await api('POST', `/${open}/downloads`)).result.default;
  assert.equal(made.status, 'ready');
  const file = await fetch(`${made.url}?filename=MY_VIDEO.mp4`);
  assert.equal(file.headers.get('content-disposition'), 'attachment; filename="MY_VIDEO.mp4"');
  const bytes = Buffer.from(await file.arrayBuffer());
  assert.equal(bytes.length, Number(file.headers.get('content-length')));
  assert.equal(bytes.subarray(4, 8).toString(), 'ftyp');

  await api('POST', `/${closed}/downloads/audio`);
  assert.equal((await get(`/${sign(fromPem(), closed)}/downloads/audio.m4a`)).status, 403);
  const token = sign(fromJwk(), closed, { downloadable: true });
  assert.equal((await get(`/${token}/downloads/audio.m4a`)).status, 200);
});

test('CF-140, CF-144 a caption is in the playlists', { skip }, async () => {
  const answer = await send('PUT', `/${open}/captions/de`, { file: VTT });
  assert.deepEqual(answer.json.result, { language: 'de', label: 'Deutsch', generated: false, status: 'ready' });
  assert.match((await get(`/${open}/manifest/video.m3u8`)).text, /TYPE=SUBTITLES.*NAME="Deutsch",LANGUAGE="de"/);
  assert.match((await get(`/${open}/manifest/video.mpd`)).text, /lang="de"/);
});

test('CF-120, CF-115 the player page plays, also in a frame of an allowed site only', { skip }, async () => {
  const tab = await browser.newPage();
  const token = sign(fromPem(), closed);
  await tab.goto(`${server.origin}/${token}/watch?muted&autoplay&startTime=5s&letterboxColor=%23204060`);
  await tab.waitForFunction(() => document.querySelector('video').currentTime > 5, undefined, { timeout: 30_000 });
  assert.equal(await tab.evaluate(() => document.querySelector('.problem').hidden), true);
  if (process.env.E2E_SCREENSHOTS) await tab.screenshot({ path: `${process.env.E2E_SCREENSHOTS}/watch.png` });

  await api('POST', `/${open}`, { body: { allowedOrigins: [new URL(browser.origin).host] } });
  await tab.goto(browser.origin);
  const framed = await tab.evaluate(async ({ page, sdk }) => {
    const script = document.createElement('script');
    script.src = sdk;
    const frame = document.createElement('iframe');
    frame.allow = 'autoplay';
    frame.src = page;
    await new Promise((loaded) => {
      script.onload = loaded;
      document.body.append(script);
    });
    const player = window.Stream(frame);
    const playing = new Promise((yes) => player.addEventListener('timeupdate', () => player.currentTime > 0.2 && yes()));
    document.body.append(frame);
    await playing;
    return { duration: player.duration, muted: player.muted };
  }, { page: `${server.origin}/${open}/iframe?muted=true&autoplay=true`, sdk: `${server.origin}/embed/sdk.latest.js` });
  assert.ok(Math.abs(framed.duration - 10) < 0.5, `${framed.duration}`);
  assert.equal(framed.muted, true);

  await api('POST', `/${open}`, { body: { allowedOrigins: ['elsewhere.example'] } });
  const refused = await get(`/${open}/iframe`, { Referer: `${browser.origin}/` });
  assert.equal(refused.status, 403);
  await api('POST', `/${open}`, { body: { allowedOrigins: [] } });
  await tab.close();
});

function png(size, [red, green, blue]) {
  const crc = (bytes) => {
    let sum = 0xffffffff;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return (sum ^ 0xffffffff) >>> 0;
  };
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc(body), body.length + 4);
    return frame;
  };
  const header = Buffer.from([0, 0, 0, size, 0, 0, 0, size, 8, 2, 0, 0, 0]);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3, Buffer.from([red, green, blue]))]);
  const pixels = deflateSync(Buffer.concat(Array(size).fill(line)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('CF-134, CF-139 a watermark is in the picture, in its corner', { skip }, async () => {
  const made = await send('POST', '/watermarks', {
    file: png(64, [255, 0, 255]),
    scale: '0.2',
    padding: '0.1',
    position: 'lowerLeft',
  });
  assert.equal(made.status, 200, made.text);
  const watermark = { uid: made.json.result.uid };
  const ticket = (
    await api('POST', '/direct_upload', { body: { maxDurationSeconds: 60, watermark } })
  ).result;
  assert.equal(ticket.watermark.uid, watermark.uid);
  const body = form({ file: clipBytes('sample.mp4') });
  assert.equal((await fetch(ticket.uploadURL, { method: 'POST', body: await body.formData() })).status, 200);
  await untilReady(ticket.uid);

  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/${ticket.uid}/thumbnails/thumbnail.jpg?height=400&width=600`);
  const [marked, beside] = await tab.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 600;
    canvas.height = 400;
    const context = canvas.getContext('2d');
    context.drawImage(document.images[0], 0, 0, 600, 400);
    // 20 % of 400 is a square of 80 pixels, 60 from the left and 40 from below.
    return [[100, 320], [500, 320]].map(([x, y]) => [...context.getImageData(x, y, 1, 1).data]);
  });
  const isMark = ([red, green, blue]) => red > 180 && green < 90 && blue > 180;
  assert.ok(isMark(marked), `${marked}`);
  assert.ok(!isMark(beside), `${beside}`);
  await tab.close();
});
