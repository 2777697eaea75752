// livepeer.md sections 1 to 3, over raw HTTP: the exact answers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { call, requestUpload } from '../harness/api.js';
import { Slipway } from '../harness/server.js';

const UPLOAD = '/api/asset/request-upload';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const JSON_TYPE = { 'Content-Type': 'application/json' };

let server;
let other;
before(async () => {
  server = await Slipway.start();
  const answer = await call(server, 'POST', '/admin/accounts', {
    key: server.adminKey,
    body: { name: 'Other' },
  });
  other = answer.json;
});
after(() => server?.stop());

function assertErrors(answer, status, ...errors) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.deepEqual(answer.json, { errors });
}

/** A refusal by the schema: Ajv's error object as text, its keys in Ajv's order. */
function assertViolation(answer, instancePath, schemaPath, keyword, params, message) {
  assertErrors(
    answer,
    422,
    JSON.stringify({ instancePath, schemaPath, keyword, params, message }),
  );
}

const upload = (body) => call(server, 'POST', UPLOAD, { body });
const uploadRaw = (body, headers = JSON_TYPE) => call(server, 'POST', UPLOAD, { body, headers });
const authorized = (value, path = '/api/asset') =>
  call(server, 'GET', path, { key: null, headers: value === null ? {} : { Authorization: value } });

describe('section 1, conventions', () => {
  test('LP-01: a trailing slash and the case of the path do not matter', async () => {
    for (const path of ['/api/asset', '/api/asset/', '/api/Asset', '/API/ASSET/']) {
      assert.equal((await call(server, 'GET', path)).status, 200, path);
    }
  });

  test('LP-02: every JSON answer says exactly what it is', async () => {
    const answer = await call(server, 'GET', '/api/asset');
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  });

  test('LP-03, LP-04: an unknown path or method is not found, never 405', async () => {
    assertErrors(await call(server, 'GET', '/api/nothing'), 404, 'not found');
    assertErrors(await call(server, 'DELETE', '/api/asset'), 404, 'not found');
    assertErrors(await call(server, 'PUT', UPLOAD, { body: {} }), 404, 'not found');
  });

  test('LP-05: what is not a JSON object or array is 400', async () => {
    for (const body of ['{"name":', '{name:"x"}', 'null', '"text"', '{"name":"x"} trailing']) {
      const answer = await uploadRaw(body);
      assert.equal(answer.status, 400, `${body}: ${answer.text}`);
      assert.equal(answer.json.errors.length, 1);
    }
  });

  test('LP-06: another content type counts as an empty object', async () => {
    const missing = (answer) =>
      assertViolation(answer, '', '#/required', 'required', { missingProperty: 'name' },
        "must have required property 'name'");
    missing(await uploadRaw('{"name":"x"}', { 'Content-Type': 'text/plain' }));
    missing(await uploadRaw('name=x', { 'Content-Type': 'application/x-www-form-urlencoded' }));
  });

  test('LP-07: a body over 100 kB is too large', async () => {
    const name = (length) => JSON.stringify({ name: 'x'.repeat(length) });
    assert.equal((await uploadRaw(name(90_000))).status, 200);
    assertErrors(await uploadRaw(name(110_000)), 413, 'request entity too large');
  });

  test('LP-08: the first violation is told, required before unknown before types', async () => {
    assertViolation(await upload({ colour: 'blue' }), '', '#/required', 'required',
      { missingProperty: 'name' }, "must have required property 'name'");
    assertViolation(await upload({ name: 1, colour: 'blue' }), '', '#/additionalProperties',
      'additionalProperties', { additionalProperty: 'colour' }, 'must NOT have additional properties');
    assertViolation(await upload({ name: 1 }), '/name', '#/properties/name/type', 'type',
      { type: 'string' }, 'must be string');
  });

  test('LP-09: nothing is coerced', async () => {
    assertViolation(await upload({ name: 'x', staticMp4: 'true' }), '/staticMp4',
      '#/properties/staticMp4/type', 'type', { type: 'boolean' }, 'must be boolean');
    assertViolation(await upload({ name: 'x', targetSegmentSizeSecs: '2' }), '/targetSegmentSizeSecs',
      '#/properties/targetSegmentSizeSecs/type', 'type', { type: 'number' }, 'must be number');
  });

  test('LP-12, LP-14: times are whole milliseconds, ids are UUIDs, projectId is everywhere', async () => {
    const began = Date.now();
    const { asset, task } = await requestUpload(server, { name: 'x' });
    for (const at of [asset.createdAt, asset.status.updatedAt]) {
      assert.ok(Number.isInteger(at));
      assert.ok(Math.abs(at - began) < 60_000);
    }
    for (const id of [asset.id, asset.userId, asset.projectId, task.id]) assert.match(id, UUID);
    const { json } = await call(server, 'GET', `/api/task/${task.id}`);
    assert.equal(json.projectId, asset.projectId);
  });

  test('LP-13: HEAD works wherever GET does', async () => {
    const head = await call(server, 'HEAD', '/api/asset');
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
  });
});

