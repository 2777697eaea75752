// What is told to be ready can be watched at that very moment, from its first to its last byte.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hlsUrl, put, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

const lines = (text) => text.split('\n').filter((line) => line && !line.startsWith('#'));
const tagged = (text) => [...text.matchAll(/#EXT-X-MEDIA:.*URI="([^"]+)"/g)].map((match) => match[1]);

async function get(url) {
  const answer = await fetch(url);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, `${url}: ${answer.status}`);
  return bytes;
}

for (const name of ['sample.mp4', 'sample_video_only.mp4', 'sample_audio_only_15s.mp4', 'bear-vp9-odd-dimensions.webm']) {
  test(`REL-39: ${name} is whole when it is ready`, { skip: withoutClips }, async () => {
    const asset = await untilReady(server, await put(server, name, clipBytes(name)));
    const master = await hlsUrl(server, asset.playbackId);
    const text = (await get(master)).toString();
    if (name.includes('audio_only')) await assertSoundAlone(asset, text);
    for (const playlist of [...lines(text), ...tagged(text)]) {
      const url = new URL(playlist, master);
      const media = (await get(url)).toString();
      assert.match(media, /#EXT-X-ENDLIST/);
      const init = await get(new URL(/#EXT-X-MAP:URI="([^"]+)"/.exec(media)[1], url));
      assert.equal(init.toString('latin1', 4, 8), 'ftyp');
      const segments = lines(media);
      for (const segment of [segments.at(0), segments.at(-1)]) {
        const bytes = await get(new URL(segment, url));
        assert.equal(bytes.toString('latin1', 4, 8), 'moof');
        assert.ok(bytes.length > bytes.readUInt32BE(0) + 8, 'with something in it');
      }
    }
  });
}

/** LP-160: sound alone is an asset of its own type, played as AAC, with no picture promised anywhere. */
async function assertSoundAlone(asset, master) {
  assert.equal(asset.type, 'audio');
  assert.match(master, /CODECS="mp4a\.40\.2"/);
  assert.doesNotMatch(master, /RESOLUTION|avc1|hvc1|I-FRAME/);
  const { meta } = await (await fetch(`${server.origin}/api/playback/${asset.playbackId}`)).json();
  assert.deepEqual(meta.source.map(({ hrn }) => hrn), ['HLS (TS)']);
}
