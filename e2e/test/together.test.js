// Sound and picture stay together where a viewer has them: in real Chromium, whatever way the source went.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dashUrl, hlsUrl, put, untilReady } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { ffmpeg } from '../harness/ffmpeg.js';
import { Slipway } from '../harness/server.js';
import { clockPicture, measureFile, measurePlayer, tones } from '../harness/sync.js';

const SECONDS = 4;
const MOST_APART = 0.04;
const TRIES = 3; // of which one has to stand still enough to be measured
const UNSTEADY = 0.015;
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-pix_fmt', 'yuv420p', '-g', '50'];

// name, sound that begins so much later, how it is coded, why
const CLIPS = [
  ['edited.mp4', 0, [...H264, '-c:a', 'aac'], 'as it is, with edit lists and priming'],
  ['late.mp4', 0.3, [...H264, '-c:a', 'aac'], 'as it is, sound later than picture'],
  ['remuxed.mkv', 0, [...H264, '-c:a', 'aac'], 'in another container'],
  ['sound.ts', 0, [...H264, '-c:a', 'mp2'], 'in another container, sound encoded, not from 0'],
  ['encoded.avi', 0, ['-c:v', 'mpeg4', '-q:v', '3', '-c:a', 'mp3'], 'encoded'],
];

let server;
let browser;
let own; // what the page measures where nothing is apart
before(async () => {
  if (withoutBrowser) return;
  [server, browser] = await Promise.all([Slipway.start({ SLIPWAY_TRANSCODE_LADDER: 'off' }), Browser.open()]);
  const file = await make('reference.mp4', 0, [...H264, '-c:a', 'aac']);
  own = await steady(() => measureFile(browser, file));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function make(name, late, coding) {
  const file = join(server.folder, name);
  const sound = late ? ['-itsoffset', String(late), ...tones(SECONDS, late)] : tones(SECONDS);
  await ffmpeg(server, ...clockPicture(SECONDS), ...sound, ...coding, file);
  return file;
}

/** A machine that is busy with something else stumbles, and then its clocks say nothing. */
async function steady(measure) {
  let seen;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    seen = await measure();
    assert.deepEqual(seen.errors, []);
    if (seen.unsteady < UNSTEADY && seen.tones >= 2 && seen.pictures >= 10) break;
  }
  if (process.env.E2E_SHOW) console.log(seen);
  return seen;
}

test('a sound that is 80 ms late is found to be', { skip: withoutBrowser }, async () => {
  const file = join(server.folder, 'apart.mp4');
  await ffmpeg(server, ...clockPicture(SECONDS), '-itsoffset', '0.08', ...tones(SECONDS), ...H264, '-c:a', 'aac', file);
  const seen = await steady(() => measureFile(browser, file));
  const apart = seen.soundAfterPicture - own.soundAfterPicture;
  assert.ok(Math.abs(apart - 0.08) < 0.01, JSON.stringify({ seen, own }));
});

for (const [name, late, coding, why] of CLIPS) {
  test(`MD-38, MD-55: ${name} (${why}) is heard when it is seen`, { skip: withoutBrowser }, async (t) => {
    const id = await put(server, name, await readFile(await make(name, late, coding)));
    const hls = await hlsUrl(server, (await untilReady(server, id)).playbackId);
    for (const [player, url] of [['hls.js', hls], ['shaka', dashUrl(hls)]]) {
      await t.test(player, async () => {
        const seen = await steady(() => measurePlayer(browser, player, url));
        assert.ok(seen.tones >= 2 && seen.pictures >= 10, JSON.stringify(seen));
        const apart = seen.soundAfterPicture - own.soundAfterPicture;
        assert.ok(Math.abs(apart) <= MOST_APART, `${apart} s apart: ${JSON.stringify({ seen, own })}`);
      });
    }
  });
}
