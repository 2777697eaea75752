// `c2pa: true` through npm `livepeer`, and what content credentials' own verifier says of the files.
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Livepeer } from 'livepeer';
import { call, untilAsset, untilReady } from '../harness/api.js';
import { verify } from '../harness/c2pa.js';
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

async function upload(name, clip) {
  const { data } = await livepeer.asset.create({ name, c2pa: true, staticMp4: true });
  const sent = await fetch(data.url, { method: 'PUT', body: clipBytes(clip) });
  assert.equal(sent.status, 200);
  return data;
}

async function files(playbackId) {
  const { playbackInfo } = await livepeer.playback.get(playbackId);
  return playbackInfo.meta.source.filter((one) => one.type === 'html5/video/mp4');
}

const bytesOf = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());

test('LP-168, MD-80..86: every MP4 of the asset is Valid, Trusted with our root, and cannot be changed', { skip }, async () => {
  const { asset, task } = await upload('holiday', 'sample.mp4');
  const ready = await untilReady(server, asset.id);
  assert.equal(ready.c2pa, true);
  assert.equal(ready.c2paStatus.phase, 'ready');
  assert.equal(ready.c2paStatus.errorMessage, undefined);
  assert.equal((await livepeer.task.get(task.id)).task.params.upload.c2pa, true);

  const anchor = await (await fetch(`${server.origin}/c2pa/root.pem`)).text();
  const mp4s = await files(asset.playbackId);
  assert.ok(mp4s.length >= 1);
  for (const { url } of mp4s) {
    const bytes = await bytesOf(url);
    const seen = await verify(bytes);
    assert.equal(seen.state, 'Valid', `${url}: ${seen.codes}`);
    assert.deepEqual(seen.codes, ['signingCredential.untrusted'], 'nobody knows the root');
    assert.equal(seen.manifest.title, new URL(url).pathname.split('/').at(-1).replace('.mp4', ''));
    assert.equal(seen.manifest.claim_generator_info[0].name, 'Slipway');
    assert.equal(seen.manifest.ingredients[0].relationship, 'parentOf');
    assert.equal(seen.manifest.ingredients[0].title, 'holiday');

    const trusted = await verify(bytes, { anchor });
    assert.equal(trusted.state, 'Trusted');
    assert.deepEqual(trusted.codes, []);

    bytes[bytes.length - 1000] ^= 1;
    const changed = await verify(bytes, { anchor });
    assert.equal(changed.state, 'Invalid');
    assert.ok(changed.codes.includes('assertion.bmffHash.mismatch'), `${changed.codes}`);
  }
});

test('MD-80: a range of a signed file is a part of it, and sound alone is signed as well', { skip }, async () => {
  const { asset } = await upload('ranges', 'sample.mp4');
  await untilReady(server, asset.id);
  const [{ url }] = await files(asset.playbackId);
  const whole = await bytesOf(url);
  const part = await fetch(url, { headers: { Range: 'bytes=10-5009' } });
  assert.equal(part.status, 206);
  assert.deepEqual(new Uint8Array(await part.arrayBuffer()), whole.slice(10, 5010));

  const sound = await upload('sound', 'sample_audio_only_15s.mp4');
  await untilReady(server, sound.asset.id);
  const seen = await verify(await bytesOf(`${server.origin}/hls/${sound.asset.playbackId}/source.m4a`), { type: 'audio/mp4' });
  assert.equal(seen.state, 'Valid', `${seen.codes}`);
});

test('MD-87: when nothing can be signed the asset is ready, says so, and is signed when asked again', { skip }, async () => {
  const root = join(server.data, 'c2pa', 'root.pem');
  await writeFile(root, 'not a certificate\n');
  const { asset } = await upload('unsigned', 'sample.mp4');
  const ready = await untilReady(server, asset.id);
  assert.equal(ready.c2paStatus.phase, 'failed');
  assert.match(ready.c2paStatus.errorMessage, /could not be signed/);
  const [{ url }] = await files(asset.playbackId);
  await assert.rejects(verify(await bytesOf(url)), 'there is no manifest');

  await rm(root); // a new one is made
  const again = await call(server, 'POST', `/api/asset/${asset.id}/retry`);
  assert.equal(again.status, 204, again.text);
  await untilAsset(server, asset.id, (one) => one.c2paStatus.phase === 'ready');
  const anchor = await (await fetch(`${server.origin}/c2pa/root.pem`)).text();
  assert.equal((await verify(await bytesOf(url), { anchor })).state, 'Trusted');
});
