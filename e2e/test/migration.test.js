// `./slipway import` from stand-ins of Livepeer, Cloudflare, Gcore and Mux, and from lists: each
// video comes exactly once, whoever is killed on the way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../harness/api.js';
import { command } from '../harness/cli.js';
import { long } from '../harness/chance.js';
import { clipBytes, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';
import { Vendors } from '../harness/vendors.js';

const skip = withoutClips;
const LONG = long;
const COUNT = LONG ? 250 : 10; // of each of four vendors
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

let server;
let vendors;
before(async () => {
  if (skip) return;
  server = await Slipway.start({ SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true' });
  vendors = await Vendors.start(clipBytes('sample.mp4'), COUNT, { busyEvery: LONG ? 7 : 20 });
});
after(async () => {
  await vendors?.stop();
  await server?.stop();
});

const vendorWords = (vendor) => ({
  livepeer: ['livepeer', '--from', `${vendors.origin}/livepeer/api`],
  cloudflare: [
    'cloudflare',
    ...['--from', `${vendors.origin}/cloudflare/client/v4`],
    ...['--cloudflare-account', vendors.cloudflareAccount],
  ],
  gcore: ['gcore', '--from', `${vendors.origin}/gcore`, '--access', 'public'],
  mux: ['mux', '--from', `${vendors.origin}/mux`, '--streams', `${vendors.origin}/streams`],
})[vendor];

const importFrom = (vendor, ...words) =>
  command(
    server,
    [
      'import',
      ...vendorWords(vendor),
      '--no-ladder',
      ...['--report', `slipway-import-${vendor}.json`],
      ...words,
    ],
    vendors.keys,
  );

const reportOf = async (vendor) =>
  JSON.parse(await readFile(join(server.folder, `slipway-import-${vendor}.json`), 'utf8'));

async function allVideos() {
  const videos = [];
  let cursor = '';
  do {
    const { json } = await call(server, 'GET', `/admin/videos?limit=500${cursor}`, {
      key: server.adminKey,
    });
    videos.push(...json.videos);
    cursor = json.next ? `&cursor=${json.next}` : '';
    if (!json.next) return videos;
  } while (cursor);
  return videos;
}

async function untilVideos(count) {
  for (let tries = 0; (await allVideos()).length < count; tries++) {
    assert.ok(tries < 600, 'they never came');
    await pause(50);
  }
}

test('from four services, with the command killed once and the server twice: each once', { skip }, async () => {
  const began = Date.now();
  // The command is killed in the middle of the first library …
  const first = importFrom('livepeer');
  await untilVideos(4);
  first.kill9();
  await first.ended;
  const again = importFrom('livepeer');
  // … and the server twice in the middle of what follows; the commands wait for it.
  const others = ['cloudflare', 'gcore', 'mux'].map((vendor) => importFrom(vendor));
  const kills = [1.5, 2.5];
  for (const share of kills) {
    await untilVideos(Math.round(share * COUNT));
    await server.kill9();
    await server.restart();
  }
  const ends = await Promise.all([again, ...others].map((run) => run.ended));
  const seconds = (Date.now() - began) / 1000;
  console.log(`${4 * COUNT} videos of 4 services in ${seconds} s, ${vendors.busy} times too often`);

  for (const [i, vendor] of ['livepeer', 'cloudflare', 'gcore', 'mux'].entries()) {
    // One is not ready there, one is no video, one's file is gone: told, and no reason to stop.
    assert.equal(ends[i].code, 1, ends[i].output);
    const report = await reportOf(vendor);
    const { imported, hereAlready, failed, leftOut } = report.counts;
    assert.equal(imported + hereAlready, COUNT - 3, ends[i].output);
    assert.equal(failed, 2, ends[i].output);
    assert.equal(leftOut, 1, ends[i].output);
    for (const key of Object.values(vendors.keys)) {
      assert.ok(!ends[i].output.includes(key));
      assert.ok(!JSON.stringify(report).includes(key));
    }
  }
  assert.ok(vendors.busy > 0, 'nobody was told to wait');
  if (LONG) assert.ok(seconds <= 600, `took ${seconds} s`);

  // A file may be fetched once more for each kill that it meets, and no oftener.
  const often = [...vendors.fetched].filter(([, times]) => times > 1);
  assert.ok(often.length <= 100 && often.every(([, times]) => times <= 1 + kills.length), JSON.stringify(often));
  const videos = await allVideos();
  const names = videos.map((video) => video.name);
  assert.equal(new Set(names).size, names.length, 'one came twice');
  // Those that are no video are here too, failed with a reason; the one without a file is not.
  assert.equal(videos.length, 4 * (COUNT - 1));
  assert.ok(!server.log.includes('secret'), 'a key or a signature is in the log');
});

test('names, creators, dates, ids, policies and the bytes themselves are kept', { skip }, async () => {
  const videos = await allVideos();
  const named = (name) => videos.find((video) => video.name === name);
  const asset = async (name) => (await call(server, 'GET', `/api/asset/${named(name).id}`)).json;

  const livepeer = await asset('Livepeer 3 – ümlaut.mp4');
  assert.equal(livepeer.id, vendors.livepeerId(3));
  assert.equal(livepeer.playbackId, '1ab2000000000003');
  assert.deepEqual(livepeer.creatorId, { type: 'unverified', value: 'creator-3' });
  assert.equal(livepeer.createdAt, vendors.madeAt(3).getTime());
  assert.equal(livepeer.status.phase, 'ready');
  assert.equal(livepeer.hash[0].hash, sha256(vendors.file('livepeer', 3)));
  assert.deepEqual((await asset('Livepeer 4 – ümlaut.mp4')).playbackPolicy, {
    type: 'jwt',
    allowedOrigins: ['https://a.example'],
  });

  const cloudflare = await asset('Cloudflare 3');
  assert.equal(cloudflare.id.replaceAll('-', ''), vendors.cloudflareId(3));
  assert.equal(cloudflare.playbackPolicy.type, 'jwt');
  assert.equal(cloudflare.hash[0].hash, sha256(vendors.file('cloudflare', 3)));
  assert.equal((await asset('Cloudflare 5')).creatorId.value, 'creator-5');

  const gcore = await asset('Gcore 3');
  assert.equal(gcore.playbackId, 'gCoreSlug0000003');
  assert.equal(gcore.creatorId.value, '1003');
  assert.equal(gcore.hash[0].hash, sha256(vendors.file('gcore', 3)));
  const report = await reportOf('gcore');
  const dead = report.videos.find((row) => row.name === 'Gcore 2');
  assert.equal(dead.outcome, 'IMPORTED', 'the origin is dead, the MP4 is not');
  assert.match(dead.taken, /largest MP4 made by Gcore, 1080 lines/);
  const page = report.videos.find((row) => row.name === 'Gcore 3');
  assert.equal(page.outcome, 'IMPORTED', 'the origin is a page by now, the MP4 is none');
  assert.match(page.taken, /largest MP4 made by Gcore/);

  const mux = await asset('Mux 5');
  assert.equal(mux.creatorId.value, 'creator-5');
  assert.equal(mux.createdAt, vendors.madeAt(5).getTime());
  assert.equal((await asset('Mux 6')).playbackPolicy.type, 'jwt');
  assert.equal(mux.hash[0].hash, sha256(vendors.file('mux', 5)));

  // Addresses are told without what opens them.
  assert.equal(mux.source.url, `${vendors.origin}/files/mux/5/master.mp4`);
  assert.match(cloudflare.source.url, new RegExp(`/${vendors.cloudflareId(3)}/downloads/default.mp4$`));
  const told = JSON.stringify([...(await originals(server)).values()]) + server.log;
  assert.ok(!/s3cr3t|token-\d/.test(told), 'a signature is told');
});

/** Everything that an export would tell of each video, by its name. */
async function originals(of) {
  const found = [];
  let after = '0';
  while (after) {
    const path = `/admin/migration/originals?after=${after}`;
    const { json } = await call(of, 'GET', path, { key: of.adminKey });
    found.push(...json.videos);
    after = json.next;
  }
  return new Map(found.map((video) => [video.name, video]));
}

const captionText = async (of, video, { number }) =>
  (await call(of, 'GET', `/admin/migration/originals/${video.id}/captions/${number}`, { key: of.adminKey }))
    .text;

test('captions come with their videos, and the place of the picture', { skip }, async () => {
  const here = await originals(server);
  for (const [vendor, name, language, label] of [
    ['cloudflare', 'Cloudflare 5', 'de', 'Deutsch'],
    ['gcore', 'Gcore 5', 'de', 'German'],
    ['mux', 'Mux 5', 'en', 'English'],
  ]) {
    const { captions } = here.get(name);
    assert.deepEqual(
      captions.map((one) => [one.language, one.label]),
      [[language, label]],
    );
    assert.match(await captionText(server, here.get(name), captions[0]), new RegExp(`Grüße von ${vendor}`));
  }
  assert.equal(here.get('Cloudflare 5').posterAt, 0.25);
  const all = [...here.values()].flatMap((video) => video.captions);
  assert.equal(all.length, 3, 'none came twice');
});

test('run again, nothing comes and nothing is fetched again', { skip }, async () => {
  const before = await allVideos();
  const fetched = new Map(vendors.fetched);
  const { output } = await importFrom('gcore').ended;
  const { counts } = await reportOf('gcore');
  assert.deepEqual(counts, { imported: 0, hereAlready: COUNT - 3, failed: 2, leftOut: 1 }, output);
  assert.equal((await allVideos()).length, before.length);
  assert.deepEqual(vendors.fetched, fetched);
});

test('a wrong key is said in a sentence without the key', { skip }, async () => {
  const { code, output } = await command(server, ['import', ...vendorWords('mux')], {
    ...vendors.keys,
    MUX_TOKEN_SECRET: 'wrong-secret',
  }).ended;
  assert.equal(code, 1);
  assert.match(output, /Mux refused the key \(status 401\)/);
  assert.ok(!output.includes('wrong-secret'));
  const none = await command(server, ['import', ...vendorWords('gcore')], {}).ended;
  assert.equal(none.code, 1);
  assert.match(none.output, /no key: set GCORE_API_KEY/);
});

test('lists, as CSV and as JSON; a mistake is told with its line and nothing is taken', { skip }, async () => {
  const csv = join(server.folder, 'list.csv');
  const line = (n) => `${vendors.origin}/files/csv/${n}/a.mp4,film ${n},"Holiday, ${n}",me,2020-02-0${n}`;
  await writeFile(csv, `\ufeffurl,id,name,creator,createdAt\r\n${line(1)}\r\n${line(2)}\r\n`);
  const good = await command(server, ['import', 'list', csv, '--no-ladder']).ended;
  assert.equal(good.code, 0, good.output);
  const videos = await allVideos();
  const holiday = videos.find((video) => video.name === 'Holiday, 2');
  assert.equal(holiday.createdAt, '2020-02-02T00:00:00Z');
  assert.equal(holiday.phase, 'Ready');

  const json = join(server.folder, 'list.json');
  await writeFile(json, JSON.stringify([{ url: `${vendors.origin}/files/json/1/a.mp4`, id: 'film 1' }]));
  const known = await command(server, ['import', 'list', json, '--no-ladder']).ended;
  assert.match(known.output, /here already +1/);

  await writeFile(csv, `url,id\r\n${vendors.origin}/files/x,a\r\nftp://nowhere/x,b\r\n`);
  const bad = await command(server, ['import', 'list', csv]).ended;
  assert.equal(bad.code, 1);
  assert.match(bad.output, /line 3: "url" must begin with http/);
  assert.equal((await allVideos()).length, videos.length);
});

test('an export holds every original with its sum, and comes in again elsewhere', { skip }, async () => {
  const folder = join(server.folder, 'archive');
  const first = command(server, ['export', folder]);
  await untilWhole(folder, 2);
  first.kill9();
  await first.ended;
  const { output } = await command(server, ['export', folder]).ended;
  const all = await allVideos();
  const videos = all.filter((video) => video.phase === 'Ready');
  // Those that are no video were fetched, too, and are taken along as they came.
  const files = all.filter((video) => video.size !== undefined && video.hash !== undefined);
  assert.match(output, new RegExp(`${files.length} videos in`), output);
  const { stdout } = spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: folder });
  assert.equal(String(stdout), '');
  const said = JSON.parse(await readFile(join(folder, 'videos', videos[0].id, 'video.json'), 'utf8'));
  assert.equal(said.name, videos[0].name);
  assert.equal(said.from.vendor, 'list');
  assert.equal((await command(server, ['export', folder, '--verify']).ended).code, 0);

  const other = await Slipway.start({});
  try {
    const into = await command(other, ['import', 'archive', folder, '--no-ladder']).ended;
    assert.match(into.output, new RegExp(`imported +${videos.length}\n`), into.output);
    assert.match(into.output, new RegExp(`failed +${files.length - videos.length}\n`), into.output);
    const before = await originals(server);
    const there = await originals(other);
    for (const { name } of videos) {
      const [old, now] = [before.get(name), there.get(name)];
      for (const what of ['id', 'playbackId', 'description', 'creator', 'policy', 'meta', 'posterAt', 'createdAt', 'size', 'sha256', 'phase']) {
        assert.deepEqual(now[what], old[what], `${what} of ${name}`);
      }
      assert.deepEqual(now.captions.map(({ language, label, forDeaf }) => [language, label, forDeaf]), old.captions.map(({ language, label, forDeaf }) => [language, label, forDeaf]));
      for (const [i, caption] of now.captions.entries()) {
        assert.equal(await captionText(other, now, caption), await captionText(server, old, old.captions[i]));
      }
    }
  } finally {
    await other.stop();
  }
});

async function untilWhole(folder, count) {
  const whole = async () => {
    const ids = await readdir(join(folder, 'videos')).catch(() => []);
    return ids.filter((id) => existsSync(join(folder, 'videos', id, 'video.json'))).length;
  };
  for (let tries = 0; (await whole()) < count; tries++) {
    assert.ok(tries < 1200, 'nothing was exported');
    await pause(50);
  }
}
