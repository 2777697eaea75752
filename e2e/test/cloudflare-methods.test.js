// Every method of npm cloudflare's `client.stream.*` against one server, and what extra audio tracks are to a real
// player: the list that hls.js makes of them, and that switching plays.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Cloudflare, { toFile } from 'cloudflare';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const VTT = 'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHallo\n';
// A red dot.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

let server;
let stream; // the SDK's
let owner; // { account_id }
let uid; // of a video that is ready
let site; // of files that are fetched
before(async () => {
  if (withoutClips) return;
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true', SLIPWAY_TRANSCODE_LADDER: 'off' });
  const listed = await fetch(`${server.origin}/admin/accounts`, { headers: { Authorization: `Bearer ${server.adminKey}` } });
  owner = { account_id: (await listed.json()).accounts[0].cloudflare.accountId };
  const client = new Cloudflare({ apiToken: server.apiKey, baseURL: `${server.origin}/client/v4`, maxRetries: 0 });
  stream = client.stream;
  const files = { '/a.wav': sine(440), '/b.wav': sine(880), '/clip.mp4': clipBytes('bbb_prog_10s.mp4'), '/mark.png': PNG };
  site = createServer((request, response) => {
    if (!files[request.url]) response.writeHead(404);
    response.end(files[request.url]);
  });
  await new Promise((listening) => site.listen(0, '127.0.0.1', listening));
  uid = (await stream.copy.create({ ...owner, input: at('/clip.mp4'), meta: { name: 'a clip' } })).uid;
  await until(() => stream.get(uid, owner), (video) => video.status.state === 'ready');
});
after(async () => {
  await server?.stop();
  site?.closeAllConnections();
  site?.close();
});

const at = (path) => `http://127.0.0.1:${site.address().port}${path}`;

/** A second of a tone. */
function sine(hertz) {
  const rate = 8000;
  const wav = Buffer.alloc(44 + rate * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + rate * 2, 4);
  wav.write('WAVEfmt ', 8);
  [16, 0x10001, rate, rate * 2, 0x100002].forEach((value, i) => wav.writeUInt32LE(value, 16 + i * 4));
  wav.write('data', 36);
  wav.writeUInt32LE(rate * 2, 40);
  for (let i = 0; i < rate; i++) wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / rate)), 44 + i * 2);
  return wav;
}

async function until(ask, good) {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await ask();
    if (good(answer)) return answer;
    assert.notEqual(answer.status?.state, 'error', JSON.stringify(answer.status));
    await pause(100);
  }
  return assert.fail(`never came\n${server.logTail()}`);
}

const fails = (status, code) => (error) => error.status === status && error.errors[0].code === code;

test('CF-87, CF-88, CF-85, CF-86, CF-91, CF-92: get, edit, list, storageUsage, embed', { skip: withoutClips }, async () => {
  const edited = await stream.edit(uid, { ...owner, creator: 'anna', meta: { name: 'renamed' }, publicDetails: { title: 'T' } });
  assert.equal(edited.creator, 'anna');
  assert.equal(edited.publicDetails.title, 'T');
  assert.equal((await stream.get(uid, owner)).meta.name, 'renamed');
  const page = await stream.list({ ...owner, creator: 'anna', include_counts: true, status: 'ready', type: 'vod' });
  assert.deepEqual(page.result.map((video) => video.uid), [uid]);
  assert.equal((await stream.list({ ...owner, video_name: 'another' })).result.length, 0);
  const usage = await stream.videos.storageUsage({ ...owner, creator: 'anna' });
  assert.ok(usage.totalStorageMinutes > 0.1 && usage.videoCount === 1, JSON.stringify(usage));
  assert.match(await stream.embed.get(uid, owner), new RegExp(`<iframe[^>]*${uid}/iframe`));
});

