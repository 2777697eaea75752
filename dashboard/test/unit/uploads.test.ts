import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../src/api/admin.ts';
import type { Ticket, Video } from '../../src/api/shapes.ts';
import { fingerprint } from '../../src/uploads/fingerprint.ts';
import { Pace } from '../../src/uploads/pace.ts';
import { breakage, type Destination, type TransferEvents } from '../../src/uploads/transfer.ts';
import { SILENCE, UnfinishedUploads } from '../../src/uploads/unfinished.ts';
import { Uploads } from '../../src/uploads/uploads.ts';

class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  [name: string]: unknown;
  get length(): number {
    return this.#items.size;
  }
  clear(): void {
    this.#items.clear();
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
}

class FakeTransfer {
  running = false;
  starts = 0;
  constructor(
    readonly file: File,
    readonly to: Destination,
    readonly events: TransferEvents,
  ) {}
  start(): void {
    this.starts++;
    this.running = true;
  }
  stop(): void {
    this.running = false;
  }
}

/** A server that gives out numbered tickets, a storage that outlives tabs, and a clock. */
class Harbour {
  readonly storage = new MemoryStorage();
  readonly transfers: FakeTransfer[] = [];
  readonly videos = new Map<string, Partial<Video>>();
  now = 1_000_000;
  refusal: Error | undefined;
  #made = 0;

  tab(name = 'tab-1'): Uploads {
    return new Uploads({
      api: {
        create: async () => {
          if (this.refusal) throw this.refusal;
          const id = `video-${++this.#made}`;
          this.videos.set(id, { id, phase: 'AwaitingBytes' });
          return {
            video: { id },
            upload: { tusEndpoint: `http://s/files/?ticket=${id}`, putUrl: '' },
          } as Ticket;
        },
        remove: async (id) => void this.videos.delete(id),
        video: async (id) => {
          const video = this.videos.get(id);
          if (!video) throw new Refused(404, 'not_found', 'Gone.');
          return video as Video;
        },
      },
      memory: new UnfinishedUploads(this.storage, name, () => this.now),
      startTransfer: (file, to, events) => {
        const transfer = new FakeTransfer(file, to, events);
        this.transfers.push(transfer);
        return transfer;
      },
      fingerprint,
      clock: { steady: () => this.now, wall: () => this.now },
    });
  }
}

const film = (text: string, name = 'film.mp4'): File => new File([text], name);
const states = (uploads: Uploads) => uploads.items.map(({ name, state }) => [name, state]);
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('a file gets a video, travels, and is forgotten when it has arrived', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  const finished: string[] = [];
  uploads.addEventListener('finished', (event) => finished.push((event as CustomEvent).detail));
  await uploads.add([film('0123456789')], 1);
  await settle();
  const [transfer] = harbour.transfers;
  assert.equal(transfer?.running, true);
  assert.equal(transfer.to.endpoint, 'http://s/files/?ticket=video-1');
  assert.equal(harbour.storage.length, 1);
  transfer.events.located('http://s/files/1');
  transfer.events.progress(4);
  assert.deepEqual(
    uploads.items.map(({ sent, size, state }) => [sent, size, state]),
    [[4, 10, 'sending']],
  );
  transfer.events.done();
  assert.deepEqual(finished, ['video-1']);
  assert.equal(harbour.storage.length, 0);
});

test('two files travel at once, the third when one is done or paused', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  await uploads.add([film('a', 'a'), film('b', 'b'), film('c', 'c')], 1);
  await settle();
  assert.deepEqual(states(uploads), [
    ['c', 'queued'],
    ['b', 'starting'],
    ['a', 'starting'],
  ]);
  uploads.pause(uploads.items[2]!.key);
  await settle();
  assert.deepEqual(states(uploads), [
    ['c', 'starting'],
    ['b', 'starting'],
    ['a', 'paused'],
  ]);
  assert.equal(harbour.transfers[0]?.running, false);
});

test('an impatient pause and resume asks for one video only', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  await uploads.add([film('a')], 1);
  const { key } = uploads.items[0]!;
  uploads.pause(key);
  uploads.resume(key);
  uploads.pause(key);
  uploads.resume(key);
  await settle();
  assert.equal(harbour.videos.size, 1);
  assert.deepEqual(
    harbour.transfers.map(({ starts }) => starts),
    [1],
  );
});

