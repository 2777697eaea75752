// tus-js-client 2.3.2, which many pages still carry, in Node at both addresses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Upload } from 'tus-js-client-2';
import { requestUpload } from '../harness/api.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Cutter } from '../harness/cutter.js';
import { Slipway } from '../harness/server.js';
import { arrived, arrivedAs, CLIP, parallelModes, plainModes } from '../harness/tus-modes.js';

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

function upload(endpoint, more = {}) {
  return new Promise((resolve, reject) => {
    const made = new Upload(clipBytes(CLIP), {
      endpoint,
      retryDelays: null,
      onSuccess: () => resolve(made),
      onError: reject,
      ...more,
    });
    made.start();
  });
}

const files = (name) => ({
  headers: { Authorization: `Bearer ${server.apiKey}` },
  metadata: { filename: name },
});

const threeParts = { 'in three parts at once': parallelModes['in three parts at once'] };
for (const [mode, options] of Object.entries({ ...plainModes, ...threeParts })) {
  test(`TUS-303: tus-js-client 2.3.2 ${mode}`, { skip: withoutClips }, async () => {
    await upload(`${server.origin}/files/`, { ...options, ...files(mode) });
    await arrived(server, mode);
  });
}

for (const [mode, options] of Object.entries(plainModes)) {
  test(`TUS-291, LP-64: tus-js-client 2.3.2 ${mode} at Livepeer's address`, { skip: withoutClips }, async () => {
    const { tusEndpoint, asset } = await requestUpload(server, { name: `2.3.2 ${mode}` });
    await upload(tusEndpoint, options);
    await arrivedAs(server, asset.id);
  });
}

test("TUS-170, LP-64: tus-js-client 2.3.2 at Livepeer's address, cut off", { skip: withoutClips }, async () => {
  const { tusEndpoint, asset } = await requestUpload(server, { name: '2.3.2, cut' });
  const line = await Cutter.to(server, () => 500_000);
  try {
    await upload(line.through(tusEndpoint), { retryDelays: [0, 1000, 3000, 5000] });
    assert.ok(line.cuts >= 4, `cut only ${line.cuts} times`);
    await arrivedAs(server, asset.id);
  } finally {
    await line.close();
  }
});
