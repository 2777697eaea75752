// A film that must be encoded is watched from its first seconds on, whoever is killed meanwhile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { getAsset, put, untilAsset, untilReady } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { withoutClips } from '../harness/clips.js';
import { film } from '../harness/film.js';
import { Slipway } from '../harness/server.js';

const SECONDS = 26; // chunks of 4, 4, 8 and 10 s
const skip = withoutBrowser || withoutClips;

let server;
let browser;
before(async () => {
  if (skip) return;
  // Slow enough for everything here to happen before the first rung is whole.
  server = await Slipway.start({ SLIPWAY_TRANSCODE_PRESET: 'slower' });
  browser = await Browser.open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const text = async (url) => (await fetch(url)).text();
const listed = (list) => list.split('\n').filter((line) => line.endsWith('.m4s')).length;

/** The master playlist of a film once somebody can watch it; the asset says so. */
async function untilWatchable(id) {
  const { playbackId } = await getAsset(server, id);
  const master = `${server.origin}/hls/${playbackId}/index.m3u8`;
  await untilAsset(server, id, (asset) => asset.playbackUrl);
  return { master, rung: master.replace('index.m3u8', '360p0/index.m3u8') };
}

test('issue 4: a film plays from its first seconds on and to its end, in one sitting', { skip }, async () => {
  const id = await put(server, 'film', film(server, SECONDS));
  const { master, rung } = await untilWatchable(id);
  const early = await text(rung);
  assert.match(early, /PLAYLIST-TYPE:EVENT/);
  assert.doesNotMatch(early, /ENDLIST/);
  const tab = await browser.newPage();
  try {
    await tab.goto(browser.origin);
    await tab.evaluate(begin, master);
    const started = await tab.evaluate(until, 'video.currentTime > 1');
    assert.ok(started.time < 8, `plays from the start, at ${started.time}`);
    await untilReady(server, id, 240);
    const list = await text(rung);
    assert.match(list, /ENDLIST/);
    assert.ok(list.includes(early.slice(early.indexOf('#EXTINF'))), 'what was listed stays');
    const whole = await tab.evaluate(until, 'Number.isFinite(video.duration)');
    assert.ok(Math.abs(whole.duration - SECONDS) < 0.3, `duration ${whole.duration}`);
    assert.ok(whole.time > started.time, 'it went on');
    // It may have come to its end, where it stands, while the larger rungs were made.
    await tab.evaluate('video.currentTime = video.duration - 2; video.play()');
    const seen = await tab.evaluate(until, 'video.ended');
    assert.deepEqual(seen.errors, []);
  } finally {
    await tab.close();
  }
});

test('issue 4: DASH is a recording that goes on, and then a film; and there are pictures of it', { skip }, async () => {
  const id = await put(server, 'dash', film(server, SECONDS));
  const { master } = await untilWatchable(id);
  const manifest = master.replace('index.m3u8', 'index.mpd');
  assert.match(await text(manifest), /type="dynamic"/);
  const picture = await fetch(master.replace('index.m3u8', 'thumbnails/thumbnail.jpg?time=1s'));
  assert.equal(picture.status, 200);
  assert.deepEqual([...new Uint8Array(await picture.arrayBuffer()).subarray(0, 2)], [0xff, 0xd8]);
  const tab = await browser.newPage();
  try {
    await tab.goto(browser.origin);
    await tab.evaluate(beginDash, manifest);
    const started = await tab.evaluate(until, 'video.currentTime > 1');
    assert.ok(started.time < 8, `plays from the start, at ${started.time}`);
    await untilReady(server, id, 240);
    assert.match(await text(manifest), /type="static"/);
    const whole = await tab.evaluate(until, 'Math.abs(video.duration - 26) < 0.3');
    assert.ok(whole.time >= started.time, 'it went on');
    await tab.evaluate('video.currentTime = video.duration - 2; video.play()');
    const seen = await tab.evaluate(until, 'video.ended');
    assert.deepEqual(seen.errors, []);
  } finally {
    await tab.close();
  }
});

test('issue 4: killed on the way, what could be watched can be watched, and more comes', { skip }, async () => {
  const id = await put(server, 'killed', film(server, SECONDS));
  const { rung } = await untilWatchable(id);
  const before = await text(rung);
  assert.ok(listed(before) > 0);
  await server.kill9();
  await server.restart();
  const after = await text(rung);
  assert.ok(after.includes(before.slice(before.indexOf('#EXTINF')).trimEnd()), after);
  const deadline = Date.now() + 240_000;
  while (!/ENDLIST/.test(await text(rung))) {
    assert.ok(Date.now() < deadline, server.logTail());
    await pause(200);
  }
});

/** Runs inside the page. */
function begin(master) {
  window.errors = [];
  const hls = new Hls();
  // Waiting for what is not made yet is no error.
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (data.fatal || data.type === 'networkError') errors.push(`${data.type} ${data.details}`);
  });
  hls.loadSource(master);
  hls.attachMedia(video);
  video.addEventListener('error', () => errors.push(video.error?.message));
  video.play().catch(() => {});
}

/** Runs inside the page. */
async function beginDash(manifest) {
  window.errors = [];
  shaka.polyfill.installAll();
  const engine = new shaka.Player();
  engine.addEventListener('error', (event) => errors.push(`shaka ${event.detail.code} ${event.detail.data}`));
  await engine.attach(video);
  await engine.load(manifest).catch((error) => errors.push(`shaka ${error.code} ${error.data}`));
  video.play().catch(() => {});
}

/** Runs inside the page. */
async function until(condition) {
  const met = new Function(`return ${condition}`);
  const deadline = performance.now() + 90_000;
  while (!met()) {
    if (performance.now() > deadline || errors.length > 0) {
      throw new Error(`not ${condition} at ${video.currentTime} of ${video.duration}; ${errors}`);
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return { time: video.currentTime, duration: video.duration, errors };
}
