// Gcore's clients against the dialect: the guide's curl and JavaScript, the documented bash line,
// what the mobile apps and the generated SDKs send. Uploaders always use https, so it is spoken here.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Upload as Upload4 } from 'tus-js-client';
import { Upload as Upload2 } from 'tus-js-client-2';
import { clipBytes, clipPath, withoutClips } from '../harness/clips.js';
import { create, gcore, send, session, trust, until } from '../harness/gcore.js';
import { certificateOf, Slipway } from '../harness/server.js';
import { CLIP } from '../harness/tus-modes.js';

const run = promisify(execFile);
const base64 = (text) => Buffer.from(text).toString('base64');

let server;
let hook;
const told = [];

before(async () => {
  hook = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const news = JSON.parse(body);
    const { id, status } = news.message.video;
    // What is told must be readable already (GC-186).
    const seen =
      news.type === 'video_delete'
        ? undefined
        : await gcore(server, 'GET', `/streaming/videos/${id}`).then(
            ({ json }) => json,
            () => undefined, // the server is being killed or stopped
          );
    told.push({ type: news.type, id, status, error: news.message.video.error, seen: seen?.status });
    response.end();
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  server = await Slipway.start({
    SLIPWAY_TLS: 'self-signed',
    SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true',
    SLIPWAY_GCORE_WEBHOOK_URL: `http://127.0.0.1:${hook.address().port}/`,
  });
  trust(server);
});
after(async () => {
  await server?.stop();
  hook?.close();
});

const newsOf = (id) => told.filter((news) => news.id === id);

async function toldOf(id, count) {
  const deadline = Date.now() + 20_000;
  while (newsOf(id).length < count) {
    assert.ok(Date.now() < deadline, `told only ${JSON.stringify(newsOf(id))}`);
    await new Promise((later) => setTimeout(later, 50));
  }
  return newsOf(id);
}

/** As the guide's JavaScript does; `options` come on top. */
function upload(Upload, { servers, token, video }, bytes, options = {}) {
  return new Promise((resolve, reject) => {
    const made = new Upload(bytes, {
      endpoint: `https://${servers[0].hostname}/upload/`,
      chunkSize: 1_000_000,
      retryDelays: [0, 1000, 3000],
      metadata: {
        filename: 'clip.mp4',
        filetype: 'video/mp4',
        token,
        video_id: String(video.id),
        client_id: String(video.client_id),
      },
      onError: reject,
      onShouldRetry: () => true,
      onSuccess: () => resolve(made),
      ...options,
    });
    made.start();
  });
}

const curl = (...words) => run('curl', ['-sS', '--cacert', certificateOf(server), ...words]);

test('GC-01 GC-02 GC-80: the guide, step by step with curl, at both spellings of the path', async () => {
  for (const slash of ['/', '']) {
    const { stdout } = await curl(
      '-L',
      `${server.origin}/streaming/videos${slash}`,
      '-H',
      'Content-Type: application/json',
      '-H',
      `Authorization: APIKey ${server.apiKey}`,
      '-d',
      '{"video": {"name": "Gcore Demo", "description": "Uploaded via TUS session"}}',
    );
    const video = JSON.parse(stdout);
    assert.equal(video.name, 'Gcore Demo');
    assert.equal(video.status, 'empty');
    assert.equal(video.duration, null);
    assert.match(video.slug, /^[0-9a-zA-Z]{16}$/);
    const given = await curl(
      '-L',
      `${server.origin}/streaming/videos/${video.id}/upload${slash}`,
      '-H',
      `Authorization: APIKey ${server.apiKey}`,
    );
    const { servers, token, video: same } = JSON.parse(given.stdout);
    assert.equal(`https://${servers[0].hostname}`, server.origin);
    assert.match(token, /^eyJhbGciOiJIUzI/);
    assert.equal(same.id, video.id);
    assert.equal((await send(video.hls_url)).status, 404);
  }
});