test('a pause while the server still makes the video holds', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  await uploads.add([film('a')], 1);
  uploads.pause(uploads.items[0]!.key);
  await settle();
  assert.equal(uploads.items[0]?.state, 'paused');
  assert.equal(harbour.transfers.length, 0);
  assert.equal(harbour.storage.length, 1, 'it is remembered all the same');
});

test('after a reload the same file goes on at its stored URL, another file is refused', async () => {
  const harbour = new Harbour();
  const first = harbour.tab();
  await first.add([film('0123456789', 'walk.mp4')], 1);
  await settle();
  harbour.transfers[0]!.events.located('http://s/files/1');
  harbour.transfers[0]!.events.progress(6);
  first.close();

  const second = harbour.tab();
  const [item] = second.items;
  assert.deepEqual([item?.name, item?.state, item?.sent], ['walk.mp4', 'unfinished', 6]);
  await assert.rejects(
    second.goOn(item!.key, film('012345', 'other.mp4')),
    /another file: it has 6 bytes/,
  );
  await assert.rejects(second.goOn(item!.key, film('9876543210', 'other.mp4')), /other contents/);
  await second.goOn(item!.key, film('0123456789', 'renamed.mp4'));
  await settle();
  assert.equal(harbour.transfers[1]?.to.uploadUrl, 'http://s/files/1');
  assert.equal(harbour.videos.size, 1);
});

test('dropping an unfinished file anew goes on instead of making a second video', async () => {
  const harbour = new Harbour();
  const first = harbour.tab();
  await first.add([film('0123456789')], 1);
  await settle();
  harbour.transfers[0]!.events.located('http://s/files/1');
  first.close();
  const second = harbour.tab();
  await second.add([film('0123456789')], 1);
  await settle();
  assert.equal(harbour.videos.size, 1);
  assert.equal(harbour.transfers[1]?.to.uploadUrl, 'http://s/files/1');
});

test('what another tab is uploading is left alone until that tab falls silent', async () => {
  const harbour = new Harbour();
  const first = harbour.tab('tab-1');
  await first.add([film('0123456789')], 1);
  await settle();
  const second = harbour.tab('tab-2');
  assert.equal(second.items[0]?.state, 'elsewhere');
  harbour.now += SILENCE - 1;
  second.heartbeat();
  assert.equal(second.items[0]?.state, 'elsewhere');
  harbour.now += 1;
  second.heartbeat();
  assert.equal(second.items[0]?.state, 'unfinished');
  first.heartbeat();
  second.recall();
  assert.equal(second.items[0]?.state, 'elsewhere');
  harbour.transfers[0]!.events.done();
  second.recall();
  assert.deepEqual(second.items, []);
});

test('a reload asks the server what became of unfinished uploads', async () => {
  const harbour = new Harbour();
  const first = harbour.tab();
  await first.add([film('a', 'gone'), film('b', 'whole')], 1);
  await settle();
  await first.add([film('0123456789', 'half')], 1);
  first.pause(first.items[1]!.key);
  await settle();
  first.close();
  harbour.videos.delete('video-1');
  harbour.videos.set('video-2', { phase: 'Ready' });
  harbour.videos.set('video-3', { phase: 'Receiving', received: 5 });
  const second = harbour.tab();
  await second.reconcile();
  assert.deepEqual(
    second.items.map(({ name, sent }) => [name, sent]),
    [['half', 5]],
  );
});

test('discarding deletes the video, also one that is only just being made', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  await uploads.add([film('a')], 1);
  await settle();
  await uploads.discard(uploads.items[0]!.key);
  assert.equal(harbour.videos.size, 0);
  await uploads.add([film('b')], 1);
  await uploads.discard(uploads.items[0]!.key);
  await settle();
  assert.equal(harbour.videos.size, 0);
  assert.equal(harbour.storage.length, 0);
  assert.deepEqual(uploads.items, []);
});

test('a breakage says why, and goes on from where it was', async () => {
  const harbour = new Harbour();
  harbour.refusal = new Refused(507, 'full', 'The disk is full.');
  const uploads = harbour.tab();
  await uploads.add([film('0123456789')], 1);
  await settle();
  assert.deepEqual(
    [uploads.items[0]?.state, uploads.items[0]?.problem],
    ['stopped', 'The disk is full.'],
  );
  harbour.refusal = undefined;
  uploads.resume(uploads.items[0]!.key);
  await settle();
  const [transfer] = harbour.transfers;
  transfer!.events.located('http://s/files/1');
  transfer!.events.broken({ sentence: 'No network.', hope: 'offline' });
  assert.equal(uploads.items[0]?.state, 'offline');
  uploads.online();
  await settle();
  assert.equal(harbour.transfers[1]?.to.uploadUrl, 'http://s/files/1');
});

