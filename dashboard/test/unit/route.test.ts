import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeOf, videoHref } from '../../src/route.ts';

test('a fragment names a video or means the library', () => {
  const id = '0f9c8f3e-7d8e-4a53-9f0f-0c4f5a1e2b3c';
  assert.deepEqual(routeOf(videoHref(id)), { page: 'video', id });
  for (const other of ['', '#/', '#/videos/', '#/videos/../../admin', '#/nowhere']) {
    assert.deepEqual(routeOf(other), { page: 'library' }, other);
  }
});
