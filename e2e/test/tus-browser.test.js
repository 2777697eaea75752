// tus-js-client and Uppy in Chromium, unmodified, on a page of another origin.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, requestUpload } from '../harness/api.js';
import { withoutBrowser } from '../harness/browser.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import {
  arrived, arrivedAs, CLIP, draftModes, parallelModes, plainModes,
} from '../harness/tus-modes.js';
import { UploadPage } from '../harness/upload-page.js';

const skip = withoutBrowser || withoutClips;
const SMALL = 'sample.mp4';
const MOST_OPEN = 20;

let server;
let page;
let key; // one that this page's origin may use
before(async () => {
  if (skip) return;
  server = await Slipway.start({ SLIPWAY_UPLOAD_MAX_OPEN: String(MOST_OPEN) });
  page = await UploadPage.open({ '/file': clipBytes(CLIP), '/small': clipBytes(SMALL) });
  const made = await call(server, 'POST', '/admin/accounts/1/keys', {
    key: server.adminKey,
    body: { name: 'page', corsOrigins: [page.origin], corsFullAccess: false },
  });
  assert.equal(made.status, 201, made.text);
  key = made.json.apiKey;
});
after(async () => {
  await page?.close();
  await server?.stop();
});

/** Runs inside the page: one upload, told as `{url, asked}`. */
async function uploadInPage({ library, options, source }) {
  const blob = source === 'empty' ? new Blob([]) : await (await fetch('/file')).blob();
  const asked = [];
  return new Promise((resolve, reject) => {
    const upload = new window[library].Upload(
      source === 'stream' ? blob.stream().getReader() : blob,
      {
        retryDelays: null,
        ...options,
        onAfterResponse: (request, response) => {
          asked.push(`${request.getMethod()} ${response.getStatus()}`);
        },
        onSuccess: () => resolve({ url: upload.url, asked }),
        onError: (error) => reject(error),
      },
    );
    upload.start();
  });
}

const files = (name, more = {}) => ({
  endpoint: `${server.origin}/files/`,
  headers: { Authorization: `Bearer ${key}` },
  metadata: { filename: name, filetype: 'video/mp4' },
  ...more,
});

const modes = {
  tus4: {
    ...plainModes,
    ...parallelModes,
    ...draftModes,
    'from a stream of unknown length': { uploadLengthDeferred: true, chunkSize: 500_000 },
  },
  // What it knows; it has no protocol and no boundaries.
  tus2: { ...plainModes, 'in three parts at once': parallelModes['in three parts at once'] },
};
const versions = { tus4: '4.3.1', tus2: '2.3.2' };

for (const [library, its] of Object.entries(modes)) {
  for (const [mode, options] of Object.entries(its)) {
    test(`TUS-303, TUS-146: tus-js-client ${versions[library]} in Chromium ${mode}`, { skip }, async () => {
      const name = `${library} ${mode}`;
      const source = options.uploadLengthDeferred ? 'stream' : 'file';
      await page.run(uploadInPage, { library, source, options: files(name, options) });
      await arrived(server, name);
    });
  }
}

for (const [library, version] of Object.entries(versions)) {
  test(`TUS-303, LP-66: tus-js-client ${version} in Chromium at Livepeer's address`, { skip }, async () => {
    const { tusEndpoint, asset } = await requestUpload(server, { name: library });
    const options = { endpoint: tusEndpoint, chunkSize: 1 << 20 };
    await page.run(uploadInPage, { library, options });
    await arrivedAs(server, asset.id);
  });
}

test('TUS-303, TUS-64: tus-js-client in Chromium: empty, finished, gone', { skip }, async () => {
  const library = 'tus4';
  const empty = await page.run(uploadInPage, { library, source: 'empty', options: files('empty') });
  assert.deepEqual(empty.asked, ['POST 201']);
  const first = await page.run(uploadInPage, { library, options: files('once') });
  const again = await page.run(uploadInPage, {
    library,
    options: files('again', { uploadUrl: first.url }),
  });
  assert.deepEqual(again.asked, ['HEAD 200']);
  const gone = await page.run(uploadInPage, {
    library,
    options: files('anew', { uploadUrl: `${server.origin}/files/00000000000000000000000000` }),
  });
  assert.deepEqual(gone.asked, ['HEAD 404', 'POST 201', 'PATCH 204']);
});

