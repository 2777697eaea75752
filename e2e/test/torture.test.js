// kill -9 at a random millisecond, again and again, while several clients upload in every way.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, requestUpload } from '../harness/api.js';
import { CarefulUpload, request } from '../harness/careful.js';
import { Chance, enough, long, seedOf } from '../harness/chance.js';
import { Slipway } from '../harness/server.js';
import { create, offsetOf, patch, TUS } from '../harness/tus.js';

const KILLS = Number(process.env.SLIPWAY_TEST_KILLS ?? 1000);
const PATIENCE = 20 * 60_000; // ms that an upload may stand still, the server being gone most of the time
const URL_HOLDS = 5 * 3600_000; // ms; by itself half an hour, and a form on a slow machine may meet as many kills
const RESTART_TO_HEAD = 3000; // ms from the start of the process to the first offset it tells (REL-02)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

let server;
/** Where the account's videos are in Cloudflare's dialect. */
let stream;
before(async () => {
  if (!long) return;
  server = await Slipway.start();
  const { json } = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  stream = `/client/v4/accounts/${json.accounts[0].cloudflare.accountId}/stream`;
});
after(async () => {
  await server?.stop();
  // What a failed test left running must not keep the process.
  setTimeout(() => process.exit(), 10_000).unref();
});

const source = (video) => join(server.data, 'blobs', video, 'source');
/** The same ticket at our own address, where the IETF's dialect is spoken and parts are joined. */
const ours = (tusEndpoint) =>
  tusEndpoint.replace('/api/asset/upload/tus', '/files/').replace('?token=', '?ticket=');
