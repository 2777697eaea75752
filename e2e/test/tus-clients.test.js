// Unmodified clients at /files/, the tus address of our own, with an API key and no ticket.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { FileUrlStorage, Upload } from 'tus-js-client';
import { call, requestUpload } from '../harness/api.js';
import { clipBytes, clipPath, withoutClips } from '../harness/clips.js';
import { Cutter } from '../harness/cutter.js';
import { Slipway } from '../harness/server.js';
import {
  arrived, arrivedAs, CLIP, draftModes, parallelModes, plainModes, SIZE,
} from '../harness/tus-modes.js';

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

/** Runs an upload to its end; `more` are options of tus-js-client. */
function upload(source, more = {}, prepare = async () => {}) {
  return new Promise((resolve, reject) => {
    const made = new Upload(source, {
      endpoint: `${server.origin}/files/`,
      headers: { Authorization: `Bearer ${server.apiKey}` },
      retryDelays: null,
      metadata: { filename: CLIP, filetype: 'video/mp4' },
      onSuccess: () => resolve(made),
      onError: reject,
      ...more,
    });
    prepare(made).then(() => made.start(), reject);
  });
}

/** Options that write down what was asked, as `POST 201`. */
function noting(asked) {
  return {
    onAfterResponse: (request, response) => {
      asked.push(`${request.getMethod()} ${response.getStatus()}`);
    },
  };
}

for (const [mode, options] of Object.entries({ ...plainModes, ...parallelModes, ...draftModes })) {
  test(`TUS-303, TUS-141: tus-js-client ${mode}`, { skip: withoutClips }, async () => {
    const name = `clip ${mode}.mp4`;
    await upload(clipBytes(CLIP), { ...options, metadata: { filename: name } });
    await arrived(server, name);
  });
}

test('TUS-303, TUS-91: tus-js-client from a stream of unknown length', { skip: withoutClips }, async () => {
  const metadata = { filename: 'stream.mp4' };
  const bytes = clipBytes(CLIP);
  const pieces = [];
  for (let at = 0; at < SIZE; at += 65536) pieces.push(bytes.subarray(at, at + 65536));
  const source = Readable.from(pieces, { objectMode: false });
  await upload(source, { uploadLengthDeferred: true, chunkSize: 100_000, metadata });
  await arrived(server, 'stream.mp4');
});

test('TUS-303: tus-js-client with an empty file', async () => {
  const asked = [];
  const made = await upload(Buffer.alloc(0), { ...noting(asked), metadata: { filename: 'empty' } });
  assert.deepEqual(asked, ['POST 201']);
  const head = await call(server, 'HEAD', made.url, { headers: { 'Tus-Resumable': '1.0.0' } });
  assert.equal(head.headers.get('upload-length'), '0');
});

test('TUS-303: tus-js-client comes back to a finished upload, and to one that is gone', { skip: withoutClips }, async () => {
  const first = await upload(clipBytes(CLIP), { metadata: { filename: 'finished' } });
  const asked = [];
  const again = await upload(clipBytes(CLIP), { ...noting(asked), uploadUrl: first.url });
  assert.deepEqual(asked, ['HEAD 200'], 'nothing is sent again');
  assert.equal(again.url, first.url);

  asked.length = 0;
  const gone = await upload(clipBytes(CLIP), {
    ...noting(asked),
    uploadUrl: `${server.origin}/files/00000000000000000000000000`,
    metadata: { filename: 'after one that is gone' },
  });
  assert.deepEqual(asked, ['HEAD 404', 'POST 201', 'PATCH 204']);
  assert.notEqual(gone.url, first.url);
  await arrived(server, 'after one that is gone');
});

/** The same numbers below `most` each time, so that a failure can be seen again. */
function dice(seed, most) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

for (const [mode, more] of Object.entries({
  'in tus 1.0': {},
  'in tus 1.0, in chunks': { chunkSize: 300_000 },
  'in ietf-draft-05': { protocol: 'ietf-draft-05' },
})) {
  test(`TUS-303, TUS-170: tus-js-client ${mode}, cut off again and again`, { skip: withoutClips }, async () => {
    const roll = dice(7, 700_000);
    const line = await Cutter.to(server, () => 20_000 + roll());
    try {
      const name = `cut ${mode}`;
      await upload(clipBytes(CLIP), {
        ...more,
        endpoint: `${line.origin}/files/`,
        retryDelays: [0, 1000, 3000, 5000], // its default
        metadata: { filename: name },
      });
      assert.ok(line.cuts >= 4, `cut only ${line.cuts} times`);
      await arrived(server, name);
    } finally {
      await line.close();
    }
  });
}

