// Encrypted uploads as Livepeer's documentation has browsers make them: Web Crypto and npm `livepeer`.
import assert from 'node:assert/strict';
import { webcrypto as crypto } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Livepeer } from 'livepeer';
import { call, hlsUrl, untilReady, untilSettled } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const skip = withoutClips;

let server;
let livepeer;
before(async () => {
  server = await Slipway.start();
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
});
after(() => server?.stop());

/** The documentation's own steps: the server's key, a key for the file, the one wrapped in the other. */
async function makeKey() {
  const { json } = await call(server, 'GET', '/api/access-control/public-key', { key: null });
  const spki = Uint8Array.from(atob(atob(json.spki_public_key)), (c) => c.charCodeAt(0));
  const house = await crypto.subtle.importKey('spki', spki, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
  const key = await crypto.subtle.generateKey({ name: 'AES-CBC', length: 256 }, true, ['encrypt', 'decrypt']);
  const raw = await crypto.subtle.exportKey('raw', key);
  const wrapped = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, house, raw);
  return { key, encryptedKey: Buffer.from(wrapped).toString('base64') };
}

async function encrypt(bytes, key) {
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, bytes);
  return Buffer.concat([iv, new Uint8Array(sealed)]);
}

async function upload(encryptedKey, bytes) {
  const { data } = await livepeer.asset.create({
    name: 'sealed',
    playbackPolicy: { type: 'public' },
    encryption: { encryptedKey },
  });
  const sent = await fetch(data.url, { method: 'PUT', body: bytes });
  assert.equal(sent.status, 200);
  return data.asset;
}

test('LP-149, LP-150, LP-151: what Web Crypto sealed is opened and plays', { skip }, async () => {
  const { key, encryptedKey } = await makeKey();
  const asset = await upload(encryptedKey, await encrypt(clipBytes('sample.mp4'), key));
  const ready = await untilReady(server, asset.id);
  assert.equal(ready.videoSpec.format, 'mp4');
  assert.equal(ready.downloadUrl, undefined, 'LP-152');
  assert.deepEqual(ready.source, { type: 'directUpload', encryption: { key: '***' } });
  const master = await fetch(await hlsUrl(server, asset.playbackId));
  assert.match(await master.text(), /#EXT-X-STREAM-INF/);
  const { task } = (await livepeer.task.getAll()).data.map((one) => ({ task: one })).find(({ task: one }) => one.outputAssetId === asset.id);
  assert.equal(task.status.phase, 'completed');
  assert.ok(!server.logTail().includes(encryptedKey), 'MD-97');
});

test('LP-152, MD-98: sealed with another key, the asset fails with a sentence', { skip }, async () => {
  const { encryptedKey } = await makeKey();
  const { key } = await makeKey();
  const asset = await upload(encryptedKey, await encrypt(clipBytes('sample.mp4'), key));
  const failed = await untilSettled(server, asset.id);
  assert.equal(failed.status.phase, 'failed');
  assert.match(failed.status.errorMessage, /decrypt/);
});