test('CF-30, CF-44, CF-72, CF-148: directUpload, create, copy, clip, delete', { skip: withoutClips }, async () => {
  const ticket = await stream.directUpload.create({ ...owner, maxDurationSeconds: 60, scheduledDeletion: new Date(Date.now() + 40 * 86_400_000).toISOString() });
  assert.equal((await stream.get(ticket.uid, owner)).status.state, 'pendingupload');
  await assert.rejects(stream.directUpload.create({ ...owner, maxDurationSeconds: 0 }), fails(400, 10005));
  const made = await stream.create({ ...owner, 'Tus-Resumable': '1.0.0', 'Upload-Length': 1000, body: {} }).asResponse();
  assert.equal(made.status, 201);
  await assert.rejects(stream.copy.create({ ...owner, input: 'nonsense' }), fails(400, 10010));
  await assert.rejects(stream.copy.create({ ...owner, input: at(`/${'a'.repeat(8200)}`) }), fails(400, 10010));
  const long = await stream.copy.create({ ...owner, input: at(`/${'a'.repeat(8000)}`) });
  const gone = await until(() => stream.get(long.uid, owner).catch(assert.fail).then((video) => video.status), (status) => status.state === 'error');
  assert.equal(gone.errorReasonCode, 'ERR_FETCH_ORIGIN_ERROR');
  const clip = await stream.clip.create({ ...owner, clippedFromVideoUID: uid, startTimeSeconds: 1, endTimeSeconds: 3 });
  assert.equal(clip.clippedFrom, uid);
  for (const one of [ticket.uid, made.headers.get('stream-media-id'), long.uid, clip.uid]) {
    await stream.delete(one, owner);
    await assert.rejects(stream.get(one, owner), fails(404, 10003));
  }
});

test('CF-101, CF-102, CF-103: keys and token', { skip: withoutClips }, async () => {
  const key = await stream.keys.create({ ...owner, body: {} });
  assert.ok(key.id && key.pem && key.jwk && key.created);
  const listed = (await stream.keys.get(owner)).result;
  assert.deepEqual(listed.map((one) => one.id), [key.id]);
  assert.equal(listed[0].pem, undefined);
  for (const body of [{}, { id: key.id, pem: key.pem }, { downloadable: true, accessRules: [{ type: 'any', action: 'allow' }] }]) {
    const { token } = await stream.token.create(uid, { ...owner, ...body });
    assert.equal((await fetch(`${server.origin}/${token}/manifest/video.m3u8`)).status, 200);
  }
  assert.equal(await stream.keys.delete(key.id, owner), 'Revoked');
  assert.deepEqual((await stream.keys.get(owner)).result, []);
});

test('CF-94, CF-96: webhooks', { skip: withoutClips }, async () => {
  await assert.rejects(stream.webhooks.get(owner), fails(404, 10003));
  const put = await stream.webhooks.update({ ...owner, notification_url: at('/hook') });
  assert.deepEqual(await stream.webhooks.get(owner), put);
  assert.equal(await stream.webhooks.delete(owner), '');
});

test('CF-130, CF-131, CF-132: downloads', { skip: withoutClips }, async () => {
  assert.deepEqual(await stream.downloads.get(uid, owner), {});
  const made = await stream.downloads.create(uid, { ...owner, body: {} });
  assert.equal(made.default.status, 'ready');
  assert.deepEqual(await stream.downloads.get(uid, owner), made);
  assert.equal((await fetch(made.default.url)).status, 200);
  assert.equal(typeof (await stream.downloads.delete(uid, owner)), 'string');
  assert.equal((await fetch(made.default.url)).status, 404);
});

test('CF-134, CF-137, CF-138: watermarks', { skip: withoutClips }, async () => {
  const byUrl = await stream.watermarks.create({ ...owner, url: at('/mark.png'), name: 'by URL', opacity: 0.5 });
  assert.equal(byUrl.downloadedFrom, at('/mark.png'));
  const byFile = await stream.watermarks.create({ ...owner, file: await toFile(PNG, 'mark.png'), scale: 0.3 });
  assert.deepEqual([byFile.width, byFile.height, byFile.scale], [1, 1, 0.3]);
  await assert.rejects(stream.watermarks.create({ ...owner, url: at('/none.png') }), fails(400, 10010));
  assert.deepEqual((await stream.watermarks.list(owner)).result.map((mark) => mark.uid), [byFile.uid, byUrl.uid]);
  assert.deepEqual(await stream.watermarks.get(byUrl.uid, owner), byUrl);
  for (const mark of [byUrl, byFile]) assert.equal(await stream.watermarks.delete(mark.uid, owner), '');
  await assert.rejects(stream.watermarks.get(byUrl.uid, owner), fails(404, 10003));
});