for (const [version, Upload] of Object.entries({ '2.3.2': Upload2, '4.x': Upload4 })) {
  test(`GC-83 GC-99 GC-102 GC-51 GC-185: tus-js-client ${version}, cut off by a crash of the server`, { skip: withoutClips }, async () => {
    const { id } = await create(server, { name: version });
    let killed = false;
    await upload(Upload, await session(server, id), clipBytes(CLIP), {
      retryDelays: [0, 1000, 3000, ...Array(20).fill(5000)], // a start on a busy machine takes its time
      onProgress: (sent) => {
        if (killed || sent < 1_500_000) return;
        killed = true;
        server.kill9().then(() => server.restart());
      },
    });
    assert.ok(killed);
    const ready = await until(server, id, ({ status }) => status === 'ready', 'ready');
    assert.equal(ready.error, null);
    assert.ok(Number.isInteger(ready.duration) && ready.duration > 10_000);
    assert.ok(ready.converted_videos.length > 0);
    const playlist = await send(ready.hls_url);
    assert.equal(playlist.status, 200);
    assert.match(playlist.text, /^#EXTM3U/);
    const news = await toldOf(id, 4);
    assert.deepEqual(
      news.map(({ status }) => status),
      ['empty', 'pending', 'viewable', 'ready'],
    );
    const steps = ['empty', 'pending', 'viewable', 'ready'];
    for (const { status, seen } of news.filter((one) => one.seen !== undefined)) {
      assert.ok(steps.indexOf(seen) >= steps.indexOf(status), `${seen} seen when told ${status}`);
    }
  });
}

test('TUS-302: tus-js-client in three parts at once, each with the token', { skip: withoutClips }, async () => {
  const before = (await gcore(server, 'GET', '/streaming/videos')).json.length;
  const { id } = await create(server, { name: 'parts' });
  const given = await session(server, id);
  const { token, video } = given;
  await upload(Upload4, given, clipBytes(CLIP), {
    parallelUploads: 3,
    metadataForPartialUploads: { token, video_id: String(video.id), client_id: String(video.client_id) },
  });
  const ready = await until(server, id, ({ status }) => status === 'ready', 'ready');
  assert.equal(ready.error, null);
  const { json: after } = await gcore(server, 'GET', '/streaming/videos');
  assert.equal(after.length, before + 1, 'one video, and none for its parts');
  assert.equal((await gcore(server, 'GET', `/streaming/videos/${id}`)).json.origin_size, clipBytes(CLIP).length);
});

test('GC-110 GC-111 GC-112 GC-113 GC-117: what is wrong with a token, as pages see it', async () => {
  const { id, client_id: client } = await create(server, { name: 'tokens' });
  const good = await session(server, id);
  const failure = async (metadata) => {
    const error = await upload(Upload2, good, Buffer.from('x'), {
      metadata,
      retryDelays: [0, 0, 0],
    }).then(
      () => assert.fail('accepted'),
      (problem) => problem.message,
    );
    assert.match(error, /response code: 500/);
    return /response text: (.*), request id/.exec(error)[1];
  };
  const all = { token: good.token, video_id: String(id), client_id: String(client) };
  assert.equal(await failure({ filename: 'a' }), 'Error: token invalid (null)');
  assert.equal(await failure({ ...all, token: 'eyJhbGciOi.forged.one' }), 'Error: token invalid (eyJhbGciOi...)');
  assert.equal(
    await failure({ ...all, video_id: '23456' }),
    `Error: token video (${id}) does not match this video (23456)`,
  );
  assert.equal(
    await failure({ ...all, client_id: '234' }),
    `Error: token client (${client}) does not match this client (234)`,
  );
  for (const method of ['GET', 'PUT']) {
    assert.equal((await send(`${server.origin}/upload/`, { method })).status, 405);
  }
});

test('GC-93 GC-94 GC-95 GC-96 GC-99 GC-100: the documented bash line', { skip: withoutClips }, async () => {
  const { id } = await create(server, { name: 'bash' });
  const { token, video } = await session(server, id);
  const file = clipPath('sample.mp4');
  const size = clipBytes('sample.mp4').length;
  const headers = join(server.folder, 'headers.txt');
  const answer = await bashCreate({ token, id, client: video.client_id, size, headers });
  assert.equal(answer.status, 201);
  await curl(
    '-o',
    '/dev/null',
    '-X',
    'PATCH',
    answer.location, // as it is
    '-H',
    'Tus-Resumable: 1.0.0',
    '-H',
    'Upload-Offset: 0',
    '-H',
    'Content-Type: application/offset+octet-stream',
    '-H',
    `Content-Length: ${size}`,
    '-H',
    'Transfer-Encoding: chunked',
    '-H',
    `Upload-Checksum: sha1 ${base64('a9993e364706816aba3e25717850c26c9cd0d89d')}`,
    '--data-binary',
    `@${file}`,
  );
  const head = await send(answer.location, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } });
  assert.equal(head.status, 200);
  assert.equal(head.headers['upload-offset'], String(size));
  await until(server, id, ({ status }) => status === 'ready', 'ready');
});

