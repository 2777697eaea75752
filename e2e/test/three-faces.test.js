// One library, three dialects: a clip brought by each API is listed, read and played in all of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Cloudflare from 'cloudflare';
import { Livepeer } from 'livepeer';
import { Upload } from 'tus-js-client';
import { call } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const skip = withoutClips;
const DOORS = ['cloudflare form', 'cloudflare tus', 'livepeer put', 'gcore tus'];
const CLIP = 'sample.mp4';

let server;
let account;
let cloudflare;
let livepeer;
let faces; // of each door's video: how the three dialects tell of it
before(async () => {
  if (skip) return;
  server = await Slipway.start();
  const { json } = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  account = json.accounts[0].cloudflare.accountId;
  cloudflare = new Cloudflare({ apiToken: server.apiKey, baseURL: `${server.origin}/client/v4` });
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
});
after(() => server?.stop());

async function gcore(method, path, body) {
  const answer = await call(server, method, `/streaming/videos${path}`, {
    key: null,
    headers: { Authorization: `APIKey ${server.apiKey}` },
    body,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

const viaTus = (options) =>
  new Promise((resolve, reject) => {
    const upload = new Upload(clipBytes(CLIP), {
      ...options,
      retryDelays: [0, 500],
      onError: reject,
      onSuccess: () => resolve(upload),
    });
    upload.start();
  });

const bring = {
  async 'cloudflare form'(name) {
    const { uploadURL } = await cloudflare.stream.directUpload.create({
      account_id: account,
      maxDurationSeconds: 60,
      meta: { name },
    });
    const form = new FormData();
    form.append('file', new Blob([clipBytes(CLIP)]), CLIP);
    const answer = await fetch(uploadURL, { method: 'POST', body: form });
    assert.equal(answer.status, 200, await answer.text());
  },
  'cloudflare tus': (name) =>
    viaTus({
      endpoint: `${server.origin}/client/v4/accounts/${account}/stream`,
      headers: { Authorization: `Bearer ${server.apiKey}` },
      metadata: { name },
    }),
  async 'livepeer put'(name) {
    const { data } = await livepeer.asset.create({ name });
    const answer = await fetch(data.url, { method: 'PUT', body: clipBytes(CLIP) });
    assert.equal(answer.status, 200, await answer.text());
  },
  async 'gcore tus'(name) {
    const made = await gcore('POST', '/', { video: { name } });
    const { token, video } = await gcore('GET', `/${made.id}/upload`);
    await viaTus({
      // The address it tells is for TLS, which stands before this server.
      endpoint: `${server.origin}/upload/`,
      metadata: {
        filename: CLIP,
        token,
        video_id: String(video.id),
        client_id: String(video.client_id),
      },
    });
  },
};

/** Every video of the three lists by its name, once all three say that all are ready. */
async function listed() {
  for (let tries = 0; tries < 600; tries++) {
    const ofCloudflare = [];
    for await (const video of cloudflare.stream.list({ account_id: account })) ofCloudflare.push(video);
    const ofLivepeer = (await livepeer.asset.getAll()).data;
    const ofGcore = await gcore('GET', '');
    assert.ok(!ofCloudflare.some((video) => video.status.state === 'error'), server.logTail());
    if (
      ofCloudflare.every((video) => video.status.state === 'ready') &&
      ofLivepeer.every((asset) => asset.status.phase === 'ready') &&
      ofGcore.every((video) => video.status === 'ready')
    ) {
      return [
        new Map(ofCloudflare.map((video) => [video.meta.name, video])),
        new Map(ofLivepeer.map((asset) => [asset.name, asset])),
        new Map(ofGcore.map((video) => [video.name, video])),
      ];
    }
    await pause(100);
  }
  return assert.fail(`never ready\n${server.logTail()}`);
}

async function read(url, headers = {}) {
  const answer = await fetch(url, { headers });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.ok(answer.ok, `${url}: ${answer.status} ${bytes.subarray(0, 300)}`);
  return { bytes, text: bytes.toString(), type: answer.headers.get('content-type') };
}

/** The first address of a playlist, made whole. */
const firstOf = (playlist, url) =>
  new URL(playlist.split('\n').find((line) => line && !line.startsWith('#')), url).href;

/** Master, media playlist, and the first segment with what it needs. */
async function playsHls(url) {
  const master = await read(url);
  assert.match(master.text, /^#EXTM3U/);
  const rung = firstOf(master.text, url);
  const media = await read(rung);
  assert.match(media.text, /#EXT-X-ENDLIST/);
  const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(media.text)?.[1];
  if (init) assert.equal((await read(new URL(init, rung))).bytes.toString('latin1', 4, 8), 'ftyp');
  assert.ok((await read(firstOf(media.text, rung))).bytes.length > 1000);
}

async function playsDash(url) {
  const { text } = await read(url);
  assert.match(text, /<MPD[\s>]/);
  assert.match(text, /<Representation[\s>]/);
}

async function isMp4(url) {
  const { bytes } = await read(url, { Range: 'bytes=0-99' });
  assert.equal(bytes.toString('latin1', 4, 8), 'ftyp');
}

const isJpeg = async (url) => assert.equal((await read(url)).bytes.toString('hex', 0, 2), 'ffd8');

test('GC-68: a clip through each door stands in the lists of all three', { skip }, async () => {
  await Promise.all(DOORS.map((door) => bring[door](door)));
  const lists = await listed();
  for (const list of lists) assert.deepEqual([...list.keys()].sort(), [...DOORS].sort());
  faces = new Map(
    DOORS.map((door) => {
      const [ofCloudflare, ofLivepeer, ofGcore] = lists.map((list) => list.get(door));
      return [door, { ofCloudflare, ofLivepeer, ofGcore }];
    }),
  );
});

for (const door of DOORS) {
  test(`GC-68: ${door}: each dialect reads it by its own id, and plays it`, { skip }, async () => {
    const { ofCloudflare, ofLivepeer, ofGcore } = faces.get(door);

    const video = await cloudflare.stream.get(ofCloudflare.uid, { account_id: account });
    assert.equal(video.readyToStream, true);
    assert.ok(video.duration > 1 && video.duration < 1.2, `${video.duration}`);
    await playsHls(video.playback.hls);
    await playsDash(video.playback.dash);
    await isJpeg(video.thumbnail);
    assert.match((await read(video.preview)).text, /<video/);
    await cloudflare.stream.downloads.create(video.uid, { account_id: account, body: {} });
    await isMp4(await downloadOf(video.uid));

    const { asset } = await livepeer.asset.get(ofLivepeer.id);
    assert.equal(asset.size, clipBytes(CLIP).length);
    await playsHls(asset.playbackUrl);
    await isMp4(asset.downloadUrl);
    const { playbackInfo } = await livepeer.playback.get(asset.playbackId);
    const source = (type) => playbackInfo.meta.source.find((one) => one.type === type);
    await playsHls(source('html5/application/vnd.apple.mpegurl').url);
    await isMp4(source('html5/video/mp4').url);
    assert.match((await read(source('text/vtt').url)).text, /^WEBVTT/);

    const gc = await gcore('GET', `/${ofGcore.id}`);
    assert.ok(Math.abs(gc.duration / 1000 - video.duration) < 0.01, `${gc.duration}`);
    await playsHls(gc.hls_url);
    await playsHls(gc.hls_cmaf_url);
    await playsDash(gc.dash_url);
    await isMp4(gc.converted_videos.find((made) => made.mp4_url).mp4_url);
    await isJpeg(gc.screenshot);
    assert.match((await read(gc.iframe_url)).text, /<video/);
  });
}

/** The address of the MP4 that Cloudflare's API makes on request, once it is there. */
async function downloadOf(uid) {
  for (let tries = 0; tries < 300; tries++) {
    const made = await cloudflare.stream.downloads.get(uid, { account_id: account });
    if (made.default?.status === 'ready') return made.default.url;
    await pause(100);
  }
  return assert.fail('the download was never made');
}

test('in Chromium with hls.js, each dialect plays what another one brought', { skip: skip || withoutBrowser }, async () => {
  const browser = await Browser.open();
  try {
    for (const url of [
      faces.get('gcore tus').ofCloudflare.playback.hls,
      faces.get('cloudflare form').ofLivepeer.playbackUrl,
      // Not its MPEG-TS, which gcore-playback plays: of a sound track's only segment hls.js says that
      // it was appended without progress, as the end of the stream overtakes its books.
      faces.get('livepeer put').ofGcore.hls_cmaf_url,
    ]) {
      const seen = await browser.watch('hls.js', url);
      assert.deepEqual(seen.errors, [], url);
      assert.ok(seen.before > 0 && seen.after >= seen.duration / 2, url);
    }
  } finally {
    await browser.close();
  }
});
