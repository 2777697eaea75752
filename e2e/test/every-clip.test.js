// Every clip there is ends well or with a sentence, and nothing that is no media gets far.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { call, hlsUrl, put, requestUpload, untilSettled } from '../harness/api.js';
import { clipBytes, clipNames, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

// What no server can play, with the word that its sentence has to contain.
const REFUSED = {
  'london-512.jpg': /./,
  'sample_fragmented_clearkey.mp4': /encrypt/i,
  'sample_malformed_free_box.mp4': /./,
  'typical.srt': /./,
  'typical_utf16le.srt': /./,
};

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

/** A sentence for people: words, no path, no stack, no tool's own babble. */
function assertSentence(text) {
  assert.equal(typeof text, 'string');
  assert.ok(text.split(' ').length >= 3, text);
  assert.doesNotMatch(text, /Exception|\/tmp\/|slipway-data|\bat [a-z]+\.|exit(ed)? (code|with)/i);
}

// Several at once: the server has to put them in order, and none may starve another.
describe('every clip', { concurrency: 6, skip: withoutClips }, () => {
  for (const name of clipNames()) {
    test(`MD-10, MD-17, REL-40: ${name} ends ready or failed with a sentence`, () => endsWell(name));
  }
});

async function endsWell(name) {
  const asset = await settle(name, clipBytes(name));
  if (name in REFUSED) {
    assert.equal(asset.status.phase, 'failed');
    assert.match(asset.status.errorMessage, REFUSED[name]);
    assertSentence(asset.status.errorMessage);
  } else {
    assert.equal(asset.status.phase, 'ready', asset.status.errorMessage);
    const master = await fetch(await hlsUrl(server, asset.playbackId));
    assert.equal(master.status, 200);
    assert.match(await master.text(), /^#EXTM3U[\s\S]*#EXT-X-STREAM-INF/);
  }
}

/** Uploads; a refusal may come with the last byte's answer or as the asset's end. */
async function settle(name, bytes) {
  const { url, asset } = await requestUpload(server, { name });
  const answer = await call(server, 'PUT', url, { key: null, body: bytes });
  assert.ok([200, 400, 415, 422].includes(answer.status), `${answer.status} ${answer.text}`);
  return untilSettled(server, asset.id, 180);
}

const SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

test('MD-10, MD-12: what is not media is refused, whatever it is called', async (t) => {
  const beside = join(server.folder, 'secret.mp4');
  await writeFile(beside, 'nobody may read this');
  const impostors = {
    'a text': 'Dear server, this is not a film.\n',
    'a web page': '<!doctype html><title>film</title>',
    'a playlist': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
    'an ffconcat script': `ffconcat version 1.0\nfile '${beside}'\n`,
    'an SVG': SVG,
    'an archive': Buffer.from('504b0304140000000000', 'hex'),
    'one byte': '\0',
  };
  for (const [what, bytes] of Object.entries(impostors)) {
    await t.test(`${what} named film.mp4`, async () => {
      const asset = await settle('film.mp4', bytes);
      assert.equal(asset.status.phase, 'failed');
      assertSentence(asset.status.errorMessage);
      assert.ok(!JSON.stringify(asset).includes('secret'), 'no foreign name leaks');
    });
  }
});

test('LP-93: no bytes at all is not media either', async () => {
  const asset = await settle('empty.mp4', new Uint8Array(0));
  assert.equal(asset.status.phase, 'failed');
  assertSentence(asset.status.errorMessage);
});

test('after all that, a good file still becomes ready', { skip: withoutClips }, async () => {
  const asset = await untilSettled(server, await put(server, 'good', clipBytes('sample.mp4')));
  assert.equal(asset.status.phase, 'ready');
});