/** The creation of the bash client: two lines of metadata, values that end in a line feed. */
async function bashCreate({ token, id, client, size, headers }) {
  await curl(
    '-D',
    headers,
    '-o',
    '/dev/null',
    '-X',
    'POST',
    `${server.origin}/upload/`,
    '-H',
    'Tus-Resumable: 1.0.0',
    '-H',
    `Upload-Length: ${size}`,
    '-H',
    `Upload-Key: ${'d2e3'.repeat(8)}`,
    '-H',
    `Upload-Checksum: sha1 ${base64('a9993e364706816aba3e25717850c26c9cd0d89d')}`,
    '-H',
    `Upload-Metadata: token ${base64(`${token}\n`)},video_id ${base64(`${id}\n`)},client_id ${base64(`${client}\n`)}`,
    '-H',
    `Upload-Metadata: filename ${base64('sample.mp4')}`,
  );
  const text = await readFile(headers, 'utf8');
  return {
    status: Number(/^HTTP\/\S+ (\d+)/.exec(text)[1]),
    location: /^location: (\S+)/im.exec(text)[1],
  };
}

test('GC-90 GC-97 GC-98: as TUSKit does, which insists on 201, 204 and 200', { skip: withoutClips }, async () => {
  const { id } = await create(server, { name: 'TUSKit' });
  const { token, video } = await session(server, id);
  const bytes = clipBytes('sample.mp4');
  const tus = { 'Tus-Resumable': '1.0.0' };
  const metadata = Object.entries({ token, video_id: `${id}`, client_id: `${video.client_id}` })
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',');
  const made = await send(`${server.origin}/upload`, {
    method: 'POST',
    headers: { ...tus, 'Upload-Extension': 'creation', 'Upload-Length': bytes.length, 'Upload-Metadata': metadata },
  });
  assert.equal(made.status, 201);
  for (let offset = 0; offset < bytes.length; offset += 40_000) {
    const chunk = bytes.subarray(offset, offset + 40_000);
    const sent = await send(made.headers.location, {
      method: 'PATCH',
      headers: {
        ...tus,
        'Upload-Offset': offset,
        'Content-Type': 'application/offset+octet-stream',
        'Content-Length': chunk.length,
      },
      body: chunk,
    });
    assert.equal(sent.status, 204);
    assert.equal(sent.headers['upload-offset'], String(offset + chunk.length));
  }
  const head = await send(made.headers.location, { method: 'HEAD', headers: tus });
  assert.equal(head.status, 200);
  assert.equal(head.headers['upload-length'], String(bytes.length));
  await until(server, id, ({ status }) => status === 'ready', 'ready');
});

test('GC-56 GC-53 GC-104: what is no video stays empty, and the same entity is uploaded again', { skip: withoutClips }, async () => {
  const { id } = await create(server, { name: 'again' });
  // So short a file may be looked at only after its last byte; then its upload succeeds.
  await upload(Upload4, await session(server, id), Buffer.from('<html>no video</html>'.repeat(50)), {
    retryDelays: null,
  }).catch(() => {});
  const failed = await until(server, id, ({ error }) => error !== null, 'failed');
  assert.equal(failed.status, 'empty');
  assert.equal(failed.error, 'File Invalid');
  assert.deepEqual(failed.converted_videos, []);
  await upload(Upload4, await session(server, id), clipBytes('sample.mp4'));
  const ready = await until(server, id, ({ status }) => status === 'ready', 'ready');
  assert.equal(ready.error, null);
});