test('TUS-303, TUS-141: tus-js-client resumes parallel parts after a cut', { skip: withoutClips }, async () => {
  let sound = false;
  const line = await Cutter.to(server, () => (sound ? Infinity : 400_000), { hangs: true });
  const urlStorage = new FileUrlStorage(join(server.folder, 'parts.json'));
  try {
    const options = {
      endpoint: `${line.origin}/files/`,
      parallelUploads: 3,
      metadata: { filename: 'parts, cut' },
      urlStorage,
      storeFingerprintForResuming: true,
      fingerprint: async () => 'parts',
    };
    const cut = new Promise((resolve, reject) => {
      const first = new Upload(clipBytes(CLIP), {
        ...options,
        headers: { Authorization: `Bearer ${server.apiKey}` },
        retryDelays: null,
        urlStorage: {
          // Only now could a later run find all parts; none of them can be whole by then.
          addUpload: (print, upload) =>
            urlStorage.addUpload(print, upload).finally(() => line.cut()),
        },
        onSuccess: () => reject(new Error('was not cut')),
        onError: resolve,
      });
      first.start();
    });
    await cut;
    sound = true;
    const asked = [];
    let resumedAt;
    await upload(
      clipBytes(CLIP),
      { ...options, ...noting(asked), onProgress: (sent) => (resumedAt ??= sent) },
      async (made) => {
        const previous = await made.findPreviousUploads();
        assert.equal(previous[0]?.parallelUploadUrls?.length, 3);
        made.resumeFromPreviousUpload(previous[0]);
      },
    );
    assert.equal(asked.filter((each) => each === 'HEAD 200').length, 3);
    assert.equal(asked.filter((each) => each === 'POST 201').length, 1, 'only the final is made');
    assert.ok(resumedAt > 0, 'started over');
    await arrived(server, 'parts, cut');
  } finally {
    await line.close();
  }
});

test('TUS-303: tus-js-client gives an upload up', async () => {
  const made = await new Promise((resolve, reject) => {
    const first = new Upload(Buffer.alloc(SIZE), {
      endpoint: `${server.origin}/files/`,
      headers: { Authorization: `Bearer ${server.apiKey}` },
      retryDelays: null,
      chunkSize: 1000,
      metadata: { filename: 'given up' },
      onChunkComplete: () => first.abort(true).then(() => resolve(first), reject),
      onError: reject,
    });
    first.start();
  });
  const head = await call(server, 'HEAD', made.url, { headers: { 'Tus-Resumable': '1.0.0' } });
  assert.equal(head.status, 404);
  const list = await call(server, 'GET', '/api/asset?limit=100');
  assert.ok(!list.json.some((each) => each.name === 'given up'));
});

test('TUS-307, TUS-111: curl creates, and appends over HTTP/2 from a pipe', { skip: withoutClips }, async () => {
  const run = promisify(execFile);
  const filename = Buffer.from('curl.mp4').toString('base64');
  const made = await run('curl', [
    '-sS', '-i', '-X', 'POST', `${server.origin}/files/`,
    '-H', 'Tus-Resumable: 1.0.0', '-H', `Upload-Length: ${SIZE}`,
    '-H', `Upload-Metadata: filename ${filename}`, '-H', `Authorization: Bearer ${server.apiKey}`,
  ]);
  const location = /^location: (\S+)/im.exec(made.stdout)[1];
  const patch = await run('sh', [
    '-c',
    'curl -sS -i --http2-prior-knowledge -X PATCH -T - -H "Tus-Resumable: 1.0.0" ' +
      '-H "Upload-Offset: 0" -H "Content-Type: application/offset+octet-stream" "$1" < "$2"',
    'sh', location, clipPath(CLIP),
  ]);
  assert.match(patch.stdout, /^HTTP\/2 204/m);
  await arrived(server, 'curl.mp4');
});

const curl = (...args) => promisify(execFile)('curl', ['-sS', '--fail-with-body', ...args]);

test('TUS-307: curl appends a chunked body from a pipe over HTTP/1.1', { skip: withoutClips }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: 'curl, chunked' });
  const made = await curl('-i', '-X', 'POST', tusEndpoint,
    '-H', 'Tus-Resumable: 1.0.0', '-H', `Upload-Length: ${SIZE}`);
  const location = /^location: (\S+)/im.exec(made.stdout)[1];
  const patch = await promisify(execFile)('sh', [
    '-c',
    'curl -sS -i -X PATCH -T - -H "Tus-Resumable: 1.0.0" -H "Upload-Offset: 0" ' +
      '-H "Content-Type: application/offset+octet-stream" "$1" < "$2"',
    'sh', location, clipPath(CLIP),
  ]);
  assert.match(patch.stdout, /^HTTP\/1\.1 204/m);
  assert.match(patch.stdout, new RegExp(`^upload-offset: ${SIZE}`, 'im'));
  await arrivedAs(server, asset.id);
});

for (const [how, args] of Object.entries({
  'a file': (file) => ['-T', file],
  'a file over HTTP/2': (file) => ['--http2-prior-knowledge', '-T', file],
  'a body': (file) => ['-X', 'PUT', '-H', 'Content-Type: video/mp4', '--data-binary', `@${file}`],
})) {
  test(`TUS-307, LP-50: curl puts ${how} without tus`, { skip: withoutClips }, async () => {
    const { url, asset } = await requestUpload(server, { name: `curl puts ${how}` });
    await curl(...args(clipPath(CLIP)), url);
    await arrivedAs(server, asset.id);
  });
}

test('TUS-307, LP-50: curl puts a pipe of unknown length', { skip: withoutClips }, async () => {
  const { url, asset } = await requestUpload(server, { name: 'curl puts a pipe' });
  await promisify(execFile)('sh', [
    '-c', 'curl -sS --fail-with-body -T - "$1" < "$2"', 'sh', url, clipPath(CLIP),
  ]);
  await arrivedAs(server, asset.id);
});
