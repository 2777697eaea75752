// An upload over a long line: the windows of HTTP/2 must not make it slower than HTTP/1.1 is there.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import { after, before, test } from 'node:test';
import { call, requestUpload } from '../harness/api.js';
import { Chance, long } from '../harness/chance.js';
import { FarLine } from '../harness/far.js';
import { Slipway } from '../harness/server.js';
import { create, TUS } from '../harness/tus.js';

const ONE_WAY = 50; // ms
const SIZE = 128 << 20;
const PIECE = 256 << 10;
const RUNS = 5;

const skip = !long && 'measures speeds; only with --long';
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

let server;
let line;
before(async () => {
  if (skip) return;
  server = await Slipway.start();
  line = await FarLine.to(server.origin, ONE_WAY);
});
after(async () => {
  await line?.stop();
  await server?.stop();
});

/** Whatever takes a body at an address, over a connection that is there already. */
class Http1 {
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  async begin(method, path, headers) {
    const request = http.request(line.origin + path, { method, headers, agent: this.#agent });
    const answered = once(request, 'response').then(async ([answer]) => {
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    });
    return { request, answered };
  }

  close() {
    this.#agent.destroy();
  }
}

class Http2 {
  #session = http2.connect(line.origin);

  async begin(method, path, headers) {
    const request = this.#session.request({ ':method': method, ':path': path, ...headers });
    const answered = once(request, 'response').then(async ([answer]) => {
      request.resume();
      await once(request, 'end');
      return answer[':status'];
    });
    return { request, answered };
  }

  close() {
    this.#session.destroy();
  }
}

/** MiB a second of one PATCH that leaves its upload a byte short, so that nothing follows from it. */
async function speed(client, body) {
  const { tusEndpoint } = await requestUpload(server, { name: 'from far away' });
  const location = await create(server, tusEndpoint, SIZE + 1);
  // Before that a small request, after which both sides know each other's windows.
  const look = await client.begin('OPTIONS', '/files/', TUS);
  look.request.end();
  await look.answered;

  const begun = performance.now();
  const { request, answered } = await client.begin('PATCH', new URL(location).pathname, {
    ...TUS,
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
    'content-length': String(SIZE),
  });
  for (let at = 0; at < SIZE; at += PIECE) {
    if (!request.write(body.subarray(at, at + PIECE))) await Promise.race([once(request, 'drain'), answered]);
  }
  request.end();
  assert.equal(await answered, 204, server.logTail());
  const seconds = (performance.now() - begun) / 1000;
  await call(server, 'DELETE', location, { key: null, headers: TUS });
  return SIZE / 2 ** 20 / seconds;
}

test('TUS-213: over 100 ms HTTP/2 is as fast as HTTP/1.1, but for a tenth', { skip }, async () => {
  const body = Buffer.alloc(SIZE);
  new Chance(1).film(1 << 10).copy(body);
  const speeds = { one: [], two: [] };
  for (let run = -1; run < RUNS; run++) {
    for (const [name, Client] of [['one', Http1], ['two', Http2]]) {
      const client = new Client();
      const seen = await speed(client, body);
      client.close();
      if (run >= 0) speeds[name].push(seen);
    }
  }
  const [one, two] = [median(speeds.one), median(speeds.two)];
  const told = `HTTP/1.1 ${one.toFixed(1)} MiB/s, HTTP/2 ${two.toFixed(1)} MiB/s (${((100 * two) / one).toFixed(0)} %)`;
  console.log(told);
  assert.ok(two >= 0.9 * one, `${told}: ${JSON.stringify(speeds)}`);
});