test('GC-34 GC-121 GC-122 GC-124 GC-125: copies from elsewhere', { skip: withoutClips }, async () => {
  const asked = [];
  const origin = http.createServer((request, response) => {
    asked.push(request.url);
    if (request.url === '/missing.mp4') return response.writeHead(404).end();
    if (request.url === '/private.mp4' && request.headers.authorization !== 'Bearer right') {
      return response.writeHead(403).end();
    }
    return request.url.endsWith('.m3u8')
      ? response.end('#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4,\nsegment.ts\n')
      : response.end(clipBytes('sample.mp4'));
  });
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  try {
    const url = (path) => `http://127.0.0.1:${origin.address().port}${path}`;
    const copy = async (path, more) => (await create(server, { name: path, origin_url: url(path), ...more })).id;
    const [good, manifest, missing, open, locked] = await Promise.all([
      copy('/film'), // nothing but its bytes says what it is
      copy('/master.m3u8'),
      copy('/missing.mp4'),
      copy('/private.mp4', { origin_http_headers: 'Authorization: Bearer right' }),
      copy('/private.mp4', { origin_http_headers: 'Authorization: Bearer wrong' }),
    ]);
    const ready = await until(server, good, ({ status }) => status === 'ready', 'ready');
    assert.equal(ready.origin_url, url('/film'));
    await until(server, open, ({ status }) => status === 'ready', 'ready');
    const failed = async (id, text) => {
      const video = await until(server, id, ({ error }) => error !== null, 'failed');
      assert.equal(video.status, 'empty');
      assert.equal(video.error, text);
      assert.deepEqual(video.converted_videos, []);
    };
    await failed(manifest, 'File Invalid');
    await failed(missing, 'The requested origin was not found');
    await failed(locked, 'Access to the origin is forbidden');
    assert.equal(asked.filter((path) => path === '/missing.mp4').length, 3);
    assert.doesNotMatch(server.log, /Bearer (right|wrong)/);
  } finally {
    origin.closeAllConnections();
    origin.close();
  }
});

test('GC-33 GC-14 GC-75 GC-76: what the generated SDKs send', async () => {
  const sdk = { 'X-Stainless-Lang': 'python', 'X-Stainless-Package-Version': '0.53.0', 'User-Agent': 'Gcore/Python 0.53.0' };
  const made = await gcore(server, 'POST', '/streaming/videos', { video: { name: 'sdk' } }, sdk);
  assert.equal(made.status, 200);
  assert.equal(made.headers['content-type'], 'application/json');
  assert.equal(made.json.length, 1);
  const [{ id }] = made.json;
  const none = await gcore(server, 'POST', '/streaming/videos', {}, sdk);
  assert.equal(none.status, 422);
  assert.deepEqual(none.json, { errors: { name: ["can't be blank"] } });
  const many = await gcore(
    server,
    'POST',
    '/streaming/videos/batch?fields=id,name',
    { videos: [{ name: 'one' }, { name: 'two', subtitles: [{ name: 'English', language: 'eng', vtt: 'WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nHello' }] }] },
    sdk,
  );
  assert.deepEqual(many.json.map(({ name }) => name), ['one', 'two']);
  const ids = many.json.map((video) => video.id);
  const names = await gcore(server, 'GET', `/streaming/videos/names?ids=${ids[0]}&ids=${ids[1]}`, undefined, { ...sdk, Accept: '*/*' });
  assert.deepEqual(names.json.map(({ name }) => name).sort(), ['one', 'two']);
  const changed = await gcore(server, 'PATCH', `/streaming/videos/${id}`, { name: 'changed', description: 'd' }, sdk);
  assert.equal(changed.json.description, 'd');
  assert.equal((await gcore(server, 'GET', `/streaming/videos/${id}/upload`, undefined, sdk)).json.video.id, id);
  assert.equal((await gcore(server, 'GET', `/streaming/videos?search=changed&fields=id%2Cname`, undefined, sdk)).json.length, 1);
  const gone = await gcore(server, 'DELETE', `/streaming/videos/${id}`, undefined, { ...sdk, Accept: '*/*' });
  assert.equal(gone.status, 204);
  assert.equal((await gcore(server, 'GET', `/streaming/videos/${id}`)).status, 404);
});

