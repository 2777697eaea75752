// tus-js-client through the tusEndpoint that request-upload hands out.
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { after, before, test } from 'node:test';
import { FileUrlStorage, Upload } from 'tus-js-client';
import { join } from 'node:path';
import { call, getAsset, requestUpload, untilReady } from '../harness/api.js';
import { clipBytes, clipPath, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import { arrivedAs, plainModes } from '../harness/tus-modes.js';

const CLIP = 'sample_with_increasing_timestamps_360p.mp4';
const SIZE = 3034079;

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

/** Runs an upload to its end; `more` are options of tus-js-client. */
function upload(endpoint, source, more = {}) {
  return new Promise((resolve, reject) => {
    const made = new Upload(source, {
      endpoint,
      retryDelays: null,
      metadata: { filename: CLIP, filetype: 'video/mp4' },
      onSuccess: () => resolve(made),
      onError: reject,
      ...more,
    });
    made.start();
  });
}

test('LP-60, LP-64, LP-65, LP-58: a whole file goes in and becomes ready', { skip: withoutClips }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: CLIP });
  const done = await upload(tusEndpoint, createReadStream(clipPath(CLIP)), {
    uploadSize: SIZE,
    chunkSize: 1 << 20,
  });
  assert.ok(done.url.startsWith(`${server.origin}/api/asset/upload/tus/`));
  assert.ok(!done.url.includes('token='), 'the Location carries no token');

  const head = await call(server, 'HEAD', done.url, {
    key: null,
    headers: { 'Tus-Resumable': '1.0.0' },
  });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('upload-offset'), String(SIZE));
  assert.equal(head.headers.get('cache-control'), 'no-store');

  const ready = await untilReady(server, asset.id);
  assert.equal(ready.size, SIZE);
});

test('LP-70, LP-64: stopped half way, it resumes from the stored address', { skip: withoutClips }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'resumed' });
  const options = {
    chunkSize: 1 << 20,
    urlStorage: new FileUrlStorage(join(server.folder, 'urls.json')),
    storeFingerprintForResuming: true,
    fingerprint: async () => asset.id,
  };
  await new Promise((resolve, reject) => {
    const first = new Upload(clipBytes(CLIP), {
      ...options,
      endpoint: tusEndpoint,
      retryDelays: null,
      onChunkComplete: () => first.abort().then(resolve, reject),
      onError: reject,
    });
    first.start();
  });
  assert.equal((await getAsset(server, asset.id)).status.phase, 'uploading');

  let resumedAt;
  await new Promise((resolve, reject) => {
    const second = new Upload(clipBytes(CLIP), {
      ...options,
      endpoint: tusEndpoint,
      retryDelays: null,
      onProgress: (sent) => (resumedAt ??= sent),
      onSuccess: resolve,
      onError: reject,
    });
    second.findPreviousUploads().then((previous) => {
      assert.equal(previous.length, 1);
      second.resumeFromPreviousUpload(previous[0]);
      second.start();
    }, reject);
  });
  assert.ok(resumedAt >= 1 << 20, `started again at ${resumedAt}`);
  await untilReady(server, asset.id);
});

for (const [mode, options] of Object.entries(plainModes)) {
  test(`TUS-303, TUS-291, LP-64: tus-js-client ${mode}`, { skip: withoutClips }, async () => {
    const { tusEndpoint, asset } = await requestUpload(server, { name: mode });
    await upload(tusEndpoint, clipBytes(CLIP), options);
    await arrivedAs(server, asset.id);
  });
}

test('LP-61: the same endpoint without a stored address starts over at the same address', { skip: withoutClips }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'over again' });
  const create = () =>
    call(server, 'POST', tusEndpoint, {
      key: null,
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(SIZE) },
    });
  const first = await create();
  assert.equal(first.status, 201);
  assert.equal(first.headers.get('livepeer-playback-id'), asset.playbackId);
  const again = await create();
  assert.equal(again.headers.get('location'), first.headers.get('location'));
  await upload(tusEndpoint, clipBytes(CLIP));
  await untilReady(server, asset.id);
});

test('LP-52: one token, one file', { skip: withoutClips }, async () => {
  const { tusEndpoint, url } = await requestUpload(server, { name: 'once' });
  await upload(tusEndpoint, clipBytes('sample.mp4'));
  const again = await call(server, 'PUT', url, { key: null, body: clipBytes('sample.mp4') });
  assert.equal(again.status, 422);
  assert.deepEqual(again.json, { errors: ['asset has already been uploaded'] });
  await assert.rejects(upload(tusEndpoint, clipBytes('sample.mp4')), (error) =>
    error.originalResponse.getStatus() === 422);
});

test('LP-59: without a token, and with one that means nothing', async () => {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '5' };
  const none = await call(server, 'POST', '/api/asset/upload/tus', { key: null, headers });
  assert.equal(none.status, 401);
  assert.deepEqual(none.json, { errors: ['Missing uploadToken metadata from /request-upload API'] });
  const bad = await call(server, 'POST', '/api/asset/upload/tus?token=nonsense', { key: null, headers });
  assert.equal(bad.status, 403);
  assert.match(bad.json.errors[0], /^Invalid signed upload URL: /);
});

test('LP-69: what is deleted can be made again', { skip: withoutClips }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'twice' });
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(SIZE) };
  const made = await call(server, 'POST', tusEndpoint, { key: null, headers });
  const gone = await call(server, 'DELETE', made.headers.get('location'), {
    key: null,
    headers: { 'Tus-Resumable': '1.0.0' },
  });
  assert.equal(gone.status, 204);
  assert.equal((await getAsset(server, asset.id)).status.phase, 'uploading');
  await upload(tusEndpoint, clipBytes(CLIP));
  await untilReady(server, asset.id);
});
