// Every clip that can be decoded plays in real Chromium, as large, as long and as much together as it is.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { call, dashUrl, hlsUrl, put, untilSettled } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { long } from '../harness/chance.js';
import { clipBytes, clipNames, clipPath, withoutClips } from '../harness/clips.js';
import { truth } from '../harness/ffmpeg.js';
import { Slipway } from '../harness/server.js';

const skip = withoutBrowser || withoutClips;

const MOST_APART = 0.04;
const AT_ONCE = 3;

// No video or sound at all, or encrypted, or broken: `every-clip` says what becomes of them.
const NOTHING_TO_PLAY = [
  'london-512.jpg',
  'sample_fragmented_clearkey.mp4',
  'sample_malformed_free_box.mp4',
  'typical.srt',
  'typical_utf16le.srt',
];

// Picture and sound of a tenth of a second. hls.js 1.7.4 by itself does NOT begin with them; Shaka and hls.js 1.5.20 play
// the very same lists and segments. hls.js waits for itself: it calls `endOfStream()` only once the sound of a list of
// its own is switched on, and takes it for that only once a segment plays, for which it wants `readyState` 2 (not so
// before 1.6.0; video-dev/hls.js#7645 tells of the change). Chromium leaves it at 1 until `endOfStream()` where sound is
// as short as 0.12 s; with 0.28 s it does not. Picture and sound in common segments of MPEG-2 TS do not help by
// themselves: hls.js does not end a stream either while time is 0 and the buffer begins later, as it does after
// reordering (MD-55). With an EXT-X-START inside the buffer as well, both play; no such lists are made. So the page
// tells hls.js that this is all, and nothing else; the lists and segments are what everybody gets. Our own pages do so, too.
const WITHOUT_END_IN_HLS_JS = ['dolbyVision-hdr.MOV', 'sample_h264_mpeg_audio.ts'];

let server;
let browser;
const assets = new Map();
before(async () => {
  if (skip) return;
  // One size of each, so that what is shown is of a known size.
  [server, browser] = await Promise.all([
    Slipway.start({ SLIPWAY_TRANSCODE_LADDER: 'off', SLIPWAY_TRANSCODE_PRESET: 'ultrafast' }),
    Browser.open(),
  ]);
  const names = clipNames().filter((name) => !NOTHING_TO_PLAY.includes(name));
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let name = names.shift(); name; name = names.shift()) {
      assets.set(name, await untilSettled(server, await put(server, name, clipBytes(name)), 180));
    }
  }));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const near = (one, other, most, what) =>
  assert.ok(Math.abs(one - other) <= most, `${what}: ${one} and not ${other}, at most ${most} apart`);

// The nightly run has each clip in both players, any other one about half of the clips in each.
for (const [number, name] of clipNames().filter((each) => !NOTHING_TO_PLAY.includes(each)).entries()) {
  test(`MD-61, MD-34, MD-38: ${name} plays as it is`, { skip }, async (t) => {
    const asset = assets.get(name);
    assert.equal(asset?.status.phase, 'ready', asset?.status.errorMessage);
    const real = await truth(server, clipPath(name));
    const hls = await hlsUrl(server, asset.playbackId);
    const players = [['hls.js', hls], ['shaka', dashUrl(hls)]];
    const tellEnd = WITHOUT_END_IN_HLS_JS.includes(name);
    for (const [player, url] of long || tellEnd ? players : [players[number % 2]]) {
      await t.test(tellEnd && player === 'hls.js' ? 'hls.js, told where it ends' : player, async () => {
        const seen = await browser.look(player, url, { tellEnd });
        if (process.env.E2E_SHOW) console.log(name, player, JSON.stringify({ real, seen }));
        assertSame(seen, real);
      });
    }
  });
}

/** Addresses of the pages with a player of our own that show a video. */
async function pagesOf(asset) {
  const gcore = (path) => call(server, 'GET', path, { key: null, headers: { Authorization: `APIKey ${server.apiKey}` } });
  const { json: listed } = await gcore('/streaming/videos?per_page=100');
  const { id } = listed.find(({ slug }) => slug === asset.playbackId);
  const { json: video } = await gcore(`/streaming/videos/${id}`);
  return [`${server.origin}/${asset.id.replaceAll('-', '')}/watch`, video.iframe_url];
}

// In the moment before the source is set, which is the worst: what has begun to look for a source is paused by it.
const PRESS_PLAY = "document.querySelector('video').play().catch(() => {});\n";

/** The module of our pages; a jar that was built without the dashboard has none. */
async function hlsJs() {
  const { status, text } = await call(server, 'GET', '/embed/hls.js', { key: null });
  return status === 200 ? text : readFile(createRequire(import.meta.url).resolve('hls.js/dist/hls.mjs'), 'utf8');
}

for (const name of WITHOUT_END_IN_HLS_JS) {
  test(`CF-120, GC-142: our own pages play ${name}, with nobody who tells them where it ends`, { skip }, async () => {
    for (const address of await pagesOf(assets.get(name))) {
      const page = await browser.newPage();
      await page.route('**/embed/hls.js', async (route) => {
        await route.fulfill({ contentType: 'text/javascript', body: PRESS_PLAY + (await hlsJs()) });
      });
      try {
        await page.goto(`${address}?muted=true`);
        const played = () => {
          const video = document.querySelector('video');
          return video.ended && video.currentTime > 0.05 && video.videoWidth > 0;
        };
        await page.waitForFunction(played, undefined, { timeout: 30_000 });
        assert.equal(await page.evaluate(() => document.querySelector('.problem').hidden), true);
      } finally {
        await page.close();
      }
    }
  });
}

function assertSame(seen, real) {
  assert.deepEqual(seen.errors, []);
  assert.ok(seen.time > 0, 'time advances');
  const even = (side) => side + (side % 2);
  const top = Math.min(1, 1080 / Math.min(real.width, real.height));
  near(seen.width, even(real.width * top), 2, 'width');
  near(seen.height, even(real.height * top), 2, 'height');

  const ranges = [real.picture, real.sound].filter(Boolean);
  const end = Math.max(...ranges.map(([, last]) => last));
  const frame = Math.max(real.picture ? 1 / real.rate : 0, real.sound ? 1024 / Math.min(48_000, real.sampleRate) : 0);
  const begun = Math.min(...[seen.video, seen.audio].filter(Boolean).map(([first]) => first));
  assert.ok(begun < 0.15, `nothing to be waited for at the beginning: ${begun}`);
  // What is reordered is decoded before it is shown, so the time line begins that much earlier (MD-55).
  const [told, shown] = [seen.duration, seen.duration - begun].map((length) => Math.abs(length - end));
  assert.ok(Math.min(told, shown) <= frame + 0.001, `lasts ${seen.duration} from ${begun} on and not ${end}`);
  assert.equal(Boolean(seen.video), Boolean(real.picture), 'a picture');
  assert.equal(Boolean(seen.audio), Boolean(real.sound), 'sound');
  if (!real.picture || !real.sound) return;

  // Both begin as far apart as in the file, or what was late has been filled up to the beginning; then both end
  // as far apart as in the file, which they would not if one of them had been moved.
  const [began, ended] = [0, 1].map((i) => seen.video[i] - seen.audio[i]);
  const [begins, ends] = [0, 1].map((i) => real.picture[i] - real.sound[i]);
  const filled = Math.abs(began) <= MOST_APART;
  if (!filled) near(began, begins, MOST_APART, 'picture after sound at the beginning');
  if (seen.whole) near(ended, ends, MOST_APART, 'picture after sound at the end');
}
