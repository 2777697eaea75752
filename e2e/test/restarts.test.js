// A long queue, and a server that is started again and again while it works on it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../harness/api.js';
import { request } from '../harness/careful.js';
import { Chance, long, seedOf } from '../harness/chance.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import { TUS } from '../harness/tus.js';

const VIDEOS = Number(process.env.SLIPWAY_TEST_VIDEOS ?? 500);
const RESTARTS = Number(process.env.SLIPWAY_TEST_RESTARTS ?? 20);
const AT_ONCE = 4; // clients that bring files
const PATIENCE = 60 * 60_000;
/** No browser plays it, so it has to be encoded; a small picture of a few seconds. */
const CLIP = 'bbb_176x144_128kbps_15fps_h263.3gp';

const skip = (!long && 'only with --long') || withoutClips;

let server;
let listener;
const heard = new Map(); // of a video: the statuses told, in the order of their coming
before(async () => {
  if (skip) return;
  listener = createServer(async (told, response) => {
    let body = '';
    for await (const piece of told.setEncoding('utf8')) body += piece;
    const { id, status } = JSON.parse(body).message.video;
    heard.set(String(id), [...(heard.get(String(id)) ?? []), status]);
    response.writeHead(200).end();
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  server = await Slipway.start({
    SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true',
    SLIPWAY_GCORE_WEBHOOK_URL: `http://127.0.0.1:${listener.address().port}/`,
    SLIPWAY_JOBS_ENCODERS: '1', // so that there is one order
    SLIPWAY_TRANSCODE_PRESET: 'ultrafast',
    SLIPWAY_UPLOAD_MAX_TASKS: String(10 * VIDEOS),
    SLIPWAY_LIMIT_REQUESTS_PER_KEY: '0',
    SLIPWAY_LIMIT_REQUESTS_PER_ADDRESS: '0',
  });
});
after(async () => {
  await server?.stop();
  listener?.closeAllConnections();
  listener?.close();
});

/** What must come to an answer in the end, however often the server goes away. */
async function alive(attempt) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      const answer = await attempt();
      if (answer.status !== 503) return answer;
    } catch (gone) {
      if (Date.now() > deadline) throw gone;
    }
    await pause(50);
  }
}

async function gcore(method, path, body) {
  const answer = await alive(() =>
    call(server, method, `/streaming/videos${path}`, {
      key: null,
      headers: { Authorization: `APIKey ${server.apiKey}` },
      body,
    }),
  );
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

const encoded = (text) => Buffer.from(String(text)).toString('base64');

/** Brings one file, asking where it goes on as often as it takes; answers the number of its video. */
async function bring(name, priority, bytes) {
  const made = await gcore('POST', '/', { video: { name, priority } });
  const { id } = Array.isArray(made) ? made[0] : made;
  const { token, video } = await gcore('GET', `/${id}/upload`);
  const metadata = { token, video_id: video.id, client_id: video.client_id };
  const created = await alive(() =>
    request('POST', `${server.origin}/upload/`, {
      headers: {
        ...TUS,
        'Upload-Length': String(bytes.length),
        'Upload-Metadata': Object.entries(metadata).map(([key, value]) => `${key} ${encoded(value)}`).join(),
      },
    }),
  );
  assert.equal(created.status, 201);
  const location = new URL(new URL(created.headers.location).pathname, server.origin).href;
  for (;;) {
    const head = await alive(() => request('HEAD', location, { headers: TUS }));
    assert.equal(head.status, 200);
    const offset = Number(head.headers['upload-offset']);
    if (offset === bytes.length) return id;
    await request('PATCH', location, {
      headers: { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
      body: bytes.subarray(offset),
    }).catch(() => {});
  }
}

/** Every video the house knows, as its operator sees them. */
async function all() {
  const videos = [];
  for (let cursor = ''; cursor !== undefined; ) {
    const path = `/admin/videos?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { json } = await alive(() => call(server, 'GET', path, { key: server.adminKey }));
    videos.push(...json.videos);
    cursor = json.next ?? undefined;
  }
  return videos;
}

test(`a queue of ${VIDEOS} videos comes to its end in order, through ${RESTARTS} restarts`, { skip }, async (t) => {
  const chance = new Chance(seedOf('restarts'));
  const bytes = clipBytes(CLIP);
  const priorities = new Map();
  let over = false;
  let restarts = 0;
  const begun = Date.now();

  const clients = Array.from({ length: AT_ONCE }, async (_, client) => {
    for (let i = client; i < VIDEOS; i += AT_ONCE) {
      const priority = chance.between(-10, 10);
      priorities.set(await bring(`film ${i}`, priority, bytes), priority);
    }
  });
  const restarter = (async () => {
    for (; restarts < RESTARTS && !over; restarts++) {
      await pause(chance.between(500, 12_000));
      await (chance.share() < 0.7 ? server.kill9() : server.halt());
      await server.restart();
    }
  })();
  await Promise.all(clients);

  let videos;
  const mine = (video) => priorities.has(video.serial);
  for (;;) {
    videos = (await all()).filter(mine);
    const open = videos.filter(({ phase }) => phase !== 'Ready' && phase !== 'Failed');
    if (open.length === 0) break;
    assert.ok(Date.now() - begun < PATIENCE, `${open.length} never ended\n${server.logTail()}`);
    await pause(1000);
  }
  over = true;
  await restarter;
  assert.equal(restarts, RESTARTS, 'all restarts came while there was work');
  assert.equal(videos.length, VIDEOS);
  assert.deepEqual(videos.filter(({ phase }) => phase !== 'Ready'), [], server.logTail());

  // Each output once, and nothing else.
  const folders = await readdir(join(server.data, 'blobs'), { withFileTypes: true });
  const used = [];
  for (const folder of folders.filter((entry) => entry.isDirectory())) {
    const files = await readdir(join(server.data, 'blobs', folder.name));
    if (files.length > 0) used.push([folder.name, files.sort().join()]);
  }
  const sameFiles = new Set(used.map(([, files]) => files));
  assert.equal(sameFiles.size, 1, [...sameFiles].join('\n'));
  assert.deepEqual(used.map(([name]) => name).sort(), videos.map(({ id }) => id).sort());
  for (const { renditions } of videos) assert.equal(renditions.length, 1);
  // What is done after a video is ready, such as its text tracks, may take a moment longer.
  const quiet = Date.now() + 60_000;
  while ((await server.childrenAlive()).length > 0 && Date.now() < quiet) await pause(500);
  assert.deepEqual(await server.childrenAlive(), []);

  // Among those that all waited at once, the higher goes first.
  const at = (video, step) => Date.parse(video.journey.find((one) => one.step === step).at);
  const complete = Math.max(...videos.map((video) => at(video, 'inspected')));
  const waited = videos.filter((video) => at(video, 'ready') > complete).sort((a, b) => at(a, 'ready') - at(b, 'ready'));
  waited.shift(); // it may have been begun before
  const order = waited.map(({ serial }) => priorities.get(serial));
  assert.ok(order.length > VIDEOS / 10, `only ${order.length} waited at the same time`);
  assert.deepEqual(order, order.toSorted((a, b) => b - a));

  const deadline = Date.now() + 120_000;
  const untold = () => videos.filter(({ serial }) => !heard.get(String(serial))?.includes('ready'));
  while (untold().length > 0 && Date.now() < deadline) await pause(100);
  assert.deepEqual(untold(), []);
  t.diagnostic(`${(Date.now() - begun) / 1000} s; ${order.length} waited at the same time; ${[...sameFiles]}`);
});