test('GC-61 GC-76: a batch of 60 in pages of 25; 501 at once are too many', async () => {
  const other = JSON.parse(
    (
      await send(`${server.origin}/admin/accounts`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${server.adminKey}` },
        body: '{"name":"pages"}',
      })
    ).text,
  );
  const as = { Authorization: `APIKey ${other.apiKey}` };
  const batchOf = (count) => ({ videos: Array.from({ length: count }, (_, i) => ({ name: `v${i}` })) });
  assert.equal((await gcore(server, 'POST', '/streaming/videos/batch', batchOf(60), as)).json.length, 60);
  assert.equal((await gcore(server, 'POST', '/streaming/videos/batch', batchOf(501), as)).status, 400);
  const pages = [];
  for (const page of [1, 2, 3, 4]) {
    pages.push((await gcore(server, 'GET', `/streaming/videos?page=${page}`, undefined, as)).json.length);
  }
  assert.deepEqual(pages, [25, 25, 10, 0]);
  const ready = await gcore(server, 'GET', '/streaming/videos?q[status_eq]=3&page=1', undefined, as);
  assert.deepEqual(ready.json, []);
});

test('GC-07 GC-170 GC-172: the mobile apps sign in and list', async () => {
  const body = JSON.stringify({ username: 'a@b.c', password: server.apiKey, one_time_password: 'authenticator passcode' });
  const pair = await send(`${server.origin}/iam/auth/jwt/login`, { method: 'POST', body });
  assert.equal(pair.status, 200);
  const bearer = { headers: { Authorization: `Bearer ${pair.json.access}` } };
  assert.equal((await send(`${server.origin}/iam/clients/me`, bearer)).json.id, 1);
  assert.equal((await send(`${server.origin}/streaming/videos?page=1`, bearer)).status, 200);
});

test('GC-74 GC-183: deleted once, told once', { skip: withoutClips }, async () => {
  const { id } = await create(server, { name: 'gone' });
  await upload(Upload4, await session(server, id), clipBytes('sample.mp4'));
  const { hls_url: hls } = await until(server, id, ({ status }) => status === 'ready', 'ready');
  assert.equal((await gcore(server, 'DELETE', `/streaming/videos/${id}`)).status, 204);
  assert.equal((await gcore(server, 'DELETE', `/streaming/videos/${id}`)).status, 404);
  assert.equal((await send(hls)).status, 404);
  await toldOf(id, 5);
  // What comes of a later video shows that everything before was told.
  const { id: later } = await create(server, { name: 'later' });
  await gcore(server, 'DELETE', `/streaming/videos/${later}`);
  await toldOf(later, 2);
  const news = newsOf(id);
  assert.equal(news.filter(({ type }) => type === 'video_delete').length, 1);
});

test('GC-68: one video, three faces', { skip: withoutClips }, async () => {
  const livepeer = { Authorization: `Bearer ${server.apiKey}`, 'Content-Type': 'application/json' };
  const asked = await send(`${server.origin}/api/asset/request-upload`, {
    method: 'POST',
    headers: livepeer,
    body: '{"name":"made at Livepeer"}',
  });
  const listed = await gcore(server, 'GET', '/streaming/videos?search=made%20at%20Livepeer');
  assert.equal(listed.json[0].slug, asked.json.asset.playbackId);
  const mine = await create(server, { name: 'made at Gcore' });
  const assets = await send(`${server.origin}/api/asset?limit=1000`, { headers: livepeer });
  assert.ok(assets.json.some(({ playbackId }) => playbackId === mine.slug));
  const accounts = await send(`${server.origin}/admin/accounts`, {
    headers: { Authorization: `Bearer ${server.adminKey}` },
  });
  const { accountId } = accounts.json.accounts[0].cloudflare;
  const stream = await send(`${server.origin}/client/v4/accounts/${accountId}/stream?search=made%20at%20Gcore`, {
    headers: livepeer,
  });
  assert.equal(stream.status, 200, stream.text);
  assert.ok(stream.json.result.some(({ meta }) => meta.name === 'made at Gcore'), stream.text);
});
