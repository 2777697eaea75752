// Acceptance scenarios of the Gcore contract (section 17) that gcore.test.js and gcore-playback.test.js
// leave open, with nothing but HTTP.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const CLIP = 'sample.mp4';
const base64 = (text) => Buffer.from(String(text)).toString('base64');

let server;
let hook;
const told = [];
before(async () => {
  hook = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    told.push(JSON.parse(body));
    response.writeHead(500).end('not today');
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  server = await Slipway.start({
    SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true',
    SLIPWAY_GCORE_WEBHOOK_URL: `http://127.0.0.1:${hook.address().port}/`,
  });
});
after(async () => {
  await server?.stop();
  hook?.close();
});

const gcore = (method, path, body, headers = {}) =>
  call(server, method, `/streaming/videos${path}`, {
    key: null,
    headers: { Authorization: `APIKey ${server.apiKey}`, ...headers },
    body,
  });

async function until(id, holds) {
  for (let tries = 0; tries < 600; tries++) {
    const { json } = await gcore('GET', `/${id}`);
    if (holds(json)) return json;
    await pause(100);
  }
  return assert.fail(`never so\n${server.logTail()}`);
}

/** One request over a bare connection, which says what fetch does not: Expect, and chunks. */
function bare(method, url, headers, chunks) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
    });
    request.on('error', reject);
    const send = () => {
      for (const chunk of chunks) request.write(chunk);
      request.end();
    };
    if (headers.Expect) request.once('continue', send);
    else send();
  });
}

/** As the Java client does: a session, then POST with an override of PATCH, in chunks, when asked to go on. */
async function uploadAsJavaDoes(id) {
  const { token, video } = (await gcore('GET', `/${id}/upload`)).json;
  const bytes = clipBytes(CLIP);
  const tus = { 'Tus-Resumable': '1.0.0' };
  const metadata = { filename: CLIP, token, video_id: video.id, client_id: video.client_id };
  const made = await bare(
    'POST',
    `${server.origin}/upload/`,
    {
      ...tus,
      'Content-Length': 0,
      'Upload-Length': bytes.length,
      'Upload-Metadata': Object.entries(metadata)
        .map(([key, value]) => `${key} ${base64(value)}`)
        .join(','),
    },
    [],
  );
  assert.equal(made.status, 201);
  const location = new URL(made.headers.location, server.origin);
  const half = bytes.length >> 1;
  for (const [offset, part, end] of [
    [0, bytes.subarray(0, half), half],
    [half, bytes.subarray(half), bytes.length],
  ]) {
    const sent = await bare(
      'POST',
      `${server.origin}${location.pathname}${location.search}`,
      {
        ...tus,
        'X-HTTP-Method-Override': 'PATCH',
        'Upload-Offset': offset,
        'Content-Type': 'application/offset+octet-stream',
        'Transfer-Encoding': 'chunked',
        Expect: '100-continue',
      },
      [part.subarray(0, 1000), part.subarray(1000)],
    );
    assert.equal(sent.status, 204);
    assert.equal(Number(sent.headers['upload-offset']), end);
  }
}

test('GC-74, GC-184 (scenarios 7 and 12): a Java client uploads; a hook that says 500 is told each thing once; deleted, nothing is left', { skip: withoutClips }, async () => {
  const { id } = (await gcore('POST', '/', { video: { name: 'from Java' } })).json;
  await uploadAsJavaDoes(id);
  const ready = await until(id, ({ status }) => status === 'ready');
  const addresses = [ready.hls_url, ready.hls_cmaf_url, ready.dash_url, ready.screenshot, ready.iframe_url];
  addresses.push(ready.converted_videos.find((made) => made.mp4_url).mp4_url);
  const statuses = async () =>
    Promise.all(addresses.map(async (url) => (await call(server, 'GET', url, { key: null })).status));
  assert.deepEqual(await statuses(), addresses.map(() => 200));

  const gone = await gcore('DELETE', `/${id}`);
  assert.equal(gone.status, 204);
  assert.equal(gone.text, '');
  assert.equal((await gcore('DELETE', `/${id}`)).status, 404);
  assert.deepEqual(await statuses(), addresses.map(() => 404));

  // Another video's whole story comes after: by then a second try of the first would have been seen.
  const later = (await gcore('POST', '/', { video: { name: 'later' } })).json.id;
  await gcore('DELETE', `/${later}`);
  const newsOf = (which) => told.filter(({ message }) => message.video.id === which);
  for (let tries = 0; newsOf(later).every(({ type }) => type !== 'video_delete'); tries++) {
    assert.ok(tries < 300, JSON.stringify(told));
    await pause(100);
  }
  const news = newsOf(id).map(({ type, message }) => `${type} ${message.video.status}`);
  assert.equal(new Set(news).size, news.length, `told twice: ${news}`);
  assert.equal(news.filter((one) => one.startsWith('video_delete')).length, 1);
  assert.equal(newsOf(id).at(-1).type, 'video_delete');
});

test('GC-61, GC-63, GC-64, GC-66, GC-76, GC-77 (scenarios 8 and 9): 500 at once with subtitles, found by name, id and status', async () => {
  const subtitle = (n) => ({
    name: 'English',
    language: 'eng',
    vtt: n % 2 ? 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n' : '1\n00:00:00,000 --> 00:00:01,000\nHi\n',
  });
  const videos = Array.from({ length: 500 }, (_, n) => ({
    name: `many ${n}`,
    ...(n < 20 ? { subtitles: [subtitle(n)] } : {}),
  }));
  const made = await gcore('POST', '/batch?fields=id,name', { videos });
  assert.equal(made.status, 200, made.text.slice(0, 500));
  assert.deepEqual(
    made.json.map(({ name }) => name),
    videos.map(({ name }) => name),
  );
  for (const n of [0, 1, 19, 20]) {
    const { json } = await gcore('GET', `/${made.json[n].id}/subtitles`);
    assert.deepEqual(
      json.map(({ name, language }) => [name, language]),
      n < 20 ? [['English', 'eng']] : [],
    );
  }
  const found = await gcore('GET', '?search=many%20499&fields=id,name');
  assert.deepEqual(found.json, [{ id: made.json[499].id, name: 'many 499' }]);
  const one = await gcore('GET', `?id=${made.json[7].id}`);
  assert.deepEqual(one.json.map(({ name }) => name), ['many 7']);
  assert.deepEqual((await gcore('GET', '?q[status_eq]=3')).json, []);
  const spoilt = { videos: [{ name: 'good' }, { name: ' ' }] };
  assert.equal((await gcore('POST', '/batch', spoilt)).status, 422);
  assert.deepEqual((await gcore('GET', '?search=good')).json, [], 'then nothing is made');
});