describe('section 2, keys and origins', () => {
  test('LP-16: the scheme may be in any case and be followed by more spaces', async () => {
    for (const scheme of ['Bearer ', 'bearer ', 'BEARER   ']) {
      assert.equal((await authorized(scheme + server.apiKey)).status, 200, scheme);
    }
  });

  test('LP-17: Basic with the user id and the key', async () => {
    const { userId } = (await requestUpload(server, { name: 'x' })).asset;
    const basic = (user) => `Basic ${Buffer.from(`${user}:${server.apiKey}`).toString('base64')}`;
    assert.equal((await authorized(basic(userId))).status, 200);
    assert.equal((await authorized(basic(other.livepeer.userId))).status, 401);
  });

  test('LP-18: no credentials', async () => {
    assertErrors(await authorized(null), 401, 'request is not authenticated');
    assertErrors(await authorized('Bearer '), 401, 'request is not authenticated');
  });

  test('LP-19: an unknown key is refused and not repeated', async () => {
    for (const key of ['nonsense', '1$' + '0'.repeat(48), '99$' + 'a'.repeat(48), server.apiKey + '0']) {
      const answer = await authorized(`Bearer ${key}`);
      assert.equal(answer.status, 401, answer.text);
      assert.match(answer.json.errors[0], /^no token /);
      assert.ok(!answer.text.includes(key));
    }
  });

  test('LP-20: another scheme', async () => {
    assertErrors(await authorized('Digest abc'), 401, 'unsupported authorization header scheme: Digest');
    assert.equal((await authorized('JWT nonsense')).status, 401);
  });

  test('LP-22: projectId does not go with an API key', async () => {
    const answer = await call(server, 'GET', '/api/asset?projectId=00000000-0000-4000-8000-000000000000');
    assertErrors(answer, 400, 'projectId as query param not supported');
  });

  test('LP-23: a bad header is refused even where none is needed', async () => {
    assert.equal((await authorized('Bearer nonsense', '/api/playback/0000000000000000')).status, 401);
    assert.equal((await authorized(null, '/api/playback/0000000000000000')).status, 404);
  });

  test("LP-24: another account's things", async () => {
    const { asset, task } = await requestUpload(server, { name: 'mine' });
    const theirs = { key: other.apiKey };
    assertErrors(await call(server, 'GET', `/api/asset/${asset.id}`, theirs), 404, 'not found');
    assertErrors(await call(server, 'GET', `/api/task/${task.id}`, theirs), 403,
      'user can only request information on their own tasks');
    const list = await call(server, 'GET', '/api/asset', theirs);
    assert.deepEqual(list.json, []);
  });

  test('LP-26: a key that lists no origins is not for browsers', async () => {
    const answer = await call(server, 'GET', '/api/asset', { headers: { Origin: 'https://site.example' } });
    assertErrors(answer, 403, 'credential disallows CORS access from origin https://site.example');
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  test('LP-28: every preflight is allowed', async () => {
    for (const path of ['/api/asset', '/api/nothing', '/api/asset/upload/direct?token=x']) {
      const answer = await call(server, 'OPTIONS', path, {
        key: null,
        headers: {
          Origin: 'https://site.example',
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': 'authorization,x-more',
        },
      });
      assert.equal(answer.status, 204, path);
      assert.equal(answer.headers.get('access-control-allow-origin'), 'https://site.example');
      assert.equal(answer.headers.get('access-control-allow-methods'), 'GET,HEAD,PUT,PATCH,POST,DELETE');
      assert.equal(answer.headers.get('access-control-allow-headers'), 'authorization,x-more');
      assert.equal(answer.headers.get('access-control-allow-credentials'), 'true');
    }
  });

  test('LP-29: any origin may upload and ask for playback', async () => {
    for (const [method, path] of [
      ['PUT', '/api/asset/upload/direct?token=x'],
      ['POST', '/api/asset/upload/tus?token=x'],
      ['GET', '/api/playback/0000000000000000'],
    ]) {
      const answer = await call(server, method, path, {
        key: null,
        headers: { Origin: 'https://site.example' },
        body: method === 'GET' ? undefined : 'x',
      });
      assert.equal(answer.headers.get('access-control-allow-origin'), 'https://site.example', path);
      assert.equal(answer.headers.get('access-control-allow-credentials'), 'true', path);
      assert.ok(answer.headers.get('access-control-expose-headers'), path);
    }
  });
});

describe('section 3, request-upload', () => {
  test('LP-31, LP-32, LP-33, LP-15: what a request answers', async () => {
    const answer = await upload({ name: '', creatorId: 'me' });
    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.json).sort(), ['asset', 'task', 'tusEndpoint', 'url']);
    const { url, tusEndpoint, asset } = answer.json;
    const direct = new URL(url);
    const tus = new URL(tusEndpoint);
    assert.equal(direct.origin + direct.pathname, `${server.origin}/api/asset/upload/direct`);
    assert.equal(tus.origin + tus.pathname, `${server.origin}/api/asset/upload/tus`);
    assert.ok(direct.searchParams.get('token'));
    assert.equal(tus.searchParams.get('token'), direct.searchParams.get('token'));

    assert.equal(asset.name, '');
    assert.deepEqual(asset.status, { phase: 'uploading', updatedAt: asset.createdAt });
    assert.deepEqual(asset.source, { type: 'directUpload' });
    assert.deepEqual(asset.creatorId, { type: 'unverified', value: 'me' });
    assert.equal(typeof asset.createdByTokenName, 'string');
    for (const absent of ['profiles', 'playbackPolicy', 'storage', 'downloadUrl', 'playbackUrl', 'size']) {
      assert.ok(!(absent in asset), absent);
    }
    assert.deepEqual((await call(server, 'GET', `/api/asset/${asset.id}`)).json, asset);
  });

  test('LP-34: the task is there at once', async () => {
    const { asset, task } = await requestUpload(server, { name: 'x' });
    const { json } = await call(server, 'GET', `/api/task/${task.id}`);
    assert.equal(json.type, 'upload');
    assert.equal(json.status.phase, 'pending');
    assert.equal(json.outputAssetId, asset.id);
    assert.ok(!('scheduledAt' in json));
  });

  test('LP-35: the playback id is made for players', async () => {
    for (let i = 0; i < 20; i++) {
      const { asset } = await requestUpload(server, { name: 'x' });
      assert.match(asset.playbackId, /^[0-9a-z]{16}$/);
      assert.equal(asset.playbackId.slice(0, 4), asset.id.slice(0, 4));
      assert.doesNotMatch(asset.playbackId, /sdp|webrtc/);
    }
  });

  test('LP-36: an empty list of profiles', async () => {
    assertErrors(await upload({ name: 'x', profiles: [] }), 400, 'assets must have at least one profile');
  });

  test('LP-37, LP-38: encryption wants real base64 and a policy', async () => {
    const encrypted = (encryptedKey, more = {}) => upload({ name: 'x', encryption: { encryptedKey }, ...more });
    for (const key of ['not base64!', 'YQ', 'YQ==\n', 'YR==']) {
      assertErrors(await encrypted(key, { playbackPolicy: { type: 'public' } }), 422,
        'encryptedKey must be valid base64');
    }
    assertErrors(await encrypted('YQ=='), 400, 'a playbackPolicy is required when using encryption');
    assert.equal((await encrypted('')).status, 200);
  });

  test('LP-47: the encrypted key never comes back', async () => {
    const { asset } = await requestUpload(server, {
      name: 'x',
      encryption: { encryptedKey: 'c2VjcmV0' },
      playbackPolicy: { type: 'public' },
    });
    assert.deepEqual(asset.source, { type: 'directUpload', encryption: { key: '***' } });
  });

  test('LP-39: a webhook that is not there', async () => {
    const answer = await upload({ name: 'x', playbackPolicy: { type: 'webhook', webhookId: 'gone' } });
    assertErrors(answer, 400, 'webhook gone not found');
  });

  test('LP-42: names are not unique', async () => {
    const [a, b] = [await requestUpload(server, { name: 'same' }), await requestUpload(server, { name: 'same' })];
    assert.notEqual(a.asset.id, b.asset.id);
  });

  test('LP-44, LP-45: arrays and old names are refused', async () => {
    assert.equal((await upload([])).status, 422);
    assertViolation(await upload({ name: 'x', uploadedObjectKey: 'y' }), '', '#/additionalProperties',
      'additionalProperties', { additionalProperty: 'uploadedObjectKey' },
      'must NOT have additional properties');
  });

  test('LP-46: storage is brought into one form', async () => {
    const storage = async (given) => (await requestUpload(server, { name: 'x', storage: given })).asset.storage;
    assert.deepEqual(await storage({ ipfs: true }), { ipfs: { spec: {} } });
    assert.deepEqual(await storage({ ipfs: {} }), { ipfs: { spec: {} } });
    assert.deepEqual(await storage({ ipfs: { spec: { nftMetadataTemplate: 'player' } } }),
      { ipfs: { spec: { nftMetadataTemplate: 'player' } } });
    for (const nothing of [{}, { ipfs: false }, { ipfs: null }, { ipfs: { spec: null } }]) {
      assert.equal(await storage(nothing), undefined);
    }
    assertViolation(await upload({ name: 'x', storage: null }), '/storage', '#/properties/storage/type',
      'type', { type: 'object' }, 'must be object');
  });

  test('LP-31: wrong values of every field are 422', async () => {
    const profile = { bitrate: 1_000_000 };
    for (const wrong of [
      { playbackPolicy: {} },
      { playbackPolicy: { type: 'secret' } },
      { playbackPolicy: { type: 'lit_signing_condition' } },
      { playbackPolicy: { type: 'public', more: 1 } },
      { playbackPolicy: { type: 'jwt', allowedOrigins: 'x' } },
      { creatorId: null },
      { creatorId: { type: 'verified', value: 'x' } },
      { creatorId: { type: 'unverified', value: 'x', more: 1 } },
      { storage: { arweave: true } },
      { encryption: {} },
      { c2pa: 1 },
      { profiles: {} },
      { profiles: [{}] },
      { profiles: [{ bitrate: 399 }] },
      { profiles: [{ ...profile, width: 127 }] },
      { profiles: [{ ...profile, name: '' }] },
      { profiles: [{ ...profile, fps: -1 }] },
      { profiles: [{ ...profile, fpsDen: 0 }] },
      { profiles: [{ ...profile, quality: 45 }] },
      { profiles: [{ ...profile, gop: 2 }] },
      { profiles: [{ ...profile, profile: 'high' }] },
      { profiles: [{ ...profile, encoder: 'h264' }] },
      { profiles: [{ ...profile, more: 1 }] },
    ]) {
      const answer = await upload({ name: 'x', ...wrong });
      assert.equal(answer.status, 422, `${JSON.stringify(wrong)}: ${answer.text}`);
      for (const text of answer.json.errors) {
        assert.deepEqual(Object.keys(JSON.parse(text)),
          ['instancePath', 'schemaPath', 'keyword', 'params', 'message']);
      }
    }
  });
});

describe('section 4, tickets', () => {
  const direct = (token, method = 'PUT') =>
    call(server, method, `/api/asset/upload/direct${token}`, { key: null, body: method === 'GET' ? undefined : 'x' });

  test('LP-51: no token, and one that means nothing', async () => {
    for (const token of ['', '?token=', '?token=nonsense']) {
      const answer = await direct(token);
      assert.equal(answer.status, 403, token);
      assert.match(answer.json.errors[0], /^Invalid signed upload URL: /);
    }
  });

  test('LP-56: only PUT and OPTIONS', async () => {
    assertErrors(await direct('?token=x', 'GET'), 404, 'not found');
    assertErrors(await direct('?token=x', 'POST'), 404, 'not found');
  });
});
