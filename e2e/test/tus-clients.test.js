// Unmodified clients at /files/, the tus address of our own, with an API key and no ticket.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Upload } from 'tus-js-client';
import { call, untilReady } from '../harness/api.js';
import { clipBytes, clipPath, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const CLIP = 'sample_with_increasing_timestamps_360p.mp4';
const SIZE = 3034079;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

/** Runs an upload to its end; `more` are options of tus-js-client. */
function upload(source, more = {}) {
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
    made.start();
  });
}

/** The asset that the newest upload became, once it plays, with the bytes it was made of. */
async function newest(name) {
  const list = await call(server, 'GET', '/api/asset?limit=100');
  const asset = list.json.find((each) => each.name === name);
  assert.ok(asset, `no asset is called ${name}`);
  return untilReady(server, asset.id);
}

async function arrived(name) {
  const asset = await newest(name);
  assert.equal(asset.size, SIZE);
  const whole = sha256(clipBytes(CLIP));
  const told = asset.hash?.find((each) => each.algorithm === 'sha256')?.hash;
  if (told) assert.equal(told, whole);
  const answer = await fetch(asset.downloadUrl);
  assert.equal(answer.status, 200);
  assert.equal(sha256(new Uint8Array(await answer.arrayBuffer())), whole);
}

const modes = {
  'in one piece': {},
  'in chunks': { chunkSize: 1 << 20 },
  'with data in the creation': { uploadDataDuringCreation: true, chunkSize: 1 << 20 },
  'with POST in place of PATCH': { overridePatchMethod: true, chunkSize: 1 << 20 },
  'in three parts at once': { parallelUploads: 3 },
  'in parts of its own choice': {
    parallelUploads: 2,
    parallelUploadBoundaries: [
      { start: 0, end: 1000 },
      { start: 1000, end: SIZE },
    ],
  },
  'with request ids': { addRequestId: true },
  'in the words of ietf-draft-03': { protocol: 'ietf-draft-03', chunkSize: 1 << 20 },
  'in the words of ietf-draft-05': { protocol: 'ietf-draft-05', chunkSize: 1 << 20 },
  'in the words of ietf-draft-05 with data in the creation': {
    protocol: 'ietf-draft-05',
    uploadDataDuringCreation: true,
  },
};

for (const [mode, options] of Object.entries(modes)) {
  test(`TUS-303, TUS-141: tus-js-client ${mode}`, { skip: withoutClips }, async () => {
    const name = `clip ${mode}.mp4`;
    await upload(clipBytes(CLIP), { ...options, metadata: { filename: name } });
    await arrived(name);
  });
}

test('TUS-303, TUS-91: tus-js-client from a stream of unknown length', { skip: withoutClips }, async () => {
  const metadata = { filename: 'stream.mp4' };
  const bytes = clipBytes(CLIP);
  const pieces = [];
  for (let at = 0; at < SIZE; at += 65536) pieces.push(bytes.subarray(at, at + 65536));
  const source = Readable.from(pieces, { objectMode: false });
  await upload(source, { uploadLengthDeferred: true, chunkSize: 100_000, metadata });
  await arrived('stream.mp4');
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
  await arrived('curl.mp4');
});
