// What is told to be ready can be watched at that very moment, from its first to its last byte.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, hlsUrl, put } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { framesOf } from '../harness/ffmpeg.js';
import { Slipway } from '../harness/server.js';

const PATIENCE = 120_000; // ms until news of a video come

let server;
let ears;
/** By asset: what is seen of it by whoever looks the moment the news come. */
const seen = new Map();
before(async () => {
  ears = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    response.end();
    const { event, payload } = JSON.parse(Buffer.concat(pieces));
    const { id, snapshot } = payload.asset;
    const look = event === 'asset.ready' ? watch(snapshot) : Promise.reject(new Error(snapshot.status.errorMessage));
    look.catch(() => {}); // the test hears of it
    seen.set(id, look);
  });
  await new Promise((listening) => ears.listen(0, '127.0.0.1', listening));
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
  const url = `http://127.0.0.1:${ears.address().port}/`;
  const hook = await call(server, 'POST', '/api/webhook', {
    body: { name: 'ready', events: ['asset.ready', 'asset.failed'], url },
  });
  assert.ok(hook.status < 300, hook.text);
});
after(async () => {
  await server?.stop();
  ears?.closeAllConnections();
  ears?.close();
});

/** Uploads a clip, and answers what was seen of it when the news of it came. */
async function seenOf(name) {
  const id = await put(server, name, clipBytes(name));
  for (const deadline = Date.now() + PATIENCE; !seen.has(id); await pause(50)) {
    assert.ok(Date.now() < deadline, `no news of ${name}\n${server.logTail()}`);
  }
  return seen.get(id);
}

const lines = (text) => text.split('\n').filter((line) => line && !line.startsWith('#'));
const tagged = (text) => [...text.matchAll(/#EXT-X-MEDIA:.*URI="([^"]+)"/g)].map((match) => match[1]);

async function get(url) {
  const answer = await fetch(url);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, `${url}: ${answer.status}`);
  return bytes;
}

/** Fetches what a player begins and ends with; of each list how much it holds, and the picture. */
async function watch(asset) {
  const master = await hlsUrl(server, asset.playbackId);
  const text = (await get(master)).toString();
  const segments = [];
  for (const playlist of [...lines(text), ...tagged(text)]) {
    const url = new URL(playlist, master);
    const media = (await get(url)).toString();
    assert.match(media, /#EXT-X-ENDLIST/);
    const init = await get(new URL(/#EXT-X-MAP:URI="([^"]+)"/.exec(media)[1], url));
    const named = lines(media);
    for (const name of new Set([named.at(0), named.at(-1)])) {
      segments.push({ name: `${playlist}: ${name}`, bytes: Buffer.concat([init, await get(new URL(name, url))]) });
    }
  }
  const thumbnail = await fetch(new URL('thumbnails/thumbnail.jpg', master));
  return { asset, master: text, segments, thumbnail: { status: thumbnail.status, bytes: Buffer.from(await thumbnail.arrayBuffer()) } };
}

const CLIPS = {
  'sample.mp4': { picture: true },
  'sample_video_only.mp4': { picture: true },
  'sample_audio_only_15s.mp4': { picture: false },
  'bear-vp9-odd-dimensions.webm': { picture: true },
};

for (const [name, { picture }] of Object.entries(CLIPS)) {
  test(`REL-39: the moment ${name} is told to be ready it is there, and can be decoded`, { skip: withoutClips }, async () => {
    const { asset, master, segments, thumbnail } = await seenOf(name);
    assert.ok(segments.length > 0, master);
    for (const segment of segments) {
      const frames = await framesOf(server, segment.bytes);
      assert.ok(frames.length > 0, `${segment.name} holds nothing`);
      assert.ok(picture || frames.every(({ type }) => type === 'audio'), segment.name);
    }
    if (picture) {
      assert.equal(thumbnail.status, 200);
      const [shown, ...others] = await framesOf(server, thumbnail.bytes);
      assert.equal(others.length, 0, 'one picture');
      assert.ok(shown.width > 0 && shown.height > 0);
    } else {
      assert.equal(thumbnail.status, 404);
      await assertSoundAlone(asset, master);
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
