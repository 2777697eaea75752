// The modes of tus-js-client that every address of ours must take, in Node and in a browser. Plain
// data, since a page gets them as JSON.
import { createHash } from 'node:crypto';
import { call, untilReady } from './api.js';
import { clipBytes } from './clips.js';
import assert from 'node:assert/strict';

export const CLIP = 'sample_with_increasing_timestamps_360p.mp4';
export const SIZE = 3034079;

/** What tus 1.0 is enough for, at any of our addresses. */
export const plainModes = {
  'in one piece': {},
  'in chunks': { chunkSize: 1 << 20 },
  'with data in the creation': { uploadDataDuringCreation: true, chunkSize: 1 << 20 },
  'with POST in place of PATCH': { overridePatchMethod: true, chunkSize: 1 << 20 },
  'with request ids': { addRequestId: true },
};

/** What needs concatenation: `/files/` has it, and Gcore's address; Livepeer's has not. */
export const parallelModes = {
  'in three parts at once': { parallelUploads: 3 },
  'in parts of its own choice': {
    parallelUploads: 2,
    parallelUploadBoundaries: [
      { start: 0, end: 1000 },
      { start: 1000, end: SIZE },
    ],
  },
};

/** What needs the IETF's dialect: `/files/` has it, Livepeer's address has not. */
export const draftModes = {
  'in the words of ietf-draft-03': { protocol: 'ietf-draft-03', chunkSize: 1 << 20 },
  'in the words of ietf-draft-03 with data in the creation': {
    protocol: 'ietf-draft-03',
    uploadDataDuringCreation: true,
  },
  'in the words of ietf-draft-05': { protocol: 'ietf-draft-05', chunkSize: 1 << 20 },
  'in the words of ietf-draft-05 with data in the creation': {
    protocol: 'ietf-draft-05',
    uploadDataDuringCreation: true,
  },
};

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Fails unless the asset plays and was made of just these bytes. */
export async function arrivedAs(server, id, bytes = clipBytes(CLIP)) {
  const asset = await untilReady(server, id);
  assert.equal(asset.size, bytes.length);
  const whole = sha256(bytes);
  const told = asset.hash?.find((each) => each.algorithm === 'sha256')?.hash;
  if (told) assert.equal(told, whole);
  const answer = await fetch(asset.downloadUrl);
  assert.equal(answer.status, 200);
  assert.equal(sha256(new Uint8Array(await answer.arrayBuffer())), whole);
}

/** As {@link arrivedAs}, for the newest asset of that name. */
export async function arrived(server, name, bytes) {
  const list = await call(server, 'GET', '/api/asset?limit=1000');
  const asset = list.json.find((each) => each.name === name);
  assert.ok(asset, `no asset is called ${name}`);
  await arrivedAs(server, asset.id, bytes);
}
