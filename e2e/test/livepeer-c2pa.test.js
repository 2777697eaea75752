// `c2pa: true` through npm `livepeer`, and what content credentials' own verifier says of the files.
import assert from 'node:assert/strict';
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Livepeer } from 'livepeer';
import { call, untilAsset, untilReady } from '../harness/api.js';
import { verify } from '../harness/c2pa.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { CertificateAuthority, StampingAuthority, withoutOpenssl } from '../harness/openssl.js';
import { Slipway } from '../harness/server.js';

const skip = withoutClips;

let server;
let livepeer;
before(async () => {
  server = await Slipway.start();
  livepeer = clientOf(server);
});
after(() => server?.stop());

const clientOf = (of) => new Livepeer({ apiKey: of.apiKey, serverURL: `${of.origin}/api` });

async function upload(name, clip, client = livepeer) {
  const { data } = await client.asset.create({ name, c2pa: true, staticMp4: true });
  const sent = await fetch(data.url, { method: 'PUT', body: clipBytes(clip) });
  assert.equal(sent.status, 200);
  return data;
}

async function files(playbackId, client = livepeer) {
  const { playbackInfo } = await client.playback.get(playbackId);
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

/** A server of its own, with certificates from elsewhere and somebody who stamps. */
async function withStamps(settings, work) {
  const certificates = await CertificateAuthority.make();
  const stamping = await StampingAuthority.start(certificates);
  let own;
  try {
    own = await Slipway.start({ SLIPWAY_C2PA_TIME_STAMP_URL: stamping.url, ...settings(certificates) });
    await work({ own, client: clientOf(own), stamping, certificates });
  } finally {
    await own?.stop();
    stamping.stop();
    await certificates.gone();
  }
}

const rootOf = async (of) => (await fetch(`${of.origin}/c2pa/root.pem`)).text();

test('LP-168: with a time stamp, whose time is shown to those who trust both roots', { skip: skip || withoutOpenssl }, () =>
  withStamps(() => ({}), async ({ own, client, stamping, certificates }) => {
    const began = Date.now();
    const { asset } = await upload('stamped', 'sample.mp4', client);
    const { c2paStatus } = await untilReady(own, asset.id);
    assert.equal(c2paStatus.errorMessage, undefined);
    const anchor = (await rootOf(own)) + certificates.root;
    const mp4s = await files(asset.playbackId, client);
    assert.ok(stamping.asked >= mp4s.length, `${stamping.asked} questions`);
    for (const { url } of mp4s) {
      const bytes = await bytesOf(url);
      const seen = await verify(bytes, { anchor });
      assert.equal(seen.state, 'Trusted', `${url}: ${seen.codes}`);
      assert.deepEqual(seen.codes, []);
      const shown = Date.parse(seen.manifest.signature_info.time);
      assert.ok(shown > began - 2000 && shown < Date.now() + 2000, `${seen.manifest.signature_info.time}`);
      assert.equal((await verify(bytes)).state, 'Valid', 'nobody is known');
      bytes[bytes.length - 1000] ^= 1;
      assert.equal((await verify(bytes, { anchor })).state, 'Invalid');
    }
  }));

test('LP-168, MD-87: signed without a stamp when there is none, said so, and stamped when asked again', { skip: skip || withoutOpenssl }, () =>
  withStamps(() => ({}), async ({ own, client, stamping, certificates }) => {
    stamping.status = 503;
    const { asset } = await upload('unstamped', 'sample.mp4', client);
    const ready = await untilReady(own, asset.id);
    assert.equal(ready.c2paStatus.phase, 'ready');
    assert.match(ready.c2paStatus.errorMessage, /without a time stamp. The authority answered 503/);
    const anchor = (await rootOf(own)) + certificates.root;
    const [{ url }] = await files(asset.playbackId, client);
    const plain = await verify(await bytesOf(url), { anchor });
    assert.equal(plain.state, 'Trusted', `${plain.codes}`);
    assert.equal(plain.manifest.signature_info.time, undefined);

    stamping.status = 200;
    assert.equal((await call(own, 'POST', `/api/asset/${asset.id}/retry`)).status, 204);
    await untilAsset(own, asset.id, (one) => one.c2paStatus.phase === 'ready' && !one.c2paStatus.errorMessage);
    const stamped = await verify(await bytesOf(url), { anchor });
    assert.equal(stamped.state, 'Trusted', `${stamped.codes}`);
    assert.ok(stamped.manifest.signature_info.time);
  }));

test('MD-84, MD-85: PS256, and certificates of every purpose that is taken, are Trusted with their root', { skip: skip || withoutOpenssl }, async () => {
  const kinds = [
    ['rsa:2048', '1.3.6.1.5.5.7.3.4', 'Ps256'],
    ['rsa:3072', '1.3.6.1.4.1.62558.2.1', 'Ps256'],
    ['ec', '1.3.6.1.4.1.62558.2.1', 'Es256'],
    ['ec', '1.3.6.1.5.5.7.3.36', 'Es256'],
    ['ec', '1.3.6.1.4.1.311.76.59.1.9', 'Es256'],
  ];
  // What C2PA's own list of trust says that certificates may be for.
  const all = kinds.map(([, purpose]) => purpose);
  const place = (certificates, end) => certificates.file(`in-use.${end}`);
  const put = async (certificates, made) => {
    await copyFile(made.certificate, place(certificates, 'pem'));
    await copyFile(made.key, place(certificates, 'key'));
  };
  const certificates = await CertificateAuthority.make();
  let own;
  try {
    for (const [nth, [kind, purpose, algorithm]] of kinds.entries()) {
      const made = await certificates.issue(`signer-${nth}`, { kind, purposes: purpose });
      await put(certificates, made);
      own ??= await Slipway.start({ SLIPWAY_C2PA_CERT: place(certificates, 'pem'), SLIPWAY_C2PA_KEY: place(certificates, 'key') });
      const { asset } = await upload(algorithm, 'sample.mp4', clientOf(own));
      const ready = await untilReady(own, asset.id);
      assert.equal(ready.c2paStatus.phase, 'ready', ready.c2paStatus.errorMessage);
      for (const { url } of await files(asset.playbackId, clientOf(own))) {
        const bytes = await bytesOf(url);
        const seen = await verify(bytes, nth > 0 ? { purposes: all } : {});
        assert.equal(seen.state, 'Valid', `${kind} ${purpose}: ${seen.codes}`);
        assert.equal(seen.manifest.signature_info.alg, algorithm);
        const trusted = await verify(bytes, { anchor: certificates.root, purposes: all });
        assert.equal(trusted.state, 'Trusted', `${kind} ${purpose}: ${trusted.codes}`);
      }
    }
  } finally {
    await own?.stop();
    await certificates.gone();
  }
});

test('MD-87: killed in the middle of signing, twice: signed once, nothing torn, one task', { skip: skip || withoutOpenssl }, () =>
  withStamps(() => ({}), async ({ own, client, stamping, certificates }) => {
    // The first file is held up, then, in the next run, the second one: its signature is made, its stamp is not.
    const heldAt = (nth) =>
      new Promise((isHeld) => {
        stamping.before = (question) => (question < nth ? undefined : new Promise((go) => isHeld(go)));
      });
    const first = heldAt(1);
    await upload('killed', 'sample.mp4', client);
    const release = await first;
    await own.kill9();
    const second = heldAt(3);
    release();
    await own.restart();
    const releaseAgain = await second;
    await own.kill9();
    stamping.before = async () => {};
    releaseAgain();
    await own.restart();
    const [found] = (await client.asset.getAll()).data;
    const ready = await untilReady(own, found.id);
    assert.equal(ready.c2paStatus.phase, 'ready', ready.c2paStatus.errorMessage);
    assert.equal(ready.c2paStatus.errorMessage, undefined);
    const anchor = (await rootOf(own)) + certificates.root;
    const mp4s = await files(found.playbackId, client);
    for (const { url } of mp4s) {
      const seen = await verify(await bytesOf(url), { anchor });
      assert.equal(seen.state, 'Trusted', `${url}: ${seen.codes}`);
      assert.ok(seen.manifest.signature_info.time);
    }
    const tasks = (await call(own, 'GET', '/api/task?limit=100')).json;
    assert.deepEqual(tasks.map((one) => [one.type, one.status.phase]), [['upload', 'completed']]);

    const folder = join(own.data, 'blobs', found.id);
    const asked = stamping.asked;
    assert.ok((await readdir(folder)).some((name) => name.endsWith('.signed')));
    assert.equal((await call(own, 'DELETE', `/api/asset/${found.id}`)).status, 204);
    for (let looks = 0; (await readdir(folder).catch(() => [])).length > 0; looks++) {
      assert.ok(looks < 300, 'what the killed runs left is still there');
      await pause(100);
    }
    assert.equal(stamping.asked, asked, 'nothing is signed once more');
  }));