test('TUS-303: tus-js-client in Chromium gives an upload up', { skip }, async () => {
  const url = await page.run(async (options) => {
    const blob = await (await fetch('/file')).blob();
    return new Promise((resolve, reject) => {
      const upload = new window.tus4.Upload(blob, {
        ...options,
        chunkSize: 100_000,
        onChunkComplete: () => upload.abort(true).then(() => resolve(upload.url), reject),
        onError: reject,
      });
      upload.start();
    });
  }, files('given up'));
  const head = await call(server, 'HEAD', url, { headers: { 'Tus-Resumable': '1.0.0' } });
  assert.equal(head.status, 404);
});

/** Runs inside the page: Uppy with `names`, pausing and going on so often. */
async function uppyInPage({ tus, names, file = '/file', endpoints, pauses }) {
  const data = await (await fetch(file)).blob();
  const uppy = new window.Uppy({ autoProceed: false });
  const statuses = [];
  uppy.use(window.UppyTus, {
    ...tus,
    removeFingerprintOnSuccess: true,
    onAfterResponse: (request, response) => {
      statuses.push(response.getStatus());
    },
  });
  names.forEach((name, at) => {
    const id = uppy.addFile({ name, type: 'video/mp4', data });
    if (endpoints) uppy.setFileState(id, { tus: { endpoint: endpoints[at] } });
  });
  let left = pauses ?? 0;
  let paused = false;
  uppy.on('upload-progress', (of) => {
    if (left === 0 || paused) return;
    left--;
    paused = true;
    // Never inside this call: no finger can be there. tus-js-client tells progress between opening
    // and sending a request, and Chromium forgets the headers of one that is aborted then.
    setTimeout(() => {
      uppy.pauseResume(of.id);
      setTimeout(() => {
        paused = false;
        uppy.pauseResume(of.id);
      }, (left % 4) * 5);
    });
  });
  const result = await uppy.upload();
  return {
    failed: result.failed.map((each) => String(each.error)),
    successful: result.successful.length,
    statuses,
    left,
  };
}

test('TUS-304: Uppy pauses and goes on 50 times', { skip }, async () => {
  const told = await page.run(uppyInPage, {
    tus: { ...files('unused'), metadata: undefined, chunkSize: 30_000 },
    names: ['paused.mp4'],
    pauses: 50,
  });
  assert.deepEqual(told.failed, []);
  assert.equal(told.left, 0);
  await arrived(server, 'paused.mp4');
});

const many = (word, count) => Array.from({ length: count }, (_, at) => `${word} ${at}.mp4`);

async function allArrived(names) {
  for (const name of names) await arrived(server, name, clipBytes(SMALL));
}

test('TUS-304: Uppy uploads 20 files at once', { skip }, async () => {
  const names = many('one of twenty', MOST_OPEN);
  const told = await page.run(uppyInPage, {
    tus: { ...files('unused'), metadata: undefined, limit: 20 },
    names,
    file: '/small',
  });
  assert.deepEqual(told.failed, []);
  assert.equal(told.successful, names.length);
  await allArrived(names);
});

test('TUS-304, TUS-289: Uppy waits when it is told that it is too many', { skip }, async () => {
  const names = many('one of too many', MOST_OPEN + 5);
  const told = await page.run(uppyInPage, {
    tus: { ...files('unused'), metadata: undefined, limit: 2 * MOST_OPEN },
    names,
    file: '/small',
  });
  assert.ok(told.statuses.includes(429), 'was never told');
  assert.deepEqual(told.failed, []);
  assert.equal(told.successful, names.length);
  await allArrived(names);
});

test("TUS-304, LP-29: Uppy with credentials at Livepeer's addresses", { skip }, async () => {
  const given = [];
  for (const name of ['with credentials 1', 'with credentials 2']) {
    given.push(await requestUpload(server, { name }));
  }
  const told = await page.run(uppyInPage, {
    tus: { withCredentials: true },
    names: ['1.mp4', '2.mp4'],
    endpoints: given.map(({ tusEndpoint }) => tusEndpoint),
  });
  assert.deepEqual(told.failed, []);
  for (const { asset } of given) await arrivedAs(server, asset.id);
});