test('CF-140, CF-142, CF-143: captions', { skip: withoutClips }, async () => {
  const put = await stream.captions.language.update('de', { ...owner, identifier: uid, file: VTT });
  assert.deepEqual(put, { language: 'de', label: 'Deutsch', generated: false, status: 'ready' });
  assert.deepEqual((await stream.captions.get(uid, owner)).result, [put]);
  assert.deepEqual(await stream.captions.language.get('de', { ...owner, identifier: uid }), put);
  assert.match(await stream.captions.language.vtt.get('de', { ...owner, identifier: uid }), /^WEBVTT[^]*Hallo/);
  await assert.rejects(stream.captions.language.create('en', { ...owner, identifier: uid }), fails(400, 10005));
  assert.equal(await stream.captions.language.delete('de', { ...owner, identifier: uid }), '');
});

/** Runs inside the page: plays, and goes through all tracks of sound. */
async function switchTracks(url) {
  const hls = new Hls();
  const errors = [];
  const loaded = new Set();
  const patience = performance.now() + 25_000;
  const until = async (condition, what) => {
    while (!condition()) {
      if (performance.now() > patience || errors.length > 0) throw new Error(`${what} did not happen ${JSON.stringify(errors)}`);
      await new Promise((wake) => setTimeout(wake, 25));
    }
  };
  hls.on(Hls.Events.ERROR, (_, data) => data.fatal && errors.push(`${data.type} ${data.details}`));
  hls.on(Hls.Events.FRAG_BUFFERED, (_, { frag }) => frag.type === 'audio' && loaded.add(new URL(frag.url).pathname.split('/').at(-2)));
  hls.loadSource(url);
  const video = document.getElementById('video');
  hls.attachMedia(video);
  await until(() => hls.audioTracks.length > 1, 'a choice of sound');
  video.play();
  const tracks = [];
  for (let i = 0; i < hls.audioTracks.length; i++) {
    const { name, lang, default: byDefault, url: list } = hls.audioTracks[i];
    hls.audioTrack = i;
    const folder = new URL(list).pathname.split('/').at(-2);
    await until(() => loaded.has(folder), `sound of ${name}`);
    const before = video.currentTime;
    await until(() => video.currentTime > before || video.ended, `playing ${name}`);
    tracks.push({ name, lang, byDefault });
  }
  hls.destroy();
  return tracks;
}

test('CF-145, CF-146, CF-147, CF-117: audioTracks: copied, sent, listed, switched in hls.js, made the default, deleted', { skip: withoutClips || withoutBrowser }, async () => {
  const copied = await stream.audioTracks.copy(uid, { ...owner, label: 'Deutsch', url: at('/a.wav') });
  assert.deepEqual([copied.label, copied.default, copied.status], ['Deutsch', false, 'queued']);
  const form = new FormData();
  form.append('label', 'English');
  form.append('file', new Blob([sine(660)]), 'b.wav');
  const sent = await fetch(`${server.origin}/client/v4/accounts/${owner.account_id}/stream/${uid}/audio`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.apiKey}` },
    body: form,
  });
  assert.equal(sent.status, 200, await sent.clone().text());
  const english = (await sent.json()).result;
  await assert.rejects(stream.audioTracks.copy(uid, { ...owner, label: 'Deutsch', url: at('/b.wav') }), fails(400, 10005));
  const { audio } = await until(() => stream.audioTracks.get(uid, owner), ({ audio: all }) => all.every((one) => one.status === 'ready'));
  assert.deepEqual(audio.map((one) => one.label), ['Deutsch', 'English']);

  const browser = await Browser.open();
  try {
    const play = async () => {
      const tab = await browser.newPage();
      await tab.goto(browser.origin);
      const tracks = await tab.evaluate(switchTracks, `${server.origin}/${uid}/manifest/video.m3u8`);
      await tab.close();
      return tracks;
    };
    const tracks = await play();
    assert.deepEqual(tracks.slice(1).map(({ name }) => name), ['Deutsch', 'English']);
    assert.deepEqual(tracks.map(({ byDefault }) => byDefault), [true, false, false]);

    const edited = await stream.audioTracks.edit(copied.uid, { ...owner, identifier: uid, default: true, label: 'Bairisch' });
    assert.deepEqual([edited.label, edited.default], ['Bairisch', true]);
    const first = (await play())[0];
    assert.deepEqual([first.name, first.byDefault], ['Bairisch', true]);
  } finally {
    await browser.close();
  }
  await assert.rejects(stream.audioTracks.delete(copied.uid, { ...owner, identifier: uid }), fails(400, 10005));
  assert.equal(await stream.audioTracks.delete(english.uid, { ...owner, identifier: uid }), 'ok');
  assert.deepEqual((await stream.audioTracks.get(uid, owner)).audio.map((one) => one.label), ['Bairisch']);
});