test('a refused file is not offered to go on, but can be sent as a new video', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  await uploads.add([film('text')], 1);
  await settle();
  harbour.transfers[0]!.events.broken({ sentence: 'Not media.', hope: 'never' });
  const [item] = uploads.items;
  assert.deepEqual([item?.state, item?.resumable, item?.problem], ['stopped', false, 'Not media.']);
  assert.equal(harbour.storage.length, 0);
  await uploads.again(item!.key);
  await settle();
  assert.equal(harbour.transfers[1]?.to.uploadUrl, undefined);
  assert.equal(uploads.items.length, 1);
});

test('an empty file is turned away at the door', async () => {
  const harbour = new Harbour();
  const uploads = harbour.tab();
  await uploads.add([film('')], 1);
  assert.match(uploads.items[0]?.problem ?? '', /empty/);
  assert.equal(harbour.videos.size, 0);
});

test('entries of the storage that cannot be understood are dropped, foreign ones are not touched', () => {
  const storage = new MemoryStorage();
  storage.setItem('slipway.upload.a', '{"half');
  storage.setItem('slipway.upload.b', '{"videoId":"b"}');
  storage.setItem('another.app', '{}');
  assert.deepEqual(new UnfinishedUploads(storage, 'tab', () => 0).all(), []);
  assert.deepEqual(storage.key(0), 'another.app');
  assert.equal(storage.length, 1);
});

test('a full storage does not stop an upload', () => {
  const storage = new MemoryStorage();
  storage.setItem = () => {
    throw new Error('QuotaExceededError');
  };
  const memory = new UnfinishedUploads(storage, 'tab', () => 0);
  memory.keep({
    videoId: 'a',
    name: 'a',
    size: 1,
    fingerprint: 'f',
    endpoint: 'e',
    sent: 0,
    startedAt: 0,
  });
  assert.deepEqual(memory.all(), []);
});

test('a fingerprint sees size, start, middle and end, and nothing of the name', async () => {
  const data = new Uint8Array(1_000_000);
  const print = (bytes: Uint8Array<ArrayBuffer>) => fingerprint(new Blob([bytes]));
  const original = await print(data);
  assert.match(original, /^1000000-[0-9a-f]{16}$/);
  assert.equal(await print(data.slice()), original);
  for (const place of [0, 500_000, 999_999]) {
    const other = data.slice();
    other[place] = 1;
    assert.notEqual(await print(other), original, `byte ${place}`);
  }
  assert.notEqual(await print(data.slice(1)), original);
});

test('a pace needs a second, looks at the last eight, and starts anew after a step back', () => {
  const pace = new Pace();
  pace.note(0, 0);
  pace.note(500, 500);
  assert.equal(pace.speed, undefined);
  pace.note(2_000, 1_000);
  assert.equal(pace.speed, 2_000);
  for (let second = 2; second <= 20; second++) pace.note(2_000 + second * 100, second * 1_000);
  assert.equal(pace.speed, 100);
  pace.note(50, 21_000);
  assert.equal(pace.speed, undefined);
});

test('every breakage says what it means and whether there is hope', () => {
  const rows = [
    [undefined, '', true, 'later', /cannot be reached/],
    [undefined, '', false, 'offline', /no network/],
    [409, '', false, 'offline', /no network/],
    [404, '', true, 'never', /no longer has/],
    [423, '', true, 'later', /busy/],
    [413, '{"error":{"message":"At most 1 GB."}}', true, 'never', /^At most 1 GB\.$/],
    [
      413,
      '<html>\r\n<h1>413 Request Entity Too Large</h1>',
      true,
      'later',
      /^A proxy in front .* raised/,
    ],
    [400, 'ERR_UPLOAD_REJECTED: This is a text file.', true, 'never', /^This is a text file\.$/],
    [415, 'This is not media.', true, 'never', /^This is not media\.$/],
    [400, '{"message":"No."}', true, 'never', /^No\.$/],
    [403, '<html>Forbidden</html>', true, 'never', /status 403/],
    [507, '', true, 'later', /disk is full/],
    [500, '', true, 'later', /status 500/],
  ] as const;
  for (const [status, body, online, hope, words] of rows) {
    const found = breakage(status, body, online);
    assert.equal(found.hope, hope, `hope of ${status}`);
    assert.match(found.sentence, words);
  }
});
