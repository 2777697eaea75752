import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeServer } from '../../dev/fake.ts';
import { AdminApi, Refused, sentence, Unreachable } from '../../src/api/admin.ts';

const server = new FakeServer({ step: 0 });
let base: string;
before(async () => (base = `${await server.listen()}/`));
after(() => server.close());

test('a wrong key is refused with the sentence of the server, and told to the house', async () => {
  let told = 0;
  const api = new AdminApi(base, 'wrong', () => told++);
  await assert.rejects(api.session(), (error: unknown) => {
    assert.ok(error instanceof Refused);
    assert.equal(error.status, 401);
    assert.equal(error.code, 'wrong_key');
    assert.equal(sentence(error), 'The admin key is missing or wrong.');
    return true;
  });
  assert.equal(told, 1);
});

test('the key never stands in a URL', async () => {
  const api = new AdminApi(base, 'admin-key');
  await api.videos({ limit: 50, q: 'a b&c', phase: '' });
  assert.ok(server.requests.every((line) => !line.includes('admin-key')));
});

test('a video is made, found by name, and deleted', async () => {
  const api = new AdminApi(base, 'admin-key');
  const { video, upload } = await api.create('a & b.mp4', 1);
  assert.match(upload.tusEndpoint, /\/files\/\?ticket=/);
  assert.deepEqual(
    (await api.videos({ q: 'A & B' })).videos.map(({ id }) => id),
    [video.id],
  );
  await api.remove(video.id);
  await assert.rejects(api.video(video.id), { status: 404 });
});

test('a page path prefix is kept', async () => {
  const api = new AdminApi(`${base}somewhere/`, 'admin-key');
  await assert.rejects(api.session(), Refused);
  assert.ok(server.requests.at(-1)?.endsWith('/somewhere/admin/session'));
});

test("a proxy's error page becomes a sentence", async () => {
  const proxy = createServer((_, response) =>
    response.writeHead(502).end('<html>Bad gateway</html>'),
  );
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  await assert.rejects(new AdminApi(`http://127.0.0.1:${port}/`, 'k').session(), {
    status: 502,
    message: 'The server answered with status 502.',
  });
  proxy.close();
  proxy.closeAllConnections();
  await assert.rejects(new AdminApi(`http://127.0.0.1:${port}/`, 'k').session(), Unreachable);
});