const BOUNDARY = 'torn-form';
const FORM = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
const formOf = (file) =>
  Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n` +
        'Content-Type: video/mp4\r\n\r\n',
    ),
    file,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
const key = () => ({ Authorization: `Bearer ${server.apiKey}` });

/** How many requests were answered; a kill usually waits for one, so that something goes on. */
let answers = 0;
const heard = () => answers++;

/** A request whose answer may get lost; undefined then. What is refused for good is a failure. */
async function ask(method, url, options, accepted) {
  const answer = await request(method, url, { patience: 10_000, ...options }).catch(() => undefined);
  if (answer) heard();
  if (answer) assert.ok(accepted.includes(answer.status), `${method} ${url}: ${answer.status}`);
  return answer;
}

/** Each way to upload, as a loop that a kill may break anywhere and that then goes on. */
const WAYS = {
  async tus(chance, file, alive) {
    const { tusEndpoint, asset } = await alive(() => requestUpload(server, { name: 'tus' }));
    const location = await alive(() => create(server, tusEndpoint, file.length));
    const upload = new CarefulUpload(() => location, file, { heard, giveUpAfter: PATIENCE });
    const done = await upload.run({ chunk: () => chance.between(20_000, 150_000), patience: () => 10_000 });
    assert.ok(done, 'it can be resumed');
    assert.equal(upload.sentAgain, 0, 'nothing told is asked for again');
    const bad = upload.odd.filter(({ status }) => status !== 503 && status !== 409 && status !== 423);
    assert.deepEqual(bad, [], server.logTail());
    return asset.id;
  },

  async put(chance, file, alive) {
    const { url, asset } = await alive(() => requestUpload(server, { name: 'put' }));
    // 422 says that it is there already: the answer to the first one got lost.
    while (!(await ask('PUT', url, { body: file }, [200, 422, 503]))?.status.toString().match(/200|422/)) {
      await pause(50);
    }
    return asset.id;
  },

  /** A multipart form to a one-time URL: after each broken try the video is without a file, or whole. */
  async form(chance, file, alive) {
    const { uid, uploadURL } = await alive(async () => {
      const expiry = new Date(Date.now() + URL_HOLDS).toISOString();
      const answer = await call(server, 'POST', `${stream}/direct_upload`, { body: { maxDurationSeconds: 60, expiry } });
      assert.equal(answer.status, 200, answer.text);
      return answer.json.result;
    });
    const id = uid.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    for (;;) {
      const body = formOf(file);
      // 400 says that the URL has been used: the answer to an earlier try got lost.
      const answer = await ask('POST', uploadURL, { headers: FORM, body }, [200, 400, 503]);
      const { state } = (
        await alive(async () => {
          const video = await call(server, 'GET', `${stream}/${uid}`);
          assert.equal(video.status, 200, video.text);
          return video.json.result;
        })
      ).status;
      if (state !== 'pendingupload') {
        assert.equal(sha256(await readFile(source(id))), sha256(file), `${state}, and not the whole file`);
        return id;
      }
      assert.ok(!answer || answer.status === 503, `${answer?.status} ${answer?.text}, and the video waits`);
      await pause(50);
    }
  },

  async ietf(chance, file, alive) {
    const { tusEndpoint, asset } = await alive(() => requestUpload(server, { name: 'ietf' }));
    const location = await alive(() => create(server, ours(tusEndpoint), file.length));
    const draft = { 'Upload-Draft-Interop-Version': '6' };
    let told = 0;
    for (;;) {
      const head = await ask('HEAD', location, { headers: draft }, [200, 204, 423, 503]);
      if (!head || head.status > 204) {
        await pause(50);
        continue;
      }
      const offset = Number(head.headers['upload-offset']);
      assert.ok(offset >= told, `${offset} of ${told} told`);
      if (offset === file.length) return asset.id;
      const end = Math.min(file.length, offset + chance.between(20_000, 150_000));
      const answer = await ask(
        'PATCH',
        location,
        {
          headers: {
            ...draft,
            'Upload-Offset': String(offset),
            'Upload-Complete': end === file.length ? '?1' : '?0',
            'Content-Type': 'application/partial-upload',
          },
          body: file.subarray(offset, end),
        },
        [200, 201, 204, 409, 423, 503],
      );
      told = answer && answer.status < 300 ? end : offset;
    }
  },

  async parts(chance, file, alive) {
    const middle = chance.between(1, file.length - 1);
    const pieces = [file.subarray(0, middle), file.subarray(middle)];
    const locations = await Promise.all(
      pieces.map(async (piece) => {
        const headers = { ...TUS, ...key(), 'Upload-Concat': 'partial', 'Upload-Length': String(piece.length) };
        const made = await alive(async () => {
          const answer = await request('POST', `${server.origin}/files/`, { headers });
          assert.equal(answer.status, 201);
          return answer;
        });
        const part = new CarefulUpload(() => made.headers.location, piece, { heard, giveUpAfter: PATIENCE });
        assert.ok(await part.run({ chunk: () => piece.length, patience: () => 10_000 }));
        assert.equal(part.sentAgain, 0);
        return made.headers.location;
      }),
    );
    const { tusEndpoint, asset } = await alive(() => requestUpload(server, { name: 'parts' }));
    const headers = { ...TUS, ...key(), 'Upload-Concat': `final;${locations.join(' ')}` };
    for (;;) {
      // Asked again with the same ticket it is the same whole, or there already.
      const answer = await ask('POST', ours(tusEndpoint), { headers }, [201, 409, 410, 422, 503]);
      if (answer && answer.status !== 503) break;
      await pause(50);
    }
    const deadline = Date.now() + PATIENCE;
    while ((await server.bytesOnDisk(asset.id)) !== file.length) {
      assert.ok(Date.now() < deadline, `never joined\n${server.logTail()}`);
      await pause(100);
    }
    return asset.id;
  },
};

// Starts take seconds each: part of `./slipway test --long`.
test(`REL-02, REL-03: killed ${KILLS} times in the middle of everything`, { skip: !long && 'only with --long' }, async () => {
  const seed = seedOf('torture');
  const chance = new Chance(seed);
  let kills = 0;
  let over = false;
  let dead = false;
  const alive = async (attempt) => {
    for (;;) {
      try {
        return await attempt();
      } catch (failed) {
        if (failed.code === 'ERR_ASSERTION' && !dead && !/503/.test(failed.message)) throw failed;
        await pause(50);
      }
    }
  };
  const counts = {};
  const clients = ['tus', 'tus', 'tus', 'put', 'form', 'ietf', 'parts'].map(async (way, index) => {
    const mine = new Chance(seed + 1 + index);
    while (!over) {
      const file = mine.film(mine.between(200_000, 1_500_000));
      const video = await WAYS[way](mine, file, alive);
      assert.equal(sha256(await readFile(source(video))), sha256(file), `${way}: the file is right`);
      counts[way] = (counts[way] ?? 0) + 1;
    }
  });
  // Written once and never finished: what is asked for after each start.
  const { tusEndpoint } = await requestUpload(server, { name: 'landmark' });
  const landmark = await create(server, tusEndpoint, 1 << 20);
  assert.equal((await patch(server, landmark, 0, chance.film(1 << 20).subarray(0, 1000))).status, 204);
  const starts = [];
  const killer = (async () => {
    for (; kills < KILLS && !over && !enough(); kills++) {
      // Sometimes before anything was said; else on a slow machine nobody would get anywhere.
      const waits = chance.share() < 0.95;
      const said = answers;
      const late = Date.now() + 60_000;
      while (waits && answers === said && !over) {
        assert.ok(Date.now() < late, `nothing is answered\n${server.logTail()}`);
        await pause(5);
      }
      await pause(chance.between(1, 400));
      dead = true;
      await server.kill9();
      const begun = performance.now();
      await server.restart();
      assert.equal(await offsetOf(server, landmark), 1000);
      starts.push(performance.now() - begun);
      if (starts.length % 100 === 0) console.log(`${starts.length} kills, ${JSON.stringify(counts)}`);
      dead = false;
    }
  })();
  // A client that fails stops everything at once.
  const all = Promise.all(clients);
  await Promise.race([killer, all]).finally(() => (over = true));
  await killer;
  await all;
  starts.sort((a, b) => a - b);
  const at = (share) => Math.round(starts[Math.floor(share * (starts.length - 1))]);
  const figures =
    `${kills} kills; whole files ${JSON.stringify(counts)}; from start to an offset told, ms: ` +
    `median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`;
  console.log(figures);
  for (const way of Object.keys(WAYS)) assert.ok(counts[way] > 0, `no whole file by ${way}: too few kills to say`);
  // Said and not asserted: where a start shares the machine with others, it is slower and proves nothing.
  if (at(1) > RESTART_TO_HEAD) {
    console.log(`not kept: at most ${RESTART_TO_HEAD} ms are wanted (REL-02); load average ${loadavg()[0].toFixed(1)}`);
  }
});
