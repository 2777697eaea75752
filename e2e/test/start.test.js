// What design and operators rely on at the start: health, the admin's door, the first key.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call } from '../harness/api.js';
import { Slipway } from '../harness/server.js';

let server;
before(async () => {
  server = await Slipway.start();
});
after(() => server?.stop());

test('health says alive and ready without a key', async () => {
  for (const path of ['/health/live', '/health/ready']) {
    assert.equal((await call(server, 'GET', path, { key: null })).status, 200, path);
  }
});

test('the admin key opens /admin, and nothing else does', async () => {
  for (const key of [null, server.apiKey, 'wrong']) {
    assert.equal((await call(server, 'GET', '/admin/accounts', { key })).status, 401, String(key));
  }
  const list = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  assert.equal(list.status, 200);
  assert.ok(!list.text.includes(server.apiKey.split('$')[1]), 'keys are never listed');
});

test('a new account gets ids for all three dialects and a key that works', async () => {
  const answer = await call(server, 'POST', '/admin/accounts', {
    key: server.adminKey,
    body: { name: 'Second' },
  });
  assert.ok([200, 201].includes(answer.status), answer.text);
  const account = answer.json;
  assert.equal(account.name, 'Second');
  assert.match(account.apiKey, /^\d+\$[0-9a-f]{32,}$/);
  assert.match(account.livepeer.userId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.match(account.livepeer.projectId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.match(account.cloudflare.accountId, /^[0-9a-f]{32}$/);
  assert.ok(Number.isInteger(account.gcore.clientId));

  const assets = await call(server, 'GET', '/api/asset', { key: account.apiKey });
  assert.equal(assets.status, 200);
  assert.deepEqual(assets.json, []);

  const more = await call(server, 'POST', `/admin/accounts/${account.id}/keys`, {
    key: server.adminKey,
    body: { name: 'Another' },
  });
  assert.ok([200, 201].includes(more.status), more.text);
});

test('stopped and started again, the keys still work', async () => {
  await server.halt();
  await server.restart();
  assert.equal((await call(server, 'GET', '/api/asset')).status, 200);
  assert.ok(!server.log.includes('Exception'), server.logTail());
});
